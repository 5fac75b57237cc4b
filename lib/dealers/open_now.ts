/** Whether a dealer is open at a moment, and until or from when. */
import { openSpans } from "../appointments/opening.ts";
import type { Dealer } from "./dealers.ts";
import { planOf } from "./plan.ts";

/** Long enough to look past the longest holiday. */
const DAYS_AHEAD = 10;

export type Opening =
  | { readonly open: true; /** Epoch milliseconds. */ readonly until: number }
  /** `from` is null where it does not open within the days looked at. */
  | { readonly open: false; readonly from: number | null };

/** By the dealer's week and the holidays that all dealers keep. */
export function openingAt(dealer: Dealer, now: number): Opening {
  const spans = openSpans(planOf(dealer).opening, now, DAYS_AHEAD);
  const next = spans.find(({ until }) => until > now);
  if (!next) return { open: false, from: null };
  return next.from <= now ? { open: true, until: next.until } : { open: false, from: next.from };
}
