import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { garage } from "../../actors/members/garage.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { addCar } from "../../lib/members/cars.ts";
import { HANDOVER, LONG, VIN, withDesk } from "../api/_ordering_testing.ts";
import { myPages } from "./_testing.ts";

Deno.test("my cars: a car is drawn as it was ordered, wherever its owner meets it", () =>
  withDesk(async ({ ask, bearer, platform, ready, staff, until }) => {
    const owner = testMemberId(1);
    await ready(LONG);
    await staff(`/api/staff/vehicles/${VIN}/handover`, HANDOVER);
    await until(() => platform.system.view(garage(owner), ({ cars }) => cars.length === 1));
    const [car] = await platform.system.view(garage(owner), ({ cars }) => structuredClone(cars));
    const pages = myPages(platform);
    const read = async (path: string) => {
      const headers = { cookie: `session=${bearer.a}`, "accept-language": "en" };
      const page = await pages(new Request(`http://shop.test${path}`, { headers }));
      assertEquals(page.status, 200, path);
      return await page.text();
    };
    // Every garage was drawn in the brand's own paint, whatever had been ordered.
    const { template, priced } = platform.showroom.open(LONG)!;
    const paint = priced.options.find((code) => code.startsWith("paint_"))!;
    assert(template.options.some(({ code }) => code === paint));
    const drawn = `id="car-lu-${paint.slice("paint_".length)}-`;
    const wish = { kind: "maintenance", vin: VIN, km: 5_000, items: ["maintenance"] };
    const where = "/api/dealers/sh-xuhui/slots?kind=maintenance&model=lu&items=maintenance";
    const { slots } = await ask("a", "GET", where);
    const { startAt } = slots.at(-1);
    const booked = await ask("a", "POST", "/api/bookings", { dealer: "sh-xuhui", wish, startAt });
    const visit = `/my/bookings/${booked.id}`;
    for (const path of ["/my", "/my/cars", `/my/cars/${car!.carId}`, "/service", visit]) {
      assertStringIncludes(await read(path), drawn, path);
    }
  }));

Deno.test("my cars: who writes down a number does not see what was built under it", () =>
  withDesk(async ({ bearer, platform, ready }) => {
    await ready(LONG);
    const other = testMemberId(2);
    const car = { carId: "guessed", vin: VIN, plate: null, model: "lu", deliveredAt: 0 } as const;
    assertEquals(await addCar(platform, other, car), undefined);
    const headers = { cookie: `session=${bearer.b}` };
    const page = await myPages(platform)(new Request("http://shop.test/my", { headers }));
    assertStringIncludes(await page.text(), 'id="car-lu-water-blade-paint-');
  }));
