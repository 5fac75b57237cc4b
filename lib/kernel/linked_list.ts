/**
 * What is under way, in the order in which it began.
 *
 * Not a `Set`: when the engine gives a set a new table, the old one points to it, for iterators that
 * may still walk there. Once a table has grown old, all that have followed it, and whatever stood in
 * them, outlive every collection of the young: hundreds of thousands of requests that are long
 * answered are copied twice and then wait for a full one. What leaves this list points to nothing
 * that came after it.
 */

/** A place in a list, by which its value is taken out. */
export interface Link<T> {
  readonly value: T;
}

class Node<T> implements Link<T> {
  next: Node<T> | undefined;
  constructor(readonly value: T, public previous: Node<T> | undefined, public list: unknown) {}
}

export class LinkedList<T> implements Iterable<T> {
  #first: Node<T> | undefined;
  #last: Node<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value that has been here longest. */
  get first(): T | undefined {
    return this.#first?.value;
  }

  add(value: T): Link<T> {
    const node = new Node(value, this.#last, this);
    if (this.#last) this.#last.next = node;
    else this.#first = node;
    this.#last = node;
    this.#size++;
    return node;
  }

  /** Takes a value out; false where it has been already. */
  delete(link: Link<T>): boolean {
    const node = link as Node<T>;
    if (node.list !== this) return false;
    const { previous, next } = node;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    node.previous = node.next = node.list = undefined;
    this.#size--;
    return true;
  }

  /** Takes out the value that has been here longest. */
  shift(): T | undefined {
    const first = this.#first;
    if (first) this.delete(first);
    return first?.value;
  }

  /** As they are now: what comes or leaves meanwhile does not count. */
  [Symbol.iterator](): IterableIterator<T> {
    const values: T[] = [];
    for (let node = this.#first; node; node = node.next) values.push(node.value);
    return values.values();
  }
}
