/** Numbers that have to come as 1, 2, 3, …; one that does not is found once, not at each that follows. */
export class CountUp {
  /** The largest so far. */
  highest = 0;
  #due = 1;
  /** What may come as well after one that was not due: as if it were left out, or had been the one. */
  #orElse: readonly number[] = [];
  /** Whether one was not due: from then on the count may also go on from the largest. */
  #broken = false;
  #any = false;

  /** The number that was due where `n` was not. */
  take(n: number): number | undefined {
    const due = this.#due;
    const fits = n === due || this.#any || this.#orElse.includes(n) ||
      (this.#broken && n === this.highest + 1);
    this.#orElse = fits ? NONE : [due, due + 1];
    this.#broken ||= !fits;
    this.#any = false;
    this.#due = n + 1;
    if (n > this.highest) this.highest = n;
    return fits ? undefined : due;
  }

  /** Passes a number that is wrong in another way; whether it took the one due is not known. */
  pass(): void {
    this.#orElse = [this.#due + 1];
  }

  /** Some have not been seen: the next may be any. */
  gap(): void {
    this.#any = true;
  }
}

const NONE: readonly number[] = [];
