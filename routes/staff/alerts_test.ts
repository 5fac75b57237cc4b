import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { testDriveVisit } from "../../lib/appointments/services.ts";
import { addCar } from "../../lib/members/cars.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { jsonBytes } from "../../lib/kernel/codec.ts";
import { makeId } from "../../lib/kernel/ids.ts";
import { keys } from "../../lib/kernel/keys.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import { beijingMidnight } from "../../lib/time/beijing.ts";
import { eventually } from "../api/_testing.ts";
import { type Staff, withConsole } from "./_testing.ts";

const DEALER = "sh-xuhui";
/** The sale of the console under test. */
const { title, titleEn } = { title: "鹭 Lu 首发", titleEn: "The Lu launch" };
const MINUTE = 60_000;
const DAY = 86_400_000;

type Timed = Staff & { pass(ms: number): void };

/** The console, in which time passes when a test says so. */
function withTime(run: (staff: Timed) => Promise<void>): Promise<void> {
  let passed = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + passed };
  return withConsole((staff) => run({ ...staff, pass: (ms) => void (passed += ms) }), 3, { clock });
}

/** A test drive at eleven in Shanghai, some days from now. */
async function bookDrive({ platform: { system, now } }: Staff, member: number): Promise<string> {
  const visit = testDriveVisit("lu");
  const id = `${DEALER}.drive-${member}`;
  const answer = await system.ask(calendar(DEALER), "book", {
    id,
    memberId: testMemberId(member),
    visit: { ...visit, needs: [...visit.needs] },
    about: { kind: "test_drive", model: "lu", route: "river" },
    startAt: beijingMidnight(now()) + (2 + member) * DAY + 11 * 3_600_000,
  });
  assertEquals(answer.ok, true);
  return id;
}

const titles = ({ platform }: Staff, group: string): string[] =>
  platform.chat.sandbox!.messages(group).map(({ title }) => title);

/** The first message of a group that says something of this kind. */
const message = ({ platform }: Staff, group: string, title: string, from = 0) =>
  eventually(() =>
    Promise.resolve(
      platform.chat.sandbox!.messages(group).slice(from).find((one) => one.title.includes(title)),
    )
  );

const pathOf = (url: string): string => new URL(url).pathname;

/** How the booking of a member stands with the sales group, which hears of other things as well. */
const noticeOf = ({ platform }: Staff, bookingId: string) =>
  platform.system.view(
    chatGroup("sales"),
    ({ notices }) => structuredClone(notices.find(({ key }) => key.includes(bookingId))),
  );

Deno.test("chat: a booking comes to its group, is acknowledged from the message, and says by whom", () =>
  withTime(async (staff) => {
    const { get, text, pass } = staff;
    const id = await bookDrive(staff, 1);
    await eventually(() => noticeOf(staff, id));
    pass(6_000);
    const told = await message(staff, "sales", "试驾预约");
    assertStringIncludes(told.text, "鹭");
    assert(!JSON.stringify(told).includes(testMemberId(1)), "nobody's id is told");
    const link = pathOf(told.actions[0]!.url);
    // Nobody has to be signed in to see what the group was told, and a look acknowledges nothing.
    const page = await (await get(link)).text();
    assertStringIncludes(page, "确认收到");
    assertEquals((await noticeOf(staff, id))!.acknowledged, null);
    assertEquals((await staff.send(link, {})).status, 303);
    assertEquals((await noticeOf(staff, id))!.acknowledged!.by, testMemberId(900));
    const console = await text("/staff/alerts");
    assertStringIncludes(console, "已确认");
    assertStringIncludes(await (await get(link, "staff")).text(), "已由我于");
    // The next one of the group does not see it as theirs.
    assertStringIncludes(await (await get(link)).text(), "已由同事于");
  }));

Deno.test("chat: a link is good for its message alone, by whoever is in the group", () =>
  withTime(async (staff) => {
    const { get, pass } = staff;
    const id = await bookDrive(staff, 1);
    await eventually(() => noticeOf(staff, id));
    pass(6_000);
    const told = await message(staff, "sales", "试驾预约");
    const link = pathOf(told.actions[0]!.url);
    for (const wrong of [link.replace(/~\d+~/, "~99~"), link.slice(0, -2), "/alerts/nonsense"]) {
      const answer = await get(wrong);
      assertEquals(answer.status, 404);
      await answer.body?.cancel();
    }
    const anonymous = await staff.send(link, {}, { cookie: "" });
    assertEquals(anonymous.status, 303);
    assertEquals((await noticeOf(staff, id))!.acknowledged!.by, "link");
    assertStringIncludes(await staff.text("/staff/alerts"), "群里的链接");
  }));

Deno.test("chat: maintenance goes to the dealer's own group; what nobody answers is told to another", () =>
  withTime(async (staff) => {
    const { platform: { system }, pass } = staff;
    const group = `service.${DEALER}`;
    const news = { code: "review_low", count: 1, about: null } as const;
    await system.ask(chatGroup(group), "notify", {
      ...news,
      id: "review x",
      values: { dealer: DEALER, stars: "1" },
      href: "/staff/day",
    });
    for (let sent = 1; sent <= 3; sent++) {
      pass(6_000);
      await eventually(() => Promise.resolve(titles(staff, group).length === sent || undefined));
      await eventually(async () =>
        await system.view(chatGroup(group), ({ sending }) => sending === null) || undefined
      );
      pass(21 * MINUTE);
    }
    const messages = staff.platform.chat.sandbox!.messages(group);
    assertEquals(messages.map(({ everybody }) => everybody), [false, false, true]);
    await message(staff, "alerts", "无人确认");
    assertStringIncludes(await staff.text("/staff/alerts"), "徐汇");
  }));

Deno.test("chat: leads are counted, not told one by one; two nodes count them once", () =>
  withTime(async (staff) => {
    const { platform: { system, chat }, claim } = staff;
    for (let n = 1; n <= 8; n++) assert((await claim(n)).ok);
    await Promise.all([chat.watch.look(), chat.watch.look()]);
    const leads = () =>
      system.view(
        chatGroup("sales"),
        ({ notices }) =>
          notices.filter(({ code }) => code === "leads_grew").map(({ count, values }) => [
            count,
            values.total,
          ]),
      );
    assertEquals(await leads(), [[8, "8"]]);
    for (let n = 9; n <= 12; n++) assert((await claim(n)).ok);
    await chat.watch.look();
    await chat.watch.look();
    assertEquals(await leads(), [[12, "12"]]);
    // A group speaks of the sale by its title, in the language of the sentence.
    assertStringIncludes(await staff.text("/staff/alerts"), `${title} 新线索 12 条，共 12 条`);
    assertStringIncludes(
      await staff.text("/staff/alerts", "en"),
      `${titleEn}: new leads 12, in all 12`,
    );
  }));

Deno.test("chat: a sale that opens is told by its title, Chinese first", () =>
  withTime(async (staff) => {
    const told = await message(staff, "sales", "开售");
    assertStringIncludes(told.text, `${title} 已开售`);
    assert(!told.text.includes("launch-2017 已开售"));
  }));

Deno.test("chat: dead letters are an alert with where they failed; those of the chat itself are none", () =>
  withTime(async (staff) => {
    const { platform: { system, chat, now }, text } = staff;
    const at = now() - MINUTE;
    const dead = (n: number, port: string) => {
      const id = makeId(at + n, n, "test");
      const letter = { id, at: at + n, reason: "refused", payload: {}, port };
      return { key: keys.dead(id), value: jsonBytes(letter) };
    };
    const sets = [dead(1, "payments"), dead(2, "payments"), dead(3, "chat"), dead(4, "sms")];
    await system.store.commit({ checks: [], sets, deletes: [] });
    await chat.watch.look();
    await chat.watch.look();
    const [alert, ...others] = await system.view(
      chatGroup("alerts"),
      ({ notices }) => structuredClone(notices),
    );
    assertEquals(others, []);
    assertEquals([alert!.count, alert!.values.places], [3, "payments 2, sms 1"]);
    const page = await text("/staff/alerts", "en");
    assertStringIncludes(page, "Dead letters to settle, 3: payments 2, sms 1");
    const answer = await staff.send("/staff/alerts", { group: "alerts", key: alert!.key });
    assertEquals(answer.headers.get("location"), "/staff/alerts?done");
  }));

Deno.test("chat: while the robots are away nothing is lost, and it goes out as one message", () =>
  withTime(async (staff) => {
    const { platform: { system, chat }, pass } = staff;
    chat.sandbox!.failing = 502;
    const notify = (n: number) =>
      system.ask(chatGroup("service"), "notify", {
        id: `n${n}`,
        code: "visit_booked",
        values: { model: "lu", time: "10:00", dealer: DEALER },
        href: null,
        count: 1,
        about: null,
      });
    await notify(1);
    pass(6_000);
    await eventually(async () =>
      await system.view(chatGroup("service"), ({ sending }) => sending) ?? undefined
    );
    for (let n = 2; n <= 40; n++) await notify(n);
    chat.sandbox!.failing = undefined;
    pass(MINUTE);
    await eventually(() => Promise.resolve(titles(staff, "service").length === 1 || undefined));
    await eventually(async () =>
      await system.view(chatGroup("service"), ({ sending }) => sending === null) || undefined
    );
    pass(6_000);
    const second = await message(staff, "service", "保养预约 39");
    assertEquals(titles(staff, "service").length, 2);
    assertStringIncludes(second.text, "另有 保养预约 19 条");
  }));

Deno.test("chat: a guarantee's limit is told to the dealer's group and to the owner, once each", () =>
  withTime(async (staff) => {
    const { platform, text } = staff;
    const { system, now } = platform;
    const owner = testMemberId(1);
    const car = { carId: "car1", vin: "LATPAB071W1005301", plate: null, model: "lu" as const };
    await addCar(platform, owner, { ...car, deliveredAt: now() - 100 * DAY });
    const visit = await bookDrive(staff, 1);
    const repair = (days: number) =>
      system.ask(garage(owner), "repair", {
        ...{ carId: "car1", at: now(), days, fault: "brakes", km: 9_000, visit },
      });
    for (const days of [20, 5, 6, 7]) assertEquals((await repair(days)).ok, true);
    const codes = await eventually(async () => {
      const told = await system.view(
        chatGroup(`service.${DEALER}`),
        ({ notices }) => notices.map(({ code, href }) => `${code} ${href}`),
      );
      return told.length >= 2 ? told : undefined;
    });
    const there = `/staff/day?visit=${visit}`;
    assertEquals(codes, [`guarantee_near ${there}`, `guarantee_reached ${there}`]);
    const own = await eventually(async () => {
      const messages = await system.view(inbox(owner), (box) => structuredClone(box.messages));
      const counters = messages.filter(({ code }) => code.startsWith("guarantee_"));
      return counters.length === 2 ? counters : undefined;
    });
    assertEquals(own.map(({ values }) => values.days).sort(), ["20", "31"]);
    assertStringIncludes(await text("/staff/alerts"), "三包上限已超过：鹭，累计维修 31 天");
    // The day and the dealer are the visit's.
    assertStringIncludes(await text(there), 'id="visit"');
  }));
