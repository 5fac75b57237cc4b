import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { member } from "./member.ts";

const MINUTE = 60_000;
const requested = ["code_requested", { nonce: "n", expiresAt: 5 * MINUTE }] as const;
const session = { sessionId: "s1", expiresAt: 90 * MINUTE };
const right = { nonce: "n", correct: true, ...session };
const wrong = { ...right, correct: false };

Deno.test("MEMBER-1: a code a minute, ten a day", () => {
  let step = given(member).when("request_code", { nonce: "n0" }, { at: MINUTE });
  assertEquals(step.when("request_code", { nonce: "n" }, { at: 2 * MINUTE - 1 }).outcome, {
    ok: false,
    refusal: "too_many_codes",
    detail: { retryAfterMs: 1 },
  });
  for (let i = 1; i < 10; i++) {
    step = step.when("request_code", { nonce: `n${i}` }, { at: (1 + i) * MINUTE });
    assertEquals(step.outcome.ok, true);
  }
  const eleventh = step.when("request_code", { nonce: "n" }, { at: 60 * MINUTE });
  assertEquals(eleventh.outcome.ok, false);
  const nextDay = eleventh.when("request_code", { nonce: "n" }, { at: (24 * 60 + 1) * MINUTE });
  assertEquals(nextDay.outcome.ok, true);
});

Deno.test("MEMBER-2: a code is good for five minutes and one sign-in", () => {
  const asked = given(member, requested);
  assertEquals(asked.when("sign_in", right, { at: 5 * MINUTE }).outcome, {
    ok: false,
    refusal: "code_expired",
  });
  const signedIn = given(member, requested).when("sign_in", right, { at: 5 * MINUTE - 1 });
  assertEquals(signedIn.outcome, { ok: true, value: { joined: true } });
  assertEquals(signedIn.when("sign_in", right).outcome, { ok: false, refusal: "no_code" });
  assertEquals(
    given(member, requested).when("sign_in", { ...right, nonce: "other" }).outcome.ok,
    false,
  );
});

Deno.test("MEMBER-3: five wrong tries void the code, each recorded though it is refused", () => {
  let step = given(member, requested).when("sign_in", wrong);
  assertEquals(step.outcome, { ok: false, refusal: "wrong_code", detail: { triesLeft: 4 } });
  assertEquals(step.events, [["code_failed", { nonce: "n" }]]);
  for (let i = 0; i < 4; i++) step = step.when("sign_in", wrong);
  assertEquals(step.when("sign_in", right).outcome, { ok: false, refusal: "code_void" });
});

Deno.test("MEMBER-4: sessions end by revocation, expiry, or when there are more than twenty", () => {
  const one = given(member, requested).when("sign_in", right);
  assertEquals(one.when("sign_out", { sessionId: "s1" }).events, [["signed_out", session]]);
  const many = Array.from(
    { length: 20 },
    (_, i) => ["signed_in", { sessionId: `s${i}`, expiresAt: 90 * MINUTE }] as const,
  );
  const full = given(member, ...many, requested).when("sign_in", { ...right, sessionId: "new" });
  assertEquals(full.events[1], ["signed_out", { sessionId: "s0", expiresAt: 90 * MINUTE }]);
  assertEquals(full.state.sessions.length, 20);
  const all = full.when("sign_out_everywhere", {});
  assertEquals([all.events.length, all.state.sessions.length], [20, 0]);
  const later = given(member, ...many).when("sign_out_everywhere", {}, { at: 91 * MINUTE });
  assertEquals(later.events, []);
});
