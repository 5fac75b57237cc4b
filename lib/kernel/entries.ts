/** Reading a journal: the entries that have rows of their own, then those that the head still holds. */
import { fromJson, toText } from "./codec.ts";
import { firstRecent, type Head, readHead } from "./head.ts";
import type { Entry } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Row, Store } from "./store.ts";

export interface EntryRange {
  /** Entries behind this one; from the first by default. */
  readonly after?: number;
  /** Up to this one; as many as there are by default. */
  readonly upTo?: number;
  readonly limit?: number;
  /** The head, where it has been read; it may be older than the journal, not younger. */
  readonly head?: Head | undefined;
}

/** A journal's entries as their text, in order, without gaps. */
export async function* entryTexts(
  store: Store,
  kind: string,
  id: string,
  range: EntryRange = {},
): AsyncIterable<string> {
  // What it does not hold itself has a row by now: rows are never moved back.
  const head = range.head ?? await headOf(store, kind, id);
  if (!head) return;
  const { after = 0, upTo = Infinity, limit = Infinity } = range;
  const first = firstRecent(head);
  let next = after + 1;
  let left = limit;
  if (next < first) {
    for await (const row of rowsOf(store, kind, id, after, upTo, limit)) {
      yield toText(row.value);
      next = row.key[3] as number + 1;
      left--;
    }
  }
  for (let seq = Math.max(next, first); seq <= Math.min(head.seq, upTo); seq++) {
    if (left-- <= 0) return;
    yield head.recent![seq - first]!;
  }
}

/** The same, parsed. */
export async function* entriesOf(
  store: Store,
  kind: string,
  id: string,
  range: EntryRange = {},
): AsyncIterable<Entry> {
  for await (const text of entryTexts(store, kind, id, range)) yield JSON.parse(text);
}

/** The last `limit` entries, the newest first. */
export async function lastEntries(
  store: Store,
  kind: string,
  id: string,
  head: Head,
  limit: number,
): Promise<Entry[]> {
  const entries: Entry[] = (head.recent ?? []).map((text) => JSON.parse(text)).reverse();
  const prefix = keys.journal(kind, id);
  const rows = store.list({
    prefix,
    end: keys.entry(kind, id, firstRecent(head)),
    limit,
    reverse: true,
  });
  if (entries.length < limit) { for await (const { value } of rows) entries.push(fromJson(value)); }
  return entries.slice(0, limit);
}

function rowsOf(
  store: Store,
  kind: string,
  id: string,
  after: number,
  upTo: number,
  limit: number,
): AsyncIterable<Row> {
  return store.list({
    prefix: keys.journal(kind, id),
    start: keys.entry(kind, id, after + 1),
    ...(upTo === Infinity ? {} : { end: keys.entry(kind, id, upTo + 1) }),
    ...(limit === Infinity ? {} : { limit }),
  });
}

async function headOf(store: Store, kind: string, id: string): Promise<Head | undefined> {
  const [row] = await store.getMany([keys.head(kind, id)]);
  return row && readHead(row.value);
}
