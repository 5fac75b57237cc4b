import { assert, assertEquals } from "@std/assert";
import { TEST_SESSION, testMemberId, testTokenLines } from "./test_members.ts";
import { createTokens, isTestMember } from "./token.ts";

const tokens = createTokens("a secret for load tests");
const nowMs = 1_750_000_000_000;

for (const count of [0, 1, 1_999, 2_000, 2_001, 4_500]) {
  Deno.test(`testTokenLines: ${count} tokens are ${count} members, in order`, () => {
    const wanted = { count, first: 7, role: "member", nowMs } as const;
    const lines = [...testTokenLines(tokens, wanted)].join("").split("\n");
    assertEquals(lines.pop(), "");
    assertEquals(lines.length, count);
    lines.forEach((line, i) => {
      const verdict = tokens.verify(line, nowMs + 1);
      assert(verdict.ok);
      assertEquals(verdict.claims, {
        memberId: testMemberId(7 + i),
        role: "member",
        sessionId: TEST_SESSION,
        expiresAtMs: nowMs + 24 * 60 * 60 * 1000,
      });
      assert(isTestMember(verdict.claims.memberId));
    });
  });
}

Deno.test("testMemberId: pads to nine digits and goes on beyond", () => {
  assertEquals(testMemberId(1), "t-000000001");
  assertEquals(testMemberId(1_234_567_890), "t-1234567890");
});
