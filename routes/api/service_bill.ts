/** What the API and the pages do with a visit's bill: coupons and points, priced before they are used. */
import { calendar } from "../../actors/appointments/calendar.ts";
import { billRef, type Reduction } from "../../actors/appointments/calendar_state.ts";
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { dealerOf } from "../../lib/appointments/services.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type JointPart, part } from "../../lib/kernel/mod.ts";
import { billWith, type PricedBill } from "../../lib/loyalty/bill.ts";
import type { Held } from "../../lib/loyalty/coupons.ts";
import { availableAt } from "../../lib/loyalty/ledger.ts";
import { programmeInForce } from "../../lib/members/programme.ts";
import { bookingOf, bookingsOfMember } from "../../lib/read_models/bookings.ts";
import { type ApiContext, asker } from "./context.ts";
import { accepted } from "./outcome.ts";

type Desk = Pick<ApiContext, "system" | "now">;

export interface BillWish {
  readonly coupons: readonly string[];
  readonly usePoints: boolean;
  /** What the member was shown as left to pay: another sum is not charged unseen. */
  readonly payFen?: number | undefined;
}

export interface BillView extends PricedBill {
  /** Coupons of the member's that are for a visit, what ends first before the others. */
  readonly held: readonly Held[];
  readonly chosen: readonly string[];
  readonly usesPoints: boolean;
  /** Whether the rules in force are accepted; without, points pay nothing. */
  readonly accepted: boolean;
  readonly version: number;
  readonly mostPct: number;
}

/** The bill as it would be; what does not fit is left out, and said. */
export async function billFor(
  { system, now }: Desk,
  memberId: string,
  amountFen: number,
  { coupons: wanted, usePoints }: BillWish,
): Promise<BillView> {
  const at = now();
  const [programme, kept, book] = await Promise.all([
    programmeInForce(system, at),
    system.view(coupons(memberId), ({ held }) => structuredClone(held)),
    system.view(points(memberId), (state) => ({
      available: availableAt(state, at),
      accepted: state.accepted,
    })),
  ]);
  const held = kept.filter(({ coupon, expiresAt }) => coupon.on === "maintenance" && expiresAt > at)
    .sort((a, b) => a.expiresAt - b.expiresAt);
  const chosen = kept.filter(({ id }) => wanted.includes(id));
  const ready = book.accepted >= programme.version;
  return {
    ...billWith(programme, {
      ...{ amountFen, at, chosen },
      usePoints: usePoints && ready,
      available: book.available,
    }),
    held,
    chosen: chosen.map(({ id }) => id),
    usesPoints: usePoints && ready,
    accepted: ready,
    version: programme.version,
    mostPct: programme.burn.mostPct,
  };
}

interface Put {
  readonly reduction: Reduction;
  /** What coupons and points must agree to in the same turn. */
  readonly parts: readonly JointPart[];
}

/**
 * What a wish takes off a bill, all as it was shown or nothing; undefined where it takes nothing.
 * @throws {Problem} 404 unknown_coupon; 409 coupon_unfit, rules_not_accepted, price_changed
 */
export async function putOn(
  desk: Desk,
  memberId: string,
  { id, no, amountFen }: { readonly id: string; readonly no: number; readonly amountFen: number },
  wish: BillWish,
): Promise<Put | undefined> {
  const bill = await billFor(desk, memberId, amountFen, wish);
  if (wish.coupons.some((one) => !bill.chosen.includes(one))) throw new Problem("unknown_coupon");
  if (bill.unfit.length > 0) {
    throw new Problem("coupon_unfit", { more: { unfit: bill.unfit.map((one) => ({ ...one })) } });
  }
  if (wish.usePoints && !bill.accepted) {
    throw new Problem("rules_not_accepted", { more: { version: bill.version } });
  }
  const { toPayFen, points: spent, pointsFen, version } = bill;
  if (wish.payFen !== undefined && wish.payFen !== toPayFen) {
    throw new Problem("price_changed", { more: { toPayFen } });
  }
  const used = bill.coupons.map((one) => ({ ...one }));
  if (used.length === 0 && spent === 0) return undefined;
  const ref = billRef(id, no);
  const parts: JointPart[] = [];
  if (used.length > 0) {
    const ids = used.map((one) => one.id);
    const use = { bill: ref, on: "maintenance" as const, amountFen, coupons: ids };
    parts.push(part(coupons(memberId), "use", use));
  }
  if (spent > 0) {
    parts.push(part(points(memberId), "spend", { ref, points: spent, reason: "service", version }));
  }
  return { reduction: { no, coupons: used, points: spent, pointsFen }, parts };
}

/** Puts coupons and points on the bill of a visit that is booked, in one turn with both. */
export async function reduceBill(
  api: ApiContext,
  who: Claims,
  id: string,
  wish: BillWish,
): Promise<void> {
  const { memberId } = who;
  const booking = await bookingOf(api.system.rows(bookingsOfMember), memberId, id);
  if (!booking) throw new Problem("unknown_booking");
  const { about, status } = booking;
  if (status !== "confirmed" && status !== "checked_in") throw new Problem("booking_closed");
  if (booking.reduction) throw new Problem("bill_reduced");
  const amountFen = about.kind === "maintenance" ? about.priceFen : 0;
  const dealer = calendar(dealerOf(id));
  const no = await api.system.view(
    dealer,
    ({ bookings }) => (bookings.get(id)?.reductions ?? 0) + 1,
  );
  const put = await putOn(api, memberId, { id, no, amountFen }, wish);
  if (!put) throw new Problem("bill_unchanged");
  const { reduction, parts } = put;
  const first = part(dealer, "reduce_bill", { id, memberId, reduction });
  const answer = await api.system.joint([first, ...parts], { by: asker(who) });
  if (!answer.ok) accepted(answer);
}

/** Takes them off again; they are back with the member in a moment. */
export async function restoreBill(api: ApiContext, who: Claims, id: string): Promise<void> {
  const { memberId } = who;
  const by = { by: asker(who) };
  accepted(await api.system.ask(calendar(dealerOf(id)), "restore_bill", { id, memberId }, by));
}
