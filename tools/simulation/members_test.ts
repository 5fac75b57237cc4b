import { assert, assertEquals } from "@std/assert";
import { runMembers } from "./members.ts";

Deno.test("runMembers: ledgers are equal to the point and to the fen, answers lost or not", async () => {
  const { violations, points, balance, repeated } = await runMembers(3, 120);
  assertEquals(violations, []);
  assertEquals(
    balance,
    points.earned - points.spent + points.returned - points.clawed - points.expired,
  );
  assert(repeated > 0 && points.expired > 0 && points.clawed > 0 && points.returned > 0);
});

Deno.test("runMembers: a seed gives the same lives again", async () => {
  assertEquals(await runMembers(5, 20), await runMembers(5, 20));
});
