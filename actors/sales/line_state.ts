/** Who waits for a returned car, and where in the line. */
import { textHash } from "../../lib/ids/text_hash.ts";

/** The part of a lot that is its line. */
export interface Line {
  /** Members by place in line; empty where one left. */
  readonly line: string[];
  /** How many of them still wait. */
  waiting: number;
  /** The last place that was offered a car. */
  readonly called: number;
}

/** The place where the member waits, from 1; undefined for who does not wait. */
export function placeOf(
  { line, called }: Line,
  memberId: string,
  hash: number = textHash(memberId),
): number | undefined {
  return indexOf(line, called).find(line, called, memberId, hash);
}

/** Everyone who waits, in order, with their place. */
export function* waitingIn({ line, called }: Line): Generator<[memberId: string, place: number]> {
  for (let i = called; i < line.length; i++) if (line[i] !== "") yield [line[i]!, i + 1];
}

/** The line as it stands, in a copy that is quick to make and may be gone through at leisure. */
export function lineNow({ line, waiting, called }: Line): Line {
  return { line: line.slice(), waiting, called };
}

/** How many wait before `place`. */
export function waitingBefore({ line, called, waiting }: Line, place: number): number {
  const nobodyLeft = line.length - called === waiting;
  if (nobodyLeft) return place - 1 - called;
  return place - 1 - called - indexOf(line, called).leftBetween(line, called, place);
}

/** Puts the member at the end of the line. */
export function join(lot: Line, memberId: string): void {
  lot.line.push(memberId);
  lot.waiting++;
}

/** Takes out who waits at `place`; the others keep their places. */
export function leave(lot: Line, place: number): void {
  lot.line[place - 1] = "";
  lot.waiting--;
  indexes.get(lot.line)?.left(place);
}

/** Kept beside the state, of which it is no part: it says nothing that the line does not say. */
const indexes = new WeakMap<readonly string[], LineIndex>();

function indexOf(line: readonly string[], called: number): LineIndex {
  let index = indexes.get(line);
  if (!index || index.upTo > line.length) {
    index = new LineIndex(called);
    indexes.set(line, index);
  }
  return index;
}

const LEAST_SLOTS = 1_024;

/**
 * Places by member: an open hash table of numbers, which takes an eighth of the memory of a Map of
 * the same ids, and is asked twice as quickly with 300,000 in it. Whoever no longer waits stays in it
 * and is told apart by the line.
 */
class LineIndex {
  /** Places of the line that were looked at. */
  upTo: number;
  #count = 0;
  /** Places that were left, in order, of those that were looked at. */
  readonly #left: number[] = [];
  /** Pairs of a hash and a place; the place 0 is an empty slot. */
  #slots = new Int32Array(2 * LEAST_SLOTS);
  /** Whoever was looked for last, with the hash: mostly the next who joins. */
  #sought = "";
  #soughtHash = 0;

  constructor(called: number) {
    this.upTo = called;
  }

  find(
    line: readonly string[],
    called: number,
    memberId: string,
    hash: number,
  ): number | undefined {
    while (this.upTo < line.length) this.#add(line, called);
    this.#sought = memberId;
    this.#soughtHash = hash;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = (hash << 1) & mask;; i = (i + 2) & mask) {
      const place = slots[i + 1]!;
      if (place === 0) return undefined;
      if (slots[i] === hash && place > called && line[place - 1] === memberId) return place;
    }
  }

  /** Whoever waited at `place` has left. */
  left(place: number): void {
    if (place <= this.upTo) this.#left.splice(firstFrom(this.#left, place), 0, place);
  }

  /** How many places behind `called` and before `place` were left. */
  leftBetween(line: readonly string[], called: number, place: number): number {
    while (this.upTo < line.length) this.#add(line, called);
    return firstFrom(this.#left, place) - firstFrom(this.#left, called + 1);
  }

  #add(line: readonly string[], called: number): void {
    const memberId = line[this.upTo++]!;
    if (memberId === "") return void this.#left.push(this.upTo);
    if (this.#count * 3 >= this.#slots.length) this.#grow(called);
    const hash = memberId === this.#sought ? this.#soughtHash : textHash(memberId);
    this.#put(hash, this.upTo);
    this.#count++;
  }

  #put(hash: number, place: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let i = (hash << 1) & mask;
    while (slots[i + 1] !== 0) i = (i + 2) & mask;
    slots[i] = hash;
    slots[i + 1] = place;
  }

  #grow(called: number): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    this.#count = 0;
    for (let i = 0; i < before.length; i += 2) {
      if (before[i + 1]! <= called) continue;
      this.#put(before[i]!, before[i + 1]!);
      this.#count++;
    }
  }
}

/** Where the first of `sorted` stands that is `least` or more. */
function firstFrom(sorted: readonly number[], least: number): number {
  let from = 0, to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
