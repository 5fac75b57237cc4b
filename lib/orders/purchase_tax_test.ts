import { assertEquals, assertThrows } from "@std/assert";
import { purchaseTax } from "./purchase_tax.ts";

const beijing = (time: string) => Date.parse(`${time}+08:00`);
const PRICE = 22_600_000; // 200,000 yuan without VAT

Deno.test("purchaseTax: midnight in Beijing between two years decides, not midnight elsewhere", () => {
  const old = purchaseTax(PRICE, "new_energy", beijing("2025-12-31T23:59:59.999"));
  assertEquals(old, {
    baseFen: 20_000_000,
    fullFen: 2_000_000,
    letOffFen: 2_000_000,
    taxFen: 0,
    ruleFrom: "2024-01-01",
  });
  const newYear = beijing("2026-01-01T00:00:00");
  assertEquals(new Date(newYear).getUTCFullYear(), 2025);
  assertEquals(purchaseTax(PRICE, "new_energy", newYear).taxFen, 1_000_000);
});

for (
  const [what, priceFen, drive, day, taxFen] of [
    ["all is let off up to 30,000 yuan", 45_200_000, "new_energy", "2025-06-01", 1_000_000],
    ["half is let off up to 15,000 yuan", 45_200_000, "new_energy", "2027-12-31", 2_500_000],
    ["nothing is let off later", PRICE, "new_energy", "2028-01-01", 2_000_000],
    ["fuel pays the whole tax", PRICE, "fuel", "2025-06-01", 2_000_000],
    ["no cap before 2024", 113_000_000, "new_energy", "2023-12-31", 0],
    ["a fraction of a fen is rounded", 1_000, "fuel", "2025-06-01", 89],
  ] as const
) {
  Deno.test(`purchaseTax: ${what}`, () => {
    assertEquals(purchaseTax(priceFen, drive, beijing(`${day}T12:00:00`)).taxFen, taxFen);
  });
}

Deno.test("purchaseTax: a day before the table begins is an error", () => {
  assertThrows(() => purchaseTax(PRICE, "fuel", beijing("2014-08-31T12:00:00")), RangeError);
});
