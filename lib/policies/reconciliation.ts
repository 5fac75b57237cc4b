/** A day that is to be compared asks for the provider's bill. */
import { reconciliation } from "../../actors/sales/reconciliation.ts";
import { reconciliations } from "../adapters/payments/reconciliation.ts";
import { call, definePolicy, tell } from "../kernel/mod.ts";

const dayAsksForItsBill = definePolicy("day_asks_for_its_bill", reconciliation, {
  run_begun: ({ day }, { id }) => [
    call(reconciliations, { provider: id, day }, {
      done: tell(reconciliation(id), "ran", { day }),
      failed: tell(reconciliation(id), "run_failed", { day }),
    }),
  ],
});

export const reconciliationPolicies = [dayAsksForItsBill];
