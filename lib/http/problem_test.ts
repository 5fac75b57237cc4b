import { assertEquals } from "@std/assert";
import { Problem } from "./problem.ts";

const headers = (problem: Problem) => problem.toResponse().headers;

Deno.test("Problem: who has to sign in is told how, and whose token is not taken that it is that", () => {
  const challenge = (problem: Problem) => headers(problem).get("www-authenticate");
  assertEquals(challenge(new Problem("sign_in_required")), "Bearer");
  assertEquals(challenge(new Problem("token_expired")), 'Bearer error="invalid_token"');
  assertEquals(challenge(new Problem("staff_only")), null);
});

Deno.test("Problem: a time to come again is whole seconds, never none", () => {
  for (const [ms, seconds] of [[1, "1"], [1_000, "1"], [1_001, "2"], [0, "1"]] as const) {
    assertEquals(headers(new Problem("busy", { retryAfterMs: ms })).get("retry-after"), seconds);
  }
});
