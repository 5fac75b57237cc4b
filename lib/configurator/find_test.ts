import { assert, assertEquals } from "@std/assert";
import { shippedTemplates } from "../showroom/shipped.ts";
import { findCars, NEEDS } from "./find.ts";

const models = (wanted: Parameters<typeof findCars>[1]): string[] =>
  findCars(shippedTemplates(), wanted).finds.map(({ template }) => template.model);

Deno.test("findCars puts the small one first in town and the large one first for a family", () => {
  assertEquals(models({ need: "city" })[0], "ting");
  assertEquals(models({ need: "family" })[0], "xiu");
});

Deno.test("findCars names a model once and keeps within budget and energy", () => {
  for (const need of NEEDS) {
    const { finds } = findCars(shippedTemplates(), {
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
  const { finds, overBudget } = findCars(shippedTemplates(), { need: "city", budgetFen: 1 });
  assertEquals([finds.map(({ trim }) => trim.code), overBudget], [["one"], true]);
});
