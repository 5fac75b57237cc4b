import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { priceChange } from "./price_change.ts";

const car = (...parts: [string, number][]) => ({
  parts: parts.map(([code, amountFen]) => ({ code, kind: "option" as const, amountFen })),
  priceFen: parts.reduce((sum, [, fen]) => sum + fen, 0),
});

Deno.test("priceChange tells what comes, what goes and what costs something else", () => {
  const from = car(["base", 200_000], ["tow bar", 6_000], ["white", 0]);
  const to = car(["base", 190_000], ["red", 8_000]);
  assertEquals(priceChange(from, to, 5_000), {
    lines: [
      { code: "base", amountFen: -10_000 },
      { code: "red", amountFen: 8_000 },
      { code: "tow bar", amountFen: -6_000 },
      { code: "white", amountFen: 0 },
    ],
    differenceFen: -8_000,
    backFen: 0,
    leftFen: 193_000,
  });
});

Deno.test("priceChange gives back what was paid beyond the new price, and asks for nothing then", () => {
  const { backFen, leftFen } = priceChange(car(["base", 900]), car(["base", 300]), 500);
  assertEquals([backFen, leftFen], [200, 0]);
});

Deno.test("priceChange: the lines are the whole difference, for any two cars", () => {
  const parts = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: -9, max: 99 })),
  );
  fc.assert(fc.property(parts, parts, (one, other) => {
    const { lines, differenceFen } = priceChange(car(...one), car(...other), 0);
    assertEquals(lines.reduce((sum, { amountFen }) => sum + amountFen, 0), differenceFen);
  }));
});
