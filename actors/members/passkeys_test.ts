import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { passkeys } from "./passkeys.ts";

const credential = (keyId: string, challenge = `c-${keyId}`) => ({
  keyId,
  credentialId: `credential-${keyId}`,
  publicKey: "key",
  counter: 5,
  rpId: "shop.test",
  transports: [],
  challenge,
  until: 1_000,
});
const at = { at: 10 };
const one = () => given(passkeys).when("register", credential("a"), at);
const refusalOf = ({ outcome }: { outcome: { ok: boolean; refusal?: string } }) => outcome.refusal;
const use = (counter: number, challenge = "s1", keyId = "a") => ({
  keyId,
  counter,
  challenge,
  until: 1_000,
});

Deno.test("PASSKEY-1: ten passkeys at most, each of them once", () => {
  let ten = one();
  for (const keyId of "bcdefghij") ten = ten.when("register", credential(keyId), at) as never;
  assertEquals(refusalOf(ten.when("register", credential("k"), at)), "too_many_passkeys");
  assertEquals(refusalOf(one().when("register", credential("a", "again"), at)), "passkey_known");
  assertEquals(refusalOf(one().when("remove", { keyId: "x" })), "unknown_passkey");
  assertEquals(ten.when("remove_all", {}).state.keys.size, 0);
});

Deno.test("PASSKEY-2: a challenge serves once, whatever it served for, and not after it has expired", () => {
  assertEquals(refusalOf(one().when("register", credential("b", "c-a"), at)), "challenge_used");
  assertEquals(refusalOf(one().when("use", use(6, "c-a"), at)), "challenge_used");
  const used = one().when("use", use(6), at);
  assertEquals(refusalOf(used.when("use", use(7), at)), "challenge_used");
  assertEquals(refusalOf(one().when("use", use(6), { at: 1_000 })), "challenge_expired");
  assertEquals(
    refusalOf(given(passkeys).when("register", credential("a"), { at: 1_000 })),
    "challenge_expired",
  );
  const later = used.when("use", { ...use(7, "s2"), until: 3_000 }, { at: 2_000 });
  assertEquals([...later.state.spent.keys()], ["s2"]);
});

Deno.test("PASSKEY-3: a counter goes on, or the key is marked; a key that counts nothing is taken", () => {
  for (const counter of [5, 4, 0]) {
    const copied = one().when("use", use(counter), at);
    assertEquals(refusalOf(copied), "counter_went_back");
    assertEquals(copied.state.keys.get("a")!.copiedAt, 10);
    assertEquals(copied.state.keys.get("a")!.counter, 5);
  }
  const used = one().when("use", use(6), { at: 20 });
  assertEquals(used.state.keys.get("a")!.lastUsedAt, 20);
  const zero = given(passkeys).when("register", { ...credential("z"), counter: 0 }, at);
  assertEquals(zero.when("use", use(0, "s1", "z"), at).outcome.ok, true);
  assertEquals(refusalOf(zero.when("use", use(1, "s1", "x"), at)), "unknown_passkey");
});

Deno.test("PASSKEY-4: the list of staff hears of a member's keys once it asks, or from who is staff", () => {
  const names = (events: readonly (readonly [string, unknown])[]) => events.map(([name]) => name);
  assertEquals(names(one().events), ["registered"]);
  const told = one().when("recount", {});
  assertEquals(told.events, [["counted", { keys: 1 }]]);
  assertEquals(told.when("recount", {}).events, []);
  assertEquals(told.when("remove", { keyId: "a" }).events.at(-1), ["counted", { keys: 0 }]);
  const by = { id: "m", role: "staff" };
  const own = given(passkeys).when("register", credential("a"), { ...at, by });
  assertEquals(names(own.events), ["registered", "counted"]);
});
