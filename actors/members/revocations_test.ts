import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { revocations } from "./revocations.ts";

const HOUR = 3_600_000;

Deno.test("SESSION-1: a revocation is listed until its token would have expired", () => {
  const a = { sessionId: "a", expiresAt: 5 * HOUR };
  const listed = given(revocations).when("revoke", a, { at: 4 * HOUR });
  assertEquals([...listed.state.sessions], [["a", 5 * HOUR]]);
  assertEquals(listed.when("revoke", a).events, []);
  const later = listed.when("revoke", { sessionId: "b", expiresAt: 9 * HOUR }, { at: 5 * HOUR });
  assertEquals([...later.state.sessions], [["b", 9 * HOUR]]);
  assertEquals(later.when("revoke", { sessionId: "c", expiresAt: 5 * HOUR }).events, []);
});

Deno.test("SESSION-1: those that have expired are looked for once an hour, not at each sign-out", () => {
  // After a launch each sign-out went through all the others, and so did each start of a server.
  const revoke = (sessionId: string, expiresAt: number) => ({ sessionId, expiresAt });
  const first = given(revocations).when("revoke", revoke("a", 4 * HOUR + 10), { at: 4 * HOUR });
  const soon = first.when("revoke", revoke("b", 9 * HOUR), { at: 4 * HOUR + 10 });
  assertEquals([...soon.state.sessions.keys()], ["a", "b"]);
  const after = soon.when("revoke", revoke("c", 9 * HOUR), { at: 5 * HOUR });
  assertEquals([...after.state.sessions.keys()], ["b", "c"]);
});
