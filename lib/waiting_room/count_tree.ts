/** Counts marks at places 1, 2, 3, … and tells how many lie up to any of them (Fenwick's tree). */
export class CountTree {
  #tree = new Int32Array(1_024);
  #marks: number[] = [];

  add(place: number): void {
    this.#marks.push(place);
    if (place >= this.#tree.length) this.#grow(place);
    else this.#count(place);
  }

  /** Marks at places up to `place`. */
  upTo(place: number): number {
    let sum = 0;
    for (let at = Math.min(place, this.#tree.length - 1); at > 0; at -= at & -at) {
      sum += this.#tree[at]!;
    }
    return sum;
  }

  #count(place: number): void {
    for (let at = place; at < this.#tree.length; at += at & -at) this.#tree[at]!++;
  }

  #grow(place: number): void {
    this.#tree = new Int32Array(2 ** Math.ceil(Math.log2(place + 1)) * 2);
    for (const mark of this.#marks) this.#count(mark);
  }
}
