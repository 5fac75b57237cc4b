/**
 * Every page that links lead to, in a real browser: nothing serious or critical for accessibility, no
 * page breaks its own policy, and none weighs or jumps more than it may. Pages are found by their
 * links, so that a new one is looked at without being named.
 */
import { assert, assertEquals } from "@std/assert";
import { accessibilityFaults } from "./axe.ts";
import { openPlace } from "./visits.ts";
import { weightFaults } from "./weight.ts";

Deno.test("pages: accessible, within their policy, light, and still while they load", async (t) => {
  await using place = await openPlace();
  const pages = await place.pages();
  console.log(`${pages.length} pages: ${pages.map(({ path }) => path).join(" ")}`);
  assert(pages.length >= 15);
  await t.step(
    "axe: nothing serious or critical on any page; no page breaks its policy",
    async () => {
      assertEquals(await accessibilityFaults(place, pages), []);
    },
  );
  await t.step("weight: script, first visit and layout shift are within their bounds", async () => {
    const { faults, weights } = await weightFaults(place, pages);
    console.log(weights.join("\n"));
    assertEquals(faults, []);
  });
});
