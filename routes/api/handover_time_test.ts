/** The handover's appointment, chosen by the buyer from the dealer's own hours. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { handoverDesk } from "../../actors/orders/handover_desk.ts";
import { handoversOfDay } from "../../lib/console/handovers.ts";
import { beijingDay, beijingMidnight } from "../../lib/time/beijing.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { myPages } from "../my/_testing.ts";
import { type Desk, LONG, ORDERS, STAFF_ORDERS, VIN, withDesk } from "./_ordering_testing.ts";
import { seedCalendars } from "../../lib/showroom/calendars.ts";

const DEALER = "sh-xuhui";

async function bound(desk: Desk) {
  const { clock, platform, staff } = desk;
  await seedCalendars(platform.system);
  const id = await desk.locked();
  const planned = clock.now() + 3 * DAY_MS;
  await staff(`/api/staff/vehicles/${VIN}/announcement`, {
    model: "lu",
    configuration: LONG,
    plan: [{ code: "at_dealer", plannedAt: planned }],
  });
  await staff(`${STAFF_ORDERS}/${id}/vehicle`, { vin: VIN });
  const path = `${ORDERS}/${id}/handover`;
  const times = async (dealer = DEALER) => await desk.ask("a", "GET", `${path}?dealer=${dealer}`);
  const choose = async (at: number, dealer = DEALER) =>
    await desk.ask("a", "POST", path, { at, dealer });
  return { id, planned, path, times, choose };
}

Deno.test("handover time: from a day after the car comes, within the dealer's hours, not on closed days", () =>
  withDesk(async (desk) => {
    const { planned, times, choose } = await bound(desk);
    const { starts } = await times();
    assert(starts.length > 20, `${starts.length} hours are free`);
    assert(starts.every((at: number) => at >= planned + DAY_MS));
    const day = beijingDay(starts[0]);
    await desk.platform.system.ask(calendar(DEALER), "close_day", { date: day });
    assert(!(await times()).starts.includes(starts[0]), "the dealer has closed the day");
    assertEquals((await choose(starts[0])).code, "hour_full");
    assertEquals((await choose(planned - DAY_MS)).code, "hour_full");
    assertEquals((await choose(starts[40], "sh-jiading")).code, "unknown_service");
    assertEquals((await choose(starts[40], "nowhere")).code, "unknown_dealer");
  }));

Deno.test("handover time: it is chosen and moved, and each hour is free again for the next", () =>
  withDesk(async (desk) => {
    const { id, path, times, choose } = await bound(desk);
    const { starts } = await times();
    const [first, second] = starts;
    const take = (vehicleId: string, at: number) =>
      desk.platform.system.ask(handoverDesk(DEALER), "take", { vehicleId, at });
    await take("x", second);
    await take("y", second);
    assertEquals((await choose(first)).status, 200);
    assertEquals((await times()).appointment, { at: first, dealerId: DEALER });
    assertEquals((await choose(second)).code, "hour_full");
    assertEquals((await times()).appointment.at, first, "what is agreed stays");
    assertEquals((await choose(starts[5], "bj-chaoyang")).status, 200);
    const cars = await desk.platform.system.view(
      handoverDesk(DEALER),
      ({ cars }) => [...cars.keys()],
    );
    assertEquals(cars, ["x", "y"], "the hour at the former dealer's is free");
    assertEquals(
      (await desk.ask("b", "POST", path, { at: first, dealer: DEALER })).code,
      "unknown_order",
    );
    assertEquals((await desk.ask("b", "GET", `${path}?dealer=${DEALER}`)).code, "unknown_order");

    const pages = myPages(desk.platform);
    const cookie = `session=${desk.bearer.a}`;
    const headers = { cookie, "accept-language": "zh", origin: "http://shop.test" };
    const here = `http://shop.test/my/orders/${id}/handover`;
    const shown = await (await pages(new Request(`${here}?dealer=${DEALER}`, { headers }))).text();
    assertStringIncludes(shown, "晴川北京朝阳中心");
    assertStringIncludes(shown, `value="${first}"`);
    assert(!shown.includes(`value="${second}"`), "a full hour is not offered");
    const form = new URLSearchParams({ at: String(first), dealer: DEALER });
    const sent = await pages(new Request(here, { method: "POST", headers, body: form }));
    assertEquals(sent.headers.get("location"), `/my/orders/${id}/handover?done`);
    // Another tab, that still shows the one before.
    const stale = new URLSearchParams({ at: String(starts[7]), dealer: DEALER, was: "1" });
    const late = await pages(new Request(here, { method: "POST", headers, body: stale }));
    const told = late.headers.get("location")!;
    assertStringIncludes(told, "why=moved_meanwhile");
    assertEquals((await times()).appointment.at, first, "it stays where it is");
    const page = await pages(new Request(`http://shop.test${told}`, { headers }));
    assertStringIncludes(await page.text(), "时间已经改过");
    const [staff, car] = ["staff", `/api/staff/vehicles/${VIN}/appointment`] as const;
    const seen = { at: starts[7], dealerId: DEALER, wasAt: null };
    const { code, startAt } = await desk.ask(staff, "POST", car, seen);
    assertEquals([code, startAt], ["moved_meanwhile", first]);
    await desk.ask("a", "POST", `${ORDERS}/${id}/cancel`);
    await desk.until(() =>
      desk.platform.system.view(handoverDesk(DEALER), ({ cars }) => cars.size === 2)
    );
  }));

Deno.test("handover time: nothing to choose before the car is known, and the last day is the dealer's", () =>
  withDesk(async (desk) => {
    const id = await desk.ordered();
    const early = await desk.ask("a", "GET", `${ORDERS}/${id}/handover?dealer=${DEALER}`);
    assertEquals(early.code, "not_bound");
    const { times, choose } = await bound(desk);
    const { starts } = await times();
    await desk.staff(`/api/staff/vehicles/${VIN}/appointment`, {
      at: desk.clock.now() + DAY_MS / 2,
      dealerId: DEALER,
    });
    assertEquals((await choose(starts[3])).code, "too_late");
  }));

Deno.test("handover time: what was chosen is in the dealer's day", () =>
  withDesk(async (desk) => {
    const { times, choose, id } = await bound(desk);
    const [at] = (await times()).starts;
    await choose(at);
    const of = (dealer: string) =>
      handoversOfDay(desk.platform.system, dealer, beijingMidnight(at));
    assertEquals((await of(DEALER)).map(({ orderId, at }) => [orderId, at]), [[id, at]]);
    assertEquals(await of("bj-chaoyang"), []);
  }));
