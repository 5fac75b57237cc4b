import { assertEquals } from "@std/assert";
import { openConfiguration } from "./opened.ts";

// These codes are out with customers: whoever changes what they open has edited a published version.
Deno.test("openConfiguration gives the car of each code as it was when the code was given", () => {
  for (
    const [code, trim, wishes, priceFen] of [
      ["LU1-AZSVM", "performance", ["paint_maple", "tow_bar"], 23_290_000],
      ["XIU1-4GAGZ", "max", ["paint_water", "pack_offroad"], 36_290_000],
    ] as const
  ) {
    const { selection, priced } = openConfiguration(code)!;
    assertEquals([selection, priced.priceFen], [{ trim, wishes: [...wishes] }, priceFen]);
  }
  assertEquals(openConfiguration("LU1-AZSVN"), undefined);
  assertEquals(openConfiguration("LU2-AZSVM"), undefined);
});
