import { assertEquals } from "@std/assert";
import { dealerOf, maintenanceVisit, quoteOf } from "./services.ts";

Deno.test("quoteOf adds several services to one price and whole half hours, each once", () => {
  assertEquals(quoteOf(["maintenance", "cabin_filter", "maintenance"], "lu"), {
    items: [
      { code: "maintenance", priceFen: 56_000 },
      { code: "cabin_filter", priceFen: 19_800 },
    ],
    priceFen: 75_800,
    minutes: 90,
  });
  assertEquals(quoteOf(["maintenance", "paint"], "lu"), undefined);
  assertEquals(quoteOf([], "lu"), undefined);
});

Deno.test("maintenanceVisit asks for who can do the most difficult part, and a car to borrow", () => {
  assertEquals(maintenanceVisit(["wipers"], "xiu", { courtesyCar: false })?.needs, [
    { kind: "bay", can: "service" },
    { kind: "person", can: "service" },
  ]);
  const visit = maintenanceVisit(["wipers", "coolant"], "xiu", { courtesyCar: true });
  assertEquals(visit?.needs, [
    { kind: "bay", can: "service" },
    { kind: "person", can: "high_voltage" },
    { kind: "car", can: "courtesy" },
  ]);
  assertEquals(visit?.durationMs, 60 * 60_000);
  const fetched = maintenanceVisit(["wipers"], "xiu", { courtesyCar: false, pickUp: true });
  assertEquals(fetched?.leadMs, 24 * 60 * 60_000);
});

Deno.test("dealerOf reads the dealer from a booking's id", () => {
  assertEquals(dealerOf("sh-xuhui.0f3a"), "sh-xuhui");
});
