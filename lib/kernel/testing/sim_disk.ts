/**
 * What the nodes of a simulated world share: rows in Deno KV's order, a versionstamp for each
 * commit, atomic checks. Applies at once and never fails; what lies between it and a node is
 * `sim_store.ts`.
 */
import { SortedKeys } from "./sorted_keys.ts";
import { CommitRejected } from "../errors.ts";
import { EMBEDDED_STORE, REMOTE_STORE } from "../limits.ts";
import type { Atomic, Committed, Key, KeyPart, ListOptions, Row, StoreLimits } from "../store.ts";
import type { World } from "./sim_clock.ts";

/** A row is gone at most so long after it has expired. */
const EXPIRY_SLACK_MS = 500;

/** `embedded` is one process on its own file; `denokv` is shared by any number of processes. */
export type DiskKind = "embedded" | "denokv";

export type DiskWatcher = (key: Key, encoded: string) => void;

export class SimDisk {
  readonly kind: DiskKind;
  readonly limits: StoreLimits;
  /** Commits that were applied. */
  version = 0;
  /** Commits on the wire that arrive whatever becomes of their sender. */
  travelling = 0;
  /** Told of every commit applied, with the rows it wrote. */
  onCommit: (atomic: Atomic, versionstamp: string) => void = () => {};
  readonly watchers = new Map<string, Set<() => void>>();
  readonly #world: World;
  readonly #rows = new Map<string, Row>();
  /** The keys of `#rows`, encoded, in order. */
  readonly #order = new SortedKeys();

  constructor(world: World, kind: DiskKind, limits: Partial<StoreLimits> = {}) {
    this.#world = world;
    this.kind = kind;
    this.limits = { ...(kind === "embedded" ? EMBEDDED_STORE : REMOTE_STORE), ...limits };
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: Key): Row | undefined {
    return this.#rows.get(encodeKey(key));
  }

  /** @throws {CommitRejected} for a commit that passes the limits. */
  apply(atomic: Atomic): Committed {
    this.#checkLimits(atomic);
    for (const { key, versionstamp } of atomic.checks) {
      if ((this.get(key)?.versionstamp ?? null) !== versionstamp) return { ok: false };
    }
    const versionstamp = (++this.version).toString(16).padStart(16, "0").padEnd(20, "0");
    const changed = new Set<string>();
    for (const { key, value, expireInMs } of atomic.sets) {
      const encoded = encodeKey(key);
      this.#set(encoded, { key, value, versionstamp }, expireInMs);
      changed.add(encoded);
    }
    // After the sets, as Deno KV does for a builder that is given them in this order.
    for (const key of atomic.deletes) {
      const encoded = encodeKey(key);
      this.#delete(encoded);
      changed.add(encoded);
    }
    this.onCommit(atomic, versionstamp);
    for (const encoded of changed) for (const tell of this.watchers.get(encoded) ?? []) tell();
    return { ok: true, versionstamp };
  }

  /** Up to `limit` rows, from behind the encoded key `behind` where it is given. */
  page(options: ListOptions, limit: number, behind?: string): { rows: Row[]; last?: string } {
    const { prefix, start, end, reverse } = options;
    const [least, most] = bounds(prefix);
    let from = start ? encodeKey(start) : least;
    let to = end ? encodeKey(end) : most;
    if (behind !== undefined) {
      if (reverse) to = to < behind ? to : behind;
      else from = from > behind ? from : `${behind}\x00`;
    }
    const names = this.#order.range({ from, to, limit, ...(reverse ? { reverse } : {}) });
    const last = names.at(-1);
    return { rows: names.map((name) => this.#rows.get(name)!), ...(last ? { last } : {}) };
  }

  /** All rows below `prefix`. */
  all(prefix: Key): Row[] {
    return this.page({ prefix }, Infinity).rows;
  }

  #checkLimits({ checks, sets, deletes }: Atomic): void {
    const { limits } = this;
    let bytes = 0;
    let ofKeys = 0;
    const measureKey = (key: Key) => {
      const size = encodeKey(key).length;
      if (size > limits.keyBytes) throw tooLarge("a key", "bytes", size, limits.keyBytes);
      bytes += size;
      return size;
    };
    for (const { key, value } of sets) {
      const size = value.byteLength;
      if (size > limits.valueBytes) throw tooLarge("a value", "bytes", size, limits.valueBytes);
      bytes += size;
      ofKeys += measureKey(key);
    }
    for (const key of deletes) measureKey(key);
    for (
      const [what, has, most] of [
        ["checks", checks.length, limits.checks],
        ["mutations", sets.length + deletes.length, limits.mutations],
        ["bytes of keys", ofKeys, limits.keysBytes],
        ["bytes", bytes, limits.commitBytes],
      ] as const
    ) if (has > most) throw tooLarge("a commit", what, has, most);
  }

  #set(encoded: string, row: Row, expireInMs: number | undefined): void {
    if (!this.#rows.has(encoded)) this.#order.add(encoded);
    this.#rows.set(encoded, row);
    if (expireInMs === undefined) return;
    const slack = (this.version * 7919) % EXPIRY_SLACK_MS;
    this.#world.after(expireInMs + slack, () => {
      if (this.#rows.get(encoded) === row) this.#delete(encoded);
    });
  }

  #delete(encoded: string): void {
    if (!this.#rows.delete(encoded)) return;
    this.#order.delete(encoded);
  }
}

const tooLarge = (what: string, of: string, has: number, most: number): CommitRejected =>
  new CommitRejected(`${what} of ${has} ${of}, at most ${most} fit`);

const bounds = (prefix: Key): [string, string] => {
  const encoded = encodeKey(prefix);
  return [`${encoded}\x00`, `${encoded}\xff`];
};

const number = new DataView(new ArrayBuffer(8));
const encoder = new TextEncoder();

/**
 * Deno KV's own encoding, a character for each byte: the order of the encoded keys is that of the
 * keys. See https://docs.deno.com/deploy/kv/key_space/ for the order it follows.
 */
export function encodeKey(key: Key): string {
  let encoded = "";
  for (const part of key) encoded += typeof part === "string" ? textPart(part) : numberPart(part);
  return encoded;
}

function textPart(part: KeyPart & string): string {
  // deno-lint-ignore no-control-regex -- the encoding's own terminator
  if (/^[\x01-\x7f]*$/.test(part)) return `\x02${part}\x00`;
  let encoded = "\x02";
  for (const byte of encoder.encode(part)) {
    encoded += byte === 0 ? "\x00\xff" : String.fromCharCode(byte);
  }
  return `${encoded}\x00`;
}

function numberPart(part: number): string {
  number.setFloat64(0, part);
  const negative = part < 0 || Object.is(part, -0);
  let encoded = "\x21";
  for (let i = 0; i < 8; i++) {
    const byte = number.getUint8(i);
    encoded += String.fromCharCode(negative ? ~byte & 0xff : i === 0 ? byte ^ 0x80 : byte);
  }
  return encoded;
}
