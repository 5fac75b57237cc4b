import { assertEquals } from "@std/assert";
import { leftUntil } from "./server_clock.ts";

const OPENED = 1_800_000_000_000;

Deno.test("leftUntil: counts by the server's clock, down to nothing", () => {
  assertEquals(leftUntil(OPENED + 9_000, { now: OPENED }), 9_000);
  const clock = { now: OPENED, since: 500 };
  assertEquals(leftUntil(OPENED + 9_000, clock, 2_500), 7_000);
  assertEquals(leftUntil(OPENED + 9_000, clock, 60_500), 0);
});

// The clock of a hold counted from when it appeared, by what the server's clock had shown when the page
// was made: whoever had waited a minute in front of the page was promised sixteen minutes for fifteen.
Deno.test("leftUntil: a car that is held a minute after the page was made is not held a minute longer", () => {
  const page = { now: OPENED, since: 1_000 };
  const claimedAt = OPENED + 60_000, payBy = claimedAt + 15 * 60_000;
  assertEquals(leftUntil(payBy, page, 61_000), 15 * 60_000);
});
