/** Reading states back: from a snapshot's chunks, and from the journal. */
import { toText, unlessItThrows } from "./codec.ts";
import { entriesOf } from "./entries.ts";
import type { Head, SnapshotRef } from "./head.ts";
import { currentEvents } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Store } from "./store.ts";

/** The state in a chunked snapshot; undefined where a chunk is missing or is not what was written. */
export async function readSnapshot(
  store: Store,
  { actor: { kind }, codec }: Kind,
  id: string,
  { name, parts, units }: SnapshotRef,
): Promise<unknown> {
  const wanted = Array.from({ length: parts }, (_, part) => keys.chunk(kind, id, name, part));
  const rows = await store.getMany(wanted);
  if (rows.some((row) => row === undefined)) return undefined;
  const text = toText(joined(rows.map((row) => row!.value)));
  if (text.length !== units) return undefined;
  const json = unlessItThrows(() => JSON.parse(text));
  return json === undefined ? undefined : codec.decode(json);
}

/**
 * Applies the entries behind `after`, up to the head's last, to `state`, in place.
 * @throws {Error} where an entry is missing or this version cannot evolve it; `state` is then of no use.
 */
export async function foldJournal(
  store: Store,
  { actor, evolve }: Kind,
  id: string,
  state: unknown,
  after: number,
  head: Head,
): Promise<unknown> {
  const upTo = head.seq;
  if (after >= upTo) return state;
  let seq = after;
  for await (const entry of entriesOf(store, actor.kind, id, { after, upTo, head })) {
    seq++;
    if (entry.seq !== seq) break;
    for (const [name, event] of currentEvents(actor, entry)) {
      const apply = evolve.get(name);
      if (!apply) {
        throw new Error(`${actor.kind} cannot evolve the event "${name}" of entry ${seq}`);
      }
      // Null is a state, too.
      const next = apply(state, event, { at: entry.at });
      if (next !== undefined) state = next;
    }
  }
  if (seq !== upTo) {
    throw new Error(`Cannot fold ${actor.kind} "${id}": expected ${upTo} entries, got ${seq}`);
  }
  return state;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
