import { assertEquals } from "@std/assert";
import { shortId } from "./short_id.ts";

Deno.test("shortId: as it is up to twelve characters, so that the cut always saves some", () => {
  assertEquals(shortId("launch-2017x"), "launch-2017x");
  assertEquals(shortId("launch-2017-1"), "launch-201…");
});
