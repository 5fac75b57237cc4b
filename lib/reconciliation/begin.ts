import { reconciliation } from "../../actors/sales/reconciliation.ts";
import type { PaymentGateway } from "../adapters/payments/port.ts";
import type { ActorSystem } from "../kernel/mod.ts";

/** Sees to it that each provider's bill is compared every day; telling it again changes nothing. */
export async function beginReconciliations(
  { system, gateways }: {
    system: ActorSystem;
    gateways: ReadonlyMap<string, PaymentGateway>;
  },
): Promise<void> {
  for (const provider of gateways.keys()) {
    await system.ask(reconciliation(provider), "begin", {});
  }
}
