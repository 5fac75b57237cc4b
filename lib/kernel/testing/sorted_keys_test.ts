import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { SortedKeys } from "./sorted_keys.ts";

const key = fc.string({ maxLength: 3 });

Deno.test("SortedKeys: ranges are those of a sorted list, in both directions", () => {
  fc.assert(fc.property(
    fc.array(key, { maxLength: 40 }),
    fc.array(key, { maxLength: 20 }),
    fc.tuple(key, key, fc.nat(9), fc.boolean()),
    (adds, deletes, [from, to, limit, reverse]) => {
      const keys = new SortedKeys();
      const model = new Set<string>();
      for (const one of adds) if (!model.has(one)) keys.add(one), model.add(one);
      for (const one of deletes) if (model.delete(one)) keys.delete(one);
      const all = [...model].filter((one) => one >= from && one < to).sort(byUnits);
      if (reverse) all.reverse();
      assertEquals(keys.range({ from, to, limit, reverse }), all.slice(0, limit));
    },
  ));
});

Deno.test("SortedKeys: many keys stay in order over many blocks", () => {
  const keys = new SortedKeys();
  const all = Array.from({ length: 5_000 }, (_, i) => String((i * 7_919) % 5_000).padStart(4, "0"));
  for (const one of all) keys.add(one);
  const sorted = [...all].sort(byUnits);
  assertEquals(keys.range({ from: "", to: "~", limit: Infinity }), sorted);
  assertEquals(
    keys.range({ from: "", to: "~", limit: Infinity, reverse: true }),
    [...sorted].reverse(),
  );
  for (const one of sorted.slice(100)) keys.delete(one);
  assertEquals(keys.range({ from: "", to: "~", limit: Infinity }), sorted.slice(0, 100));
});

const byUnits = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0;
