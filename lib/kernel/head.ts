/** The head: the one row of an actor that every turn checks and rewrites. */
import { fromJson, MOST_BYTES_A_UNIT, type StateCodec, toBytes } from "./codec.ts";
import type { Limits } from "./limits.ts";

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
  /**
   * The last journal entries, each as its text, where they are small: they have no rows of their own
   * yet. Most actors live and end with a journal that fits here, so a turn of theirs writes one row.
   */
  readonly recent?: readonly string[];
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

/** The JSON text of a head without its entries and state, and without its end. */
export function headText(head: Omit<Head, "recent" | "state">): string {
  const { seq, hash, turn, at, schema, tail, snapshot, reminders, steward, taken } = head;
  // A row for each turn: put together by hand it takes a sixth of the time that JSON.stringify does.
  let text =
    `{"seq":${seq},"hash":"${hash}","turn":"${turn}","at":${at},"schema":${schema},"tail":${tail}`;
  if (snapshot) text += `,"snapshot":${JSON.stringify(snapshot)}`;
  if (reminders) text += `,"reminders":${JSON.stringify(reminders)}`;
  if (steward) text += `,"steward":${JSON.stringify(steward)}`;
  if (taken) text += `,"taken":${JSON.stringify(taken)}`;
  return text;
}

/** The head's bytes, of its text, its entries, and its state, which is undefined where it is not inline. */
export function headBytes(
  head: string,
  recent: readonly string[],
  state: string | undefined,
): Uint8Array {
  let text = head;
  if (recent.length > 0) text += `,"recent":[${recent.join(",")}]`;
  if (state !== undefined) text += `,"state":${state}`;
  return toBytes(`${text}}`);
}

export function readHead(bytes: Uint8Array): Head {
  const head = fromJson(bytes);
  // JSON that JSON.stringify wrote comes out of it again as it was, to the byte: the hash holds.
  if (head.recent) head.recent = head.recent.map((entry: unknown) => JSON.stringify(entry));
  return head;
}

/** Whether a value holds the head of this text with its state: hundreds of reminders leave less room. */
export function fitsHead(text: string, state: string, { valueUnits }: Limits): boolean {
  const most = MOST_BYTES_A_UNIT * valueUnits;
  return MOST_BYTES_A_UNIT * (text.length + state.length) <= most ||
    toBytes(text).byteLength + toBytes(state).byteLength <= most;
}

/** Units of a head around its parts, between entries included. */
const AROUND_PARTS = 40;

/**
 * What the next head keeps of the entries that the one `before` held and of those that are `fresh`,
 * where it has so much room for them; and what is written to rows of its own, in order.
 */
export function sharedRecent(
  before: readonly string[],
  fresh: readonly string[],
  room: number,
): { recent: readonly string[]; written: readonly string[] } {
  if (fresh.length === 0) return { recent: before, written: [] };
  const left = fresh.reduce((units, text) => units - text.length, room - AROUND_PARTS);
  if (left < 0) return { recent: [], written: [...before, ...fresh] };
  const fits = before.reduce((units, text) => units - text.length, left) >= 0;
  return fits ? { recent: [...before, ...fresh], written: [] } : { recent: fresh, written: before };
}

/** The sequence number of the first entry that the head holds itself; behind its last where none. */
export const firstRecent = ({ seq, recent }: Head): number => seq + 1 - (recent?.length ?? 0);

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
