/**
 * What an actor is: a state, the commands it takes, the events it records, the refusals it may
 * answer with, and two pure functions between them. Nothing in this file runs anything.
 */
import type * as z from "zod";
import { typeBeyondJson } from "./codec.ts";

/** Anything JSON can carry. Command payloads, events, replies and refusal details are made of it. */
export type Json = string | number | boolean | null | readonly Json[] | {
  readonly [k: string]: Json;
};

/** Who asks: an opaque id and a role, or the kernel itself (mail, reminders, couriers). */
export interface Asker {
  readonly id: string;
  readonly role: string;
}

/** The kernel's own voice, used for mail, reminders and couriers' results. */
export const KERNEL: Asker = { id: "kernel", role: "kernel" };

/** `decide` accepted the command. */
export interface Reply<T> {
  readonly ok: true;
  readonly value: T;
}

/** `decide` turned the command down with a code from the actor's closed list. */
export interface Refused<Q extends string> {
  readonly ok: false;
  readonly refusal: Q;
  readonly detail?: Json;
}

/** What a caller gets back from {@linkcode ActorSystem.ask}: a reply or a refusal, never a throw. */
export type Outcome<T, Q extends string> = Reply<T> | Refused<Q>;

// deno-lint-ignore no-explicit-any
type AnyZod = z.ZodType<any>;
export type Schemas = { readonly [name: string]: AnyZod };
type Out<Z extends AnyZod> = z.output<Z>;

/**
 * What `decide` is given beside state and payload. Reads: the turn's time, the actor's own
 * address, who asks. Writes: events and reminders, which exist only if the turn commits.
 */
export interface Turn<C extends Schemas, E extends Schemas, Q extends string> {
  /** Epoch milliseconds; the same for the whole turn, and never less than an earlier turn's. */
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  readonly by: Asker;
  /**
   * Records an event. It is applied to the state as soon as `decide` returns. The payload is frozen:
   * it is written at the turn's end, and must still be what it was.
   */
  emit<N extends keyof E & string>(name: N, payload: Out<E[N]>): this;
  /** Sets (or moves) the reminder `name`: at `dueAt` (epoch ms) the actor is sent `command`. */
  remind<N extends keyof C & string>(
    name: string,
    dueAt: number,
    command: N,
    payload: Out<C[N]>,
  ): this;
  /** Clears the reminder `name`; does nothing where there is none. */
  forget(name: string): this;
  /** Answers with a copy of `value`, which is JSON. */
  reply<const T>(value: T): Reply<T>;
  refuse<const R extends Q>(code: R, detail?: Json): Refused<R>;
}

/** What `evolve` knows about the event besides its payload. */
export interface Applied {
  /** The time of the turn that recorded the event, epoch milliseconds. */
  readonly at: number;
}

export type Decide<S, C extends Schemas, E extends Schemas, Q extends string> = {
  readonly [N in keyof C & string]: (
    state: S,
    payload: Out<C[N]>,
    turn: Turn<C, E, Q>,
  ) => Outcome<unknown, Q>;
};

/**
 * Applies an event: changes the state in place, or returns the next state. Of a function without
 * parameters the compiler widens what it returns: `(_) => ({ status: "open" })` keeps its literal.
 */
export type Evolve<S, E extends Schemas> = {
  readonly [N in keyof E & string]: (state: S, event: Out<E[N]>, applied: Applied) => S | void;
};

export interface ActorSpec<
  S,
  C extends Schemas,
  E extends Schemas,
  Q extends string,
  D extends Decide<S, C, E, Q>,
> {
  /** Version of state and events. Raise it on any change; snapshots of another version are dropped. */
  readonly version: number;
  readonly state: z.ZodType<S>;
  /** The state before the first event. Copied for each actor, so a plain value is safe. */
  readonly initial: NoInfer<S>;
  readonly commands: C;
  readonly events: E;
  /** All codes this actor may refuse with, in order of precedence. */
  readonly refusals: readonly Q[];
  readonly decide: D;
  readonly evolve: Evolve<S, E>;
  /** Checked after every command. `false` or a sentence turns the command into a defect. */
  readonly invariant?: (state: NoInfer<S>) => boolean | string;
  /** Its live feed crosses nodes: commits tell the other nodes, at the price of one more write. */
  readonly live?: boolean;
  /** Brings an event's payload from an older version to the current one, before `evolve`. */
  readonly upcast?: {
    readonly [N in keyof E & string]?: (payload: Json, fromVersion: number) => Json;
  };
}

/** An actor definition. Call it with an id to get an address: `lot("launch-2017")`. */
export interface Actor<
  S,
  C extends Schemas,
  E extends Schemas,
  Q extends string,
  D extends Decide<S, C, E, Q>,
> extends ActorSpec<S, C, E, Q, D> {
  (id: string): Address<Actor<S, C, E, Q, D>>;
  readonly kind: string;
}

// deno-lint-ignore no-explicit-any
export type AnyActor = Actor<any, any, any, any, any>;

/** Where an actor lives: its kind and its id, with the definition's types along. */
export interface Address<A extends AnyActor = AnyActor> {
  readonly actor: A;
  readonly kind: string;
  readonly id: string;
}

export type StateOf<A extends AnyActor> = z.output<A["state"]>;
export type CommandsOf<A extends AnyActor> = keyof A["commands"] & string;
export type EventsOf<A extends AnyActor> = keyof A["events"] & string;
export type PayloadOf<A extends AnyActor, N extends CommandsOf<A>> = z.output<A["commands"][N]>;
export type EventOf<A extends AnyActor, N extends EventsOf<A>> = z.output<A["events"][N]>;

type Returned<A extends AnyActor, N extends CommandsOf<A>> = ReturnType<A["decide"][N]>;
/** The value `decide[N]` replies with. */
export type ReplyOf<A extends AnyActor, N extends CommandsOf<A>> = Extract<
  Returned<A, N>,
  { ok: true }
>["value"];
/** The codes `decide[N]` can refuse with. */
export type RefusalOf<A extends AnyActor, N extends CommandsOf<A>> = Extract<
  Returned<A, N>,
  { ok: false }
>["refusal"];
/** What {@linkcode ActorSystem.ask} resolves to for command `N`. */
export type OutcomeOf<A extends AnyActor, N extends CommandsOf<A>> = Outcome<
  ReplyOf<A, N>,
  RefusalOf<A, N>
>;

/**
 * Defines an actor. Types flow from the zod schemas: a command's name and payload, the events,
 * the reply and the refusals are all known at `ask`, without casts.
 *
 * @example
 * ```ts
 * import * as z from "zod";
 * import { defineActor } from "./actor.ts";
 *
 * const counter = defineActor("counter", {
 *   version: 1,
 *   state: z.object({ total: z.int() }),
 *   initial: { total: 0 },
 *   commands: { add: z.object({ n: z.int() }) },
 *   events: { added: z.object({ n: z.int() }) },
 *   refusals: ["too_much"],
 *   decide: {
 *     add(state, { n }, turn) {
 *       if (state.total + n > 10) return turn.refuse("too_much");
 *       return turn.emit("added", { n }).reply({ total: state.total + n });
 *     },
 *   },
 *   evolve: { added: (state, { n }) => void (state.total += n) },
 * });
 * ```
 *
 * @throws {TypeError} when a name is not lower snake case, `version` is no whole number from 1 on,
 * `initial` does not fit `state`, a schema holds what JSON does not give back, or `decide`/`evolve` miss a command or an event, or have one
 * that is none.
 */
export function defineActor<
  S,
  const C extends Schemas,
  const E extends Schemas,
  const Q extends string,
  const D extends Decide<S, C, E, Q>,
  // Its own parameter, so that a returned state keeps its literal types (`status: "open"`).
  const V extends Evolve<S, E>,
>(
  kind: string,
  spec: Omit<ActorSpec<S, C, E, Q, D>, "evolve"> & { readonly evolve: V },
): Actor<S, C, E, Q, D> {
  checkNames(kind, spec);
  // deno-lint-ignore prefer-const -- the address refers to the actor that is being built
  let actor: Actor<S, C, E, Q, D>;
  let last: Address<Actor<S, C, E, Q, D>> | undefined;
  const address = (id: string) => {
    // In a rush all ask for the same one.
    if (last !== undefined && last.id === id) return last;
    checkId(kind, id);
    return last = { actor, kind, id };
  };
  actor = Object.assign(address, { ...spec, kind });
  return actor;
}

const NAME = /^[a-z][a-z0-9_]*$/;

function checkNames<S, C extends Schemas, E extends Schemas, Q extends string>(
  kind: string,
  spec: ActorSpec<S, C, E, Q, Decide<S, C, E, Q>>,
): void {
  const names = [
    kind,
    ...Object.keys(spec.commands),
    ...Object.keys(spec.events),
    ...spec.refusals,
  ];
  for (const name of names) {
    if (!NAME.test(name)) {
      throw new TypeError(
        `Cannot define actor "${kind}": expected a lower_snake_case name, got "${name}"`,
      );
    }
  }
  if (!Number.isSafeInteger(spec.version) || spec.version < 1) {
    throw new TypeError(
      `Cannot define actor "${kind}": expected a version of 1, 2, 3, …, got ${spec.version}`,
    );
  }
  for (const name of Object.keys(spec.commands)) {
    if (typeof spec.decide[name] !== "function") {
      throw new TypeError(
        `Cannot define actor "${kind}": command "${name}" has no decide function`,
      );
    }
  }
  for (const name of Object.keys(spec.events)) {
    if (typeof spec.evolve[name] !== "function") {
      throw new TypeError(`Cannot define actor "${kind}": event "${name}" has no evolve function`);
    }
  }
  checkKnown(kind, "decide", spec.decide, spec.commands);
  checkKnown(kind, "evolve", spec.evolve, spec.events);
  checkKnown(kind, "upcast", spec.upcast ?? {}, spec.events);
  checkJson(kind, "the state", spec.state, { collections: true });
  for (const [name, schema] of Object.entries(spec.commands)) {
    checkJson(kind, `command "${name}"`, schema);
  }
  for (const [name, schema] of Object.entries(spec.events)) {
    checkJson(kind, `event "${name}"`, schema);
  }
  // One look at each state: a parser compiled for it would take longer than it saves.
  const parsed = spec.state.safeParse(spec.initial, { jitless: true });
  if (!parsed.success) {
    throw new TypeError(
      `Cannot define actor "${kind}": its initial state does not fit its schema: ${parsed.error.message}`,
    );
  }
}

/** A slip in a name would go unseen: nothing ever calls what stands under it. */
function checkKnown(kind: string, part: string, functions: object, known: Schemas): void {
  const what = part === "decide" ? "command" : "event";
  for (const name of Object.keys(functions)) {
    if (Object.hasOwn(known, name)) continue;
    throw new TypeError(
      `Cannot define actor "${kind}": ${part} has "${name}", expected one of its ${what}s: ${
        Object.keys(known).join(", ") || "none"
      }`,
    );
  }
}

/** What the journal or another node gives back must be what was put in. */
function checkJson(
  kind: string,
  what: string,
  schema: AnyZod,
  options: { collections?: boolean } = {},
): void {
  const type = typeBeyondJson(schema, options);
  if (type) {
    throw new TypeError(
      `Cannot define actor "${kind}": ${what} holds a ${type}, which JSON does not give back`,
    );
  }
}

/** Ids travel in keys, URLs and logs: 1 to 128 visible ASCII characters, no slash, no space. */
const ID = /^[!-.0-~]{1,128}$/;

function checkId(kind: string, id: string): void {
  if (!ID.test(id)) {
    throw new TypeError(
      `Cannot address ${kind} ${
        JSON.stringify(id)
      }: expected 1 to 128 visible ASCII characters without a slash`,
    );
  }
}
