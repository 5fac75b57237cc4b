import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { given } from "../../lib/kernel/testing/given.ts";
import { calendar } from "./calendar.ts";

const HOUR = 3_600_000;
const MIDNIGHT = Temporal.Instant.from("2026-03-02T00:00:00+08:00").epochMilliseconds;
const NINE = MIDNIGHT + 9 * HOUR;
const plan = {
  opening: {
    timeZone: "Asia/Shanghai",
    week: Array.from({ length: 7 }, () => ({ from: 9 * 60, until: 12 * 60 })),
    exceptions: {},
  },
  resources: [
    { id: "p1", kind: "person" as const, can: ["drive"], away: [] },
    { id: "p2", kind: "person" as const, can: ["drive"], away: [] },
    { id: "c1", kind: "car" as const, can: ["lu"], away: [] },
  ],
};
const visit = {
  needs: [{ kind: "person" as const, can: "drive" }, { kind: "car" as const, can: "lu" }],
  durationMs: HOUR,
  beforeMs: 0,
  afterMs: 0,
  stepMs: HOUR,
  leadMs: 0,
};
const wish = (id: string, startAt = NINE, memberId = `m-${id}`) => ({
  id,
  memberId,
  visit,
  startAt,
});
const open = given(calendar).when("set_up", plan, { at: MIDNIGHT });
const taken = (...hours: number[]) => ({
  ok: false as const,
  refusal: "slot_taken" as const,
  detail: { offers: hours.map((hour) => ({ startAt: MIDNIGHT + hour * HOUR, places: 1 })) },
});

Deno.test("a calendar without a plan takes nothing", () => {
  assertEquals(given(calendar).when("book", wish("a")).outcome, {
    ok: false,
    refusal: "not_set_up",
  });
});

Deno.test("CALENDAR-1, CALENDAR-2: one car, one visit; the second hears the next best", () => {
  const one = open.when("book", wish("a"));
  assertEquals(one.outcome, { ok: true, value: { startAt: NINE, resources: ["p1", "c1"] } });
  assertEquals(one.when("book", wish("b")).outcome, taken(10, 11, 33));
});

Deno.test("CALENDAR-3: a booking told again gets its first answer", () => {
  const again = open.when("book", wish("a")).when("book", wish("a", NINE + HOUR, "m-a"));
  assertEquals([again.events, again.outcome], [[], {
    ok: true,
    value: { startAt: NINE, resources: ["p1", "c1"] },
  }]);
});

Deno.test("CALENDAR-4: a move into a start taken meanwhile is refused, and the visit stays", () => {
  const two = open.when("book", wish("a")).when("book", wish("b", NINE + HOUR));
  const move = { id: "a", memberId: "m-a", startAt: NINE + HOUR };
  const refused = two.when("reschedule", move);
  assertEquals(refused.outcome, taken(11, 33, 34));
  assertEquals(refused.state.bookings.get("a")?.startAt, NINE);
  const moved = two.when("reschedule", { ...move, startAt: NINE + 2 * HOUR });
  assertEquals(moved.outcome.ok, true);
  assertEquals(moved.when("book", wish("c")).outcome.ok, true);
});

Deno.test("CALENDAR-5: another member's booking is unknown", () => {
  const one = open.when("book", wish("a"));
  const unknown = { ok: false as const, refusal: "unknown_booking" as const };
  const other = { id: "a", memberId: "m-b" };
  assertEquals(one.when("cancel", other).outcome, unknown);
  assertEquals(one.when("reschedule", { ...other, startAt: NINE + HOUR }).outcome, unknown);
  assertEquals(one.when("book", wish("a", NINE, "m-b")).outcome, unknown);
});

Deno.test("CALENDAR-6: a cancelled visit gives its place back, one checked in stays", () => {
  const one = open.when("book", wish("a"));
  const gone = one.when("cancel", { id: "a", memberId: "m-a" });
  assertEquals(gone.when("book", wish("b")).outcome.ok, true);
  const here = one.when("check_in", { id: "a" });
  assertEquals(here.when("cancel", { id: "a", memberId: "m-a" }).outcome, {
    ok: false,
    refusal: "booking_closed",
  });
});

Deno.test("CALENDAR-7: a no-show is told after the start, and the consultant keeps the turn", () => {
  const one = open.when("book", wish("a"));
  assertEquals(one.when("tell_no_show", { id: "a" }, { at: MIDNIGHT }).outcome, {
    ok: false,
    refusal: "too_early",
  });
  const missed = one.when("tell_no_show", { id: "a" }, { at: NINE + HOUR / 2 });
  const next = missed.when("book", wish("b", NINE + HOUR)).when("book", wish("c", NINE + 2 * HOUR));
  assertEquals(next.state.bookings.get("b")?.resources[0], "p2");
  assertEquals(next.state.bookings.get("c")?.resources[0], "p1");
});

Deno.test("CALENDAR-1: whatever is booked, moved and cancelled, no resource is in two visits", () => {
  const act = fc.record({
    do: fc.constantFrom("book" as const, "reschedule" as const, "cancel" as const),
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    hour: fc.integer({ min: 9, max: 11 }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      let now = open;
      for (const { do: name, id, hour } of acts) {
        const mine = { id, memberId: `m-${id}` };
        const startAt = MIDNIGHT + hour * HOUR;
        if (name === "book") now = now.when("book", wish(id, startAt)) as typeof open;
        else if (name === "cancel") now = now.when("cancel", mine) as typeof open;
        else now = now.when("reschedule", { ...mine, startAt }) as typeof open;
      }
      const live = [...now.state.bookings.values()].filter(({ status }) => status === "confirmed");
      const places = live.flatMap(({ startAt, resources }) =>
        resources.map((resource: string) => `${startAt} ${resource}`)
      );
      assertEquals(new Set(places).size, places.length);
    }),
    { numRuns: 50, seed: 7 },
  );
});
