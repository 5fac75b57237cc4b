import { assertEquals } from "@std/assert";
import { Sessions } from "./sessions.ts";
import { StaffDirectory } from "./staff_directory.ts";
import { createTokens } from "./token.ts";

const NOW = 1_800_000_000_000;
const tokens = createTokens("a secret of 16 characters or more");
const staff = new StaffDirectory([["m-admin", "13900000000"]]);
const sessions = new Sessions({ tokens, now: () => NOW, testMembers: false, staff });
const token = tokens.mint({
  memberId: "m1",
  role: "member",
  sessionId: "s1",
  expiresAtMs: NOW + 60_000,
});

const who = (found: ReturnType<Sessions["ofCookie"]>): string =>
  typeof found === "string" ? found : found.memberId;

Deno.test("Sessions: the scheme of Authorization is taken in any case", () => {
  for (const scheme of ["Bearer", "bearer", "BEARER", "Bearer "]) {
    assertEquals(who(sessions.ofAuthorization(`${scheme} ${token}`)), "m1", scheme);
  }
  for (const header of [token, `Basic ${token}`, "Bearer", "bearer ", `Bearer${token}`, ""]) {
    assertEquals(who(sessions.ofAuthorization(header)), "token_malformed", header);
  }
});

Deno.test("Sessions: the cookie is found among others, with or without spaces between them", () => {
  const found = [
    `session=${token}`,
    `a=b; session=${token}; c=d`,
    `a=b;session=${token};c=d`,
    `a=b;  session=${token}`,
    `session="${token}"`,
  ];
  for (const header of found) assertEquals(who(sessions.ofCookie(header)), "m1", header);
  for (const header of [null, "", "a=b", `mysession=${token}`, `a=b;xsession=${token}`]) {
    assertEquals(who(sessions.ofCookie(header)), "no_token", String(header));
  }
  assertEquals(who(sessions.ofCookie("session=")), "token_malformed");
});

Deno.test("Sessions: who is staff is looked up, whatever the token was minted with", () => {
  const roleOf = (memberId: string, role: "member" | "staff") => {
    const token = tokens.mint({ memberId, role, sessionId: "s2", expiresAtMs: NOW + 60_000 });
    const found = sessions.ofAuthorization(`Bearer ${token}`);
    return typeof found === "string" ? found : found.role;
  };
  assertEquals(roleOf("m-admin", "member"), "staff");
  assertEquals(roleOf("m1", "staff"), "member");
  assertEquals(roleOf("t-000000001", "staff"), "test_member");
});

Deno.test("Sessions: what has expired by itself is not kept for as long as the server runs", () => {
  let now = NOW;
  const own = new Sessions({ tokens, now: () => now, testMembers: false, staff });
  for (let i = 0; i < 100; i++) own.revoke(`s${i}`, NOW + 60_000);
  own.revoke("long", NOW + 10 * 3_600_000);
  assertEquals(own.revoked, 101);
  now += 2 * 3_600_000;
  own.revoke("s1", now + 60_000);
  assertEquals(own.revoked, 2);
  assertEquals(own.ofAuthorization(`Bearer ${token}`), "token_expired");
});
