import { assertEquals } from "@std/assert";
import { inYuan } from "./money.ts";

Deno.test("inYuan: groups of three, and the fen where there are any, always two digits", () => {
  const sums: readonly (readonly [number, string])[] = [
    [0, "0"],
    [1, "0.01"],
    [50, "0.50"],
    [100_000, "1,000"],
    [19_990_050, "199,900.50"],
    [123_456_789_00, "123,456,789"],
    [-1_050, "-10.50"],
  ];
  for (const [fen, text] of sums) assertEquals(inYuan(fen), text);
});
