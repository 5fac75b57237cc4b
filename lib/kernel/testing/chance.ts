/** Seeded chance: the same seed draws the same numbers on every machine. */

export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = 0x9e3779b9;
    this.#d = 0x243f6a88;
    // The first draws of near seeds are alike.
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** A 32-bit unsigned integer (sfc32). */
  uint32 = (): number => {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return sum >>> 0;
  };

  /** From 0 up to, not including, 1. */
  float(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.float() * (most - least + 1));
  }

  between(least: number, most: number): number {
    return least + this.float() * (most - least);
  }

  /** True with this probability; draws nothing where it is 0. */
  hits(probability: number): boolean {
    return probability > 0 && this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.float() * list.length)]!;
  }

  /** Picks a key in proportion to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let at = this.float() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) if ((at -= weight) < 0) return key;
    return entries.at(-1)![0];
  }

  /** A stream of its own, so that drawing more here does not shift what is drawn there. */
  fork(): Chance {
    return new Chance(this.uint32());
  }
}
