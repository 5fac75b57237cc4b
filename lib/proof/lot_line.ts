/** Who is in line, as far as a lot's journal has been read. */

/** People who wait, by their place. */
export class LotLine {
  readonly places = new Map<string, number>();
  readonly #members = new Map<number, string>();
  #lowest = 1;
  #highest = 0;

  get size(): number {
    return this.places.size;
  }

  /** Who is first, with the place; undefined where nobody waits. */
  get first(): { readonly memberId: string; readonly place: number } | undefined {
    if (this.places.size === 0) return undefined;
    for (; this.#lowest <= this.#highest; this.#lowest++) {
      const memberId = this.#members.get(this.#lowest);
      if (memberId !== undefined) return { memberId, place: this.#lowest };
    }
    return undefined;
  }

  join(memberId: string, place: number): void {
    if (this.#members.has(place)) return;
    this.places.set(memberId, place);
    this.#members.set(place, memberId);
    this.#highest = Math.max(this.#highest, place);
    this.#lowest = Math.min(this.#lowest, place);
  }

  leave(memberId: string): void {
    const place = this.places.get(memberId);
    if (place === undefined) return;
    this.places.delete(memberId);
    this.#members.delete(place);
  }

  /** Who waits may have changed in entries that are missing. */
  gap(): void {
    this.places.clear();
    this.#members.clear();
    this.#lowest = 1;
    this.#highest = 0;
  }
}
