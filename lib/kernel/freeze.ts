/** Keeps events as they were recorded until they are written. */
import type { Json } from "./actor.ts";

/**
 * Freezes all of `value`; gives about the units of its JSON.
 * @throws {TypeError} for what JSON does not give back: the fold of the journal would be another state
 * than the one that goes on. A member that is undefined is as good as absent.
 */
export function freeze(value: Json): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw beyond(String(value));
    return value < 1e7 ? 7 : 16;
  }
  if (value === null || typeof value === "boolean") return 5;
  if (typeof value === "object") return frozen(value);
  throw beyond(value === undefined ? "undefined" : `a ${typeof value}`);
}

function frozen(value: object): number {
  let units = 2;
  if (Array.isArray(value)) {
    Object.freeze(value);
    for (const part of value) units += 1 + freeze(part);
    return units;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw beyond(`a ${prototype.constructor?.name ?? "class"}`);
  }
  Object.freeze(value);
  for (const key in value) {
    const part = (value as { readonly [k: string]: Json })[key]!;
    if (part !== undefined) units += key.length + 4 + freeze(part);
  }
  return units;
}

const beyond = (what: string): TypeError =>
  new TypeError(`an event holds ${what}, which JSON does not give back`);
