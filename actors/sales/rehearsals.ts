/**
 * Rehearsals of sales: what was tried, what was expected of it and what came of it. One actor, `all`.
 * A rehearsal itself is played on a store of its own; nothing of it but this record is kept.
 *
 * REHEARSAL-1: one rehearsal runs at a time.
 * REHEARSAL-2: the last so many are kept; the oldest gives way to a new one.
 * REHEARSAL-3: who plays it is told to stop at the next report once it was cancelled.
 * REHEARSAL-4: a rehearsal of which nothing is heard for a minute was interrupted.
 * REHEARSAL-5: what has ended stays as it ended.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

/** Rehearsals that are kept: their state fits into one row of the store. */
export const KEPT = 16;
const SILENCE_MS = 60_000;
/** Moments of a rehearsal that can be drawn. */
export const MOMENTS = 40;

/** One process plays them beside its real work. */
export const MOST_SHOPPERS = 20_000;

const count = z.int().min(0);
/** Seconds after the opening, in the rehearsal's own time. */
const seconds = z.number().min(0);

export const rehearsalPlan = z.object({
  mode: z.enum(["first_come", "draw"]),
  participants: z.int().min(1).max(MOST_SHOPPERS),
  cars: z.int().min(1).max(MOST_SHOPPERS),
  /** The part of those with a car who let their hold lapse. */
  abandon: z.number().min(0).max(1),
  /** Of the others, those who give their car back, every second of them once it is paid. */
  cancel: z.number().min(0).max(0.5).optional(),
  /** Of the others, those whose money comes after the hold. */
  late: z.number().min(0).max(0.5).optional(),
  holdMs: z.int(),
  offerMs: z.int(),
  depositFen: z.int(),
  /** `burst`: most within the first moments; `even`: all the time alike; `wave`: it swells and ebbs. */
  curve: z.enum(["burst", "even", "wave"]),
  /** When the last one comes, milliseconds. */
  arrivalMs: z.int(),
  /** The waiting room in front of it. */
  room: z.object({ ratePerMinute: z.int(), maxActive: z.int() }).nullable(),
  seed: z.int().min(0).max(2 ** 32 - 1),
});

export type RehearsalPlan = z.infer<typeof rehearsalPlan>;

const expected = z.object({
  sold: count,
  returned: count,
  asked: count,
  waiting: count,
  leads: count,
  payments: count,
  /** Payments that are paid back. */
  refunds: count.optional(),
  rounds: count,
  soldOutAt: seconds.nullable(),
  seconds,
});

const progress = z.object({
  /** Seconds after the opening; negative before it. */
  at: z.number(),
  participants: count,
  held: count,
  sold: count,
  returned: count,
});

export type RehearsalProgress = z.infer<typeof progress>;

export const rehearsalOutcome = expected.extend({
  oversold: count,
  refunds: count,
  paidFen: count,
  moments: z.array(progress).max(MOMENTS),
  /** What did not add up; empty where all did. */
  problems: z.array(z.string().max(200)).max(5),
});

export type RehearsalOutcome = z.infer<typeof rehearsalOutcome>;

const ending = z.discriminatedUnion("status", [
  z.object({ status: z.literal("finished"), outcome: rehearsalOutcome }),
  z.object({ status: z.literal("cancelled") }),
  z.object({ status: z.literal("interrupted") }),
  z.object({ status: z.literal("failed"), reason: z.string().max(200) }),
]);

const begun = z.object({
  id: z.string(),
  saleId: z.string(),
  title: z.string(),
  titleEn: z.string().optional(),
  plan: rehearsalPlan,
  forecast: expected,
});

const rehearsal = begun.extend({
  by: z.string(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  progress: progress.nullable(),
  ending: z.discriminatedUnion("status", [
    z.object({ status: z.literal("running") }),
    z.object({ status: z.literal("stopping") }),
    ...ending.options,
  ]),
});

export type Rehearsal = z.infer<typeof rehearsal>;

const one = z.object({ id: z.string() });

interface State {
  /** The newest last. */
  rehearsals: Rehearsal[];
}

const initial: State = { rehearsals: [] };

export const rehearsals = defineActor("rehearsals", {
  version: 1,
  live: true,
  state: z.object({ rehearsals: z.array(rehearsal) }),
  initial: initial as State,
  commands: {
    start: begun,
    report: one.extend({ progress }),
    cancel: one,
    end: one.extend({ ending }),
    /** Nothing was heard for a while; the actor sends it to itself. */
    miss: one,
  },
  events: {
    started: begun.extend({ by: z.string() }),
    reported: one.extend({ progress }),
    cancel_asked: one,
    ended: one.extend({ ending }),
  },
  refusals: ["rehearsal_running", "unknown_rehearsal"],
  decide: {
    start(state, begun, turn) {
      if (state.rehearsals.some(isUnderWay)) return turn.refuse("rehearsal_running");
      turn.emit("started", { ...begun, by: turn.by.id });
      return turn.remind("miss", turn.at + SILENCE_MS, "miss", { id: begun.id }).reply({});
    },
    report(state, { id, progress }, turn) {
      const found = find(state, id);
      if (!found || !isUnderWay(found)) return turn.reply({ goOn: false });
      turn.emit("reported", { id, progress });
      turn.remind("miss", turn.at + SILENCE_MS, "miss", { id });
      return turn.reply({ goOn: found.ending.status === "running" });
    },
    cancel(state, { id }, turn) {
      const found = find(state, id);
      if (!found) return turn.refuse("unknown_rehearsal");
      if (found.ending.status !== "running") return turn.reply({ status: found.ending.status });
      return turn.emit("cancel_asked", { id }).reply({ status: "stopping" });
    },
    end(state, { id, ending }, turn) {
      const found = find(state, id);
      if (!found) return turn.refuse("unknown_rehearsal");
      if (!isUnderWay(found)) return turn.reply({});
      return turn.emit("ended", { id, ending }).forget("miss").reply({});
    },
    miss(state, { id }, turn) {
      const found = find(state, id);
      if (found && isUnderWay(found)) {
        turn.emit("ended", { id, ending: { status: "interrupted" } });
      }
      return turn.reply({});
    },
  },
  evolve: {
    started(state, begun, { at }) {
      const ending = { status: "running" } as const;
      state.rehearsals.push({ ...begun, startedAt: at, endedAt: null, progress: null, ending });
      if (state.rehearsals.length > KEPT) state.rehearsals.shift();
    },
    reported: (state, { id, progress }) => void (find(state, id)!.progress = progress),
    cancel_asked: (state, { id }) => void (find(state, id)!.ending = { status: "stopping" }),
    ended(state, { id, ending }, { at }) {
      const found = find(state, id)!;
      found.ending = ending;
      found.endedAt = at;
    },
  },
});

const find = ({ rehearsals }: State, id: string): Rehearsal | undefined =>
  rehearsals.find((one) => one.id === id);

export const isUnderWay = ({ ending }: Pick<Rehearsal, "ending">): boolean =>
  ending.status === "running" || ending.status === "stopping";
