/** How much an actor is asked: items of late, those of earlier seconds counting half as much each. */
const WINDOW_MS = 1_000;

export class Heat {
  #items = 0;
  #since = 0;

  /** Adds items that wait now, by the monotonic clock, and gives the heat. */
  add(items: number, now: number): number {
    const windows = Math.floor((now - this.#since) / WINDOW_MS);
    if (windows > 0) {
      this.#items /= 2 ** windows;
      this.#since = now;
    }
    this.#items += items;
    return this.#items;
  }
}
