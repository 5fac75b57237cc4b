import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { type Claims, createTokens, isTestMember } from "./token.ts";

const SECRET = "correct horse battery staple";
const NOW = Date.parse("2025-06-01T12:00:00Z");
const CLAIMS: Claims = {
  memberId: "m-0000001",
  role: "member",
  sessionId: "s_42",
  expiresAtMs: NOW + 60_000,
};
const tokens = createTokens(SECRET);
const token = tokens.mint(CLAIMS);

function reason(text: string, nowMs = NOW): string {
  const verdict = createTokens(SECRET).verify(text, nowMs);
  return verdict.ok ? "ok" : verdict.reason;
}

Deno.test("verify: returns what was minted, with whole seconds", () => {
  const minted = tokens.mint({ ...CLAIMS, expiresAtMs: CLAIMS.expiresAtMs + 999 });
  assertEquals(tokens.verify(minted, NOW), { ok: true, claims: CLAIMS });
});

Deno.test("mint: a session that a passkey opened says so", () => {
  const opened: Claims = { ...CLAIMS, passkey: true };
  assertEquals(tokens.verify(tokens.mint(opened), NOW), { ok: true, claims: opened });
});

Deno.test("mint: signs with HMAC-SHA-256 as another implementation computes it", () => {
  const dot = token.lastIndexOf(".");
  const mac = createHmac("sha256", SECRET).update(token.slice(0, dot)).digest().subarray(0, 18);
  assertEquals(token.slice(dot + 1), mac.toString("base64url"));
  assertEquals(token.slice(0, dot), "f1.m-0000001.member.s_42.sx6epo");
});

Deno.test("verify: a token lives until its expiry and not a millisecond longer", () => {
  assertEquals(reason(token, CLAIMS.expiresAtMs - 1), "ok");
  assertEquals(reason(token, CLAIMS.expiresAtMs), "expired");
  assertEquals(reason(token, NaN), "expired");
});

const fields = token.split(".");
const withField = (at: number, value: string) => fields.with(at, value).join(".");
for (
  const [what, text, expected] of [
    ["another member", withField(1, "m-0000002"), "forged"],
    ["another role", withField(2, "staff"), "forged"],
    ["another session", withField(3, "s_43"), "forged"],
    ["a later expiry", withField(4, "sx6epp"), "forged"],
    ["member and session swapped", fields.with(1, "s_42").with(3, "m-0000001").join("."), "forged"],
    ["expiry in capitals", withField(4, "SX6EPO"), "forged"],
    ["a MAC of A", withField(5, "A".repeat(24)), "forged"],
    ["expired and forged", withField(4, "1"), "forged"],
    ["another secret", createTokens("another secret, also long").mint(CLAIMS), "forged"],
    ["an unknown version", withField(0, "f2"), "malformed"],
    ["opened by a passkey", withField(2, "member-pk"), "forged"],
    ["an unknown role", withField(2, "admin"), "malformed"],
    ["an unknown role by passkey", withField(2, "admin-pk"), "malformed"],
    ["no member", withField(1, ""), "malformed"],
    ["no session", withField(3, ""), "malformed"],
    ["no expiry", withField(4, ""), "malformed"],
    ["a short MAC", withField(5, fields[5]!.slice(1)), "malformed"],
    ["a long MAC", token + "A", "malformed"],
    ["a field more", "f1." + token, "malformed"],
    ["a field less", fields.toSpliced(3, 1).join("."), "malformed"],
    ["only dots", ".....", "malformed"],
    ["nothing", "", "malformed"],
    ["a bearer prefix", "Bearer " + token, "malformed"],
    ["a space after it", token + " ", "malformed"],
    ["a NUL in the member", withField(1, "m\0"), "malformed"],
    ["a fullwidth digit", withField(1, "m-\uff11"), "malformed"],
    ["a lone surrogate", withField(1, "\ud800"), "malformed"],
    ["a letter whose low byte is allowed", withField(1, "\u0141"), "malformed"],
    ["a huge member", withField(1, "m".repeat(1_000_000)), "malformed"],
    ["a million dots", ".".repeat(1_000_000), "malformed"],
  ] as const
) {
  Deno.test(`verify: ${what} is ${expected}`, () => assertEquals(reason(text), expected));
}

Deno.test("verify: every truncation and every changed character is refused", () => {
  for (let length = 0; length < token.length; length++) {
    assert(reason(token.slice(0, length)) !== "ok");
    for (const character of ["A", "z", ".", "-", "é"]) {
      if (token[length] === character) continue;
      assert(reason(token.slice(0, length) + character + token.slice(length + 1)) !== "ok");
    }
  }
});

Deno.test("createTokens: the first of several secrets signs, each verifies", () => {
  const rotated = createTokens(["the secret of this month", SECRET]);
  assert(rotated.verify(token, NOW).ok);
  const fresh = rotated.mint(CLAIMS);
  assert(createTokens("the secret of this month").verify(fresh, NOW).ok);
  assertEquals(reason(fresh), "forged");
});

Deno.test("createTokens: a short or missing secret is refused", () => {
  assertThrows(() => createTokens("fifteen letters"), RangeError, "at least 16 characters, got 15");
  assertThrows(() => createTokens([SECRET, ""]), RangeError, "got 0");
  assertThrows(() => createTokens([]), TypeError, "at least one secret");
});

Deno.test("mint: refuses what verify could not read back", () => {
  for (const id of ["", "a.b", "a b", "é", "x".repeat(65), "a\n"]) {
    assertThrows(() => tokens.mint({ ...CLAIMS, memberId: id }), TypeError, "an id is");
    assertThrows(() => tokens.mint({ ...CLAIMS, sessionId: id }), TypeError, "an id is");
  }
  for (const expiresAtMs of [-1, NaN, Infinity, Number.MAX_SAFE_INTEGER]) {
    assertThrows(() => tokens.mint({ ...CLAIMS, expiresAtMs }), RangeError, "expiresAtMs");
  }
});

Deno.test("isTestMember: tells members of load tests by their prefix", () => {
  assert(isTestMember("t-000000001"));
  for (const id of ["m-1", "T-1", "at-1", "t", ""]) assert(!isTestMember(id));
});

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const claims: fc.Arbitrary<Claims> = fc.record({
  memberId: id,
  role: fc.constantFrom("member", "staff"),
  sessionId: id,
  expiresAtMs: fc.integer({ min: 1, max: 78_364_164_095 }).map((seconds) => seconds * 1000),
}, { noNullPrototype: true });

Deno.test("property: what is minted verifies until it expires, under its own secret only", () => {
  const secret = fc.string({ minLength: 16 });
  fc.assert(fc.property(claims, secret, secret, (value, own, other) => {
    fc.pre(own !== other);
    const minted = createTokens(own).mint(value);
    assertEquals(createTokens(own).verify(minted, value.expiresAtMs - 1), {
      ok: true,
      claims: value,
    });
    assertEquals(createTokens(own).verify(minted, value.expiresAtMs).ok, false);
    assertEquals(createTokens(other).verify(minted, 0), { ok: false, reason: "forged" });
  }));
});

Deno.test("property: no text but a minted token verifies, and none throws", () => {
  const noise = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.stringMatching(/^f1(\.[A-Za-z0-9_-]{0,70}){5}$/),
    fc.tuple(fc.nat(token.length), fc.string({ unit: "binary" })).map(([at, text]) =>
      token.slice(0, at) + text + token.slice(at)
    ),
  );
  fc.assert(fc.property(noise, (text) => {
    fc.pre(text !== token);
    assertEquals(tokens.verify(text, NOW).ok, false);
  }));
});

Deno.test("property: two different claims never share a token", () => {
  fc.assert(fc.property(claims, claims, (one, other) => {
    const same = tokens.mint(one) === tokens.mint(other);
    assertEquals(same, JSON.stringify(one) === JSON.stringify(other));
  }));
});
