/**
 * What a turn comes to: the writes of its commit, what its callers are told, and what is carried out
 * once it has landed.
 */
import type { Asker, Json } from "./actor.ts";
import { unlessItThrows } from "./codec.ts";
import type { Call, Mail, Origin } from "./effects.ts";
import { KernelError } from "./errors.ts";
import type { Head, SnapshotRef, Steward } from "./head.ts";
import type { AnyOutcome, HandedAnswer, Idempotency, Item } from "./item.ts";
import type { Limits } from "./limits.ts";
import type { Key, Write } from "./store.ts";

/** What a turn starts from. The turn changes `state` in place; the rest changes with its commit. */
export interface Base {
  readonly id: string;
  head: Head | undefined;
  headVersion: string | null;
  state: unknown;
}

export interface TurnEnv {
  readonly now: number;
  readonly limits: Limits;
  /** A new unique id that orders by time. */
  readonly newId: (at: number) => string;
  /** Answers kept for idempotency keys, read at the base's head version. */
  readonly kept?: ReadonlyMap<string, KeptAnswer> | undefined;
  /** Set where the turn starts from what another one, whose commit is under way, will leave. */
  readonly head?: Head | undefined;
  /** Set where this turn shall claim stewardship. */
  readonly steward?: Steward | undefined;
  /** Set where the turn also records a new chunked snapshot. */
  readonly snapshot?: SnapshotRef | undefined;
  /** Checks states, payloads and events against their schemas: for tests and simulations. */
  readonly validate?: boolean;
  /** Commands to decide at most: fewer, where one of them spoils the commit and has to be found. */
  readonly most?: number | undefined;
}

/** A committed-to-be journal entry, with its events at hand. */
export interface Sealed {
  readonly seq: number;
  readonly at: number;
  readonly events: readonly (readonly [string, Json])[];
}

export interface OutgoingLetter {
  readonly id: string;
  readonly mail: Mail;
}

export interface OutgoingParcel {
  readonly key: Key;
  readonly parcel: Parcel;
}

/** A call as it lies in the outbox. */
export interface Parcel {
  readonly id: string;
  readonly port: string;
  readonly request: Json;
  readonly from: { readonly kind: string; readonly id: string };
  readonly done?: StoredMail;
  readonly failed?: StoredMail;
  readonly attempt: number;
  readonly at: number;
}

export interface StoredMail {
  readonly kind: string;
  readonly id: string;
  readonly command: string;
  readonly payload: Json;
}

export interface ReminderSet {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly due: number;
  readonly command: string;
  readonly payload: Json;
}

/** A reminder set, or one forgotten. */
export type Reminded = ReminderSet | { readonly name: string };

export interface KeptAnswer {
  readonly command: string;
  readonly fingerprint: string;
  readonly outcome: AnyOutcome;
}

/** A letter, reminder or command that could not be decided, for staff to see and to replay. */
export interface DeadLetter {
  readonly id: string;
  readonly at: number;
  readonly reason: string;
  readonly to?: { readonly kind: string; readonly id: string; readonly command: string };
  readonly port?: string;
  readonly payload: Json;
  readonly by?: Asker;
  /** The payload did not fit a row, or JSON: it is gone, and there is nothing to replay. */
  readonly lost?: true;
}

/** What an item came to; told to whoever waits once the commit has landed. */
export type Result =
  | { readonly outcome: AnyOutcome }
  | { readonly error: KernelError }
  | { readonly value: unknown }
  | { readonly handed: readonly HandedAnswer[] }
  | { readonly dropped: true };

export interface Plan {
  readonly turn: string;
  readonly base: Base;
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  /** The commands decided: items, or parts of handed-over ones. */
  readonly decided: readonly Poisonable[];
  /** The next head; undefined where the turn writes nothing and only checks. */
  readonly head: Head | undefined;
  readonly entries: readonly Sealed[];
  readonly sets: readonly Write[];
  readonly deletes: readonly Key[];
  readonly letters: readonly OutgoingLetter[];
  readonly parcels: readonly OutgoingParcel[];
  /** Deferred subscribers that have something to follow. */
  readonly lagging: readonly string[];
  /** Of keys and values together. */
  readonly bytes: number;
  readonly keysBytes: number;
}

/** The state was changed by something that then failed: start again from the store, without it. */
export class TurnSpoiled extends Error {
  override readonly name = "TurnSpoiled";
  /** The command at fault. Marked with the reason, it becomes a dead letter in the next attempt. */
  readonly culprit: Poisonable;
  constructor(culprit: Poisonable, reason: string) {
    super(reason);
    this.culprit = culprit;
  }
}

/** The turn cannot be written, and it does not show which of its commands is at fault. */
export class TurnFailed extends Error {
  override readonly name = "TurnFailed";
  readonly decided: readonly Poisonable[];
  constructor(decided: readonly Poisonable[], cause: unknown) {
    super(reasonOf(cause), { cause });
    this.decided = decided;
  }
}

/** Whatever carries a command: an item of the mailbox or a part of a handed-over one. */
export interface Poisonable {
  readonly command: string;
  readonly payload: Json;
  poison?: string;
}

/** Where an idempotent answer is kept within one actor. */
export const keptKey = (by: Asker, idempotency: Idempotency): string =>
  `${by.id.length} ${by.id} ${idempotency.key}`;

const stored = ({ to, command, payload }: Mail): StoredMail => ({
  kind: to.kind,
  id: to.id,
  command,
  payload,
});

export function toParcel(effect: Call, id: string, from: Origin): Parcel {
  return {
    id,
    port: effect.port,
    request: effect.request,
    from: { kind: from.kind, id: from.id },
    ...(effect.done ? { done: stored(effect.done) } : {}),
    ...(effect.failed ? { failed: stored(effect.failed) } : {}),
    attempt: 0,
    at: from.at,
  };
}

export const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : unlessItThrows(() => String(cause)) ?? "unknown";

/** What whoever reads is told where the function it reads with throws. */
export const readFailed = (kind: string, id: string, cause: unknown): KernelError =>
  new KernelError("defect", `Cannot read ${kind} "${id}": ${reasonOf(cause)}`, { cause });
