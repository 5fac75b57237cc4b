/** Keeps events as they were recorded until they are written. */
import type { Json } from "./actor.ts";

/**
 * Freezes all of `value`; gives about the units of its JSON.
 * @throws {RangeError} for a number that JSON does not hold: what is read back would be null.
 */
export function freeze(value: Json): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) {
      throw new RangeError(`an event holds ${value}, which JSON does not`);
    }
    return value < 1e7 ? 7 : 16;
  }
  if (typeof value !== "object" || value === null) return 5;
  Object.freeze(value);
  let units = 2;
  for (const key in value) {
    units += key.length + 4 + freeze((value as { readonly [k: string]: Json })[key]!);
  }
  return units;
}
