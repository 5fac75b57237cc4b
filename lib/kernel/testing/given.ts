/**
 * Given, when, then: what an actor decides, without a store. Payloads, events, replies, refusals and
 * states are checked against their schemas on the way.
 *
 * @example
 * ```ts
 * import * as z from "zod";
 * import { defineActor } from "../actor.ts";
 * import { given } from "./given.ts";
 *
 * const stock = defineActor("stock", {
 *   version: 1,
 *   state: z.object({ left: z.int() }),
 *   initial: { left: 0 },
 *   commands: { take: z.object({}) },
 *   events: { stocked: z.object({ count: z.int() }), taken: z.object({}) },
 *   refusals: ["sold_out"],
 *   decide: {
 *     take(state, _, turn) {
 *       if (state.left === 0) return turn.refuse("sold_out");
 *       return turn.emit("taken", {}).reply({ left: state.left - 1 });
 *     },
 *   },
 *   evolve: {
 *     stocked: (state, { count }) => void (state.left += count),
 *     taken: (state) => void state.left--,
 *   },
 * });
 *
 * const taken = given(stock, ["stocked", { count: 1 }]).when("take", {});
 * if (!taken.outcome.ok || taken.outcome.value.left !== 0) throw new Error("Expected the last one");
 * const refused = taken.when("take", {});
 * if (refused.outcome.ok || refused.events.length > 0) throw new Error("Expected a refusal");
 * ```
 */
import type {
  AnyActor,
  Asker,
  CommandsOf,
  EventOf,
  EventsOf,
  Json,
  OutcomeOf,
  PayloadOf,
  StateOf,
} from "../actor.ts";
import { KERNEL } from "../actor.ts";
import { KernelError } from "../errors.ts";
import { freeze } from "../freeze.ts";
import type { Item } from "../item.ts";
import { joinKinds, type Kind } from "../kind.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { type Base, type Plan, reasonOf } from "../plan.ts";
import { decideTurn } from "../turn.ts";

/** An event by its name, with its payload. */
export type NamedEvent<A extends AnyActor> = {
  [N in EventsOf<A>]: readonly [name: N, payload: EventOf<A, N>];
}[EventsOf<A>];

export interface Decided<A extends AnyActor, N extends CommandsOf<A>> {
  readonly outcome: OutcomeOf<A, N>;
  readonly events: readonly NamedEvent<A>[];
  /** Names and due times of the reminders that are set afterwards. */
  readonly reminders: Readonly<Record<string, number>>;
  readonly state: StateOf<A>;
  /** Decides a further command on what this one left. */
  when<M extends CommandsOf<A>>(
    command: M,
    payload: PayloadOf<A, M>,
    options?: WhenOptions,
  ): Decided<A, M>;
}

export interface WhenOptions {
  /** Epoch milliseconds of the turn; the time of the step before, or 0, by default. */
  readonly at?: number;
  readonly by?: Asker;
}

/** An actor of which `events` are recorded. */
export function given<A extends AnyActor>(actor: A, ...events: readonly NamedEvent<A>[]) {
  const kind = joinKinds([actor], [], []).get(actor.kind)!;
  const base: Base = { id: "test", head: undefined, headVersion: null, state: kind.initial() };
  for (const [name, payload] of events) {
    const schema = Object.hasOwn(actor.events, name) ? actor.events[name] : undefined;
    if (!schema) throw new TypeError(`Cannot be given "${name}": ${actor.kind} has no such event`);
    schema.parse(payload);
    const event = structuredClone(payload);
    freeze(event as Json);
    const next = actor.evolve[name]!(base.state, event, { at: 0 });
    if (next !== undefined) base.state = next;
  }
  return { when: whenOn<A>(kind, base) };
}

/** Every step decides on a copy, so that several can go on from the same one. */
function whenOn<A extends AnyActor>(kind: Kind, before: Base) {
  return <N extends CommandsOf<A>>(
    command: N,
    payload: PayloadOf<A, N>,
    { at = before.head?.at ?? 0, by = KERNEL }: WhenOptions = {},
  ): Decided<A, N> => {
    const base: Base = { ...before, state: copyOf(before.state) };
    let ids = 0;
    const item: Item = { type: "command", command, payload: payload as Json, by, ...untold };
    const env = { now: at, limits: DEFAULT_LIMITS, newId: () => `id-${++ids}`, validate: true };
    const plan = asAsked(command, () => decideTurn(kind, base, [item], env));
    const [result] = plan.results;
    if (!result || !("outcome" in result)) {
      throw result && "error" in result ? result.error : new Error(`"${command}" was not decided`);
    }
    if (plan.head) base.head = plan.head;
    return {
      outcome: result.outcome as OutcomeOf<A, N>,
      events: plan.entries.flatMap((entry) => entry.events) as unknown as NamedEvent<A>[],
      reminders: base.head?.reminders ?? {},
      state: structuredClone(base.state) as StateOf<A>,
      when: whenOn<A>(kind, base),
    };
  };
}

const untold = { resolve: () => {}, reject: () => {} };

/** What spoils a turn is told to who asks as any other defect is. */
function asAsked(command: string, decide: () => Plan): Plan {
  try {
    return decide();
  } catch (cause) {
    throw new KernelError("defect", `Cannot ${command}: ${reasonOf(cause)}`, { cause });
  }
}

/** A copy that holds what the state holds of events frozen, as it is while the actor is in memory. */
function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [copyOf(k), copyOf(v)]));
  if (value instanceof Set) return new Set([...value].map(copyOf));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}
