import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { AGREEMENT_VERSION, testDriveVisit } from "../../lib/appointments/services.ts";
import type { Platform } from "../../lib/platform.ts";
import { beijingDay, beijingMidnight } from "../../lib/time/beijing.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { type Staff, withConsole } from "./_testing.ts";

const DEALER = "sh-xuhui";
const HOUR_MS = 3_600_000;
const MEMBER = testMemberId(7);

/** Eleven in the morning in Shanghai, three days from now. */
const elevenOf = (now: number): number => beijingMidnight(now) + 3 * DAY_MS + 11 * HOUR_MS;

async function booked({ system, now }: Platform, startAt = elevenOf(now())): Promise<string> {
  const id = `${DEALER}.${crypto.randomUUID().slice(0, 8)}`;
  const visit = testDriveVisit("lu");
  const answer = await system.ask(calendar(DEALER), "book", {
    id,
    memberId: MEMBER,
    visit: { ...visit, needs: [...visit.needs] },
    about: { kind: "test_drive", model: "lu", route: "river" },
    startAt,
  });
  assertEquals(answer.ok, true);
  return id;
}

const bookingIn = ({ system }: Platform, id: string) =>
  system.view(calendar(DEALER), ({ bookings }) => structuredClone(bookings.get(id)!));

const pageOf = (startAt: number) => `/staff/day?dealer=${DEALER}&date=${beijingDay(startAt)}`;

async function failure(staff: Staff, path: string, fields: Record<string, string>) {
  const { headers } = await staff.send(path, fields);
  return new URL(headers.get("location")!, "http://x").searchParams.get("failed");
}

Deno.test("staff's day: a visit is seen, checked in once signed and licensed, and completed", () =>
  withConsole(async (staff) => {
    const { platform } = staff;
    const startAt = elevenOf(platform.now());
    const id = await booked(platform, startAt);
    const path = pageOf(startAt);
    for (const language of ["zh", "en"] as const) {
      const text = await staff.text(`${path}&visit=${id}`, language);
      assertStringIncludes(text, id);
      assert(!/undefined|NaN|\{(?:dealer|model|time)\}/.test(text));
    }
    const arrive = { do: "check_in", id };
    assertEquals(await failure(staff, path, arrive), "agreement_missing");
    await platform.system.ask(calendar(DEALER), "sign", {
      id,
      memberId: MEMBER,
      version: AGREEMENT_VERSION,
    });
    assertEquals(await failure(staff, path, arrive), "licence_missing");
    assertEquals(await failure(staff, path, { do: "missed", id }), "too_early");
    await staff.send(path, { ...arrive, licence: "seen" });
    assertEquals((await bookingIn(platform, id)).status, "checked_in");
    await staff.send(path, { do: "complete", id });
    assertEquals((await bookingIn(platform, id)).status, "completed");
    assertEquals((await staff.get("/staff/day", "member")).status, 403);
  }));

Deno.test("staff's day: a move by form or by script; one into what is taken leaves it where it was", () =>
  withConsole(async (staff) => {
    const { platform } = staff;
    const startAt = elevenOf(platform.now());
    const id = await booked(platform, startAt);
    const path = pageOf(startAt);
    const later = startAt + 2 * HOUR_MS;
    await staff.send(path, { do: "move", id, start: String(later) });
    assertEquals((await bookingIn(platform, id)).startAt, later);
    const dragged = await staff.send(
      path,
      { do: "move", id, start: String(startAt) },
      { accept: "application/json" },
    );
    assertEquals(await dragged.json(), { ok: true, told: "" });
    // Before the doors open.
    const night = { do: "move", id, start: String(startAt - 6 * HOUR_MS) };
    assertEquals(await failure(staff, path, night), "slot_taken");
    assertEquals((await bookingIn(platform, id)).startAt, startAt);
  }));

// Two with one visit open: the second one's move won, and the customer came at the first one's time.
Deno.test("staff's day: of two who move one visit the second is told to when a colleague moved it", () =>
  withConsole(async (staff) => {
    const { platform } = staff;
    const startAt = elevenOf(platform.now());
    const id = await booked(platform, startAt);
    const path = pageOf(startAt);
    const seen = await staff.text(`${path}&visit=${id}`);
    const was = /name="was" value="(\d+)"/.exec(seen)![1]!;
    const nextDay = startAt + DAY_MS + HOUR_MS;
    await staff.send(path, { do: "move", id, was, start: String(nextDay) });
    const mine = { do: "move", id, was, start: String(startAt + 2 * HOUR_MS) };
    const refused = await staff.send(path, mine, { "accept-language": "en" });
    assertEquals((await bookingIn(platform, id)).startAt, nextDay);
    const there = refused.headers.get("location")!;
    const page = await staff.text(there, "en");
    // On a phone the panel lies over the rest of the page.
    const panel = page.slice(page.indexOf('id="visit"'));
    assertStringIncludes(panel, "A colleague has moved it meanwhile, to ");
    assertStringIncludes(page, `name="was" value="${nextDay}"`);
    const [, chosen] = /<option[^>]*\bvalue="(\d{13})"[^>]*\bselected\b/.exec(page) ??
      /<option[^>]*\bselected\b[^>]*\bvalue="(\d{13})"/.exec(page) ?? [];
    assertEquals(chosen, mine.start, "what was chosen stays chosen");
    assertStringIncludes(await staff.text(there), "同事在您打开之后已把它改到");
    const dragged = await staff.send(path, mine, {
      accept: "application/json",
      "accept-language": "en",
    });
    const { ok, told } = await dragged.json();
    assertEquals(ok, false);
    assertStringIncludes(told, "12:00. Nothing was changed");
    await staff.send(path, { ...mine, was: String(nextDay) });
    assertEquals(
      (await bookingIn(platform, id)).startAt,
      Number(mine.start),
      "seen and sent again",
    );
  }));

Deno.test("staff's day: closing it keeps what is booked and asks it to move; opening takes that back", () =>
  withConsole(async (staff) => {
    const { platform } = staff;
    const startAt = elevenOf(platform.now());
    const id = await booked(platform, startAt);
    const path = pageOf(startAt);
    await staff.send(path, { do: "close_day" });
    const { status, mustMove } = await bookingIn(platform, id);
    assertEquals([status, mustMove], ["confirmed", true]);
    assertStringIncludes(await staff.text(path), "等客户改期");
    await staff.send(path, { do: "open_day" });
    assertEquals((await bookingIn(platform, id)).mustMove, false);
  }));

// Walked: the form's first choice was today's earliest start, days away from the visit's own.
Deno.test("staff's day: the form to move a visit begins next to the time that it has", () =>
  withConsole(async ({ platform, text }) => {
    const startAt = elevenOf(platform.now());
    const id = await booked(platform, startAt);
    const page = await text(`${pageOf(startAt)}&visit=${id}`);
    const [, chosen] = /<option[^>]*\bvalue="(\d{13})"[^>]*\bselected\b/.exec(page) ??
      /<option[^>]*\bselected\b[^>]*\bvalue="(\d{13})"/.exec(page) ?? [];
    assertEquals(Math.abs(Number(chosen) - startAt), HOUR_MS / 2);
  }));
