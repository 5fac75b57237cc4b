/** The head that a turn leaves, and the rows of the entries it has no room for. */
import { toBytes } from "./codec.ts";
import { fitsHead, type Head, headBytes, headText, sharedRecent } from "./head.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Base, TurnEnv } from "./plan.ts";
import type { TurnEntries } from "./turn_entries.ts";
import type { TurnWrites } from "./turn_writes.ts";

/** A turn at its end. */
export interface EndedTurn {
  readonly kind: Kind;
  readonly base: Base;
  readonly env: TurnEnv;
  readonly before: Head | undefined;
  readonly turn: string;
  readonly at: number;
  readonly entries: TurnEntries;
  /** Due times of the reminders that stand now. */
  readonly reminders: Head["reminders"];
  readonly taken: Head["taken"];
}

/** Writes the entries and the head, and gives the head as its activation knows it from here on. */
export function writeHead(ended: EndedTurn, writes: TurnWrites): Head {
  const { base, before, entries } = ended;
  const { actor, codec } = ended.kind;
  const { limits, snapshot, steward } = ended.env;
  // A state that has outgrown the head is not encoded in every turn to see whether it shrank.
  const chunked = snapshot !== undefined ||
    (before !== undefined && before.state === undefined && before.seq > 0 &&
      before.schema === actor.version);
  const full = chunked ? undefined : codec.encode(base.state);
  let inline = full !== undefined && full.length <= limits.inlineStateUnits ? full : undefined;
  const kept = snapshot ??
    (before?.schema === actor.version && chunked ? before.snapshot : undefined);
  let tail = 0;
  if (snapshot === undefined && inline === undefined) {
    // Just outgrown: how much journal lies before is not known, so ask for a snapshot soon.
    tail = chunked ? before!.tail + entries.units : limits.snapshotTailUnits;
  }
  const head: { -readonly [P in keyof Head]: Head[P] } = {
    seq: entries.seq,
    hash: entries.hash,
    turn: ended.turn,
    at: ended.at,
    schema: actor.version,
    tail,
  };
  if (kept) head.snapshot = kept;
  if (ended.reminders) head.reminders = ended.reminders;
  if (steward) head.steward = steward;
  if (ended.taken) head.taken = ended.taken;
  let text = headText(head);
  if (inline !== undefined && !fitsHead(text, inline, limits)) {
    inline = undefined;
    head.tail = limits.snapshotTailUnits;
    text = headText(head);
  }
  const room = limits.recentUnits - text.length - (inline?.length ?? 0);
  const { recent, written } = sharedRecent(before?.recent ?? [], entries.texts, room);
  const { kind } = actor;
  let seq = entries.seq - recent.length - written.length;
  for (const entry of written) {
    writes.put({ key: keys.entry(kind, base.id, ++seq), value: toBytes(entry) });
  }
  writes.put({ key: keys.head(kind, base.id), value: headBytes(text, recent, inline) });
  if (recent.length > 0) head.recent = recent;
  // Of the state only its presence matters from here on: the activation holds the real one.
  if (inline !== undefined) head.state = true;
  return head;
}
