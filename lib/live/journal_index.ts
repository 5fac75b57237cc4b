/**
 * Finds the entries of a long journal that tell of somebody. It reads each entry once on this node, and
 * keeps no more of it than twelve bytes for each time that somebody is named.
 */
import { textHash } from "../ids/text_hash.ts";
import type { ActorSystem, Address, Entry } from "../kernel/mod.ts";

/** Notes whom an entry tells of, by any words; and whatever else is to be known of all entries. */
export type NoteEntry = (entry: Entry, name: (key: string) => void) => void;

export class JournalIndex {
  readonly #system: ActorSystem;
  readonly #address: Address;
  readonly #note: NoteEntry;
  readonly #named = new Postings();
  /** The last entry that was read. */
  #upTo = 0;
  #reading: Promise<void> | undefined;

  constructor(system: ActorSystem, address: Address, note: NoteEntry) {
    this.#system = system;
    this.#address = address;
    this.#note = note;
  }

  /** Entries that tell of any of `keys`, in order. A few others may be among them. */
  async entriesOf(...keys: readonly string[]): Promise<Entry[]> {
    await this.catchUp();
    const seqs = new Set(keys.flatMap((key) => this.#named.of(textHash(key))));
    const found: Entry[] = [];
    for (const seq of [...seqs].sort((a, b) => a - b)) {
      for await (const line of this.#system.journal(this.#address, seq - 1, 1)) {
        found.push(JSON.parse(line));
      }
    }
    return found;
  }

  /** Reads what the journal holds by now; all that ask at one time share one reading. */
  async catchUp(): Promise<void> {
    // One that is under way may have begun before the entry that is looked for was there.
    await this.#reading?.catch(() => {});
    await (this.#reading ??= this.#read().finally(() => this.#reading = undefined));
  }

  async #read(): Promise<void> {
    const head = await this.#system.journalHead(this.#address);
    if (!head || head.seq <= this.#upTo) return;
    for await (const line of this.#system.journal(this.#address, this.#upTo)) {
      const entry: Entry = JSON.parse(line);
      this.#note(entry, (key) => this.#named.add(textHash(key), entry.seq));
      this.#upTo = entry.seq;
    }
  }
}

const LEAST = 256;

/** Numbers by a hash: chains through three arrays, since a Map of 300,000 ids takes ten times as much. */
class Postings {
  #hashes = new Int32Array(LEAST);
  #seqs = new Int32Array(LEAST);
  /** The one before in the chain, from 1; 0 ends it. */
  #before = new Int32Array(LEAST);
  #heads = new Int32Array(LEAST);
  #count = 0;

  add(hash: number, seq: number): void {
    if (this.#count === this.#hashes.length) this.#grow();
    const at = this.#count++;
    this.#hashes[at] = hash;
    this.#seqs[at] = seq;
    this.#link(at);
  }

  of(hash: number): number[] {
    const found: number[] = [];
    let at = this.#heads[hash & (this.#heads.length - 1)]!;
    for (; at > 0; at = this.#before[at - 1]!) {
      if (this.#hashes[at - 1] === hash) found.push(this.#seqs[at - 1]!);
    }
    return found;
  }

  #link(at: number): void {
    const slot = this.#hashes[at]! & (this.#heads.length - 1);
    this.#before[at] = this.#heads[slot]!;
    this.#heads[slot] = at + 1;
  }

  #grow(): void {
    const size = 2 * this.#count;
    const larger = (old: Int32Array) => {
      const made = new Int32Array(size);
      made.set(old);
      return made;
    };
    this.#hashes = larger(this.#hashes);
    this.#seqs = larger(this.#seqs);
    this.#before = new Int32Array(size);
    this.#heads = new Int32Array(size);
    for (let at = 0; at < this.#count; at++) this.#link(at);
  }
}
