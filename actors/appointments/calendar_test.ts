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
  about: { kind: "test_drive" as const, model: "lu", route: "river" },
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

Deno.test("CALENDAR-3: under the key of a booking nothing else is booked, wherever it has moved since", () => {
  const asked = (hours: number) => ({ ...wish("a", NINE + hours * HOUR), asked: `${hours}` });
  const one = open.when("book", asked(0));
  assertEquals(one.when("book", asked(1)).outcome, {
    ok: false,
    refusal: "idempotency_conflict",
  });
  const moved = one.when("reschedule", { id: "a", memberId: "m-a", startAt: NINE + HOUR });
  assertEquals(moved.when("book", asked(0)).outcome.ok, true);
  assertEquals(moved.when("book", asked(1)).outcome.ok, false);
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

// Two consultants with one visit open: the second moved it away from where the first had told the customer.
Deno.test("CALENDAR-15: of two who move one visit from where both saw it, the second hears of the first", () => {
  const one = open.when("book", wish("a"));
  const move = (hours: number, wasAt: number) => ({
    ...{ id: "a", memberId: "m-a" },
    startAt: NINE + hours * HOUR,
    wasAt,
  });
  const by = { id: "s", role: "staff" };
  const first = one.when("reschedule", move(1, NINE), { by });
  const second = first.when("reschedule", move(2, NINE), { by });
  assertEquals(second.outcome, {
    ok: false,
    refusal: "moved_meanwhile",
    detail: { startAt: NINE + HOUR, byStaff: true },
  });
  assertEquals(second.state.bookings.get("a")?.startAt, NINE + HOUR);
  assertEquals(first.when("reschedule", move(1, NINE)).outcome.ok, true, "both want the same");
  const seen = first.when("reschedule", move(2, NINE + HOUR));
  assertEquals(seen.outcome.ok, true);
  assertEquals(seen.when("reschedule", move(0, NINE), { by }).outcome, {
    ok: false,
    refusal: "moved_meanwhile",
    detail: { startAt: NINE + 2 * HOUR, byStaff: false },
  });
});

// Walked: back from the booking to the form and pressed again, one member had two cars at one time.
Deno.test("CALENDAR-16: the same drive at the same time is booked once, another one as well", () => {
  const two = {
    ...plan,
    resources: [...plan.resources, {
      id: "c2",
      kind: "car" as const,
      can: ["lu", "xiu"],
      away: [],
    }],
  };
  const one = open.when("set_up", two).when("book", wish("a", NINE, "m"));
  assertEquals(one.when("book", wish("b", NINE, "m")).outcome, {
    ok: false,
    refusal: "booked_already",
    detail: { booking: "a" },
  });
  assertEquals(one.when("book", wish("b", NINE, "other")).outcome.ok, true);
  assertEquals(one.when("book", wish("b", NINE + HOUR, "m")).outcome.ok, true);
  const xiu = { needs: [visit.needs[0]!, { kind: "car" as const, can: "xiu" }] };
  const other = {
    ...wish("b", NINE, "m"),
    visit: { ...visit, ...xiu },
    about: { kind: "test_drive" as const, model: "xiu", route: "river" },
  };
  assertEquals(one.when("book", other).outcome.ok, true);
  const gone = one.when("cancel", { id: "a", memberId: "m" });
  assertEquals(gone.when("book", wish("b", NINE, "m")).outcome.ok, true);
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
  const here = one.when("sign", { id: "a", memberId: "m-a", version: "1" })
    .when("check_in", { id: "a", licenceSeen: true });
  assertEquals(here.state.bookings.get("a")?.status, "checked_in");
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

Deno.test("CALENDAR-8: a fourth open visit of one member is refused", () => {
  let now = open;
  for (const [index, hour] of [9, 10, 11].entries()) {
    now = now.when("book", wish(`${index}`, MIDNIGHT + hour * HOUR, "m")) as typeof open;
  }
  assertEquals(now.when("book", wish("d", NINE + 24 * HOUR, "m")).outcome, {
    ok: false,
    refusal: "too_many_bookings",
  });
  assertEquals(now.when("book", wish("d", NINE + 24 * HOUR, "n")).outcome.ok, true);
});

Deno.test("CALENDAR-9: no test drive without a signature, nor without a licence", () => {
  const one = open.when("book", wish("a"));
  const refused = (refusal: string) => ({ ok: false, refusal });
  const arrive = { id: "a", licenceSeen: true };
  assertEquals<unknown>(one.when("check_in", arrive).outcome, refused("agreement_missing"));
  const signed = one.when("sign", { id: "a", memberId: "m-a", version: "1" });
  assertEquals<unknown>(
    signed.when("check_in", { ...arrive, licenceSeen: false }).outcome,
    refused("licence_missing"),
  );
  const done = signed.when("check_in", arrive).when("complete", { id: "a" });
  assertEquals(done.state.bookings.get("a")?.status, "completed");
  assertEquals(
    done.when("sign", { id: "a", memberId: "m-b", version: "1" }).outcome.ok,
    false,
  );
});

Deno.test("CALENDAR-10: a closed day keeps its visits, asks them to move, and takes no other", () => {
  const closed = open.when("book", wish("a")).when("close_day", { date: "2026-03-02" });
  assertEquals(closed.outcome, { ok: true, value: { moved: 1 } });
  assertEquals(closed.state.bookings.get("a")?.mustMove, true);
  assertEquals(closed.when("book", wish("b", NINE + HOUR)).outcome, taken(33, 34, 35));
  assertEquals(closed.when("close_day", { date: "2026-03-02" }).outcome, {
    ok: true,
    value: { moved: 0 },
  });
  const moved = closed.when("reschedule", { id: "a", memberId: "m-a", startAt: NINE + 24 * HOUR });
  assertEquals(moved.state.bookings.get("a")?.mustMove, false);
  const reopened = closed.when("open_day", { date: "2026-03-02" });
  assertEquals(reopened.state.bookings.get("a")?.mustMove, false);
  assertEquals(reopened.when("book", wish("b", NINE + HOUR)).outcome.ok, true);
});

const monday = { from: MIDNIGHT, until: MIDNIGHT + 24 * HOUR, alsoAt: [] };
const waits = (id: string) => {
  const { startAt: _, ...rest } = wish(id);
  return { ...rest, ...monday };
};
const full = [9, 10, 11].reduce(
  (now, hour) => now.when("book", wish(`b${hour}`, MIDNIGHT + hour * HOUR)) as typeof open,
  open,
);

Deno.test("CALENDAR-11: a freed place is held for who waits longest, then for the next", () => {
  const waiting = full.when("wait", waits("w1")).when("wait", waits("w2"), { at: MIDNIGHT + 1 });
  const freed = waiting.when("cancel", { id: "b10", memberId: "m-b10" });
  assertEquals(Object.keys(freed.reminders), ["offer"]);
  const held = freed.when("offer_freed", {});
  const offer = held.state.bookings.get("w1")!;
  assertEquals([offer.status, offer.startAt], ["offered", NINE + HOUR]);
  // Nobody else gets what is held.
  assertEquals(held.when("book", wish("c", NINE + HOUR)).outcome, taken(33, 34, 35));
  assertEquals(
    held.when("take_offer", { id: "w1", memberId: "m-w1" }).state.bookings.get("w1")?.status,
    "confirmed",
  );
  const late = { at: offer.heldUntil! };
  const lapsed = held.when("lapse", { id: "w1" }, late);
  assertEquals(lapsed.when("take_offer", { id: "w1", memberId: "m-w1" }).outcome, {
    ok: false,
    refusal: "offer_over",
  });
  const next = lapsed.when("offer_freed", {});
  assertEquals(next.state.bookings.get("w2")?.status, "offered");
  assertEquals(next.state.waiting, []);
});

Deno.test("CALENDAR-11: who once did not come is asked after those who did", () => {
  const missed = open.when("book", wish("x", NINE, "m-w1"))
    .when("tell_no_show", { id: "x" }, { at: NINE + 1 });
  const tomorrow = { from: MIDNIGHT + 24 * HOUR, until: MIDNIGHT + 48 * HOUR };
  let now = missed as unknown as typeof open;
  for (const hour of [33, 34, 35]) {
    now = now.when("book", wish(`t${hour}`, MIDNIGHT + hour * HOUR)) as typeof open;
  }
  const freed = now.when("wait", { ...waits("w1"), ...tomorrow })
    .when("wait", { ...waits("w2"), ...tomorrow }, { at: NINE + HOUR })
    .when("cancel", { id: "t33", memberId: "m-t33" }).when("offer_freed", {});
  assertEquals(freed.state.bookings.get("w2")?.status, "offered");
});

Deno.test("a waiting list is for days without a free place, and can be left", () => {
  assertEquals(open.when("wait", waits("w")).outcome, {
    ok: false,
    refusal: "places_free",
    detail: { offers: [{ startAt: NINE, places: 1 }] },
  });
  const waiting = full.when("wait", waits("w"));
  assertEquals(waiting.when("leave", { id: "w", memberId: "m-x" }).state.waiting.length, 1);
  assertEquals(waiting.when("leave", { id: "w", memberId: "m-w" }).state.waiting.length, 0);
  const offered = waiting.when("cancel", { id: "b9", memberId: "m-b9" }).when("offer_freed", {});
  const left = offered.when("leave", { id: "w", memberId: "m-w" });
  assertEquals(left.state.bookings.get("w")?.status, "lapsed");
  assertEquals(left.when("book", wish("c")).outcome.ok, true);
});

Deno.test("CALENDAR-13: a repair counts each begun day since the car was brought, one at least", () => {
  const about = {
    kind: "maintenance" as const,
    carId: "c",
    model: "lu",
    km: 9_000,
    items: ["maintenance"],
    priceFen: 56_000,
    courtesyCar: false,
  };
  const brought = open.when("book", { ...wish("a"), about })
    .when("check_in", { id: "a", licenceSeen: false }, { at: NINE });
  const repairOf = (inMs: number, fault?: "brakes") => {
    const done = brought.when("complete", { id: "a", ...(fault ? { fault } : {}) }, {
      at: NINE + inMs,
    });
    const [name, event] = done.events[0]!;
    return name === "completed" ? event.repair : undefined;
  };
  assertEquals(repairOf(HOUR, "brakes"), { fault: "brakes", days: 1 });
  assertEquals(repairOf(25 * HOUR, "brakes")?.days, 2);
  assertEquals(repairOf(9 * 24 * HOUR, "brakes")?.days, 9);
  assertEquals(repairOf(9 * 24 * HOUR), undefined);
});

Deno.test("CALENDAR-12: what ended thirty days ago is let go of with the next booking", () => {
  const later = MIDNIGHT + 32 * 24 * HOUR;
  const one = open.when("book", wish("a"));
  const two = one.when("book", wish("b", later + 9 * HOUR), { at: later });
  assertEquals([...two.state.bookings.keys()], ["b"]);
});

const service = {
  ...wish("s"),
  about: {
    kind: "maintenance" as const,
    carId: "c",
    model: "lu",
    km: 5_000,
    items: ["maintenance"],
    priceFen: 56_000,
    courtesyCar: false,
  },
};
const off = (no: number, fen = 10_000) => ({
  no,
  coupons: [{ id: "k", fen }],
  points: 200,
  pointsFen: 1_000,
});
const own = { id: "s", memberId: "m-s" };
const refused = (refusal: string) => ({ ok: false as const, refusal });

Deno.test("CALENDAR-14: what is on a bill is there once, and no more than it comes to", () => {
  const more = open.when("book", { ...service, reduction: off(1, 55_001) });
  assertEquals(more.outcome, refused("more_than_bill") as never);
  assertEquals(
    open.when("book", { ...wish("a"), reduction: off(1) }).outcome,
    refused("more_than_bill") as never,
  );
  const booked = open.when("book", service);
  const reduced = booked.when("reduce_bill", { ...own, reduction: off(1) });
  assertEquals(reduced.outcome.ok, true);
  for (const no of [1, 2]) {
    const twice = reduced.when("reduce_bill", { ...own, reduction: off(no) });
    assertEquals(twice.outcome, refused("bill_reduced") as never);
  }
  const other = { ...own, memberId: "m-x", reduction: off(1) };
  assertEquals(booked.when("reduce_bill", other).outcome, refused("unknown_booking") as never);
});

Deno.test("CALENDAR-14: it goes back once: taken off, cancelled, or nobody came; done, it stays", () => {
  const booked = open.when("book", { ...service, reduction: off(1) });
  const back = booked.when("restore_bill", own);
  assertEquals(back.events[0]![1] as unknown, { ...own, reduction: off(1) });
  assertEquals(back.when("restore_bill", own).events, []);
  // The booking's key told again must not take the coupon that was given back.
  assertEquals(
    back.when("book", { ...service, reduction: off(1) }).outcome,
    refused("bill_reduced") as never,
  );
  assertEquals("reduction" in back.when("cancel", own).events[0]![1], false);
  const again = back.when("reduce_bill", { ...own, reduction: off(2) });
  const gone = again.when("cancel", own);
  assertEquals((gone.events[0]![1] as { reduction?: unknown }).reduction, off(2));
  assertEquals(gone.when("restore_bill", own).events, []);
  const late = { at: NINE + 1 };
  const missed = booked.when("tell_no_show", { id: "s" }, late);
  assertEquals((missed.events[0]![1] as { reduction?: unknown }).reduction, off(1));
  const done = booked.when("check_in", { id: "s", licenceSeen: false }, late)
    .when("complete", { id: "s" }, late);
  assertEquals((done.events[0]![1] as { reduction?: unknown }).reduction, off(1));
  assertEquals(done.when("restore_bill", own).outcome, refused("booking_closed") as never);
  assertEquals(
    done.when("reduce_bill", { ...own, reduction: off(2) }).outcome,
    refused("booking_closed") as never,
  );
});
