import { assert, assertEquals } from "@std/assert";
import { configure } from "../configurator/price.ts";
import { ActorSystem, DenoKvStore, systemClock } from "../kernel/mod.ts";
import { template } from "../../actors/catalogue/template.ts";
import { partsAddUp, pricedCar } from "../orders/terms.ts";
import { showroomPrices } from "./prices.ts";
import { Showroom } from "./showroom.ts";

Deno.test("every trim of the showroom can be ordered at the sum of its parts", async () => {
  const store = await DenoKvStore.open(":memory:");
  const system = new ActorSystem({ store, actors: [template] });
  const showroom = new Showroom(system, systemClock);
  const prices = showroomPrices(showroom);
  for (const template of showroom.all()) {
    for (const { code: trim } of template.trims) {
      const { code, priceFen } = configure(template, { trim, wishes: [] })!;
      const car = pricedCar.parse(await prices.price(code));
      assert(partsAddUp(car));
      assertEquals([car.model, car.trim, car.priceFen], [template.model, trim, priceFen]);
    }
  }
  assertEquals(await prices.price("LU9-ABC"), undefined);
  await system.stop();
  store.close();
});
