import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { doubleBooked } from "../../actors/appointments/calendar_rules.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { planOf } from "../../lib/dealers/plan.ts";
import { addCar } from "../../lib/members/cars.ts";
import type { Platform } from "../../lib/platform.ts";
import { beijingDay, beijingMidnight } from "../../lib/time/beijing.ts";
import { type App, eventually, post, testTokens, withApi } from "./_testing.ts";

const DEALER = "sh-xuhui";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VIN = "LATPAB071W1005301";
const DRIVE = { kind: "test_drive", model: "lu" } as const;

/** Ten in the morning, some days from now, in Shanghai. */
const morning = (now: number, days: number): number =>
  beijingMidnight(now) + days * DAY + 10 * HOUR;

const get = async (app: App, path: string, token?: string) => {
  const response = await app.request(path, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return { status: response.status, body: await response.json() };
};

const send = async (app: App, path: string, body: unknown, token: string) => {
  const response = await post(app, path, body, token);
  return { status: response.status, body: await response.json() };
};

const twoMembers = (platform: Platform) => testTokens(platform, 2) as [string, string];

Deno.test("bookings: a test drive is seen, booked, moved, signed and cancelled, by its member only", () =>
  withApi(async (app, platform) => {
    const [a, b] = twoMembers(platform);
    const seen = await get(app, `/api/dealers/${DEALER}/slots?kind=test_drive&model=lu`);
    assertEquals(seen.status, 200);
    const [first, ...more] = seen.body.slots;
    assert(first.places >= 1 && more.length > 20);
    const want = { dealer: DEALER, wish: { ...DRIVE, route: "hills" }, startAt: first.startAt };
    const booked = await send(app, "/api/bookings", want, a);
    assertEquals(booked.status, 201);
    const path = `/api/bookings/${booked.body.id}`;
    const shown = await get(app, path, a);
    assertEquals(shown.body.status, "confirmed");
    assertEquals(shown.body.about, { kind: "test_drive", model: "lu", route: "hills" });
    assertEquals((await get(app, path, b)).status, 404);
    const later = more.at(-1).startAt;
    const away = await send(app, `${path}/reschedule`, { startAt: later }, b);
    assertEquals([away.status, away.body.code], [404, "unknown_booking"]);
    assertEquals((await send(app, `${path}/reschedule`, { startAt: later }, a)).status, 200);
    assertEquals((await send(app, `${path}/agreement`, { version: "2026-11" }, a)).status, 200);
    const moved = await get(app, path, a);
    assertEquals([moved.body.startAt, moved.body.agreed], [later, true]);
    const file = await app.request(`${path}/calendar.ics?lang=en`, {
      headers: { authorization: `Bearer ${a}` },
    });
    assertEquals(file.headers.get("content-type"), "text/calendar; charset=utf-8");
    assertStringIncludes(await file.text(), "SUMMARY:Test drive of Lu");
    assertEquals((await send(app, `${path}/cancel`, {}, a)).status, 200);
    assertEquals((await get(app, path, a)).body.status, "cancelled");
    const listed = await get(app, "/api/members/me/bookings", a);
    assertEquals(listed.body.bookings.length, 1);
    assertEquals((await get(app, "/api/members/me/bookings", b)).body.bookings, []);
  }));

Deno.test("bookings: a move from a start that is the visit's no more says where it is, and moves nothing", () =>
  withApi(async (app, platform) => {
    const [a] = twoMembers(platform);
    const startAt = morning(platform.now(), 3);
    const booked = await send(app, "/api/bookings", { dealer: DEALER, wish: DRIVE, startAt }, a);
    const path = `/api/bookings/${booked.body.id}`;
    const move = (hours: number, wasAt: number) =>
      send(app, `${path}/reschedule`, { startAt: startAt + hours * HOUR, wasAt }, a);
    assertEquals((await move(1, startAt)).status, 200);
    const { status, body } = await move(2, startAt);
    assertEquals([status, body.code, body.startAt, body.byStaff], [
      409,
      "moved_meanwhile",
      startAt + HOUR,
      false,
    ]);
    assertEquals((await get(app, path, a)).body.startAt, startAt + HOUR);
  }));

Deno.test("bookings: several services in one visit, priced before, for a car of one's own", () =>
  withApi(async (app, platform) => {
    const [a, b] = twoMembers(platform);
    const memberId = testMemberId(1);
    await addCar(platform, memberId, {
      carId: "car1",
      vin: VIN,
      plate: null,
      model: "lu",
      deliveredAt: platform.now() - 100 * DAY,
    });
    const quoted = await get(
      app,
      `/api/dealers/${DEALER}/slots?kind=maintenance&model=lu&items=maintenance,cabin_filter&courtesyCar=true`,
    );
    assertEquals([quoted.body.priceFen, quoted.body.minutes], [75_800, 90]);
    const wish = {
      kind: "maintenance",
      vin: "LATPAB071W1005301",
      km: 5_200,
      items: ["maintenance", "cabin_filter"],
      courtesyCar: true,
    };
    const { startAt } = quoted.body.slots[0];
    const booked = await send(app, "/api/bookings", { dealer: DEALER, wish, startAt }, a);
    assertEquals(booked.status, 201);
    assertEquals(booked.body.resources.length, 3);
    const { about } = (await get(app, `/api/bookings/${booked.body.id}`, a)).body;
    assertEquals([about.priceFen, about.km, about.carId], [75_800, 5_200, "car1"]);
    const stolen = await send(app, "/api/bookings", { dealer: DEALER, wish, startAt }, b);
    assertEquals([stolen.status, stolen.body.code], [404, "unknown_car"]);
    const elsewhere = await send(app, "/api/bookings", { dealer: "sh-pudong", wish, startAt }, a);
    assertEquals([elsewhere.status, elsewhere.body.code], [404, "unknown_service"]);
  }));

// With another time the first booking was answered, and whoever asked came at a time nobody knew of.
Deno.test("bookings: the same key books once, and what else is asked under it is a conflict", () =>
  withApi(async (app, platform) => {
    const [a, b] = twoMembers(platform);
    const startAt = morning(platform.now(), 3);
    const book = async (change: Record<string, unknown> = {}, token = a, key = "k1") => {
      const response = await app.request("/api/bookings", {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body: JSON.stringify({ dealer: DEALER, wish: DRIVE, startAt, ...change }),
      });
      return { status: response.status, body: await response.json() };
    };
    const first = await book();
    assertEquals(first.status, 201);
    assertEquals(await book(), first);
    for (
      const change of [
        { startAt: startAt + HOUR },
        { wish: { ...DRIVE, model: "fan" } },
        { dealer: "sh-pudong" },
      ]
    ) {
      const { status, body } = await book(change);
      assertEquals([status, body.code], [422, "idempotency_conflict"], JSON.stringify(change));
    }
    const path = `/api/bookings/${first.body.id}`;
    const moved = { startAt: startAt + 2 * HOUR };
    assertEquals((await send(app, `${path}/reschedule`, moved, a)).status, 200);
    assertEquals((await book()).body.id, first.body.id, "told again after it has moved");
    assertEquals((await get(app, "/api/members/me/bookings", a)).body.bookings.length, 1);
    assertEquals((await book({}, b)).status, 201, "another member's same key is another");
    assertEquals((await book({}, a, "k".repeat(129))).body.code, "invalid_request");
    assertEquals((await book({}, a, "k 2")).body.code, "invalid_request");
  }));

/** A day with ten places: two cars and two people, and five starts that do not overlap. */
async function tenPlaces(platform: Platform): Promise<number[]> {
  const plan = planOf(dealerById(DEALER)!);
  const resources = plan.resources.filter(({ id }) => /car-lu-|person-(?:lin|zhou)$/.test(id));
  await platform.system.ask(calendar(DEALER), "set_up", { ...plan, resources });
  const ten = morning(platform.now(), 2);
  return [0, 1.5, 3, 4.5, 6].map((hours) => ten + hours * HOUR);
}

Deno.test("bookings: a thousand for the last ten places, none twice, all others offered the next best", () =>
  withApi(async (app, platform) => {
    const starts = await tenPlaces(platform);
    const tokens = testTokens(platform, 1_000);
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.fetch);
    const url = `http://127.0.0.1:${server.addr.port}/api/bookings`;
    const answers = await Promise.all(tokens.map(async (token, index) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ dealer: DEALER, wish: DRIVE, startAt: starts[index % 5] }),
      });
      return { status: response.status, body: await response.json() };
    }));
    await server.shutdown();
    const booked = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    assertEquals(booked.length, 10);
    for (const start of starts) {
      assertEquals(booked.filter(({ body }) => body.startAt === start).length, 2);
    }
    const free = await platform.system.view(calendar(DEALER), (state) => {
      assertEquals(doubleBooked(state), undefined);
      return [...state.bookings.values()].length;
    });
    assertEquals(free, 10);
    const places = new Set(
      (await get(app, `/api/dealers/${DEALER}/slots?kind=test_drive&model=lu&days=30`))
        .body.slots.map(({ startAt }: { startAt: number }) => startAt),
    );
    for (const { status, body } of others) {
      assertEquals([status, body.code], [409, "slot_taken"]);
      assertEquals(body.offers.length, 3);
    }
    // Nobody took any of what the last to be refused were offered.
    for (const { startAt } of others.at(-1)!.body.offers) assert(places.has(startAt));
  }));

Deno.test("bookings: a freed place is offered to who waits, at any dealer they named, and told", () =>
  withApi(async (app, platform) => {
    const [start] = await tenPlaces(platform);
    const { system } = platform;
    // All but one place of the day is out of reach.
    const date = beijingDay(start!);
    const plan = planOf(dealerById(DEALER)!);
    const opening = {
      ...plan.opening,
      exceptions: { [date]: { from: 10 * 60, until: 11 * 60 } },
    };
    const resources = plan.resources.filter(({ id }) => id === "car-lu-1" || id === "person-lin");
    await system.ask(calendar(DEALER), "set_up", { opening, resources });
    await system.ask(calendar("sh-pudong"), "close_day", { date });
    const [a, b] = twoMembers(platform);
    const want = { dealer: DEALER, wish: DRIVE, startAt: start };
    const { body: { id } } = await send(app, "/api/bookings", want, a);
    const day = { from: start! - 10 * HOUR, until: start! + 14 * HOUR };
    const waits = { dealers: [DEALER, "sh-pudong"], wish: DRIVE, ...day };
    const waiting = await send(app, "/api/waiting-list", waits, b);
    assertEquals(waiting.status, 201);
    const [here, there] = waiting.body.ids;
    assertEquals((await send(app, `/api/bookings/${id}/cancel`, {}, a)).status, 200);
    const offer = await eventually(async () => {
      const { body } = await get(app, `/api/bookings/${here}`, b);
      return body.status === "offered" ? body : undefined;
    });
    assertEquals(offer.startAt, start);
    assert(offer.heldUntil > platform.now());
    // What is held is not free for who cancelled.
    assertEquals((await send(app, "/api/bookings", want, a)).body.code, "slot_taken");
    assertEquals((await send(app, `/api/bookings/${here}/take-offer`, {}, b)).status, 200);
    assertEquals((await get(app, `/api/bookings/${here}`, b)).body.status, "confirmed");
    await eventually(async () => {
      const { body } = await get(app, `/api/bookings/${there}`, b);
      return body.status === "left" ? body : undefined;
    });
  }));

Deno.test("bookings: dealers by distance, prices by model, and what is asked for wrongly", () =>
  withApi(async (app) => {
    const near = await get(app, "/api/dealers?service=maintenance&longitude=121.49&latitude=31.23");
    assertEquals(near.body.dealers[0].id, DEALER);
    const priced = await get(app, "/api/services?model=xiu");
    assertEquals(priced.body.items[0], { code: "maintenance", minutes: 60, priceFen: 72_000 });
    const wrong = async (path: string) => (await get(app, path)).body.code;
    assertEquals(
      await wrong("/api/dealers/nowhere/slots?kind=test_drive&model=lu"),
      "unknown_dealer",
    );
    assertEquals(
      await wrong("/api/dealers/sh-jiading/slots?kind=test_drive&model=lu"),
      "unknown_service",
    );
    assertEquals(
      await wrong(`/api/dealers/${DEALER}/slots?kind=maintenance&model=lu&items=paint`),
      "unknown_service",
    );
    assertEquals(
      await wrong(`/api/dealers/${DEALER}/slots?kind=test_drive&model=bus`),
      "invalid_request",
    );
  }));
