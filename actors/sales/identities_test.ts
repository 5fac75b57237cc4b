import { assert, assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { draw } from "./draw.ts";
import type { IdentityAsked } from "./identities.ts";
import { lot } from "./lot.ts";

const OPEN = { at: 1_000 };

const lotThat = (identity?: IdentityAsked) =>
  given(lot, ["stocked", {
    capacity: 2,
    opensAt: OPEN.at,
    closesAt: null,
    holdMs: 60_000,
    offerMs: 20_000,
    mode: "first_come",
    ...(identity ? { identity } : {}),
  }]);

const drawThat = (identity?: IdentityAsked) =>
  given(draw, ["scheduled", {
    drawsAt: 10_000,
    commitment: "0".repeat(64),
    beacon: {
      chain: "0".repeat(64),
      scheme: "test",
      publicKey: "00".repeat(16),
      genesisMs: 0,
      periodMs: 1_000,
    },
    round: 20,
    ...(identity ? { identity } : {}),
  }]);

const said = (outcome: { ok: boolean; value?: unknown; refusal?: string }): unknown =>
  outcome.ok ? (outcome.value as { outcome?: string }).outcome : outcome.refusal;

Deno.test("LOT-11: an identity with a car or a place is refused to another, who may correct it", () => {
  const first = lotThat("optional").when("claim", { memberId: "a", identity: "i1" }, OPEN);
  assertEquals(said(first.outcome), "allocated");
  const other = first.when("claim", { memberId: "b", identity: "i1" }, OPEN);
  assertEquals([said(other.outcome), other.events], ["identity_taken", []]);
  assertEquals(
    said(first.when("claim", { memberId: "a", identity: "i1" }, OPEN).outcome),
    "already",
  );
  const corrected = other.when("claim", { memberId: "b", identity: "i2" }, OPEN);
  assertEquals(said(corrected.outcome), "allocated");
  const inLine = corrected.when("claim", { memberId: "c", identity: "i3" }, OPEN);
  assertEquals(said(inLine.outcome), "sold_out");
  assertEquals(
    said(inLine.when("claim", { memberId: "d", identity: "i3" }, OPEN).outcome),
    "identity_taken",
  );
});

/**
 * Somebody wrote another person's number, out of error or spite. Its owner came a second later and was
 * sent away, for the whole sale, by what nobody had checked.
 */
Deno.test("LOT-11: what somebody else wrote keeps nobody out who says that the identity is theirs", () => {
  const stranger = lotThat("required").when("claim", { memberId: "a", identity: "i1" }, OPEN);
  const owner = stranger.when("claim", { memberId: "b", identity: "i1", disputed: true }, OPEN);
  assertEquals(said(owner.outcome), "allocated");
  const [event] = owner.events;
  assert(event?.[0] === "claimed");
  const [, claimed] = event;
  assertEquals([claimed.identity, claimed.disputed], ["i1", true]);
  // A mark on what nobody disputes would be one on somebody who did nothing.
  const alone = owner.when("claim", { memberId: "c", identity: "i2", disputed: true }, OPEN);
  assertEquals("disputed" in (alone.events[0]![1] as object), false);
});

Deno.test("LOT-12: a lot that requires an identity answers nobody new without one", () => {
  const lot = lotThat("required");
  assertEquals(said(lot.when("claim", { memberId: "a" }, OPEN).outcome), "identity_required");
  const first = lot.when("claim", { memberId: "a", identity: "i1" }, OPEN);
  assertEquals(said(first.when("claim", { memberId: "a" }, OPEN).outcome), "already");
  assertEquals(
    said(lotThat("optional").when("claim", { memberId: "a" }, OPEN).outcome),
    "allocated",
  );
});

Deno.test("LOT-12: a lot that asks for no identity keeps none", () => {
  for (const asks of ["none", undefined] as const) {
    const first = lotThat(asks).when("claim", { memberId: "a", identity: "i1" }, OPEN);
    assertEquals("identity" in (first.events[0]![1] as object), false);
    const other = first.when("claim", { memberId: "b", identity: "i1" }, OPEN);
    assertEquals(said(other.outcome), "allocated");
  }
});

Deno.test("LOT-13: who gave the car back keeps nobody from it, and joins again without another's", () => {
  const gone = lotThat("required").when("claim", { memberId: "a", identity: "i1" }, OPEN)
    .when("release", { memberId: "a", orderId: "test-1", reason: "lapsed" });
  const other = gone.when("claim", { memberId: "b", identity: "i1" }, OPEN);
  assertEquals(said(other.outcome), "allocated");
  assertEquals("disputed" in (other.events[0]![1] as object), false);
  assertEquals(said(other.when("rejoin", { memberId: "a" }).outcome), "identity_taken");
});

Deno.test("LOT-13: staff free an identity; who had given it keeps the car", () => {
  const stranger = lotThat("required").when("claim", { memberId: "a", identity: "i1" }, OPEN);
  const freed = stranger.when("free_identity", { memberId: "a" });
  assertEquals(freed.state.allocated.has("a"), true);
  const owner = freed.when("claim", { memberId: "b", identity: "i1" }, OPEN);
  assertEquals(said(owner.outcome), "allocated");
  assertEquals("disputed" in (owner.events[0]![1] as object), false);
  assertEquals(said(freed.when("free_identity", { memberId: "a" }).outcome), "no_identity");
  assertEquals(said(given(lot).when("free_identity", { memberId: "a" }).outcome), "unknown_sale");
});

Deno.test("DRAW-11: an identity is in a draw once, unless two say that it is theirs; withdrawn, it may come back", () => {
  const first = drawThat("optional").when("register", { memberId: "a", identity: "i1" });
  const other = first.when("register", { memberId: "b", identity: "i1" });
  assertEquals([said(other.outcome), other.events], ["identity_taken", []]);
  const again = first.when("register", { memberId: "a", identity: "i1" });
  assertEquals([said(again.outcome), again.events], ["already", []]);
  for (const person of [{ identity: "i2" }, {}, { identity: "i1", disputed: true as const }]) {
    assertEquals(
      said(first.when("register", { memberId: "b", ...person }).outcome),
      "registered",
    );
  }
  const out = first.when("withdraw", { memberId: "a" });
  assertEquals(
    said(out.when("register", { memberId: "b", identity: "i1" }).outcome),
    "registered",
  );
});

Deno.test("DRAW-12: a draw that requires an identity takes nobody without one, one that asks for none keeps none", () => {
  const refused = drawThat("required").when("register", { memberId: "a" });
  assertEquals(said(refused.outcome), "identity_required");
  const taken = drawThat().when("register", { memberId: "a", identity: "i1" });
  assertEquals(taken.events, [["registered", { memberId: "a", number: 1 }]]);
});

Deno.test("DRAW-13: staff free an identity; who had given it stays in the draw", () => {
  const stranger = drawThat("required").when("register", { memberId: "a", identity: "i1" });
  const freed = stranger.when("free_identity", { memberId: "a" });
  const owner = freed.when("register", { memberId: "b", identity: "i1" });
  assertEquals(said(owner.outcome), "registered");
  assertEquals("disputed" in (owner.events[0]![1] as object), false);
  assertEquals(said(owner.when("free_identity", { memberId: "a" }).outcome), "no_identity");
  assertEquals(said(given(draw).when("free_identity", { memberId: "a" }).outcome), "unknown_draw");
});
