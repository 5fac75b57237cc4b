/** A payer in front of a simulated provider's page. */
import { payment } from "../../actors/sales/payment.ts";
import type { Stage } from "./stage.ts";

const NEVER = new AbortController().signal;

export interface Begun {
  readonly paymentId: string;
  readonly amountFen: number;
  readonly expiresAt: number;
}

/** As the shop does: of a payment that was settled meanwhile nobody is given the page. */
export async function givenPage(
  stage: Stage,
  { paymentId, amountFen, expiresAt }: Begun,
): Promise<boolean> {
  const { gateway } = stage.provider;
  const page = { subject: "", returnUrl: "", signal: NEVER };
  await stage.insist(() => gateway.create({ paymentId, amountFen, expiresAt, ...page }));
  const status = await stage.insist((system) =>
    system.view(payment(paymentId), ({ status }) => status)
  );
  const over = status === "settling" || status === "closed";
  if (over) await stage.insist(() => gateway.close({ paymentId, signal: NEVER }));
  else stage.provider.show(paymentId);
  return !over;
}
