import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { entrantsDigest, seedOf, shuffledOrder } from "./fair_shuffle.ts";

Deno.test("shuffledOrder: any seed and count give each number once", () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.string(), (count, seed) => {
      const order = [...shuffledOrder(count, seed)];
      assertEquals(order.toSorted((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
      assertEquals([...shuffledOrder(count, seed)], order);
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("shuffledOrder: a known seed gives a known order, so that others can check their own code", () => {
  assertEquals([...shuffledOrder(10, "forecourt")], [8, 5, 9, 0, 2, 7, 3, 4, 1, 6]);
});

Deno.test("shuffledOrder: every entrant is as often first as any other", () => {
  const firsts = [0, 0, 0, 0, 0, 0];
  for (let seed = 0; seed < 6_000; seed++) firsts[shuffledOrder(6, String(seed))[0]!]!++;
  for (const times of firsts) assertEquals(Math.abs(times - 1_000) < 150, true, `${firsts}`);
});

Deno.test("seedOf: whatever changes, changes the seed", () => {
  const parts = {
    saleId: "spring",
    secret: "s",
    entrants: entrantsDigest(["a", "b"]),
    randomness: "",
  };
  const seed = seedOf(parts);
  const others = [
    { ...parts, saleId: "autumn" },
    { ...parts, secret: "t" },
    { ...parts, entrants: entrantsDigest(["b", "a"]) },
    { ...parts, randomness: "r" },
  ];
  for (const other of others) assertNotEquals(seedOf(other), seed);
});
