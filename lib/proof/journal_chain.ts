/** The chain of a journal: each entry follows from the one before, none is missing, none came twice. */
import { createHash } from "node:crypto";
import type { Findings, Place } from "./findings.ts";
import type { Entry } from "./journal_format.ts";
import { short, time } from "./wording.ts";

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** What the first entry's `prev` is: binds a journal to its actor's address. */
export const genesis = (kind: string, id: string): string => sha256(`forecourt:${kind}/${id}`);

/** The position of an entry, and the SHA-256 of its line. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** A head that was learned elsewhere: the journal must contain it. */
export interface Anchor {
  /** Without it, any entry may have the hash. */
  readonly seq?: number;
  readonly hash: string;
}

/**
 * How an entry continues what was read: `follows`; `after_gap`, so that what it says cannot be
 * compared with what came before; `repeated`, word for word.
 */
export type Link = "follows" | "after_gap" | "repeated";

interface Read {
  readonly seq: number;
  /** Undefined where nothing is known of it. */
  readonly hash: string | undefined;
  readonly at: number;
}

export class JournalChain {
  readonly #findings: Findings;
  readonly #anchors: { anchor: Anchor; metAt: number | undefined; other: string | undefined }[];
  /** What the next entry has to follow from. */
  #tip: Read = { seq: 0, hash: undefined, at: -Infinity };
  /** The line before, where that is another one than the tip. */
  #last: Read = this.#tip;
  /** Lines since the tip that may have been entries and could not be read. */
  #unread = 0;
  #name = "a journal";

  constructor(findings: Findings, anchors: readonly Anchor[]) {
    this.#findings = findings;
    this.#anchors = anchors.map(({ seq, hash }) => ({
      anchor: { ...(seq === undefined ? {} : { seq }), hash: hash.toLowerCase() },
      metAt: undefined,
      other: undefined,
    }));
  }

  /** Says whose journal it is, which the first entry has to follow from. */
  begin(kind: string, id: string): void {
    this.#name = `the journal of ${kind}/${id}`;
    this.#last = this.#tip = { ...this.#tip, hash: genesis(kind, id) };
  }

  /** The last entry, as far as the journal could be followed. */
  get head(): Head | undefined {
    const { seq, hash } = this.#tip;
    return seq === 0 || hash === undefined ? undefined : { seq, hash };
  }

  /** Where each anchor was met, in their order. */
  get metAt(): readonly (number | undefined)[] {
    return this.#anchors.map(({ metAt }) => metAt);
  }

  /** Passes a line that was to be an entry and cannot be read. */
  skip(bytes: Uint8Array): void {
    this.#unread += 1;
    this.#last = { seq: this.#tip.seq + this.#unread, hash: sha256(bytes), at: this.#tip.at };
  }

  link({ seq, prev, at }: Entry, bytes: Uint8Array, place: Place): Link {
    const entry: Read = { seq, hash: sha256(bytes), at };
    const tip = this.#tip, last = this.#last;
    this.#compareWithAnchors(entry);
    const follows = this.#follows(entry, prev, place);
    if (follows && at < last.at) {
      this.#findings.add(
        "time_backwards",
        place,
        `entry ${seq} is of ${time(at)}, before the entry it follows, which is of ${time(last.at)}`,
      );
    }
    this.#last = entry;
    if (follows) {
      this.#tip = entry;
      this.#unread = 0;
    }
    if (follows && last === tip && (seq === tip.seq + 1)) return "follows";
    return !follows && (entry.hash === last.hash || entry.hash === tip.hash)
      ? "repeated"
      : "after_gap";
  }

  /** Whether the entry continues the journal, be it with a break; finds what is wrong with it. */
  #follows(entry: Read, prev: string, place: Place): boolean {
    const { seq } = entry;
    const tip = this.#tip, last = this.#last;
    const due = tip.seq + 1;
    if (prev === tip.hash && seq === due) return true;
    // Goes on from a line whose fault has been named, so that the fault is named once.
    if (last !== tip && prev === last.hash && seq === last.seq + 1) return true;
    if (seq >= due && seq <= due + this.#unread) {
      const known = this.#unread === 0 && tip.hash !== undefined;
      if (known) this.#findings.add("chain_broken", place, this.#brokenAt(seq, prev));
      return true;
    }
    if (seq > due) {
      const missing = seq - 1 === due ? `entry ${due} is` : `entries ${due} to ${seq - 1} are`;
      const where = tip.seq === 0 ? "" : `, which follows entry ${tip.seq} here`;
      this.#findings.add("entry_missing", place, `${missing} missing before entry ${seq}${where}`);
      return true;
    }
    const again = entry.hash === last.hash || entry.hash === tip.hash;
    this.#findings.add(
      again ? "entry_repeated" : "entry_out_of_order",
      place,
      again
        ? `entry ${seq} stands here a second time`
        : `entry ${seq} stands after entry ${last.seq}, where entry ${due} was due`,
    );
    return prev === tip.hash;
  }

  #brokenAt(seq: number, prev: string): string {
    const expected = short(this.#tip.hash ?? "");
    return seq === 1
      ? `entry 1 does not begin ${this.#name}: its prev is ${short(prev)}, expected ${expected}`
      : `entry ${seq} does not follow from entry ${seq - 1}: its prev is ${short(prev)}, ` +
        `but entry ${seq - 1} hashes to ${expected}`;
  }

  #compareWithAnchors({ seq, hash }: Read): void {
    for (const one of this.#anchors) {
      const { anchor } = one;
      if (hash === anchor.hash && (anchor.seq ?? seq) === seq) one.metAt = seq;
      else if (anchor.seq === seq) one.other = hash;
    }
  }

  /** Compares the head that the footer names with the last entry. */
  close({ seq, hash }: Head, place: Place): void {
    const tip = this.#tip;
    // What the last lines hash to is not known to be theirs, and they have been named.
    if (this.#unread > 0 && seq <= tip.seq + this.#unread) return;
    if (seq !== tip.seq) {
      const end = tip.seq === 0 ? "has no entries" : `ends with entry ${tip.seq}`;
      this.#findings.add(
        "wrong_head",
        place,
        `the footer names entry ${seq} as the last one, but the journal ${end}`,
      );
    } else if (hash !== tip.hash) {
      this.#findings.add(
        "wrong_head",
        place,
        `the footer says that entry ${seq} hashes to ${short(hash)}, ` +
          `but it hashes to ${short(tip.hash ?? "")}`,
      );
    }
  }

  /** Finds anchors that the journal does not contain. */
  compareAnchors(place: Place): void {
    const end = this.#tip.seq;
    for (const { anchor: { seq, hash }, metAt, other } of this.#anchors) {
      if (metAt !== undefined) continue;
      let sentence: string;
      if (seq === undefined) {
        sentence = `no entry hashes to ${short(hash)}, which was noted as a head of this journal`;
      } else if (other !== undefined) {
        sentence = `entry ${seq} hashes to ${short(other)}, ` +
          `but the sale itself gave ${short(hash)} for it`;
      } else {
        sentence = `the journal ends with entry ${end}, ` +
          `but the sale itself had already given ${short(hash)} for entry ${seq}`;
      }
      this.#findings.add("anchor_missing", place, sentence, `anchor ${hash}`);
    }
  }
}
