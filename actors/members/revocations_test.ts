import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { revocations } from "./revocations.ts";

Deno.test("SESSION-1: a revocation is listed until its token would have expired", () => {
  const listed = given(revocations).when("revoke", { sessionId: "a", expiresAt: 10 }, { at: 5 });
  assertEquals([...listed.state.sessions], [["a", 10]]);
  assertEquals(listed.when("revoke", { sessionId: "a", expiresAt: 10 }).events, []);
  const later = listed.when("revoke", { sessionId: "b", expiresAt: 30 }, { at: 10 });
  assertEquals([...later.state.sessions], [["b", 30]]);
  assertEquals(later.when("revoke", { sessionId: "c", expiresAt: 10 }).events, []);
});
