/** How the embedded provider tells of a payment: well, or in one of the ways that break shops. */
import * as z from "zod";
import { DAY_MS } from "../../../time/day.ts";

export const behaviour = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prompt") }),
  z.object({ kind: z.literal("late"), delayMs: z.int().min(0).max(7 * DAY_MS) }),
  /** So many deliveries of one notification, whether they are acknowledged or not. */
  z.object({ kind: z.literal("repeated"), times: z.int().min(1).max(100) }),
  z.object({ kind: z.literal("never") }),
  /** The provider charges, and tells, another amount than was asked. */
  z.object({ kind: z.literal("wrong_amount"), amountFen: z.int().min(1) }),
  /** Refunds are told at once, the payment itself a minute after. */
  z.object({ kind: z.literal("out_of_order") }),
  /** The payment goes well; the payer's bank refuses every refund after it was accepted. */
  z.object({ kind: z.literal("refund_fails") }),
]);

export type Behaviour = z.infer<typeof behaviour>;

export const PROMPT: Behaviour = { kind: "prompt" };

const OUT_OF_ORDER_MS = 60_000;

/** In how many milliseconds each delivery begins. */
export function deliveriesOf(behaviour: Behaviour, what: "payment" | "refund"): readonly number[] {
  switch (behaviour.kind) {
    case "prompt":
    case "wrong_amount":
    case "refund_fails":
      return [0];
    case "late":
      return [behaviour.delayMs];
    case "repeated":
      return Array<number>(behaviour.times).fill(0);
    case "never":
      return [];
    case "out_of_order":
      return [what === "payment" ? OUT_OF_ORDER_MS : 0];
    default:
      return behaviour satisfies never;
  }
}
