/** Says of nearly every id that it is not among some, quicker than a Map that holds them. */
import { textHash } from "./text_hash.ts";

const LEAST_BITS = 2_048;
/** So many bits an id: of a hundred ids that were not added, one or two may seem to be there. */
const BITS_AN_ID = 64;

/**
 * A Map has the engine hash each text that it is asked for the first time, which takes longer than the
 * look itself; ids that come with requests are new texts every time. This is a Bloom filter of one
 * hash.
 */
export class IdFilter {
  readonly #hashes: number[] = [];
  /** A power of two of bits. */
  #bits = new Uint32Array(LEAST_BITS / 32);

  constructor(ids: Iterable<string> = []) {
    for (const id of ids) this.add(id);
  }

  add(id: string): void {
    this.#hashes.push(textHash(id));
    if (this.#hashes.length * BITS_AN_ID <= this.#bits.length * 32) {
      this.#set(this.#hashes.at(-1)!);
    } else {
      this.#bits = new Uint32Array(this.#bits.length * 2);
      for (const hash of this.#hashes) this.#set(hash);
    }
  }

  /** False where the id was never added; true where it was, and seldom elsewhere. */
  mayHave(id: string, hash: number = textHash(id)): boolean {
    const bits = this.#bits;
    return (bits[(hash >>> 5) & (bits.length - 1)]! >>> (hash & 31) & 1) === 1;
  }

  #set(hash: number): void {
    const bits = this.#bits;
    bits[(hash >>> 5) & (bits.length - 1)]! |= 1 << (hash & 31);
  }
}
