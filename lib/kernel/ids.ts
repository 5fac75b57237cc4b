/** Names of nodes, and ids that order by time. */
import type { Random } from "./clock.ts";

const ID_TIME_DIGITS = 9;

/** Hundreds of ids are made of one millisecond, whose digits take as long as all the rest of them. */
let lastAt = NaN, lastDigits = "";

/** An id that orders by time: nine base-36 digits of epoch milliseconds, a counter, the node. */
export function makeId(at: number, counter: number, node: string): string {
  if (at !== lastAt) [lastAt, lastDigits] = [at, at.toString(36).padStart(ID_TIME_DIGITS, "0")];
  return lastDigits + counter.toString(36).padStart(7, "0") + node;
}

/** The epoch milliseconds in an id. */
export const idTime = (id: string): number => parseInt(id.slice(0, ID_TIME_DIGITS), 36);

/** Eight base-32 digits. Drawn anew at each start: numbers a node gave must never be given again. */
export function nodeName(random: Random): string {
  return (random().toString(32) + random().toString(32)).padStart(8, "0").slice(-8);
}
