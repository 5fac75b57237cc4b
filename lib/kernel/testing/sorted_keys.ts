/** Keys in order, in blocks: a simulated disk with millions of rows must not move them all for one. */

const MOST_IN_A_BLOCK = 512;

export interface Range {
  /** The least key of the range. */
  readonly from: string;
  /** The first key beyond it. */
  readonly to: string;
  readonly limit: number;
  readonly reverse?: boolean;
}

export class SortedKeys {
  readonly #blocks: string[][] = [[]];

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const at = this.#blockOf(key);
    const block = this.#blocks[at]!;
    block.splice(firstFrom(block, key), 0, key);
    if (block.length <= MOST_IN_A_BLOCK) return;
    this.#blocks.splice(at + 1, 0, block.splice(MOST_IN_A_BLOCK >> 1));
  }

  /** Removes a key that is there. */
  delete(key: string): void {
    const at = this.#blockOf(key);
    const block = this.#blocks[at]!;
    block.splice(firstFrom(block, key), 1);
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(at, 1);
  }

  range({ from, to, limit, reverse = false }: Range): string[] {
    const found: string[] = [];
    if (limit <= 0 || from >= to) return found;
    const step = reverse ? -1 : 1;
    for (let b = this.#blockOf(reverse ? to : from); b >= 0 && b < this.#blocks.length; b += step) {
      const block = this.#blocks[b]!;
      const begin = reverse ? firstFrom(block, to) - 1 : firstFrom(block, from);
      for (let i = begin; i >= 0 && i < block.length; i += step) {
        const key = block[i]!;
        if (reverse ? key < from : key >= to) return found;
        found.push(key);
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  /** The block that holds the key, or would: the last that does not begin behind it. */
  #blockOf(key: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]![0]! <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where `key` stands in a sorted list, or would stand. */
function firstFrom(list: readonly string[], key: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
