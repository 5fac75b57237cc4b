/**
 * The daily comparison with one payment provider's bill; the actor's id is the provider's name.
 *
 * RECON-1: each day is compared once its bill is there, at eleven in Beijing on the day after, and
 * again every hour until that works.
 * RECON-2: days that were missed, because nothing ran, are made up for.
 * RECON-3: a day compared again has the differences of the last time; what was settled stays settled.
 * RECON-4: whoever settles a difference says how.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import { beijingDay, beijingMidnight } from "../../lib/time/beijing.ts";
import { DAY_MS } from "../../lib/time/day.ts";

/** WeChat Pay's bills are there from ten on. */
const AT_MS = 11 * 3_600_000;
const AGAIN_MS = 3_600_000;
/** Providers keep bills for three months. */
const MOST_DAYS = 62;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const fen = z.int();
const entryStatus = z.enum(["succeeded", "processing", "failed"]);

const difference = z.object({
  kind: z.enum(["missing_with_us", "missing_there", "amount_differs", "state_differs"]),
  paymentId: z.string(),
  refundId: z.string().optional(),
  oursFen: fen.optional(),
  theirsFen: fen.optional(),
  ours: entryStatus.optional(),
  theirs: entryStatus.optional(),
});
export type Difference = z.infer<typeof difference>;

const comparison = z.object({
  lines: z.int(),
  ours: z.int(),
  billFen: fen,
  oursFen: fen,
  differences: z.array(difference),
  more: z.int(),
});

const settled = z.object({ by: z.string(), note: z.string(), at: z.int() });

const comparedDay = z.object({
  status: z.enum(["running", "late", "done"]),
  at: z.int(),
  reason: z.string().nullable(),
  comparison: comparison.nullable(),
  settled: z.map(z.string(), settled),
});
export type ComparedDay = z.infer<typeof comparedDay>;

const state = z.object({
  /** The last day that was begun by itself; null before the first. */
  through: day.nullable(),
  days: z.map(z.string(), comparedDay),
});
export type ReconciliationState = z.infer<typeof state>;

export const differenceKey = (
  { kind, paymentId, refundId }: Pick<Difference, "kind" | "paymentId" | "refundId">,
): string => [kind, paymentId, refundId ?? ""].join(" ");

/** What nobody has settled yet. */
export const openDifferences = ({ comparison, settled }: ComparedDay): Difference[] =>
  comparison?.differences.filter((one) => !settled.has(differenceKey(one))) ?? [];

const commands = {
  /** From now on each day is compared; told at every start of a server. */
  begin: z.object({}),
  run_due: z.object({}),
  run: z.object({ day }),
  ran: z.object({ day, result: z.union([comparison, z.object({ late: z.string() })]) }),
  run_failed: z.object({ day, reason: z.string().optional() }),
  settle: z.object({ day, key: z.string(), note: z.string().trim().min(2).max(200) }),
};

const events = {
  begun: z.object({ through: day }),
  run_begun: z.object({ day, due: z.boolean() }),
  compared: z.object({ day, result: comparison }),
  put_off: z.object({ day, reason: z.string() }),
  settled: z.object({ day, key: z.string(), note: z.string(), by: z.string() }),
};

type ReconciliationTurn = Turn<typeof commands, typeof events, never>;

export const reconciliation = defineActor("reconciliation", {
  version: 1,
  live: true,
  state,
  initial: { through: null, days: new Map() } as ReconciliationState,
  commands,
  events,
  refusals: ["unknown_day", "not_over", "unknown_difference"],
  decide: {
    begin(recon, _none, turn) {
      if (recon.through === null) {
        turn.emit("begun", { through: beijingDay(turn.at - DAY_MS) });
        turn.remind("due", nextRun(turn.at), "run_due", {});
      }
      return turn.reply({});
    },
    run_due(recon, _none, turn) {
      for (const day of daysAfter(recon.through, beijingDay(turn.at - DAY_MS))) {
        turn.emit("run_begun", { day, due: true });
      }
      return turn.remind("due", nextRun(turn.at), "run_due", {}).reply({});
    },
    run(_recon, { day }, turn) {
      if (day >= beijingDay(turn.at)) return turn.refuse("not_over");
      return turn.emit("run_begun", { day, due: false }).forget(`again ${day}`).reply({});
    },
    ran(recon, { day, result }, turn) {
      if ("late" in result) return putOff(recon, day, result.late, turn).reply({});
      return turn.emit("compared", { day, result }).forget(`again ${day}`).reply({});
    },
    run_failed(recon, { day, reason = "" }, turn) {
      return putOff(recon, day, reason, turn).reply({});
    },
    settle(recon, { day, key, note }, turn) {
      const compared = recon.days.get(day);
      if (!compared) return turn.refuse("unknown_day");
      const known = compared.comparison?.differences.some((one) => differenceKey(one) === key);
      if (!known) return turn.refuse("unknown_difference");
      if (!compared.settled.has(key)) turn.emit("settled", { day, key, note, by: turn.by.id });
      return turn.reply({});
    },
  },
  evolve: {
    begun: (recon, { through }) => void (recon.through = through),
    run_begun(recon, { day, due }, { at }) {
      const before = recon.days.get(day);
      recon.days.set(day, {
        status: "running",
        at,
        reason: null,
        comparison: before?.comparison ?? null,
        settled: before?.settled ?? new Map(),
      });
      if (due) recon.through = day;
      const oldest = [...recon.days.keys()].sort().slice(0, -MOST_DAYS);
      for (const old of oldest) recon.days.delete(old);
    },
    compared(recon, { day, result }, { at }) {
      const before = recon.days.get(day);
      recon.days.set(day, {
        status: "done",
        at,
        reason: null,
        comparison: result,
        settled: before?.settled ?? new Map(),
      });
    },
    put_off(recon, { day, reason }, { at }) {
      const before = recon.days.get(day);
      if (before) recon.days.set(day, { ...before, status: "late", at, reason });
    },
    settled(recon, { day, key, note, by }, { at }) {
      recon.days.get(day)?.settled.set(key, { by, note, at });
    },
  },
});

function putOff<T extends ReconciliationTurn>(
  { days }: ReconciliationState,
  day: string,
  reason: string,
  turn: T,
): T {
  if (days.get(day)?.status === "done") return turn;
  turn.emit("put_off", { day, reason: reason.slice(0, 300) });
  return turn.remind(`again ${day}`, turn.at + AGAIN_MS, "run", { day });
}

/** The next eleven o'clock in Beijing. */
function nextRun(at: number): number {
  const midnight = beijingMidnight(at);
  return at < midnight + AT_MS ? midnight + AT_MS : midnight + DAY_MS + AT_MS;
}

function* daysAfter(through: string | null, last: string): Iterable<string> {
  const lastAt = Date.parse(last);
  const from = through === null ? lastAt : Date.parse(through) + DAY_MS;
  for (let at = Math.max(from, lastAt - 30 * DAY_MS); at <= lastAt; at += DAY_MS) {
    yield new Date(at).toISOString().slice(0, 10);
  }
}
