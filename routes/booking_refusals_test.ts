import { assertEquals, assertStringIncludes } from "@std/assert";
import { refusals } from "../actors/appointments/calendar_messages.ts";
import { beijingDay } from "../lib/time/beijing.ts";
import { bookingsText } from "../lib/i18n/bookings.ts";
import { WISHED } from "./api/bookings.ts";
import { PUT_ON } from "./api/bookings_bill.ts";
import { withMembers } from "./my/_testing.ts";

/** Said in other words where it is met, or met by staff alone. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "address_missing",
  "odometer_lower",
  "unknown_booking",
  "agreement_missing",
  "licence_missing",
  "idempotency_conflict",
]);

// Walked: with three visits ahead a fourth was answered "that did not work; please try again", for ever.
Deno.test("bookings: each refusal that a member can meet has its sentence, in both languages", () => {
  for (const language of ["zh", "en"] as const) {
    const words: Readonly<Record<string, string>> = bookingsText(language).one.failed;
    const without = [...refusals, ...WISHED, ...PUT_ON].filter((code) =>
      !ELSEWHERE.has(code) && !Object.hasOwn(words, code)
    );
    assertEquals(without, []);
  }
});

Deno.test("service: a visit too many is said to be that, and the mileage stays", () =>
  withMembers(async ({ member }) => {
    const one = member(1);
    await one.send("/my/cars", {
      do: "add",
      vin: "LATPAB071W1005301",
      plate: "",
      model: "lu",
      delivered: "2026-01-10",
    });
    let visit = 0;
    const startOf = async () => {
      const page = await one.text("/service?dealer=sh-xuhui");
      return [...page.matchAll(/[?;&]start=(\d+)/g)][visit++]![1]!;
    };
    const book = async () => {
      const start = await startOf();
      const day = beijingDay(Number(start));
      const here = `/service?dealer=sh-xuhui&day=${day}&start=${start}`;
      return await one.send(here, { km: "12345", start });
    };
    for (let visits = 0; visits < 3; visits++) assertEquals((await book()).status, 303);
    const refused = await book();
    assertEquals(refused.status, 409);
    const page = await refused.text();
    assertStringIncludes(page, bookingsText("zh").one.failed.too_many_bookings);
    assertStringIncludes(page, 'value="12345"');
  }));
