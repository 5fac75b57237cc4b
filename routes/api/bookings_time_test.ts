import { assertEquals } from "@std/assert";
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { testDriveVisit } from "../../lib/appointments/services.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { planOf } from "../../lib/dealers/plan.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import type { Platform } from "../../lib/platform.ts";
import { beijingDay, beijingMidnight } from "../../lib/time/beijing.ts";
import { eventually, withApi } from "./_testing.ts";

const DEALER = "sh-xuhui";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const drive = testDriveVisit("xiu");
const asked = {
  visit: { ...drive, needs: [...drive.needs] },
  about: { kind: "test_drive" as const, model: "xiu", route: "river" },
};

interface Passing {
  readonly platform: Platform;
  pass(ms: number): void;
}

/** The platform, in which time passes when a test says so. */
function withTime(run: (passing: Passing) => Promise<void>): Promise<void> {
  let passed = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + passed };
  return withApi(async (_app, platform) => {
    await run({ platform, pass: (ms) => void (passed += ms) });
  }, { clock });
}

/** Ten in the morning in Shanghai, some days from now. */
const morning = (now: number, days: number): number =>
  beijingMidnight(now) + days * DAY + 10 * HOUR;

const told = ({ system }: Platform, memberId: string, code: string) =>
  eventually(async () =>
    await system.view(
      inbox(memberId),
      ({ messages }) => messages.find((one) => one.code === code)?.href ?? undefined,
    )
  );

/** What the calendar tells an appointment travels: until it is there, time must not pass over it. */
const expects = ({ system }: Platform, id: string, startAt: number) =>
  eventually(async () =>
    await system.view(appointment(id), (state) => state.startAt === startAt || undefined)
  );

Deno.test("reminders: the visitor is told a day before, of the start that the visit moved to", () =>
  withTime(async ({ platform, pass }) => {
    const { system, now } = platform;
    const startAt = morning(now(), 3);
    const mine = { id: `${DEALER}.a`, memberId: "m-a" };
    await system.ask(calendar(DEALER), "book", { ...mine, ...asked, startAt });
    const moved = { ...mine, startAt: startAt + 3 * HOUR };
    assertEquals((await system.ask(calendar(DEALER), "reschedule", moved)).ok, true);
    await expects(platform, mine.id, moved.startAt);
    pass(startAt - DAY + HOUR - now());
    const early = await system.view(inbox("m-a"), ({ messages }) => messages.length);
    assertEquals(early, 0);
    pass(2 * HOUR + 1_000);
    assertEquals(await told(platform, "m-a", "visit_near"), `/my/bookings/${mine.id}`);
  }));

Deno.test("waiting list: an offer that lapses goes on to the next, by itself", () =>
  withTime(async ({ platform, pass }) => {
    const { system, now } = platform;
    const startAt = morning(now(), 3);
    const date = beijingDay(startAt);
    const plan = planOf(dealerById(DEALER)!);
    await system.ask(calendar(DEALER), "set_up", {
      ...plan,
      opening: { ...plan.opening, exceptions: { [date]: { from: 600, until: 660 } } },
    });
    const booked = { id: `${DEALER}.a`, memberId: "m-a" };
    await system.ask(calendar(DEALER), "book", { ...booked, ...asked, startAt });
    const day = { from: startAt - 10 * HOUR, until: startAt + 14 * HOUR, alsoAt: [] };
    for (const name of ["b", "c"]) {
      const mine = { id: `${DEALER}.${name}`, memberId: `m-${name}` };
      assertEquals(
        (await system.ask(calendar(DEALER), "wait", { ...mine, ...asked, ...day })).ok,
        true,
      );
    }
    await system.ask(calendar(DEALER), "cancel", booked);
    await told(platform, "m-b", "slot_offered");
    pass(31 * 60_000);
    await told(platform, "m-c", "slot_offered");
    const standing = await system.view(
      calendar(DEALER),
      ({ bookings }) => ["a", "b", "c"].map((name) => bookings.get(`${DEALER}.${name}`)?.status),
    );
    assertEquals(standing, ["cancelled", "lapsed", "offered"]);
  }));
