/** First in, first out, however many wait. */

/** With so many taken out the list is cut, once they are half of it. */
const CUT_FROM = 1_024;

/** Taking the first out of a long array moves all that are behind it; here it moves a number. */
export class Queue<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    // Nothing that has left is kept from being collected.
    this.#items[this.#first++] = undefined;
    if (this.length === 0) {
      this.#items = [];
      this.#first = 0;
    } else if (this.#first >= CUT_FROM && this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
