import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Chance } from "../../lib/kernel/testing/chance.ts";
import { given } from "../../lib/kernel/testing/given.ts";
import { draw } from "./draw.ts";
import { drawOrder, hashOfHex, listHash, placeIn } from "./draw_order.ts";

const DRAWS = 100_000;
const SECRET = "11".repeat(32);
const SIGNATURE = "ab".repeat(48);
const ROUND = 51;
/** Round 51 is published at 150,000. */
const beacon = {
  chain: "cd".repeat(32),
  scheme: "test",
  publicKey: "ef".repeat(96),
  genesisMs: 0,
  periodMs: 3_000,
};
const plan = { drawsAt: DRAWS, commitment: hashOfHex(SECRET), beacon, round: ROUND };
const revealed = {
  round: ROUND,
  randomness: hashOfHex(SIGNATURE),
  signature: SIGNATURE,
  secret: SECRET,
};
const scheduled = ["scheduled", plan] as const;
const registered = (memberId: string, number: number) =>
  ["registered", { memberId, number }] as const;
const closed = (...ids: string[]) =>
  ["closed", { entrants: ids.length, list: listHash(ids) }] as const;
const at = (ms: number) => ({ at: ms });

Deno.test("DRAW-1: a member registers once, until the moment of the draw", () => {
  const open = given(draw, scheduled);
  const first = open.when("register", { memberId: "a", from: { city: "杭州" } }, at(5));
  assertEquals(first.outcome, {
    ok: true,
    value: { outcome: "registered", number: 1, drawsAt: DRAWS },
  });
  const again = first.when("register", { memberId: "a" });
  assertEquals([again.outcome.ok && again.outcome.value.outcome, again.events], ["already", []]);
  const last = first.when("register", { memberId: "b" }, at(DRAWS - 1));
  assert(last.outcome.ok);
  const late = last.when("register", { memberId: "c" }, at(DRAWS));
  assertEquals(late.outcome, {
    ok: false,
    refusal: "registration_closed",
    detail: { drawsAt: DRAWS },
  });
  assert(late.when("register", { memberId: "b" }).outcome.ok);
  const unknown = given(draw).when("register", { memberId: "a" });
  assertEquals(unknown.outcome, { ok: false, refusal: "unknown_draw" });
});

Deno.test("DRAW-2: a registration is withdrawn until the draw, and its number not given again", () => {
  const open = given(draw, scheduled, registered("a", 1), registered("b", 2));
  const out = open.when("withdraw", { memberId: "a" }, at(5));
  assertEquals(out.events, [["withdrawn", { memberId: "a", number: 1 }]]);
  const none = out.when("withdraw", { memberId: "a" });
  assertEquals(none.outcome, { ok: false, refusal: "not_registered" });
  const back = none.when("register", { memberId: "a" });
  assertEquals(back.outcome.ok && back.outcome.value.number, 3);
  const late = back.when("withdraw", { memberId: "b" }, at(DRAWS));
  assertEquals(late.outcome.ok, false);
});

Deno.test("DRAW-3: what was announced does not change, and its round is later than the list", () => {
  const other = given(draw, scheduled).when("schedule", { result: { ...plan, round: 60 } });
  assertEquals(other.outcome, { ok: false, refusal: "already_scheduled" });
  const early = given(draw).when("schedule", { result: { ...plan, round: 34 } });
  assertEquals(early.outcome, { ok: false, refusal: "round_too_early" });
  const good = given(draw).when("schedule", { result: plan });
  assertEquals([good.events, good.reminders], [[[...scheduled]], { close: DRAWS }]);
});

Deno.test("DRAW-4: the list is closed at its time, and not before", () => {
  const open = given(draw, scheduled, registered("b", 1), registered("a", 2));
  assertEquals(open.when("close", {}, at(DRAWS - 1)).outcome.ok, false);
  const shut = open.when("close", {}, at(DRAWS));
  assertEquals(shut.events, [[...closed("a", "b")]]);
  assertEquals(shut.reminders, { reveal: 150_000 });
  assertEquals(shut.when("reveal", {}).events, [["round_asked", { round: ROUND }]]);
});

Deno.test("DRAW-5: only what was announced makes the draw; the rest is recorded", () => {
  const shut = given(draw, scheduled, registered("a", 1), closed("a"));
  const cases = [
    [{ ...revealed, round: 52 }, "wrong_round"],
    [{ ...revealed, secret: "12".repeat(32) }, "wrong_secret"],
    [{ ...revealed, randomness: "12".repeat(32) }, "wrong_randomness"],
  ] as const;
  for (const [result, reason] of cases) {
    const wrong = shut.when("draw", { result }, at(150_000));
    assertEquals(wrong.outcome, { ok: false, refusal: reason });
    assertEquals(wrong.events, [["reveal_refused", { reason, result }]]);
    assertEquals([wrong.state.status, wrong.reminders], ["closed", { reveal: 210_000 }]);
  }
  const done = shut.when("draw", { result: revealed }, at(150_000));
  assertEquals(done.events, [["drawn", revealed]]);
  assertEquals(done.when("draw", { result: revealed }).events, []);
});

Deno.test("DRAW-6: the order is a function of secret, randomness and list", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const all = ids.map((id, i) => registered(id, i + 1));
  const turned = ids.toReversed().map((id, i) => registered(id, i + 1));
  const orders = [all, turned].map((some) => {
    const drawn = given(draw, scheduled, ...some, closed(...ids)).when("draw", {
      result: revealed,
    });
    return drawn.state.status === "drawn" ? drawn.state.order : [];
  });
  assertEquals(orders[0], orders[1]);
  assertEquals(orders[0]!.toSorted(), ids);
});

Deno.test("DRAW-6: the published example", () => {
  const ids = ["m-ann", "m-bo", "m-cy", "m-dee", "m-eve"];
  const list = listHash(ids);
  assertEquals(list, EXAMPLE.list);
  assertEquals(drawOrder(ids, { randomness: EXAMPLE.randomness, secret: SECRET, list }), [
    ...EXAMPLE.order,
  ]);
});

Deno.test("DRAW-7: a late beacon is recorded and asked again for the same round", () => {
  const shut = given(draw, scheduled, registered("a", 1), closed("a"));
  const late = shut.when("note_late", { reason: "no answer" }, at(160_000));
  assertEquals(late.events, [["beacon_late", { round: ROUND, reason: "no answer" }]]);
  assertEquals(late.reminders, { reveal: 220_000 });
  assertEquals(late.when("reveal", {}).events, [["round_asked", { round: ROUND }]]);
  const drawn = late.when("draw", { result: revealed }, at(500_000));
  assertEquals(drawn.when("note_late", { reason: "too late" }).events, []);
});

Deno.test("DRAW-8: batches follow each other as the lot takes them, each entrant once", () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => `m${i}`);
  const all = ids.map((id, i) => registered(id, i + 1));
  let step = given(draw, scheduled, ...all, closed(...ids)).when("draw", { result: revealed });
  const order = step.state.status === "drawn" ? step.state.order : [];
  const given_: string[] = [];
  for (let turns = 0; given_.length < 1_000; turns++) {
    assert(turns < 20);
    const free = Math.max(0, 40 - given_.length);
    step = step.when("hand_over", { upTo: given_.length, free }) as never;
    const events = step.events as unknown as [string, { from: number; entrants: string[] }][];
    assert(events.length <= 6);
    assert(free === 0 || events.every(([, { entrants }]) => entrants.length <= 32));
    const upTo = given_.length;
    if (upTo > 0) assertEquals(step.when("hand_over", { upTo: upTo - 1, free }).events, []);
    assertEquals(step.when("hand_over", { upTo, free }).events, []);
    for (const [name, { from, entrants }] of events) {
      assertEquals([name, from], ["ordered", given_.length]);
      given_.push(...entrants);
    }
  }
  assertEquals(given_, order);
  const over = step.when("hand_over", { upTo: 1_000, free: 0 });
  assertEquals(over.events, [["handed_over", { entrants: 1_000 }]]);
  assertEquals([over.state.status, over.reminders], ["handed_over", {}]);
});

Deno.test("DRAW-8: what the lot has not taken is sent again", () => {
  const ids = Array.from({ length: 100 }, (_, i) => `m${i}`);
  const all = ids.map((id, i) => registered(id, i + 1));
  const drawn = given(draw, scheduled, ...all, closed(...ids)).when("draw", { result: revealed });
  const first = drawn.when("hand_over", { upTo: 0, free: 40 }, at(200_000));
  assertEquals(first.reminders, { send_again: 260_000 });
  const again = first.when("send_again", {});
  assertEquals(again.events, first.events.slice(0, 1));
  const next = again.when("hand_over", { upTo: 32, free: 8 });
  assertEquals(next.events.map(([, batch]) => "from" in batch! && batch.from), [
    32,
    64,
    96,
  ]);
});

Deno.test("DRAW-8: origins go along, and a batch stays within a value of the store", () => {
  const word = "x".repeat(32);
  const from = { source: word, channel: word, model: word, city: word };
  const ids = Array.from({ length: 300 }, (_, i) => `${i}`.padStart(64, "m"));
  const all = ids.map((memberId, i) => ["registered", { memberId, number: i + 1, from }] as const);
  const drawn = given(draw, scheduled, ...all, closed(...ids)).when("draw", { result: revealed });
  const { events: [batch] } = drawn.when("hand_over", { upTo: 0, free: 0 });
  assert(JSON.stringify(batch).length < 16_000);
  assert(batch![0] === "ordered" && batch![1].origins?.length === batch![1].entrants.length);
});

Deno.test("DRAW-9: a secret that comes out early is recorded once, and draws nothing", () => {
  const open = given(draw, scheduled, registered("a", 1));
  const early = open.when("draw", { result: revealed }, at(5));
  assertEquals(early.events, [["revealed_early", { secret: SECRET }]]);
  assertEquals(early.outcome.ok || early.outcome.refusal, "registration_open");
  assertEquals(early.when("draw", { result: revealed }).events, []);
  const guess = { ...revealed, secret: "12".repeat(32) };
  assertEquals(open.when("draw", { result: guess }, at(5)).events, []);
});

Deno.test("DRAW-10: a draw is called off until it is drawn", () => {
  const open = given(draw, scheduled, registered("a", 1));
  const off = open.when("cancel", {}, at(5));
  assertEquals([off.events, off.state.status], [[["cancelled", {}]], "cancelled"]);
  const refused = off.when("register", { memberId: "b" });
  assertEquals(refused.outcome, { ok: false, refusal: "draw_cancelled" });
  assertEquals(off.when("draw", { result: revealed }).outcome.ok, false);
  const drawn = given(draw, scheduled, registered("a", 1), closed("a"), ["drawn", revealed]);
  assertEquals(drawn.when("cancel", {}).outcome, { ok: false, refusal: "drawn_already" });
  assertEquals(open.when("hand_over", { upTo: 0, free: 1 }).outcome, {
    ok: false,
    refusal: "not_drawn",
  });
});

Deno.test("drawOrder: a permutation, the same for any order of the list", () => {
  const id = fc.stringMatching(/^[!-~]{1,30}$/);
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((some) => some.toHex());
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 60 }), bytes, bytes, (ids, randomness, secret) => {
      const seed = { randomness, secret, list: listHash(ids) };
      assertEquals(listHash(ids.toReversed()), seed.list);
      const order = drawOrder(ids, seed);
      assertEquals(order.toSorted(), ids.toSorted());
      assertEquals(drawOrder(ids.toReversed(), seed), order);
    }),
    { seed: 2017, numRuns: 200 },
  );
});

Deno.test("drawOrder: every entrant has every place equally often", () => {
  const chance = new Chance(2017);
  const bytes = () => Uint8Array.from({ length: 32 }, () => chance.uint32() & 255).toHex();
  const n = 8, draws = 8_000;
  const ids = Array.from({ length: n }, (_, i) => `m${i}`);
  const list = listHash(ids);
  const seen = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < draws; i++) {
    const order = drawOrder(ids, { randomness: bytes(), secret: bytes(), list });
    order.forEach((id, place) => seen[ids.indexOf(id)]![place]!++);
  }
  const expected = draws / n;
  const chi = seen.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 49 degrees of freedom: 85.4 is exceeded once in a thousand times, and this seed is fixed.
  assert(chi < 85.4, `chi-square is ${chi}`);
});

/** Computed with Python's hashlib, by the recipe of `docs/proof.md`. */
const EXAMPLE = {
  list: "25e1e1df47e30a44f75d2dd7f4f146fd77faacba8fbb720554ab3345be6cb12b",
  randomness: "2b5194b12b01058a369ef70fdb8b9b3e1fbadf6d08b23c1d602d7b567163cffc",
  order: ["m-bo", "m-cy", "m-dee", "m-ann", "m-eve"],
};

Deno.test("placeIn: every entrant has the place of the order, and nobody else has one", () => {
  // 300,000 look after a draw, and each look went through half of the order.
  const order = Array.from({ length: 1_000 }, (_, i) => `m${(i * 7) % 1_000}`);
  for (const [i, memberId] of order.entries()) assertEquals(placeIn(order, memberId), i + 1);
  assertEquals(placeIn(order, "nobody"), 0);
  assertEquals(placeIn([], "m1"), 0);
});
