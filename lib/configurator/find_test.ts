import { assert, assertEquals } from "@std/assert";
import { currentTemplates } from "../showroom/showroom.ts";
import { findCars, NEEDS } from "./find.ts";

const models = (wanted: Parameters<typeof findCars>[1]): string[] =>
  findCars(currentTemplates(), wanted).finds.map(({ template }) => template.model);

Deno.test("findCars puts the small one first in town and the large one first for a family", () => {
  assertEquals(models({ need: "city" })[0], "ting");
  assertEquals(models({ need: "family" })[0], "xiu");
});

Deno.test("findCars names a model once and keeps within budget and energy", () => {
  for (const need of NEEDS) {
    const { finds } = findCars(currentTemplates(), {
      need,
      budgetFen: 20_000_000,
      energy: "electric",
    });
    assertEquals(new Set(finds.map(({ template }) => template.model)).size, finds.length);
    for (const { template, trim } of finds) {
      assert(trim.priceFen <= 20_000_000);
      assertEquals(template.energy, "electric");
    }
  }
});

Deno.test("findCars names the nearest where the budget allows none", () => {
  const { finds, overBudget } = findCars(currentTemplates(), { need: "city", budgetFen: 1 });
  assertEquals([finds.map(({ trim }) => trim.code), overBudget], [["one"], true]);
});
