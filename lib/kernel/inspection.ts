/** What staff see of an actor: what lies in the store, bounded whatever the actor's size. */
import type { Json } from "./actor.ts";
import { fromJson } from "./codec.ts";
import { lastEntries } from "./entries.ts";
import { type Head, readHead } from "./head.ts";
import type { Host } from "./host.ts";
import type { Entry } from "./journal.ts";
import { keys } from "./keys.ts";

export interface Inspection {
  readonly kind: string;
  readonly id: string;
  readonly head: Omit<Head, "state" | "reminders" | "recent">;
  /** The whole state, or of one that is large how much of what it holds. */
  readonly state: Json;
  /** Whether `state` only tells sizes. */
  readonly large: boolean;
  /** The last entries, the newest first, the events of a long one cut off. */
  readonly journal: readonly (Omit<Entry, "events"> & {
    readonly events: Entry["events"];
    readonly eventCount: number;
  })[];
  readonly mail: readonly {
    readonly id: string;
    readonly command: string;
    readonly payload: Json;
  }[];
  /** When each is due, epoch milliseconds. */
  readonly reminders: { readonly [name: string]: number };
}

const ENTRIES = 20;
const EVENTS_AN_ENTRY = 50;
const LETTERS = 100;
/** A state of more is one great record, as if it were a Map. */
const MEMBERS = 100;

/** Undefined where there is no such actor, or this node does not know its kind. */
export async function inspect(
  host: Host,
  kind: string,
  id: string,
  view: (read: (state: unknown) => Json) => Promise<Json>,
): Promise<Inspection | undefined> {
  const known = host.kinds.get(kind);
  const [row] = await host.store.getMany([keys.head(kind, id)]);
  if (!row || !known) return undefined;
  const whole = readHead(row.value);
  const { state: inline, reminders = {}, recent: _, ...head } = whole;
  const mail: Inspection["mail"][number][] = [];
  for await (const letter of host.store.list({ prefix: keys.mailbox(kind, id), limit: LETTERS })) {
    mail.push({ id: letter.key[3] as string, ...fromJson(letter.value) });
  }
  const journal = (await lastEntries(host.store, kind, id, whole, ENTRIES)).map((entry) => ({
    ...entry,
    events: entry.events.slice(0, EVENTS_AN_ENTRY),
    eventCount: entry.events.length,
  }));
  // Of a state that is not in its head nobody knows how long its text is.
  const large = inline === undefined && head.seq > 0;
  const read = (state: unknown): Json =>
    large ? sizesOf(state) : JSON.parse(known.codec.encode(state));
  return { kind, id, head, state: await view(read), large, journal, mail, reminders };
}

function sizesOf(state: unknown): Json {
  const members = typeof state === "object" && state !== null ? Object.entries(state) : [];
  const record = members.length > 0 && members.length <= MEMBERS && !Array.isArray(state);
  if (!record) return sizeOf(state);
  return Object.fromEntries(members.map(([name, value]) => [name, sizeOf(value)]));
}

function sizeOf(value: unknown): Json {
  if (value instanceof Map || value instanceof Set) return { size: value.size };
  if (Array.isArray(value)) return { size: value.length };
  if (typeof value === "string") return value.slice(0, 200);
  if (typeof value !== "object" || value === null) return value as Json;
  return { size: Object.keys(value).length };
}
