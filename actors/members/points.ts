/**
 * A member's points. What counts is computed by the ledger (`lib/loyalty/ledger.ts`); the actor says
 * when, and remembers which rules the member has accepted.
 *
 * POINTS-1: an entry is never changed; every entry balances, and the balance is the sum of them all.
 * POINTS-2: what is earned is pending until the time for asking the money back has ended.
 * POINTS-3: points are taken from the lot that ends first; a lot ends with a day in the member's zone.
 * POINTS-4: a refund takes back what was earned on that money, below zero if it was spent meanwhile;
 * what is owed is repaid from the next points that become active.
 * POINTS-5: one reference earns once, one refund counts once, in whatever order they come.
 * POINTS-6: a rule earns at most its cap in a day, month, year or ever; the rest is cut, not put off.
 * POINTS-7: points are spent only by who has accepted the rules that are in force.
 * POINTS-8: spent points that come back keep the day they end, but never less than 30 days.
 * POINTS-9: a member is told 30 days before points end, at most once a week.
 * POINTS-10: staff add or take points only with a reason, and never take below zero.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import { endOfDayAfterMonths } from "../../lib/loyalty/days.ts";
import {
  apply,
  availableAt,
  type Book,
  book,
  bookProblem,
  Desk,
  emptyBook,
  entry,
  nextDue,
} from "../../lib/loyalty/ledger.ts";
import { type Award, award, tierAt } from "../../lib/loyalty/programme.ts";
import { DAY_MS } from "../../lib/time/day.ts";

const TOLD_BEFORE_MS = 30 * DAY_MS;
/** Points that end within so long after those that are told of are told along. */
const TOLD_TOGETHER_MS = 7 * DAY_MS;
const GOODWILL_MONTHS = 12;

const state = book.extend({
  /** The version of the rules that the member has accepted last; 0 for none. */
  accepted: z.int(),
  /** Up to when the member was told what ends, epoch milliseconds. */
  told: z.int(),
});

export type PointsState = z.infer<typeof state>;

const ref = z.string().min(1).max(120);

const commands = {
  /** `result` is what the rules said. */
  earn: z.object({
    ref,
    because: z.string(),
    result: z.object({ awards: z.array(award).max(20), paidFen: z.int().min(0) }),
  }),
  claw_back: z.object({
    ref,
    refundId: z.string(),
    result: z.object({ refundFen: z.int().min(0) }),
  }),
  spend: z.object({
    ref,
    points: z.int().min(1),
    reason: z.string(),
    version: z.int(),
    /** What ends `ref` and no other spending's: the member's own key for it. */
    key: z.string().min(1).optional(),
  }),
  give_back: z.object({ ref, returnId: ref, points: z.int().min(1) }),
  accept_rules: z.object({ version: z.int().min(1) }),
  adjust: z.object({ ref, points: z.int(), reason: z.string() }),
  settle: z.object({}),
  tell: z.object({}),
};

const events = {
  posted: entry,
  rules_accepted: z.object({ version: z.int() }),
  /** Points end soon; `through` is what was told up to, for the actor itself. */
  expiry_near: z.object({ points: z.int(), expiresAt: z.int(), through: z.int() }),
};

export const points = defineActor("points", {
  version: 1,
  live: true,
  state,
  initial: { ...emptyBook, accepted: 0, told: 0 } as PointsState,
  commands,
  events,
  refusals: [
    "reason_missing",
    "rules_not_accepted",
    "idempotency_conflict",
    "not_enough_points",
    "unknown_spending",
    "more_than_spent",
  ],
  decide: {
    earn(state, { ref, because, result: { awards, paidFen } }, turn) {
      const desk = new Desk(state, turn.at);
      let points = 0;
      for (const one of awards) {
        // A reference earns once by each rule: a car by its deposit and by a campaign.
        const under = awards.length === 1 ? ref : `${ref}|${one.rule}`;
        const { points: base, bonus } = within(desk.book, one, turn.at);
        const { rule, version, activeAt, expiresAt, year, caps } = one;
        if (base + bonus === 0 && !desk.book.earnings.has(under)) continue;
        points += desk.earn({
          ref: under,
          points: base + bonus,
          bonus,
          reason: because,
          rule,
          version,
          paidFen,
          activeAt,
          expiresAt,
          counts: caps.map(({ key }) => key),
          year,
        });
      }
      return booked(desk, turn).reply({ points });
    },
    claw_back(state, { ref, refundId, result: { refundFen } }, turn) {
      const desk = new Desk(state, turn.at);
      // Under each rule that it earned by; under the bare reference where it has not earned yet.
      const under = [...state.earnings.keys()].filter((key) =>
        key === ref || key.startsWith(`${ref}|`)
      );
      let clawed = 0;
      for (const key of under.length === 0 ? [ref] : under) {
        clawed += desk.clawBack(key, refundId, refundFen);
      }
      return booked(desk, turn).reply({ points: clawed });
    },
    spend(state, { ref, points, reason, version, key }, turn) {
      // Told again after the rules have changed, it is still what it was.
      const known = state.spendings.has(ref);
      if (!known && state.accepted < version) {
        return turn.refuse("rules_not_accepted", { version });
      }
      if (!known && key !== undefined) {
        const taken = [...state.spendings.keys()].some((one) => one.endsWith(`-${key}`));
        if (taken) return turn.refuse("idempotency_conflict");
      }
      const desk = new Desk(state, turn.at);
      if (!desk.spend(ref, points, reason)) {
        return turn.refuse("not_enough_points", { available: availableAt(desk.book, turn.at) });
      }
      return booked(desk, turn).reply({ available: availableAt(desk.book, turn.at) });
    },
    give_back(state, { ref, returnId, points }, turn) {
      if (!state.spendings.has(ref)) return turn.refuse("unknown_spending");
      const desk = new Desk(state, turn.at);
      if (!desk.giveBack(ref, returnId, points)) return turn.refuse("more_than_spent");
      return booked(desk, turn).reply({ available: availableAt(desk.book, turn.at) });
    },
    accept_rules(state, { version }, turn) {
      if (state.accepted < version) turn.emit("rules_accepted", { version });
      return turn.reply({ version: Math.max(version, state.accepted) });
    },
    adjust(state, { ref, points, reason }, turn) {
      if (reason.trim() === "") return turn.refuse("reason_missing");
      const before = adjusted(state, ref);
      if (before !== undefined && before !== points) return turn.refuse("idempotency_conflict");
      const desk = new Desk(state, turn.at);
      if (points > 0) {
        desk.earn({
          ref,
          points,
          bonus: 0,
          reason,
          rule: "staff",
          version: 0,
          paidFen: 0,
          activeAt: turn.at,
          expiresAt: endOfDayAfterMonths(turn.at, GOODWILL_MONTHS),
          counts: [],
          year: null,
        });
      } else if (points < 0 && !desk.spend(ref, -points, reason)) {
        return turn.refuse("not_enough_points", { available: availableAt(desk.book, turn.at) });
      }
      return booked(desk, turn).reply({ available: availableAt(desk.book, turn.at) });
    },
    settle(state, _none, turn) {
      return booked(new Desk(state, turn.at), turn).reply({});
    },
    tell(state, _none, turn) {
      const desk = new Desk(state, turn.at);
      const through = turn.at + TOLD_BEFORE_MS + TOLD_TOGETHER_MS;
      const near = desk.book.lots.filter(({ expiresAt }) =>
        expiresAt > state.told && expiresAt <= through
      );
      if (near.length > 0) {
        turn.emit("expiry_near", {
          points: near.reduce((sum, { left }) => sum + left, 0),
          expiresAt: near[0]!.expiresAt,
          through,
        });
      }
      return booked(desk, turn, near.length > 0 ? through : state.told).reply({});
    },
  },
  evolve: {
    posted: (state, entry, { at }) => apply(state, entry, at),
    rules_accepted: (state, { version }) => void (state.accepted = version),
    expiry_near: (state, { through }) => void (state.told = through),
  },
  invariant: bookProblem,
});

type PointsTurn = Turn<typeof commands, typeof events, never>;

/** Records what the desk computed, and comes back when something falls due by itself. */
function booked<T extends PointsTurn>(
  { entries, book }: Desk,
  turn: T,
  told = (book as PointsState).told,
): T {
  for (const entry of entries) turn.emit("posted", entry);
  const due = nextDue(book);
  if (due === null) turn.forget("settle");
  else turn.remind("settle", due, "settle", {});
  const untold = book.lots.find(({ expiresAt }) => expiresAt > told);
  if (untold) {
    turn.remind("tell", Math.max(turn.at + 1, untold.expiresAt - TOLD_BEFORE_MS), "tell", {});
  } else turn.forget("tell");
  return turn;
}

/** What an adjustment did; undefined where there was none. */
function adjusted({ earnings, spendings }: PointsState, ref: string): number | undefined {
  const spent = spendings.get(ref);
  return spent ? -spent.points : earnings.get(ref)?.points;
}

/** What of an award fits the caps, and what the member's tier adds to it. */
function within(book: Book, { points, caps, tiers }: Award, at: number) {
  const wished = Math.floor(points * (100 + tierAt(tiers, book.years, at).bonusPct) / 100);
  const room = caps.map((cap) => Math.max(0, cap.points - (book.counted.get(cap.key) ?? 0)));
  const given = Math.min(wished, ...room);
  return { points: Math.min(points, given), bonus: Math.max(0, given - points) };
}
