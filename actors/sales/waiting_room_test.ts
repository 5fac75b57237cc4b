import { assert, assertEquals } from "@std/assert";
import { given, type NamedEvent } from "../../lib/kernel/testing/given.ts";
import { commitmentTo, entrantsDigest, seedOf, shuffledOrder } from "./fair_shuffle.ts";
import { waitingRoom } from "./waiting_room.ts";

type Event = NamedEvent<typeof waitingRoom>;

const OPENS = 100_000;
const SECRET = "nobody knows this";
const plan = {
  opensAt: OPENS,
  prequeueAt: null,
  ratePerMinute: 60,
  maxActive: 3,
  graceMs: 30_000,
  returnMs: 60_000,
  admissionMs: 300_000,
};
const configured: Event = ["configured", { plan, commitment: commitmentTo(SECRET) }];
const entered = (...members: string[]): Event[] =>
  members.map((memberId, i) => ["entered", { memberId, place: i + 1 }]);
const open: Event = ["opened", { secret: SECRET, randomness: null, seed: "x" }];
/** `given` applies events at time 0. */
const opened: Event[] = [configured, ["sealed", { entrants: 0, digest: "" }], open];
const called = (upTo: number): Event => ["called", { upTo }];

type Steps = ReturnType<ReturnType<typeof given<typeof waitingRoom>>["when"]>;
const names = ({ events }: Pick<Steps, "events">) => events.map(([name]) => name);
const find = <N extends Event[0]>({ events }: Pick<Steps, "events">, name: N) =>
  events.filter((event) => event[0] === name).map(([, payload]) => payload as never) as Extract<
    Event,
    readonly [N, unknown]
  >[1][];

Deno.test("ROOM-1: the pre-queue is shuffled by secret and entrants, as anyone can recompute", () => {
  const members = Array.from({ length: 40 }, (_, i) => `m${i}`);
  const sealed = given(waitingRoom, configured, ...entered(...members)).when("begin", {}, {
    at: OPENS,
  });
  assertEquals(sealed.events, [["sealed", { entrants: 40, digest: entrantsDigest(members) }]]);
  const after = sealed.when("open", {
    result: { secret: SECRET, randomness: "drawn later" },
  });
  const seed = seedOf({
    saleId: "test",
    secret: SECRET,
    entrants: entrantsDigest(members),
    randomness: "drawn later",
  });
  const order = [...shuffledOrder(40, seed)].map((i) => members[i]);
  assertEquals(after.state.line, order);
  assertEquals([...after.state.places].toSorted((a, b) => a[1] - b[1]).map(([id]) => id), order);
  assertEquals(find(after, "opened"), [{ secret: SECRET, randomness: "drawn later", seed }]);
});

Deno.test("ROOM-1: the commitment stays once someone has come, and opening happens once", () => {
  const other = commitmentTo("another");
  const early = given(waitingRoom, configured).when("configure", { plan, commitment: other });
  assertEquals(early.state.commitment, other);
  const late = given(waitingRoom, configured, ...entered("a")).when("configure", {
    plan: { ...plan, ratePerMinute: 9 },
    commitment: other,
  });
  assertEquals(late.state.commitment, commitmentTo(SECRET));
  assertEquals(late.state.plan?.ratePerMinute, 9);
  const twice = given(waitingRoom, ...opened).when("open", {
    result: { secret: SECRET, randomness: null },
  });
  assertEquals(twice.events, []);
  assertEquals(twice.when("configure", { plan, commitment: other }).outcome, {
    ok: false,
    refusal: "already_open",
  });
});

Deno.test("ROOM-2: who comes after the sealing stands behind the whole pre-queue", () => {
  const sealed = given(waitingRoom, configured, ...entered("a", "b", "c")).when("begin", {});
  const late = sealed.when("enter", { memberId: "late" });
  assertEquals(late.outcome, { ok: true, value: { state: "waiting", place: 4 } });
  const after = late.when("open", { result: { secret: SECRET, randomness: null } });
  assertEquals(after.state.line[3], "late");
  assertEquals(after.when("enter", { memberId: "later" }).outcome, {
    ok: true,
    value: { state: "waiting", place: 5 },
  });
});

Deno.test("ROOM-3: entering again gives the same place and records nothing", () => {
  const room = given(waitingRoom, configured, ...entered("a", "b"));
  const again = room.when("enter", { memberId: "b" });
  assertEquals(again.outcome, { ok: true, value: { state: "prequeue", place: 2 } });
  assertEquals(again.events, []);
  const inside = given(
    waitingRoom,
    ...opened,
    ...entered("a"),
    ["admitted", { places: [1], until: 9_000, credit: 0 }],
  );
  const twice = inside.when("enter", { memberId: "a" }, { at: 8_999 });
  assertEquals(twice.outcome, { ok: true, value: { state: "admitted", place: 1, until: 9_000 } });
  const done = given(
    waitingRoom,
    ...opened,
    ...entered("a"),
    ["admitted", { places: [1], until: 9_000, credit: 0 }],
    ["finished", { places: [1] }],
  ).when("enter", { memberId: "a" }, { at: 10_000 });
  assertEquals(done.outcome, { ok: true, value: { state: "done", place: 1 } });
});

Deno.test("ROOM-3: the door: no room, too early, closed", () => {
  const enter = (at: number, ...events: Event[]) => {
    const { outcome } = given(waitingRoom, ...events).when("enter", { memberId: "z" }, { at });
    return outcome.ok ? outcome.value.state : outcome.refusal;
  };
  const from: Event = ["configured", { plan: { ...plan, prequeueAt: 500 }, commitment: "" }];
  assertEquals(enter(0), "no_waiting_room");
  assertEquals(enter(499, from), "not_open_yet");
  assertEquals(enter(500, from), "prequeue");
  assertEquals(enter(0, ...opened, ["closed", {}]), "closed");
});

Deno.test("ROOM-4: who comes to a quiet room is admitted at once, as the rate allows", () => {
  const first = given(waitingRoom, ...opened).when("enter", { memberId: "a" }, { at: 2_000 });
  const until = 2_000 + plan.admissionMs;
  assertEquals(first.outcome, { ok: true, value: { state: "admitted", place: 1, until } });
  assertEquals(first.reminders.advance, until);
  const second = first.when("enter", { memberId: "b" });
  assertEquals(second.outcome.ok && second.outcome.value.state, "admitted");
  const third = second.when("enter", { memberId: "c" });
  assertEquals(third.outcome.ok && third.outcome.value.state, "waiting");
  assertEquals(third.reminders.advance, 3_000);
});

Deno.test("ROOM-4: the rate and the number inside bound what one tick lets in", () => {
  const members = ["a", "b", "c", "d", "e", "f"];
  const ready = (limits: Partial<typeof plan>) =>
    given(
      waitingRoom,
      ["configured", { plan: { ...plan, ...limits }, commitment: "" }],
      ["sealed", { entrants: 0, digest: "" }],
      open,
      ...entered(...members),
      called(6),
    ).when("seen", { places: [1, 2, 3, 4, 5, 6] }, { at: 20_000 });
  const cases: [Partial<typeof plan>, number][] = [
    [{ ratePerMinute: 60, maxActive: 100 }, 2],
    [{ ratePerMinute: 120, maxActive: 100 }, 4],
    [{ ratePerMinute: 6_000, maxActive: 100 }, 6],
    [{ ratePerMinute: 6_000, maxActive: 5 }, 5],
    [{ ratePerMinute: 0, maxActive: 100 }, 0],
    [{ ratePerMinute: 1, maxActive: 100 }, 0],
  ];
  for (const [limits, expected] of cases) {
    const { outcome } = ready(limits).when("advance", {});
    assertEquals(outcome.ok && outcome.value.admitted, expected, JSON.stringify(limits));
  }
  const changed = ready({ ratePerMinute: 0 }).when("set_rate", {
    ratePerMinute: 60,
    maxActive: 2,
  });
  assertEquals(changed.reminders.advance, 21_000);
  const after = changed.when("advance", {}, { at: 21_000 });
  assertEquals(find(after, "admitted").map(({ places }) => places), [[1]]);
});

Deno.test("ROOM-5: an admission ends by time, by finishing and by leaving; each makes room", () => {
  const admitted: Event = ["admitted", { places: [1, 2, 3], until: 50_000, credit: 0 }];
  const full = given(waitingRoom, ...opened, ...entered("a", "b", "c", "d"), called(4), admitted)
    .when("seen", { places: [4] }, { at: 40_000 });
  assertEquals(full.when("advance", {}).state.admitted.size, 3);
  assertEquals(
    [
      ...full.when("finish", { memberIds: ["b", "b", "z"] }).when("advance", {}).state.admitted
        .keys(),
    ],
    [1, 3, 4],
  );
  const left = given(waitingRoom, ...opened, ...entered("a", "b", "c", "d"), called(4), admitted)
    .when("leave", { memberId: "a" }, { at: 40_000 });
  assertEquals([...left.state.admitted.keys()], [2, 3]);
  const later = left.when("advance", {}, { at: 50_000 });
  assertEquals(find(later, "expired"), [{ places: [2, 3] }]);
});

Deno.test("ROOM-5: a pause stops admissions and their clock", () => {
  const admitted: Event = ["admitted", { places: [1], until: 50_000, credit: 0 }];
  const paused = given(waitingRoom, ...opened, ...entered("a", "b"), called(2), admitted)
    .when("pause", {}, { at: 40_000 });
  assertEquals(paused.reminders.advance, undefined);
  assertEquals(paused.when("advance", {}, { at: 60_000 }).events, []);
  const inside = paused.when("enter", { memberId: "a" });
  assertEquals(inside.outcome.ok && inside.outcome.value.state, "admitted");
  const resumed = inside.when("resume", {}, { at: 70_000 });
  assertEquals(resumed.state.admitted.get(1), 80_000);
  assertEquals(resumed.reminders.advance, 70_000);
});

Deno.test("ROOM-6: one who is not there is stepped over in the same tick", () => {
  const front = given(waitingRoom, ...opened, ...entered("ghost", "b", "c"), called(3))
    .when("seen", { places: [2, 3] }, { at: 10_000 }).when("advance", {});
  assertEquals(find(front, "admitted").map(({ places }) => places), [[2, 3]]);
  assert(!names(front).includes("passed"), "within the grace period nobody loses the turn");
  const back = front.when("seen", { places: [1] }, { at: 20_000 }).when("advance", {});
  assertEquals(find(back, "admitted").map(({ places }) => places), [[1]]);
});

Deno.test("ROOM-7: the turn is lost after the grace period, and can be had back at the front", () => {
  const room = () =>
    given(
      waitingRoom,
      ...opened,
      ...entered("ghost", "b", "c", "d", "e"),
      called(5),
    ).when("seen", { places: [2, 3, 4, 5] }, { at: 8_000 }).when("advance", {})
      .when("finish", { memberIds: ["b", "c"] })
      .when("advance", {}, { at: 16_000 }).when("finish", { memberIds: ["d", "e"] })
      .when("advance", {}, { at: 23_000 });
  const before = room();
  assertEquals(before.state.front.has(1), true);
  const after = before.when("advance", {}, { at: 30_001 });
  assertEquals(find(after, "passed"), [{ places: [1], returnBy: 90_001 }]);
  const seen = after.when("seen", { places: [1] }, { at: 90_000 });
  assertEquals(names(seen), ["returned"]);
  const behind = seen.when("enter", { memberId: "new" }, { at: 90_000 });
  assertEquals(behind.outcome.ok && behind.outcome.value.state, "waiting");
  assertEquals(find(behind.when("advance", {}), "admitted").map(({ places }) => places), [[1]]);

  const entering = room().when("advance", {}, { at: 30_001 })
    .when("enter", { memberId: "ghost" }, { at: 90_000 });
  assertEquals(entering.outcome, { ok: true, value: { state: "waiting", place: 1 } });
  const tooLate = room().when("advance", {}, { at: 30_001 }).when("seen", { places: [1] }, {
    at: 90_001,
  });
  assertEquals(tooLate.events, []);
  const anew = tooLate.when("enter", { memberId: "ghost" }, { at: 90_001 });
  assertEquals(anew.outcome.ok && anew.outcome.value.place, 6);
});

Deno.test("ROOM-7: while nobody could be let in, nobody loses a turn", () => {
  const full = given(
    waitingRoom,
    ...opened,
    ...entered("a", "b", "c", "ghost"),
    ["admitted", { places: [1, 2, 3], until: 900_000, credit: 0 }],
    called(4),
  ).when("advance", {}, { at: 9_000 });
  let room = full;
  for (let at = 18_000; at < 200_000; at += 9_000) room = room.when("advance", {}, { at });
  assertEquals([room.state.front.has(4), room.state.passed.size], [true, 0]);
});

Deno.test("ROOM-8: after a sleep the absent are called again before they lose the turn", () => {
  const slept = given(waitingRoom, ...opened, ...entered("a"), called(1))
    .when("advance", {}, { at: 500_000 });
  assertEquals(names(slept), ["ticked", "called_again"]);
  let room = slept;
  for (let at = 509_000; at <= 530_000; at += 7_000) room = room.when("advance", {}, { at });
  assertEquals(room.state.passed.size, 0);
  assertEquals(names(room.when("advance", {}, { at: 530_001 })), ["ticked", "passed"]);
});

Deno.test("ROOM-9: who leaves gives up the place, wherever it was", () => {
  const early = given(waitingRoom, configured, ...entered("a", "b")).when("leave", {
    memberId: "a",
  });
  assertEquals([early.outcome, [...early.state.left]], [{ ok: true, value: { left: true } }, [1]]);
  const again = early.when("enter", { memberId: "a" });
  assertEquals([again.outcome.ok && again.outcome.value.place, again.state.left.size], [1, 0]);
  const dealt = again.when("leave", { memberId: "b" }).when("begin", {})
    .when("enter", { memberId: "b" }).when("open", {
      result: { secret: SECRET, randomness: null },
    });
  assertEquals(dealt.state.places.get("b"), 3, "behind the pre-queue that was left");
  assertEquals([...dealt.state.front.keys()].map((place) => dealt.state.line[place - 1]), [
    "a",
    "b",
  ]);

  const waiting = given(waitingRoom, ...opened, ...entered("a", "b", "c"), called(1));
  const out = waiting.when("leave", { memberId: "c" }, { at: 3_000 });
  assertEquals([...out.state.left], [3]);
  assertEquals(out.when("leave", { memberId: "c" }).outcome, { ok: true, value: { left: false } });
  const anew = out.when("enter", { memberId: "c" });
  assertEquals(anew.outcome, { ok: true, value: { state: "waiting", place: 4 } });
});

Deno.test("ROOM-9: a room that everyone has left is quiet, and takes the next at once", () => {
  const empty = given(waitingRoom, ...opened, ...entered("a", "b"), called(1))
    .when("leave", { memberId: "a" }).when("leave", { memberId: "b" });
  const next = empty.when("enter", { memberId: "c" }, { at: 5_000 });
  assertEquals(next.outcome.ok && next.outcome.value.state, "admitted");
  assertEquals([next.state.called, next.state.left.size], [3, 0]);
});

Deno.test("ROOM-10: a wrong secret or none opens the room all the same, visibly without it", () => {
  const answers = [
    { result: { secret: "a forgery", randomness: null } },
    { reason: "the courier gave up" },
  ];
  for (const answer of answers) {
    const after = given(waitingRoom, configured, ...entered("a", "b")).when("begin", {})
      .when("open", answer);
    assertEquals(find(after, "opened")[0]?.secret, null);
    assertEquals(after.state.status, "open");
  }
});

Deno.test("a closed room keeps who is inside and takes nobody in", () => {
  const closed = given(
    waitingRoom,
    ...opened,
    ...entered("a", "b"),
    called(2),
    ["admitted", { places: [1], until: 9_000, credit: 0 }],
  ).when("close", {});
  assertEquals([closed.reminders, [...closed.state.admitted.keys()]], [{}, [1]]);
  assertEquals(closed.when("enter", { memberId: "b" }).outcome, { ok: false, refusal: "closed" });
  assertEquals(closed.when("set_rate", { ratePerMinute: 1, maxActive: 1 }).outcome, {
    ok: false,
    refusal: "closed",
  });
});
