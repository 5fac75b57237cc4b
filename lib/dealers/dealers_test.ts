import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { dealerById, DEALERS } from "./dealers.ts";
import { cityNamed, DEALER_CITIES, findDealers, placeWritten } from "./find.ts";
import { gcj02 } from "./gcj02.ts";
import { openingAt } from "./open_now.ts";
import { distanceM } from "./distance.ts";

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

Deno.test("findDealers: come nearest first, only those who do the work", () => {
  const fromBund = { longitude: 121.4906, latitude: 31.2374 };
  assertEquals(findDealers({ near: fromBund }).slice(0, 3).map(({ dealer }) => dealer.id), [
    "sh-pudong",
    "sh-xuhui",
    "sh-jiading",
  ]);
  assertEquals(findDealers({ near: fromBund, service: "maintenance" })[0]?.dealer.id, "sh-xuhui");
});

Deno.test("findDealers: each city has its own, and only those who do the work", () => {
  assertEquals(findDealers({}).length, DEALERS.length);
  assertEquals(
    DEALER_CITIES.flatMap(({ key }) => findDealers({ city: key })).length,
    DEALERS.length,
  );
  assertEquals(cityNamed(" 上海市 ")?.key, "sh");
  assertEquals(cityNamed("XI'AN")?.key, "xa");
  assertEquals(cityNamed("constructor"), undefined);
  const [nearest] = findDealers({
    near: { longitude: 116.4, latitude: 39.9 },
    service: "maintenance",
  });
  assertEquals(nearest?.dealer.id, "bj-chaoyang");
});

Deno.test("placeWritten: longitude first, and nothing that is not on Earth", () => {
  assertEquals(placeWritten("121.4906,31.2374"), { longitude: 121.4906, latitude: 31.2374 });
  assertEquals(placeWritten("-71,-33"), { longitude: -71, latitude: -33 });
  for (
    const wrong of [null, "", "31", "121,91", "181,31", "121, 31", "1e2,31", "NaN,31", "121,31,5"]
  ) {
    assertEquals(placeWritten(wrong), undefined, String(wrong));
  }
});

Deno.test("gcj02: known places of both kinds within three metres; none beyond China", () => {
  for (
    const [wgs, gcj] of [
      [[121.5272106, 31.1774276], [121.531541859215, 31.17530398364597]],
      [[113.912316, 22.543847], [113.9171764808363, 22.540796131694766]],
      [[116.377817, 39.911954], [116.38404722455657, 39.91334545536069]],
    ] as const
  ) {
    const [longitude, latitude] = gcj;
    const got = gcj02({ longitude: wgs[0], latitude: wgs[1] });
    assert(distanceM(got, { longitude, latitude }) < 3, `${got.longitude},${got.latitude}`);
  }
  const paris = { longitude: 2.35, latitude: 48.85 };
  assertEquals(gcj02(paris), paris);
});

Deno.test("openingAt: by Beijing's clock, to the minute, over closed days and holidays", () => {
  const workshop = dealerById("sh-jiading")!;
  const at = (text: string) => Date.parse(`${text}:00+08:00`);
  const cases: [now: string, open: boolean, next: string][] = [
    ["2027-01-15T08:29", false, "2027-01-15T08:30"],
    ["2027-01-15T08:30", true, "2027-01-15T18:00"],
    ["2027-01-15T17:59", true, "2027-01-15T18:00"],
    ["2027-01-15T18:00", false, "2027-01-16T08:30"],
    // Sunday is closed; so is the Spring Festival, and the Sunday of it.
    ["2027-01-16T18:00", false, "2027-01-18T08:30"],
    ["2027-02-04T18:00", false, "2027-02-08T08:30"],
  ];
  for (const [now, open, next] of cases) {
    const opening = openingAt(workshop, at(now));
    assertEquals(
      [opening.open, opening.open ? opening.until : opening.from],
      [open, at(next)],
      now,
    );
  }
});
