import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { dealerById, DEALERS } from "./dealers.ts";
import { distanceM, nearestDealers } from "./nearest.ts";

Deno.test("DEALERS have ids of their own, places in China, hours that open before they close", () => {
  assertEquals(new Set(DEALERS.map(({ id }) => id)).size, DEALERS.length);
  for (const { id, at, week, services } of DEALERS) {
    assertEquals(dealerById(id)?.id, id);
    assert(at.longitude > 73 && at.longitude < 135 && at.latitude > 18 && at.latitude < 54, id);
    assertEquals(week.length, 7);
    for (const day of week) assert(day === null || (day.from < day.until && day.until <= 1440), id);
    assert(services.length > 0);
  }
  assertEquals(dealerById("nowhere"), undefined);
});

Deno.test("distanceM takes a degree of latitude as 111.2 km, and is zero at home", () => {
  const north = distanceM({ longitude: 120, latitude: 30 }, { longitude: 120, latitude: 31 });
  assert(Math.abs(north - 111_195) < 10, `${north}`);
  assertEquals(distanceM(DEALERS[0]!.at, DEALERS[0]!.at), 0);
});

const place = fc.record({
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
});

Deno.test("distanceM is the same both ways and never more than half round the Earth", () => {
  fc.assert(fc.property(place, place, (a, b) => {
    const there = distanceM(a, b);
    assert(Math.abs(there - distanceM(b, a)) < 1e-3);
    assert(there >= 0 && there <= 20_016_000);
  }));
});

Deno.test("nearestDealers come nearest first, only those who do the work", () => {
  const fromBund = { longitude: 121.4906, latitude: 31.2374 };
  assertEquals(nearestDealers(fromBund).slice(0, 3).map(({ dealer }) => dealer.id), [
    "sh-pudong",
    "sh-xuhui",
    "sh-jiading",
  ]);
  assertEquals(nearestDealers(fromBund, "maintenance")[0]?.dealer.id, "sh-xuhui");
});
