/** Says of nearly every id that it is not among some, quicker than a Map that holds them. */
import { textHash } from "./text_hash.ts";

/**
 * A Map has the engine hash each text that it is asked for the first time, which takes longer than the
 * look itself; ids that come with requests are new texts every time.
 */
export class IdFilter {
  readonly #hashes = new Set<number>();

  constructor(ids: Iterable<string> = []) {
    for (const id of ids) this.add(id);
  }

  add(id: string): void {
    this.#hashes.add(textHash(id));
  }

  /** False for what was never added; true for what was, and once in a billion for something else. */
  mayHave(id: string, hash: number = textHash(id)): boolean {
    return this.#hashes.has(hash);
  }
}
