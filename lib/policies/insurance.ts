/** What follows from the insurance of a car on order: insurers are asked, its owner is reminded. */
import { inbox } from "../../actors/members/inbox.ts";
import { insurance } from "../../actors/orders/insurance.ts";
import { insurancePort } from "../adapters/insurance/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";

const insurersAreAsked = definePolicy("insurers_are_asked", insurance, {
  quotes_asked: ({ car, wish, requestId }, { id }) => [
    call(insurancePort, { ask: "quote", request: { requestId, ...car, ...wish } }, {
      done: tell(insurance(id), "quoted", { requestId }),
      failed: tell(insurance(id), "not_quoted", { requestId }),
    }),
  ],
  purchase_begun: ({ quote, from }, { id }) => [
    call(insurancePort, { ask: "buy", quote, from }, {
      done: tell(insurance(id), "bought", {}),
      failed: tell(insurance(id), "not_bought", {}),
    }),
  ],
  renewal_near: ({ memberId, to }, { id }) => [
    send(inbox(memberId), "deliver", {
      id: `insurance-${id}-${to}`,
      topic: "cars",
      code: "clock_insurance",
      values: { day: new Date(to + 8 * 3_600_000).toISOString().slice(0, 10) },
      href: `/my/orders/${id}/insurance`,
    }),
  ],
});

export const insurancePolicies = [insurersAreAsked];
