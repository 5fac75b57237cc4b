/** Every key the kernel writes. Nothing else builds keys. */
import type { Key, KeyPart } from "./store.ts";

const beyondAscii = /[^\0-\x7f]/;

/** The bytes of an encoded key, at most: a tag and an end a string, a tag and a double a number. */
export function keyBytes(key: Key): number {
  let bytes = 0;
  for (const part of key) {
    if (typeof part === "number") bytes += 9;
    else bytes += 2 + (beyondAscii.test(part) ? 3 * part.length : part.length);
  }
  return bytes;
}

/**
 * The key of a read model's row, as it is.
 * @throws {TypeError} for one that not every store gives back: the embedded engine takes parts of other
 * types, KV Connect fails on some of them without a word, and no list shows a key without parts.
 */
export function rowKey(key: Key): Key {
  const strange = (part: KeyPart) => typeof part !== "string" && !Number.isFinite(part);
  if (key.length > 0 && !key.some(strange)) return key;
  const got = key.length === 0 ? "none" : String(key.find(strange));
  throw new TypeError(`Cannot write a row: expected a key of texts and numbers, got ${got}`);
}

export const keys = {
  head: (kind: string, id: string): Key => ["head", kind, id],
  journal: (kind: string, id: string): Key => ["journal", kind, id],
  entry: (kind: string, id: string, seq: number): Key => ["journal", kind, id, seq],
  snapshot: (kind: string, id: string): Key => ["snapshot", kind, id],
  chunk: (kind: string, id: string, name: string, part: number): Key => [
    "snapshot",
    kind,
    id,
    name,
    part,
  ],
  allMail: (): Key => ["mail"],
  mailbox: (kind: string, id: string): Key => ["mail", kind, id],
  letter: (kind: string, id: string, letter: string): Key => ["mail", kind, id, letter],
  reminders: (): Key => ["reminder"],
  reminder: (due: number, kind: string, id: string, name: string): Key => [
    "reminder",
    due,
    kind,
    id,
    name,
  ],
  idempotent: (kind: string, id: string, asker: string, key: string): Key => [
    "idempotent",
    kind,
    id,
    asker,
    key,
  ],
  allExpiring: (): Key => ["expiring"],
  expiring: (due: number, note: string): Key => ["expiring", due, note],
  rows: (model: string): Key => ["row", model],
  row: (model: string, key: Key): Key => ["row", model, ...key],
  cursor: (subscriber: string, kind: string, id: string): Key => ["cursor", subscriber, kind, id],
  lags: (): Key => ["lag"],
  lag: (subscriber: string, kind: string, id: string): Key => ["lag", subscriber, kind, id],
  outboxes: (): Key => ["outbox"],
  outbox: (port: string): Key => ["outbox", port],
  parcel: (port: string, due: number, id: string): Key => ["outbox", port, due, id],
  deadLetters: (): Key => ["dead"],
  dead: (id: string): Key => ["dead", id],
  handedTo: (steward: string): Key => ["hand", steward],
  hand: (steward: string, kind: string, id: string, from: string, n: number): Key => [
    "hand",
    steward,
    kind,
    id,
    from,
    n,
  ],
  answer: (to: string, kind: string, id: string, n: number): Key => ["answer", to, kind, id, n],
  notes: (steward: string): Key => ["note", steward],
  note: (steward: string, kind: string, id: string): Key => ["note", steward, kind, id],
  inbox: (node: string): Key => ["inbox", node],
  pulse: (slot: number): Key => ["pulse", slot],
  sweepLease: (): Key => ["lease", "sweep"],
};
