/** What waits for one actor, in order, and what a turn must know of it without looking through it. */
import { idOf, isKeyed, isSeen, type Item } from "./item.ts";

export class Mailbox {
  #items: Item[] = [];
  /** Of letters and reminders, so that sweeps do not add them again. */
  #ids: Set<string> | undefined;
  #foreground = 0;
  #keyed = 0;
  #takenBack = 0;

  get items(): readonly Item[] {
    return this.#items;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Items for whose answer someone waits. */
  get foreground(): number {
    return this.#foreground;
  }

  /** Items that carry an idempotency key. */
  get keyed(): number {
    return this.#keyed;
  }

  /** Letters that this node takes back from a steward. */
  get takenBack(): number {
    return this.#takenBack;
  }

  has(id: string): boolean {
    return this.#ids?.has(id) ?? false;
  }

  /** Adds an item; false where this letter or reminder is there already. */
  add(item: Item): boolean {
    const id = idOf(item);
    if (id !== undefined && this.has(id)) return false;
    this.#note(item, id);
    // A list that is made with its first item has room for one; one that is pushed to, for seventeen.
    if (this.#items.length === 0) this.#items = [item];
    else this.#items.push(item);
    return true;
  }

  /** Puts back what a turn had, before all else. */
  putBack(items: readonly Item[]): void {
    this.#items = [...items, ...this.#items];
  }

  /** Takes out the first, which a turn has. Their ids stay known until it has landed. */
  take(count: number): void {
    const plain = this.#ids === undefined && this.#keyed + this.#takenBack === 0;
    this.#items = count === this.#items.length ? [] : this.#items.slice(count);
    this.#resetCounts();
    if (plain) this.#foreground = this.#items.length;
    else for (const item of this.#items) this.#count(item);
  }

  /** Forgets the ids of items that a turn had. */
  release(items: readonly Item[]): void {
    const ids = this.#ids;
    if (!ids) return;
    for (const item of items) {
      const id = idOf(item);
      if (id !== undefined) ids.delete(id);
    }
    if (ids.size === 0) this.#ids = undefined;
  }

  /** Takes out all that `wanted` picks. */
  remove<T extends Item>(wanted: (item: Item) => item is T): T[] {
    const taken = this.#items.filter(wanted);
    if (taken.length > 0) {
      this.#items = this.#items.filter((item) => !wanted(item));
      this.recount();
    }
    return taken;
  }

  /** Takes out everything. */
  clear(): Item[] {
    const items = this.#items;
    this.#items = [];
    this.#resetCounts();
    this.release(items);
    return items;
  }

  /** Knows of what waits, and of nothing that a turn had. */
  recount(): void {
    this.#ids = undefined;
    this.#resetCounts();
    for (const item of this.#items) this.#note(item, idOf(item));
  }

  /** Whether a letter or reminder in it was last seen before this head version. */
  holdsSeenBefore(headVersion: string): boolean {
    return this.#ids !== undefined &&
      this.#items.some((item) => isSeen(item) && item.seenAt < headVersion);
  }

  /** The commands before the first item that can only be decided by rows of the store. */
  plainCommands(): readonly Item[] {
    const other = this.#items.findIndex((item) => item.type !== "command" || isKeyed(item));
    return other < 0 ? this.#items : this.#items.slice(0, other);
  }

  #note(item: Item, id: string | undefined): void {
    if (id !== undefined) (this.#ids ??= new Set()).add(id);
    this.#count(item);
  }

  #count(item: Item): void {
    if (item.type !== "letter" && item.type !== "reminder") this.#foreground++;
    if (isKeyed(item)) this.#keyed++;
    if (item.type === "handed" && item.own) this.#takenBack++;
  }

  #resetCounts(): void {
    this.#foreground = 0;
    this.#keyed = 0;
    this.#takenBack = 0;
  }
}
