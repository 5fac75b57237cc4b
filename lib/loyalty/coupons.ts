/** What coupons take off a bill, beside which others, and why one is not taken. */
import type { Coupon } from "./programme.ts";

export interface Held {
  readonly id: string;
  readonly coupon: Coupon;
  readonly expiresAt: number;
}

export type Unfit = "expired" | "for_something_else" | "too_little" | "alone" | "same_group";

export interface Bill {
  readonly on: Coupon["on"];
  readonly amountFen: number;
  readonly at: number;
}

export interface Priced {
  readonly used: readonly { readonly id: string; readonly fen: number }[];
  readonly unfit: readonly { readonly id: string; readonly why: Unfit }[];
  readonly toPayFen: number;
}

/**
 * Prices a bill with the coupons that were chosen, in the order that is best for the member: shares
 * before amounts, larger before smaller. An amount counts against what is left at its turn.
 */
export function priceWith(bill: Bill, chosen: readonly Held[]): Priced {
  const used: { id: string; fen: number }[] = [];
  const unfit: { id: string; why: Unfit }[] = [];
  const groups = new Set<string>();
  let left = bill.amountFen;
  let alone = false;
  for (const { id, coupon, expiresAt } of chosen.toSorted(before)) {
    const why = reasonAgainst(coupon, expiresAt);
    if (why) {
      unfit.push({ id, why });
      continue;
    }
    const fen = Math.min(left, worth(coupon, left));
    used.push({ id, fen });
    left -= fen;
    if (coupon.stacks === "alone") alone = true;
    else groups.add(coupon.stacks.group);
  }
  return { used, unfit, toPayFen: left };

  function reasonAgainst({ on, fromFen, stacks }: Coupon, expiresAt: number): Unfit | undefined {
    if (expiresAt <= bill.at) return "expired";
    if (on !== bill.on) return "for_something_else";
    if (left < fromFen) return "too_little";
    if (alone || (stacks === "alone" && used.length > 0)) return "alone";
    if (stacks !== "alone" && groups.has(stacks.group)) return "same_group";
    return undefined;
  }
}

const worth = ({ takesOff }: Coupon, fen: number): number =>
  "fen" in takesOff
    ? takesOff.fen
    : Math.min(takesOff.mostFen, Math.floor(fen * takesOff.pct / 100));

function before(a: Held, b: Held): number {
  const rank = ({ coupon: { takesOff } }: Held) =>
    "pct" in takesOff ? 1e9 + takesOff.pct : takesOff.fen;
  return rank(b) - rank(a) || a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1);
}
