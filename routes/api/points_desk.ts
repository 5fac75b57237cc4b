/** What the API and the pages do with points: one way in, so that both say the same. */
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { shopItem } from "../../actors/members/shop_item.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { Problem } from "../../lib/http/problem.ts";
import { part } from "../../lib/kernel/mod.ts";
import { periodsOf } from "../../lib/loyalty/days.ts";
import { awardsFor, type Item, type Programme } from "../../lib/loyalty/programme.ts";
import { programmeInForce } from "../../lib/members/programme.ts";
import { entriesBefore, pointsEntries, type PointsEntryRow } from "../../lib/read_models/points.ts";
import { type ApiContext, asker } from "./context.ts";
import { keyHash } from "./idempotency_key.ts";
import { accepted } from "./outcome.ts";

type Desk = Pick<ApiContext, "system" | "now">;
type Who = Pick<Claims, "memberId" | "role">;

const EXCHANGE = /^x-([a-z][a-z0-9_]{0,40})-([\da-f]{20})$/;

export interface Exchanged {
  readonly id: string;
  readonly item: string;
  readonly points: number;
  /** What is left to spend. */
  readonly available: number;
}

/**
 * Points, the thing's stock and the member's coupons in one turn: all of it or nothing. The same key
 * exchanges once.
 * @throws {Problem}
 */
export async function exchange(
  { system, now }: Desk,
  { memberId, role }: Who,
  { item: itemId, key }: { readonly item: string; readonly key: string },
): Promise<Exchanged> {
  const programme = await programmeInForce(system, now());
  const item = programme.shop.find(({ id }) => id === itemId);
  if (!item) throw new Problem("unknown_item");
  const hash = await keyHash(memberId, key);
  const before = await system.view(
    points(memberId),
    ({ spendings }) => [...spendings.keys()].find((ref) => EXCHANGE.exec(ref)?.[2] === hash),
  );
  const id = before ?? `x-${item.id}-${hash}`;
  if (EXCHANGE.exec(id)?.[1] !== item.id) {
    throw new Problem("idempotency_conflict", { detail: "the key was used for another item" });
  }
  const answer = await system.joint([
    part(points(memberId), "spend", {
      ref: id,
      points: item.points,
      reason: "exchange",
      version: programme.version,
      // Two tabs may send one key for two things at once: what was looked up above is old by then.
      key: hash,
    }),
    part(shopItem(item.id), "take", { id, stock: item.stock }),
    part(coupons(memberId), "receive", {
      id,
      item: item.id,
      each: item.each,
      gives: given(programme, item),
    }),
  ], { by: { id: memberId, role } });
  if (!answer.ok) return accepted(answer);
  const [{ available }] = answer.values;
  return { id, item: item.id, points: item.points, available };
}

function given({ coupons }: Programme, { gives }: Item) {
  if ("goods" in gives) return { goods: gives.goods };
  const coupon = coupons.find(({ id }) => id === gives.coupon);
  if (!coupon) throw new Error(`the shop gives a coupon "${gives.coupon}" that there is not`);
  return { coupon };
}

/** Points for coming by, once a day. */
export async function checkIn(
  { system, now }: Desk,
  { memberId }: Who,
): Promise<{ points: number }> {
  const at = now();
  const programme = await programmeInForce(system, at);
  const awards = awardsFor(programme, { behaviour: "check_in", amountFen: 0, at });
  return accepted(
    await system.ask(points(memberId), "earn", {
      ref: `check_in|${periodsOf(at).day}`,
      because: "check_in",
      result: { awards, paidFen: 0 },
    }),
  );
}

/** Accepts the rules in force, and no others. @throws {Problem} */
export async function acceptRules({ system, now }: Desk, who: Who, version: number): Promise<void> {
  const programme = await programmeInForce(system, now());
  if (version !== programme.version) {
    throw new Problem("other_rules", { more: { version: programme.version } });
  }
  accepted(
    await system.ask(points(who.memberId), "accept_rules", { version }, { by: asker(who) }),
  );
}

/** A page of the ledger, the newest first; `older` is what to ask the next page with, if there is one. */
export async function ledgerPage(
  { system }: Pick<Desk, "system">,
  memberId: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<{ entries: PointsEntryRow[]; older: number | null }> {
  const entries: PointsEntryRow[] = [];
  const rows = system.rows(pointsEntries).list<PointsEntryRow>([memberId], {
    limit: limit + 1,
    ...(before === undefined ? {} : { after: entriesBefore(memberId, before) }),
  });
  for await (const { value } of rows) entries.push(value);
  const older = entries.length > limit ? entries.pop()!.no + 1 : null;
  return { entries, older };
}
