import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { CONSENTS, covers, privacy } from "./privacy.ts";

const proof = { version: 2, textHash: "ab", language: "zh", where: "/my/consents" } as const;
const dealer = { consent: "dealer_sharing", ...proof } as const;
const share = {
  shareId: "s1",
  partner: "dealer-hz",
  under: "dealer_sharing" as const,
  fields: ["name", "phone"],
  purpose: "call_back",
  version: 2,
};
const agreed = () => given(privacy).when("give", dealer);
const names = ({ events }: { events: readonly (readonly [string, unknown])[] }) =>
  events.map(([name]) => name);
const withdraw = { consent: "dealer_sharing", where: "/my/consents" } as const;

Deno.test("PRIVACY-1: seven consents, none of them there from the beginning, each by itself", () => {
  assertEquals(CONSENTS.length, 7);
  const none = given(privacy).when("withdraw", withdraw);
  assertEquals([none.events, none.state.consents.size], [[], 0]);
  const one = agreed();
  assertEquals([...one.state.consents.keys()], ["dealer_sharing"]);
  assertEquals(one.state.consents.get("dealer_sharing")?.textHash, "ab");
});

Deno.test("PRIVACY-2: a consent counts for its version and older ones only", () => {
  const { state } = agreed();
  assertEquals([1, 2, 3].map((version) => covers(state, "dealer_sharing", version)), [
    true,
    true,
    false,
  ]);
  assertEquals(agreed().when("share", { ...share, version: 3 }).outcome, {
    ok: false,
    refusal: "consent_missing",
    detail: { consent: "dealer_sharing" },
  });
});

Deno.test("PRIVACY-3: withdrawn at once, and given again with new evidence", () => {
  const step = agreed().when("withdraw", withdraw);
  assertEquals(step.when("share", share).outcome.ok, false);
  assertEquals(names(step.when("give", dealer)), ["given"]);
});

Deno.test("PRIVACY-4: no data without consent, when it is asked for and when it leaves", () => {
  assertEquals(given(privacy).when("share", share).outcome.ok, false);
  const asked = agreed().when("share", share);
  assertEquals(asked.when("leave", { shareId: "s1" }).outcome, {
    ok: true,
    value: { fields: ["name", "phone"] },
  });
  assertEquals(asked.when("leave", { shareId: "s2" }).outcome, {
    ok: false,
    refusal: "unknown_share",
  });
});

Deno.test("PRIVACY-5: withdrawn on its way it stays; what has left is called back with a receipt", () => {
  const stopped = agreed().when("share", share).when("withdraw", withdraw);
  assertEquals(names(stopped), ["withdrawn", "share_stopped"]);
  assertEquals(stopped.when("leave", { shareId: "s1" }).outcome, {
    ok: false,
    refusal: "consent_withdrawn",
  });
  const left = agreed().when("share", share).when("leave", { shareId: "s1" });
  const called = left.when("withdraw", withdraw);
  assertEquals(names(called), ["withdrawn", "recall_due"]);
  // The courier tries again, and the partner's word comes late: neither undoes the withdrawal.
  assertEquals(called.when("leave", { shareId: "s1" }).outcome.ok, false);
  const received = { status: "received", receipt: "r" };
  assertEquals(called.when("arrived", { shareId: "s1", result: received }).events, []);
  const done = called.when("recalled", {
    shareId: "s1",
    result: { status: "deleted", receipt: "d-1" },
  });
  assertEquals([done.state.shares[0]!.status, done.state.shares[0]!.receipt], ["recalled", "d-1"]);
});

Deno.test("PRIVACY-5: what never arrived is kept as failed", () => {
  const asked = agreed().when("share", share).when("leave", { shareId: "s1" });
  assertEquals(names(asked.when("not_arrived", { shareId: "s1" })), ["share_failed"]);
});

Deno.test("PRIVACY-6: staff say why before they look, and the member sees who and why", () => {
  const by = { id: "staff-1", role: "staff" };
  assertEquals(given(privacy).when("look", { why: " ", fields: ["phone"] }, { by }).outcome, {
    ok: false,
    refusal: "reason_missing",
  });
  const seen = given(privacy).when("look", { why: "回电约保养", fields: ["phone"] }, { by, at: 5 });
  assertEquals(seen.state.looks, [{ by: "staff-1", why: "回电约保养", fields: ["phone"], at: 5 }]);
});

Deno.test("PRIVACY-7: an erasure is refused or waits while business is open, then is due", () => {
  const ask = { open: ["o1", "o2"], wait: true };
  assertEquals(given(privacy).when("ask_erasure", { ...ask, wait: false }).outcome, {
    ok: false,
    refusal: "open_business",
    detail: { open: ["o1", "o2"] },
  });
  const waits = given(privacy).when("ask_erasure", ask);
  assertEquals(waits.outcome, { ok: true, value: { status: "waits" } });
  assertEquals(names(waits.when("take_back_erasure", {})), ["erasure_taken_back"]);
  assertEquals(given(privacy).when("take_back_erasure", {}).outcome.ok, false);
  const one = waits.when("business_ended", { ref: "o1" });
  assertEquals(one.state.erasure?.open, ["o2"]);
  const due = one.when("business_ended", { ref: "o2" });
  assertEquals(names(due), ["erasure_due"]);
  const open = due.when("erased", { result: { status: "open", open: ["o3"] } });
  assertEquals(open.state.erasure?.open, ["o3"]);
  const erased = agreed().when("share", share).when("ask_erasure", { open: [], wait: false })
    .when("erased", { result: { status: "erased", open: [] } }, { at: 9 });
  assertEquals([erased.state.consents.size, erased.state.erasedAt], [0, 9]);
  assertEquals(names(erased), ["withdrawn", "share_stopped", "erased"]);
});
