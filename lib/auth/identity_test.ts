import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createIdentity, normalisePhone, sameCode } from "./identity.ts";

const PHONES: readonly [written: string, phone: string | undefined][] = [
  ["13800138000", "13800138000"],
  ["138 0013 8000", "13800138000"],
  ["138-0013-8000", "13800138000"],
  ["+86 138 0013 8000", "13800138000"],
  ["0086 13800138000", "13800138000"],
  ["8613800138000", "13800138000"],
  ["（＋８６）１３８００１３８０００", "13800138000"],
  ["19912345678", "19912345678"],
  ["12800138000", undefined],
  ["1380013800", undefined],
  ["138001380000", undefined],
  ["+1 3800138000", undefined],
  ["13800138000x", undefined],
  ["", undefined],
];

Deno.test("normalisePhone: eleven digits, however they are written", () => {
  for (const [written, phone] of PHONES) assertEquals(normalisePhone(written), phone, written);
});

Deno.test("Identity: an id is the same for ever, tells nothing, and depends on the key", () => {
  const [one, other] = [createIdentity("one secret"), createIdentity("another")];
  assertEquals(one.memberId("13800138000"), createIdentity("one secret").memberId("13800138000"));
  assert(/^m[a-z2-7]{20}$/.test(one.memberId("13800138000")));
  assertNotEquals(one.memberId("13800138000"), one.memberId("13800138001"));
  assertNotEquals(one.memberId("13800138000"), other.memberId("13800138000"));
});

Deno.test("Identity: a code is six digits and belongs to its member and nonce", () => {
  const { code } = createIdentity("one secret");
  for (let i = 0; i < 200; i++) assert(/^\d{6}$/.test(code("m1", `nonce${i}`)));
  assertNotEquals(code("m1", "nonce"), code("m2", "nonce"));
  assertNotEquals(code("m1", "nonce"), code("m1", "another"));
});

Deno.test("sameCode: only the very same digits", () => {
  assert(sameCode("012345", "012345"));
  for (const given of ["012346", "112345", "01234", "0123450", "", "０12345"]) {
    assertEquals(sameCode(given, "012345"), false, given);
  }
});
