import { assertEquals, assertNotEquals } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { availableAt } from "../../lib/loyalty/ledger.ts";
import { addCar } from "../../lib/members/cars.ts";
import type { Platform } from "../../lib/platform.ts";
import { beijingDay } from "../../lib/time/beijing.ts";
import { type App, eventually, post, testTokens, withApi } from "./_testing.ts";

const DEALER = "sh-xuhui";
const DAY = 86_400_000;
const VIN = "LATPAB071W1005301";
const ITEMS = ["maintenance", "cabin_filter"];
const STAFF = { by: { id: "s", role: "staff" } };
const MEMBER = testMemberId(1);
const [FACE] = FIRST_PROGRAMME.coupons;
/** 758 yuan, less a coupon of 100, less three tenths in points of a hundred: 3,900 are 195. */
const SUMS = { toPayFen: 46_300, points: 3_900, pointsFen: 19_500 };

interface Stage {
  readonly app: App;
  readonly platform: Platform;
  readonly token: string;
  /** A free start, and a body that books it. */
  readonly startAt: number;
  wish(bill?: unknown): Record<string, unknown>;
  send(path: string, body: unknown, key?: string): Promise<{ status: number; body: Answer }>;
}
// deno-lint-ignore no-explicit-any -- what the API says is what is tested
type Answer = any;

/** A member with a car, one coupon for maintenance and 5,000 points. */
const withOwner = (run: (stage: Stage) => Promise<void>) =>
  withApi(async (app, platform) => {
    const { system } = platform;
    const [token] = testTokens(platform, 1) as [string];
    const deliveredAt = platform.now() - 100 * DAY;
    const car = { carId: "car1", vin: VIN, plate: null, model: "lu" as const, deliveredAt };
    await addCar(platform, MEMBER, car);
    await system.ask(coupons(MEMBER), "grant", { id: "c1", coupon: FACE!, reason: "gift" });
    await system.ask(points(MEMBER), "adjust", { ref: "g", points: 5_000, reason: "gift" }, STAFF);
    await system.ask(points(MEMBER), "accept_rules", { version: 1 });
    const slots = await app.request(
      `/api/dealers/${DEALER}/slots?kind=maintenance&model=lu&items=${ITEMS}`,
    );
    const { startAt } = (await slots.json()).slots[5];
    const wish = (bill?: unknown) => ({
      dealer: DEALER,
      wish: { kind: "maintenance", vin: VIN, km: 5_000, items: ITEMS },
      startAt,
      ...(bill === undefined ? {} : { bill }),
    });
    const send = async (path: string, body: unknown, key?: string) => {
      const response = key === undefined
        ? await post(app, path, body, token)
        : await app.request(path, {
          method: "POST",
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/json",
            "idempotency-key": key,
          },
          body: JSON.stringify(body),
        });
      return { status: response.status, body: await response.json() };
    };
    await run({ app, platform, token, startAt, wish, send });
  });

const holds = async ({ system, now }: Platform) => ({
  coupons: await system.view(coupons(MEMBER), ({ held }) => held.map(({ id }) => id)),
  points: await system.view(points(MEMBER), (book) => availableAt(book, now())),
});
const ALL = { coupons: ["c1"], points: 5_000 };
const LESS = { coupons: [], points: 1_100 };

const backAgain = (platform: Platform) =>
  eventually(async () => {
    const { coupons, points } = await holds(platform);
    return coupons.length === 1 && points === 5_000 ? true : undefined;
  });

Deno.test("a visit's bill: priced before, taken with the booking once, earned on what is paid in money", () =>
  withOwner(async ({ app, platform, token, wish, send }) => {
    const bill = { coupons: ["c1"], usePoints: true };
    const priced = await send("/api/bookings/bill", { model: "lu", items: ITEMS, ...bill });
    const { toPayFen, points: wanted, pointsFen } = priced.body;
    assertEquals({ toPayFen, points: wanted, pointsFen }, SUMS);
    assertEquals(await holds(platform), ALL);
    const shown = { ...bill, payFen: toPayFen };
    const booked = await send("/api/bookings", wish(shown), "k1");
    assertEquals(booked.status, 201);
    assertEquals(await send("/api/bookings", wish(shown), "k1"), booked);
    assertEquals(await holds(platform), LESS);
    const path = `/api/bookings/${booked.body.id}`;
    const read = await app.request(path, { headers: { authorization: `Bearer ${token}` } });
    assertEquals((await read.json()).toPayFen, SUMS.toPayFen);
    const { system } = platform;
    const { id } = booked.body;
    await system.ask(calendar(DEALER), "check_in", { id, licenceSeen: false }, STAFF);
    await system.ask(calendar(DEALER), "complete", { id }, STAFF);
    const earned = await eventually(() =>
      system.view(points(MEMBER), ({ earnings }) => earnings.get(id)?.points)
    );
    assertEquals(earned, 463);
    assertEquals((await send(`${path}/bill`, bill)).body.code, "booking_closed");
    assertEquals(await holds(platform), LESS);
  }));

Deno.test("a visit's bill: cancelled, it gives coupons and points back once; another bill may use them", () =>
  withOwner(async ({ app, platform, token, wish, send }) => {
    const bill = { coupons: ["c1"], usePoints: true };
    const booked = await send("/api/bookings", wish(bill), "k1");
    const path = `/api/bookings/${booked.body.id}`;
    const taken = await app.request(`${path}/bill`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    assertEquals(taken.status, 200);
    await backAgain(platform);
    // The key of the booking told once more takes nothing.
    assertEquals((await send("/api/bookings", wish(bill), "k1")).status, 201);
    assertEquals(await holds(platform), ALL);
    const both = await Promise.all([1, 2].map(() => send(`${path}/bill`, bill)));
    assertEquals(both.filter(({ status }) => status === 200).length, 1);
    assertEquals(await holds(platform), LESS);
    assertEquals((await send(`${path}/cancel`, {})).status, 200);
    await backAgain(platform);
    const again = await send("/api/bookings", wish(bill), "k2");
    assertEquals(again.status, 201);
    assertEquals(await holds(platform), LESS);
  }));

Deno.test("a visit's bill: another's coupon, another price, rules that are not accepted, a start that is taken", () =>
  withOwner(async ({ platform, wish, send }) => {
    const codeOf = async (bill: unknown) => (await send("/api/bookings", wish(bill))).body.code;
    assertEquals(await codeOf({ coupons: ["c9"] }), "unknown_coupon");
    assertEquals(await codeOf({ coupons: ["c1"], payFen: 1 }), "price_changed");
    const parts = FIRST_PROGRAMME.coupons.find(({ on }) => on === "parts")!;
    const { system } = platform;
    await system.ask(coupons(MEMBER), "grant", { id: "p1", coupon: parts, reason: "gift" });
    assertEquals(await codeOf({ coupons: ["p1"] }), "coupon_unfit");
    await system.ask(calendar(DEALER), "close_day", { date: beijingDay(wish().startAt as number) });
    assertEquals(await codeOf({ coupons: ["c1"], usePoints: true }), "slot_taken");
    assertEquals((await holds(platform)).points, 5_000);
    assertNotEquals((await holds(platform)).coupons.indexOf("c1"), -1);
  }));
