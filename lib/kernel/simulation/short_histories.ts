/**
 * Judges short histories by what their clients saw and nothing else: the model of `checker.ts` reads
 * the journals for its order, this one looks for an order by itself. Lots only, which nothing
 * but their clients moves.
 */
import type { Json } from "../actor.ts";
import { lot } from "./actors.ts";
import { outcomeAnswer, viewOf } from "./clients.ts";
import type { Attempt, History, Op } from "./history.ts";
import { linearizable, type Operation } from "./linearizable.ts";
import { canonical, decideOn } from "./model.ts";

const LONGEST = 30;
/** A history in which too many operations overlap takes more. */
const MOST_STATES = 200;

interface LotState {
  readonly lot: unknown;
  /** Answers under idempotency keys. */
  readonly kept: { readonly [key: string]: string };
  readonly name: string;
}

const named = (state: Omit<LotState, "name">): LotState => ({ ...state, name: canonical(state) });

/** The state after the command, and what it answers. */
function carryOut(state: LotState, { id, command, payload, by, op, key }: Op) {
  const slot = key && `${by.id} ${key}`;
  const kept = slot && state.kept[slot];
  if (kept !== undefined) {
    const [whose, answer] = JSON.parse(kept) as [string, string];
    return { next: state, answer: whose === op ? answer : undefined };
  }
  const { outcome, events } = decideOn(lot, id, state.lot, { command, payload, by });
  const answer = canonical(outcomeAnswer(outcome));
  const keeps = slot && outcome.ok ? { [slot]: JSON.stringify([op, answer]) } : undefined;
  if (events.length === 0 && !keeps) return { next: state, answer };
  const next = structuredClone(state.lot);
  for (const [name, event] of events) {
    lot.evolve[name as "grown"](next as never, event as never, { at: 0 });
  }
  return { next: named({ lot: next, kept: { ...state.kept, ...keeps } }), answer };
}

function commandOf(op: Op, { askedAt, answeredAt, answer }: Attempt): Operation<LotState>[] {
  if (answer?.type === "outcome") {
    const wanted = canonical(answer);
    const apply = (state: LotState) => {
      const { next, answer } = carryOut(state, op);
      return answer === wanted ? next : undefined;
    };
    return [{ from: askedAt, until: answeredAt!, apply }];
  }
  // What was refused for another reason has not happened; of all else nobody knows.
  const never = answer?.type === "error" &&
    ["busy", "void", "idempotency_conflict"].includes(answer.code);
  if (never) return [];
  return [{ from: askedAt, until: Infinity, apply: (state) => carryOut(state, op).next }];
}

function viewed({ askedAt, answeredAt, answer }: Attempt): Operation<LotState>[] {
  if (answer?.type !== "outcome") return [];
  const wanted = canonical(answer.body);
  const fits = ({ lot }: LotState) => canonical(viewOf("lot")(lot) as Json) === wanted;
  return [{ from: askedAt, until: answeredAt!, apply: (state) => fits(state) ? state : undefined }];
}

/** Each history that no order explains, in a sentence; and how many were judged. */
export function judgeShortHistories({ ops, views }: History): { faults: string[]; judged: number } {
  const histories = new Map<string, Operation<LotState>[]>();
  const add = (id: string, more: readonly Operation<LotState>[]) =>
    histories.set(id, [...histories.get(id) ?? [], ...more]);
  for (const op of ops.values()) {
    if (op.kind === "lot") {
      for (const attempt of op.attempts) add(op.id, commandOf(op, attempt));
    }
  }
  for (const { kind, id, attempt } of views) if (kind === "lot") add(id, viewed(attempt));
  const faults: string[] = [];
  let judged = 0;
  for (const [id, operations] of histories) {
    if (operations.length > LONGEST) continue;
    const initial = named({ lot: lot.initial, kept: {} });
    const verdict = linearizable(initial, operations, ({ name }) => name, MOST_STATES);
    if (verdict !== "unknown") judged++;
    if (verdict === "not linearizable") {
      faults.push(`lot/${id}: no order of its ${operations.length} operations gives its answers`);
    }
  }
  return { faults, judged };
}
