/** Journals for tests: written as a server writes them, and written anew after being tampered with. */
import { createHash } from "node:crypto";

export type TestEvent = [name: string, payload: Record<string, unknown>];

/** An entry before it is linked to the one before. */
export interface TestEntry {
  turn?: string;
  at: number;
  schema?: number;
  events: TestEvent[];
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Writes a journal line by line, each linked to the one before. */
export class JournalWriter {
  readonly lines: string[];
  #seq = 0;
  #hash: string;

  constructor(readonly id = "launch-2017", readonly kind = "lot") {
    this.lines = [`{"forecourt":"journal","version":1,"kind":"${kind}","id":"${id}"}`];
    this.#hash = sha256(`forecourt:${kind}/${id}`);
  }

  get head(): { seq: number; hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }

  write({ at, turn, schema = 1, events }: TestEntry): this {
    const seq = ++this.#seq;
    const line = JSON.stringify({
      seq,
      prev: this.#hash,
      turn: turn ?? `turn-${seq}`,
      at,
      schema,
      events,
    });
    this.#hash = sha256(line);
    this.lines.push(line);
    return this;
  }

  /** All lines with the footer. */
  get closed(): string[] {
    return [...this.lines, JSON.stringify({ head: this.head })];
  }

  get text(): string {
    return this.closed.join("\n") + "\n";
  }
}

/** A journal of these entries whose chain is whole. */
export const journalOf = (entries: readonly TestEntry[], id?: string): string =>
  writerOf(entries, id).text;

export function writerOf(
  entries: readonly TestEntry[],
  id?: string,
  kind?: string,
): JournalWriter {
  const writer = new JournalWriter(id, kind);
  for (const entry of entries) writer.write(entry);
  return writer;
}

export const OPENS_AT = 1_800_000_000_000;
export const CLOSES_AT = OPENS_AT + 60_000;

export const stocked = (
  capacity: number,
  times: { opensAt?: number; closesAt?: number | null; mode?: "draw" } = {},
): TestEvent => [
  "stocked",
  { capacity, opensAt: OPENS_AT, closesAt: CLOSES_AT, holdMs: 900_000, ...times },
];
export const claimed = (memberId: string, number: number, orderId = `launch-2017-${number}`) =>
  ["claimed", { memberId, number, orderId, payBy: OPENS_AT + 900_000 }] as TestEvent;
export const missed = (memberId: string, place: number) =>
  ["missed", { memberId, place, from: { source: "wechat" } }] as TestEvent;
export const adjusted = (capacity: number): TestEvent => [
  "adjusted",
  { capacity, closesAt: CLOSES_AT, holdMs: 900_000, offerMs: 600_000 },
];
export const offered = (memberId: string, number: number, place: number, orderId = "o2") =>
  ["offered", { memberId, number, orderId, payBy: OPENS_AT + 900_000, place }] as TestEvent;
export const sold = (memberId: string, number: number): TestEvent => [
  "sold",
  { memberId, number, orderId: "o" },
];
export const released = (memberId: string, number: number, reason = "lapsed"): TestEvent => [
  "released",
  { memberId, number, orderId: "o", reason },
];
export const left = (memberId: string, place: number): TestEvent => ["left", { memberId, place }];
export const rejoined = (memberId: string, place: number): TestEvent => [
  "rejoined",
  { memberId, place },
];
export const reinstated = (memberId: string, number: number): TestEvent => [
  "reinstated",
  { memberId, number, orderId: "o" },
];
export const steered = (name: "opened" | "paused" | "resumed" | "closed"): TestEvent => [name, {}];

/** Three cars, seven members, eight entries: some of everything. */
export const SMALL_SALE: readonly TestEntry[] = [
  { at: OPENS_AT - 5_000, events: [stocked(3)] },
  { at: OPENS_AT - 1_000, events: [steered("opened"), claimed("m-ann", 1)] },
  { at: OPENS_AT, events: [claimed("m-bo", 2)] },
  { at: OPENS_AT + 10, events: [steered("paused")] },
  { at: OPENS_AT + 20, events: [steered("resumed")] },
  { at: OPENS_AT + 30, events: [claimed("m-陈", 3), missed("m-dee", 1), missed("m-eve", 2)] },
  { at: OPENS_AT + 30, events: [missed("m-fay", 3), missed("m-gus", 4)] },
  { at: OPENS_AT + 99, events: [steered("closed")] },
];

/** A sale of many: claims and misses packed `perEntry` to an entry, as a busy lot writes them. */
export function* largeSale(
  { members, cars, perEntry }: { members: number; cars: number; perEntry: number },
): Generator<TestEntry> {
  yield { at: OPENS_AT, events: [stocked(cars, { closesAt: null })] };
  for (let first = 0; first < members; first += perEntry) {
    const events = Array.from({ length: Math.min(perEntry, members - first) }, (_, i) => {
      const n = first + i + 1;
      const memberId = `m${(n * 2_654_435_761 % 2 ** 32).toString(36).padStart(20, "k")}`;
      return n <= cars ? claimed(memberId, n) : missed(memberId, n - cars);
    });
    yield { at: OPENS_AT + first, events };
  }
}
