import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  assign,
  availability,
  type Capacity,
  nextBest,
  occupied,
  type Resource,
  type Visit,
} from "./availability.ts";
import { openSpans } from "./opening.ts";
import { roundRobin } from "./round_robin.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const MONDAY = at("2026-03-02T00:00:00+08:00");
const nineToNoon = { from: 9 * 60, until: 12 * 60 };
const opening = {
  timeZone: "Asia/Shanghai",
  week: Array.from({ length: 7 }, () => nineToNoon),
  exceptions: {},
};
const drive: Visit = {
  needs: [{ kind: "person", can: "drive" }, { kind: "car", can: "lu" }],
  durationMs: HOUR,
  beforeMs: 0,
  afterMs: 0,
  stepMs: 30 * MINUTE,
  leadMs: 0,
};
const person: Resource = { id: "p1", kind: "person", can: ["drive"], busy: [] };
const car: Resource = { id: "c1", kind: "car", can: ["lu"], busy: [] };

const clocks = (capacity: Capacity, visit: Visit, now = MONDAY, days = 1): string[] =>
  availability(capacity, visit, now, days).map(({ startAt }) =>
    Temporal.Instant.fromEpochMilliseconds(startAt).toZonedDateTimeISO(capacity.opening.timeZone)
      .toPlainTime().toString({ smallestUnit: "minute" })
  );

Deno.test("availability ends with the last visit that fits before closing", () => {
  assertEquals(clocks({ opening, resources: [person, car] }, drive), [
    "09:00",
    "09:30",
    "10:00",
    "10:30",
    "11:00",
  ]);
});

Deno.test("availability keeps lead time and buffers, and needs all resources at once", () => {
  const busy = [{ from: MONDAY + 10 * HOUR, until: MONDAY + 10.5 * HOUR }];
  const taken = { opening, resources: [person, { ...car, busy }] };
  assertEquals(clocks(taken, drive), ["09:00", "10:30", "11:00"]);
  assertEquals(clocks(taken, { ...drive, afterMs: 15 * MINUTE }), ["10:30", "11:00"]);
  assertEquals(clocks(taken, { ...drive, beforeMs: 15 * MINUTE }), ["09:00", "11:00"]);
  assertEquals(clocks(taken, { ...drive, leadMs: 11 * HOUR }), ["11:00"]);
  assertEquals(clocks({ opening, resources: [person] }, drive), []);
});

Deno.test("availability refuses a visit with two needs of one kind", () => {
  const twice = { ...drive, needs: [drive.needs[0]!, drive.needs[0]!] };
  assertThrows(() => availability({ opening, resources: [person] }, twice, MONDAY, 1), TypeError);
});

Deno.test("openSpans leave out holidays and take special hours before the week", () => {
  const exceptions = { "2026-03-03": null, "2026-03-04": { from: 600, until: 1440 } };
  assertEquals(openSpans({ ...opening, exceptions }, MONDAY, 3), [
    { from: MONDAY + 9 * HOUR, until: MONDAY + 12 * HOUR },
    { from: MONDAY + 58 * HOUR, until: MONDAY + 72 * HOUR },
  ]);
});

Deno.test("openSpans begin with the dealer's day, not with that of UTC", () => {
  const lateInUtc = at("2026-03-01T17:00:00Z");
  assertEquals(openSpans(opening, lateInUtc, 1)[0]?.from, MONDAY + 9 * HOUR);
});

Deno.test("openSpans keep the wall clock on days of 23 and 25 hours", () => {
  const allDay = [0, 1, 2, 3, 4, 5, 6].map(() => ({ from: 0, until: 1440 }));
  const berlin = { timeZone: "Europe/Berlin", week: allDay, exceptions: {} };
  const hours = (iso: string): number => {
    const [span] = openSpans(berlin, at(iso), 1);
    return (span!.until - span!.from) / HOUR;
  };
  assertEquals(hours("2026-03-29T00:00:00+01:00"), 23);
  assertEquals(hours("2026-10-25T00:00:00+02:00"), 25);
});

const busySpan = fc.record({
  from: fc.integer({ min: 8 * 12, max: 13 * 12 }),
  length: fc.integer({ min: 1, max: 30 }),
}).map(({ from, length }) => ({
  from: MONDAY + from * 5 * MINUTE,
  until: MONDAY + (from + length) * 5 * MINUTE,
}));
const someResources = fc.array(
  fc.record({
    kind: fc.constantFrom("person" as const, "car" as const),
    can: fc.subarray(["drive", "lu"]),
    busy: fc.array(busySpan, { maxLength: 4 }),
  }),
  { maxLength: 6 },
).map((list) => list.map((resource, index) => ({ id: `r${index}`, ...resource })));
const someVisit = fc.record({
  durationMs: fc.constantFrom(30, 45, 60),
  beforeMs: fc.constantFrom(0, 10),
  afterMs: fc.constantFrom(0, 15),
  stepMs: fc.constantFrom(15, 30),
}).map((minutes) => ({
  ...drive,
  durationMs: minutes.durationMs * MINUTE,
  beforeMs: minutes.beforeMs * MINUTE,
  afterMs: minutes.afterMs * MINUTE,
  stepMs: minutes.stepMs * MINUTE,
}));

Deno.test("availability offers a start if and only if assign finds resources for it", () => {
  fc.assert(fc.property(someResources, someVisit, (resources, visit) => {
    const capacity = { opening, resources };
    const offered = new Set(availability(capacity, visit, MONDAY, 1).map((slot) => slot.startAt));
    const last = MONDAY + 12 * HOUR - visit.durationMs;
    for (let start = MONDAY + 9 * HOUR; start <= last; start += visit.stepMs) {
      assertEquals(offered.has(start), assign(capacity, visit, start) !== null);
    }
  }));
});

Deno.test("a slot takes as many visits as it has places, then it is gone, none twice", () => {
  fc.assert(fc.property(someResources, someVisit, (resources, visit) => {
    let now: Resource[] = resources;
    const [slot] = availability({ opening, resources }, visit, MONDAY, 1);
    if (slot === undefined) return;
    const span = occupied(visit, slot.startAt);
    const seen = new Set<string>();
    for (let place = 0; place < slot.places; place++) {
      const chosen = assign({ opening, resources: now }, visit, slot.startAt);
      assert(chosen !== null);
      for (const { id } of chosen) {
        assert(!seen.has(id));
        seen.add(id);
      }
      now = now.map((one) =>
        chosen.some(({ id }) => id === one.id) ? { ...one, busy: [...one.busy, span] } : one
      );
    }
    assertEquals(assign({ opening, resources: now }, visit, slot.startAt), null);
  }));
});

Deno.test("assign takes whoever is first in the order", () => {
  const resources = [person, { ...person, id: "p2" }, car];
  assertEquals(
    assign({ opening, resources }, drive, MONDAY + 9 * HOUR, ["p2", "p1"])?.map(({ id }) => id),
    ["p2", "c1"],
  );
});

Deno.test("nextBest is the nearest in time, never the wanted start itself", () => {
  const slots = [1, 4, 5, 6, 9].map((startAt) => ({ startAt, places: 1 }));
  assertEquals(nextBest(slots, 5, 3).map(({ startAt }) => startAt), [6, 4, 9]);
});

Deno.test("roundRobin gives the turn back to whoever waited in vain", () => {
  const one = { id: "a", assigned: 3, noShows: 0, lastAt: 1 };
  const two = { id: "b", assigned: 4, noShows: 2, lastAt: 2 };
  assertEquals(roundRobin([one, two]), ["b", "a"]);
  assertEquals(roundRobin([one, { ...two, assigned: 3, noShows: 0, lastAt: null }]), ["b", "a"]);
});
