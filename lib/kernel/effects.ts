/**
 * What follows from a committed event: mail to other actors, calls to ports, rows of read models.
 * Effects are values; the turn's commit saves them, and they are carried out after it.
 */
import type {
  Address,
  AnyActor,
  CommandsOf,
  EventOf,
  EventsOf,
  Json,
  PayloadOf,
  StateOf,
} from "./actor.ts";
import type { Key } from "./store.ts";

/** A command for another actor, applied exactly once. */
export interface Mail {
  readonly type: "mail";
  readonly to: Address;
  readonly command: string;
  readonly payload: Json;
}

/** A request to the outside, carried at least once by the port's courier. */
export interface Call {
  readonly type: "call";
  readonly port: string;
  readonly request: Json;
  /** Mail sent when the call has succeeded; its payload gains `result`. */
  readonly done?: Mail;
  /** Mail sent when the last attempt has failed; its payload gains `reason`. */
  readonly failed?: Mail;
}

export type Effect = Mail | Call;

/** Names a port, with the types of what it takes and gives. */
export interface Port<Request extends Json, Result extends Json> {
  readonly name: string;
  /** Only for the compiler. */
  readonly types?: { request: Request; result: Result };
}

export const definePort = <Request extends Json, Result extends Json>(
  name: string,
): Port<Request, Result> => ({ name });

/** Mail: the command `command` for the actor at `to`. */
export function send<A extends AnyActor, N extends CommandsOf<A>>(
  to: Address<A>,
  command: N,
  payload: PayloadOf<A, N>,
): Mail {
  return { type: "mail", to: to as unknown as Address, command, payload: payload as Json };
}

/** Mail that a call's outcome completes: with `result` when it is done, `reason` when it failed. */
export function tell<A extends AnyActor, N extends CommandsOf<A>>(
  to: Address<A>,
  command: N,
  payload: Omit<PayloadOf<A, N>, "result" | "reason">,
): Mail {
  return { type: "mail", to: to as unknown as Address, command, payload: payload as Json };
}

/** A call to a port; `done` and `failed` say whom to tell. */
export function call<Request extends Json, Result extends Json>(
  port: Port<Request, Result>,
  request: Request,
  answers: { done?: Mail; failed?: Mail } = {},
): Call {
  return { type: "call", port: port.name, request, ...answers };
}

/** Where an event comes from. */
export interface Origin<A extends AnyActor = AnyActor> {
  readonly address: Address<A>;
  readonly kind: string;
  readonly id: string;
  /** Epoch milliseconds of the turn. */
  readonly at: number;
}

/**
 * Joins actors to each other and to ports: a pure function from an event to effects. Inline, its
 * effects are part of the turn's own commit. Deferred, they follow the journal a moment later, also
 * exactly once, and do not slow a hot turn.
 */
export interface Policy {
  readonly name: string;
  readonly kind: string;
  readonly deferred: boolean;
  readonly on: { readonly [event: string]: (event: never, from: never) => readonly Effect[] };
}

export function definePolicy<A extends AnyActor>(
  name: string,
  actor: A,
  on: {
    readonly [N in EventsOf<A>]?: (event: EventOf<A, N>, from: Origin<A>) => readonly Effect[];
  },
  options: { deferred?: boolean } = {},
): Policy {
  return { name, kind: actor.kind, deferred: options.deferred ?? false, on: on as Policy["on"] };
}

/** A row of a read model; `value: null` removes it. */
export interface RowChange {
  readonly key: Key;
  readonly value: Json | null;
}

/** Where a state comes from. */
export interface StateOrigin<A extends AnyActor = AnyActor> extends Origin<A> {
  /** The journal entry the state includes last. */
  readonly seq: number;
}

/**
 * Rows for lists, search and boards. `rows` derives them from the state at the end of the turn, in
 * the turn's commit. `on` derives them from single events; it can be deferred.
 */
export interface ReadModel {
  readonly name: string;
  readonly kind: string;
  readonly deferred: boolean;
  readonly rows?: (state: never, from: never) => readonly RowChange[];
  readonly on?: { readonly [event: string]: (event: never, from: never) => readonly RowChange[] };
}

export function defineReadModel<A extends AnyActor>(
  name: string,
  actor: A,
  derive:
    | {
      rows: (state: StateOf<A>, from: StateOrigin<A>) => readonly RowChange[];
      deferred?: false;
    }
    | {
      on: {
        readonly [N in EventsOf<A>]?: (
          event: EventOf<A, N>,
          from: Origin<A>,
        ) => readonly RowChange[];
      };
      deferred?: boolean;
    },
): ReadModel {
  const deferred = "on" in derive && (derive.deferred ?? false);
  if ("rows" in derive && "deferred" in derive && derive.deferred) {
    throw new TypeError(
      `Cannot define read model "${name}": rows of a state are part of its turn, expected "on" where it is deferred`,
    );
  }
  return { name, kind: actor.kind, ...(derive as Pick<ReadModel, "rows" | "on">), deferred };
}
