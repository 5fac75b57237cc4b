/** The head: the one row of an actor that every turn checks and rewrites. */
import { fromJson, type StateCodec, toBytes } from "./codec.ts";

/** A hint that `node` runs this hot actor until `until`. For speed only, never for safety. */
export interface Steward {
  readonly node: string;
  /** Epoch milliseconds by the steward's clock. */
  readonly until: number;
}

/** Where a chunked snapshot lies. */
export interface SnapshotRef {
  /** The journal entry the snapshot includes last. */
  readonly seq: number;
  /** Names this snapshot's chunks; unique, so that a half-written one is never mixed in. */
  readonly name: string;
  readonly parts: number;
  /** UTF-16 units of its text. */
  readonly units: number;
}

export interface Head {
  /** Sequence number of the last journal entry; 0 before the first. */
  readonly seq: number;
  /** SHA-256 of the last journal entry. */
  readonly hash: string;
  /** The turn that wrote this head. */
  readonly turn: string;
  /** Time of that turn, epoch milliseconds. */
  readonly at: number;
  /** The actor's version that wrote `state` or the snapshot. */
  readonly schema: number;
  /** The whole state as JSON, where it is small. */
  readonly state?: unknown;
  readonly snapshot?: SnapshotRef;
  /** UTF-16 units of journal after the snapshot; 0 where the state is inline. */
  readonly tail: number;
  /** Due times of the reminders that are set. */
  readonly reminders?: { readonly [name: string]: number };
  readonly steward?: Steward;
  /** For each node that hands commands over: the last letter's number taken, and when. */
  readonly taken?: { readonly [node: string]: readonly [n: number, at: number] };
}

/** The head's bytes. `stateText` is the state's JSON text, or undefined where it is not inline. */
export function headBytes(head: Omit<Head, "state">, stateText: string | undefined): Uint8Array {
  const rest = JSON.stringify(head);
  return toBytes(stateText === undefined ? rest : `${rest.slice(0, -1)},"state":${stateText}}`);
}

export const readHead = (bytes: Uint8Array): Head => fromJson(bytes);

/** The inline state, or undefined where there is none that this version can use. */
export function inlineState(head: Head, codec: StateCodec, schema: number): unknown {
  return head.state !== undefined && head.schema === schema ? codec.decode(head.state) : undefined;
}

const TAKEN_KEPT_MS = 600_000;
/** Kept whatever their age: a clock that jumps ahead must not let a number be taken twice. */
const TAKEN_KEPT = 32;

/** `taken` with one more number, less the nodes that have been silent for ten minutes. */
export function withTaken(
  taken: Head["taken"],
  node: string,
  n: number,
  at: number,
): NonNullable<Head["taken"]> {
  const entries = Object.entries(taken ?? {});
  if (entries.length > TAKEN_KEPT) {
    entries.sort(([, [, a]], [, [, b]]) => b - a);
    const old = entries.findIndex(([, [, since]], i) =>
      i >= TAKEN_KEPT && at - since >= TAKEN_KEPT_MS
    );
    if (old >= 0) entries.length = old;
  }
  return { ...Object.fromEntries(entries), [node]: [n, at] };
}
