import { assertEquals } from "@std/assert";
import { type CarFacts, clocksOf, guaranteeCount } from "./clocks.ts";
import { parsePlate } from "./plate.ts";
import { parseVin } from "./vin.ts";

const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

Deno.test("parseVin: real numbers pass, one wrong character does not, I, O and Q never", () => {
  for (const vin of ["LATPAB071W1005301", "UU6JA69691D713820", "1M8GDM9AXKP042788"]) {
    assertEquals(parseVin(vin), vin);
    assertEquals(parseVin(vin.slice(0, 16) + (vin[16] === "9" ? "8" : "9")), undefined);
  }
  assertEquals(parseVin(" 1m8gdm9ax-kp042788 "), "1M8GDM9AXKP042788");
  assertEquals(parseVin("1M8GDM9AXKP04278O"), undefined);
  assertEquals(parseVin("1M8GDM9AXKP04278"), undefined);
});

Deno.test("parsePlate: read to its type, however it is written", () => {
  const types = {
    "浙A·12345": "ordinary",
    "浙ad12345": "new_energy_small",
    "沪A12345D": "new_energy_large",
    "京A1234学": "learner",
    "粤Z1234港": "hong_kong",
    "京A1234警": "police",
    "沪A1234领": "consulate",
    "使123456": "embassy",
    "苏B1234挂": "trailer",
  } as const;
  for (const [text, type] of Object.entries(types)) {
    assertEquals(parsePlate(text)?.type, type, text);
  }
  for (const wrong of ["浙A1234", "浙O12345", "浙A1234I", "A12345", ""]) {
    assertEquals(parsePlate(wrong), undefined, wrong);
  }
  assertEquals(parsePlate("浙ad12345")?.shown, "浙A·D12345");
});

const car: CarFacts = {
  carId: "c",
  model: "lu",
  proof: "papers",
  deliveredAt: at("2027-03-01T10:00:00+08:00"),
  insuredUntil: null,
  odometer: [],
  maintained: null,
  repairs: [],
};

Deno.test("clocksOf: by date, or by the odometer where that comes first", () => {
  const now = at("2027-04-01T10:00:00+08:00");
  const maintenance = (facts: Partial<CarFacts>) =>
    clocksOf({ ...car, ...facts }, now).find(({ code }) => code === "maintenance")!;
  assertEquals(maintenance({}).dueAt, at("2027-09-02T00:00:00+08:00"));
  // 3,100 km in 31 days: the first 5,000 are full nineteen days later.
  const driven = maintenance({ odometer: [{ km: 3_100, at: now }] });
  assertEquals([driven.dueAt, driven.leftKm], [at("2027-04-20T10:00:00+08:00"), 1_900]);
  const done = maintenance({ maintained: { km: 5_100, at: now } });
  assertEquals([done.dueAt, done.dueKm], [at("2028-04-02T00:00:00+08:00"), 25_100]);
  assertEquals(maintenance({ odometer: [{ km: 5_000, at: now }] }).over, true);
});

Deno.test("clocksOf: a warranty that begins on 29 February ends on the 28th", () => {
  const leap = { ...car, deliveredAt: at("2028-02-29T10:00:00+08:00") };
  const warranty = clocksOf(leap, leap.deliveredAt).find(({ code }) => code === "warranty")!;
  assertEquals(warranty.dueAt, at("2031-03-01T00:00:00+08:00"));
});

Deno.test("guaranteeCount: days and repeats within the two years, counted by themselves", () => {
  const repair = (iso: string, days: number, fault: string) => ({ at: at(iso), days, fault });
  const repairs = [
    repair("2027-05-01T00:00:00Z", 10, "lamp"),
    repair("2027-06-01T00:00:00Z", 20, "lamp"),
    repair("2029-06-01T00:00:00Z", 20, "lamp"),
  ];
  assertEquals(guaranteeCount({ ...car, repairs }), {
    repairDays: 30,
    worstFault: "lamp",
    repeats: 2,
    reached: false,
    near: true,
    until: at("2029-03-02T00:00:00+08:00"),
    untilKm: 50_000,
  });
  const more = [...repairs, repair("2027-07-01T00:00:00Z", 1, "door")];
  assertEquals(guaranteeCount({ ...car, repairs: more }).reached, true);
  // The same repair past 50,000 km is outside the guarantee, though the two years are not over.
  const far = [...repairs, { ...repair("2027-07-01T00:00:00Z", 1, "door"), km: 50_001 }];
  assertEquals(guaranteeCount({ ...car, repairs: far }).reached, false);
  const last = [...repairs, { ...repair("2027-07-01T00:00:00Z", 1, "door"), km: 50_000 }];
  assertEquals(guaranteeCount({ ...car, repairs: last }).reached, true);
});
