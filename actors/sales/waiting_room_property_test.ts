/**
 * Random rooms against a model that knows who is really there. What the room is told of presence is
 * what a node would tell it, one tick late.
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { given } from "../../lib/kernel/testing/given.ts";
import { commitmentTo } from "./fair_shuffle.ts";
import { BURST_MS, creditOf, ONE, standingOf, TICK_MS } from "./room_state.ts";
import { waitingRoom } from "./waiting_room.ts";

const GRACE_MS = 5_000;
const SECRET = "sealed";

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("tick" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("enter" as const), who: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("vanish" as const), who: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("appear" as const), who: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), who: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("finish" as const), who: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rate" as const),
      rate: fc.constantFrom(0, 30, 60, 240),
      active: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pause" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("resume" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const run = (early: readonly number[], steps: readonly Step[]) => {
  let at = 1_000_000;
  let rate = 120, active = 6, paused = false, bound = 0;
  const here = new Set<string>(), admissions: { member: string; place: number }[] = [];
  const start = given(waitingRoom).when("configure", {
    plan: {
      opensAt: at,
      prequeueAt: null,
      ratePerMinute: rate,
      maxActive: active,
      graceMs: GRACE_MS,
      returnMs: 8_000,
      admissionMs: 20_000,
    },
    commitment: commitmentTo(SECRET),
  }, { at });
  let { state, when: room } = start;
  const told = (last: Pick<typeof start, "state" | "events" | "when">) => {
    for (const [name, payload] of last.events) {
      if (name !== "admitted") continue;
      for (const place of (payload as { places: number[] }).places) {
        admissions.push({ place, member: last.state.line[place - 1]! });
      }
    }
    ({ state, when: room } = last);
  };
  for (const who of early) {
    here.add(`m${who}`);
    told(room("enter", { memberId: `m${who}` }, { at }));
  }
  const before = [...state.line];
  told(room("begin", {}, { at }));
  told(room("open", { result: { secret: SECRET, randomness: null } }, { at }));
  assertEquals(state.line.toSorted(), before.toSorted(), "the shuffle is a permutation");

  for (const one of steps) {
    switch (one.do) {
      case "enter":
        here.add(`m${one.who}`);
        told(room("enter", { memberId: `m${one.who}` }, { at }));
        break;
      case "vanish":
        here.delete(`m${one.who}`);
        break;
      case "appear":
        if (state.places.has(`m${one.who}`)) here.add(`m${one.who}`);
        break;
      case "leave":
        told(room("leave", { memberId: `m${one.who}` }, { at }));
        break;
      case "finish":
        told(room("finish", { memberIds: [`m${one.who}`] }, { at }));
        break;
      case "rate":
        [rate, active] = [one.rate, one.active];
        told(room("set_rate", { ratePerMinute: rate, maxActive: active }, { at }));
        break;
      case "pause":
        paused = true;
        told(room("pause", {}, { at }));
        break;
      case "resume":
        paused = false;
        told(room("resume", {}, { at }));
        break;
      case "tick": {
        const seen = [...state.front.keys(), ...state.returned.keys(), ...state.passed.keys()]
          .filter((place) => here.has(state.line[place - 1]!));
        if (seen.length > 0) told(room("seen", { places: seen }, { at }));
        at += TICK_MS;
        const held = state;
        const sofar = admissions.length;
        told(room("advance", {}, { at }));
        const admitted = new Set(admissions.slice(sofar).map(({ place }) => place));
        const heard = (place: number) => {
          const last = held.front.get(place)?.heardAt ?? held.returned.get(place) ?? null;
          return last !== null && at - last <= GRACE_MS;
        };
        const line = [...held.returned.keys(), ...held.front.keys()].filter(heard);
        assertEquals(
          line.slice(0, admitted.size),
          line.filter((place) => admitted.has(place)),
          "first come, first served among those who are there",
        );
        const inside = held.admitted.size -
          [...held.admitted.values()].filter((u) => u <= at).length;
        const ready = !paused && rate > 0 && line.length > 0 && inside < active;
        if (ready && creditOf(held, at) >= ONE) {
          assert(admitted.size > 0, "nobody waits behind a ghost");
        }
        break;
      }
    }
    bound += one.do === "tick" && !paused ? 240 * TICK_MS / 60_000 : 0;
    assert(
      admissions.length <= bound + 240 * BURST_MS / 60_000 + 1,
      `${admissions.length} admitted where the highest rate allows ${bound}`,
    );
    assert(state.admitted.size <= 12);
    assertEquals(new Set(admissions.map(({ place }) => place)).size, admissions.length);
  }
  for (const { place, member } of admissions) {
    assertEquals(state.line[place - 1], member, "a place is one member's for ever");
  }
  // Left alone with everyone there, the room lets all in who still wait.
  told(room("set_rate", { ratePerMinute: 6_000, maxActive: 1_000 }, { at }));
  told(room("resume", {}, { at }));
  for (let ticks = 0; ticks < 40; ticks++) {
    const all = [...state.front.keys(), ...state.returned.keys()];
    if (all.length > 0) told(room("seen", { places: all }, { at }));
    at += TICK_MS;
    told(room("advance", {}, { at }));
  }
  for (const place of state.places.values()) {
    assert(standingOf(state, place, at).state !== "waiting", "somebody waits for ever");
  }
};

Deno.test("waiting room: admits each place once, in order, by the rate, past every ghost", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(30), { maxLength: 20 }),
      fc.array(step, { minLength: 10, maxLength: 60 }),
      run,
    ),
    { seed: 4, numRuns: 60 },
  );
});
