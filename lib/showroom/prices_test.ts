import { assert, assertEquals } from "@std/assert";
import { configure } from "../configurator/price.ts";
import { partsAddUp, pricedCar } from "../orders/terms.ts";
import { showroomPrices } from "./prices.ts";
import { currentTemplates } from "./showroom.ts";

Deno.test("every trim of the showroom can be ordered at the sum of its parts", async () => {
  for (const template of currentTemplates()) {
    for (const { code: trim } of template.trims) {
      const { code, priceFen } = configure(template, { trim, wishes: [] })!;
      const car = pricedCar.parse(await showroomPrices.price(code));
      assert(partsAddUp(car));
      assertEquals([car.model, car.trim, car.priceFen], [template.model, trim, priceFen]);
    }
  }
  assertEquals(await showroomPrices.price("LU9-ABC"), undefined);
});
