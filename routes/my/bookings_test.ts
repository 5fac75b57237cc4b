import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { garage } from "../../actors/members/garage.ts";
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { availableAt, pendingAt } from "../../lib/loyalty/ledger.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { eraseMember } from "../../lib/members/erase.ts";
import { exportMember } from "../../lib/members/export.ts";
import { keepAddresses } from "../../lib/members/profile.ts";
import { beijingDay } from "../../lib/time/beijing.ts";
import { eventually } from "../api/_testing.ts";
import { type Member, type Members, withMembers } from "./_testing.ts";

const DEALER = "sh-xuhui";
const CAR = { vin: "LATPAB071W1005301", plate: "浙AD12345", model: "lu", delivered: "2026-01-10" };
const STAFF = { by: { id: "s", role: "staff" } };

const startsIn = (text: string): number[] =>
  [...text.matchAll(/[?;&]start=(\d{13})/g)].map(([, start]) => Number(start));

const idOf = (response: Response): string =>
  /\/my\/bookings\/([^?#]+)/.exec(response.headers.get("location") ?? "")?.[1] ?? "";

async function driven(member: Member): Promise<{ id: string; startAt: number }> {
  const starts = startsIn(await member.text(`/test-drive?model=xiu&dealer=${DEALER}`));
  const startAt = starts.at(-1)!;
  const sent = await member.send(`/test-drive?model=xiu&dealer=${DEALER}`, {
    start: String(startAt),
    route: "city",
  });
  assertEquals(sent.status, 303);
  return { id: idOf(sent), startAt };
}

// Walked: back from the booking, and pressed again, there were two for one time.
Deno.test("booking pages: the same drive asked for again leads to the one that there is", () =>
  withMembers(async ({ member }) => {
    const a = member(1);
    const { id, startAt } = await driven(a);
    const again = await a.send(`/test-drive?model=xiu&dealer=${DEALER}`, {
      start: String(startAt),
      route: "hills",
    });
    assertEquals([again.status, idOf(again)], [303, id]);
    const { body } = await a.ask("GET", "/api/members/me/bookings");
    assertEquals(body.bookings.length, 1);
  }));

Deno.test("booking pages: a test drive from the model to the calendar, in both languages", () =>
  withMembers(async ({ member }) => {
    const a = member(1);
    for (const language of ["zh", "en"] as const) {
      for (
        const path of ["/test-drive?model=fan", "/service", "/my/bookings", "/dealers/hz-xihu"]
      ) {
        const text = await a.text(path, language);
        assert(!/undefined|NaN|\{\w+\}/.test(text.replaceAll(/<style.*?<\/style>/gs, "")), path);
      }
    }
    const { id, startAt } = await driven(a);
    const path = `/my/bookings/${id}`;
    assertStringIncludes(await a.text(path), "试驾岫 Xiu");
    assertStringIncludes(await a.text(path, "en"), "Test drive of Xiu");
    assertEquals((await member(2).get(path)).status, 404);
    assertEquals(
      (await a.send(path, { do: "sign" })).headers.get("location"),
      `${path}?failed=agree#failed`,
    );
    await a.send(path, { do: "sign", agree: "yes" });
    assertStringIncludes(await a.text(path), "协议已签署");
    const [other] = startsIn(await a.text(`${path}?day=${beijingDay(startAt + 86_400_000)}`));
    const moved = await a.send(path, { do: "move", start: String(other) });
    assertEquals(moved.headers.get("location"), `${path}?moved=1`);
    assertStringIncludes(await a.text("/my/bookings"), path);
    assertStringIncludes(await a.text("/my"), path);
    await a.send(path, { do: "cancel" });
    assertStringIncludes(await a.text(path), "已取消");
  }));

Deno.test("booking pages: who comes too late is shown the next best in the same answer", () =>
  withMembers(async ({ member }) => {
    // One Xiu at the dealer's: the second is too late.
    const { startAt } = await driven(member(1));
    const late = await member(2).send(`/test-drive?model=xiu&dealer=${DEALER}`, {
      start: String(startAt),
    });
    assertEquals(late.status, 409);
    const text = await late.text();
    assertStringIncludes(text, "这个时间刚被约走了");
    assertEquals(startsIn(text.slice(0, text.indexOf("booking__body"))).length, 3);
  }));

// Walked: a drive booked for this evening promised a reminder on the day before.
Deno.test("booking pages: a reminder is promised only where there will be one", () =>
  withMembers(async ({ member, platform }) => {
    const a = member(1);
    const wish = { kind: "test_drive", model: "lu" };
    const { body } = await a.ask("GET", `/api/dealers/${DEALER}/slots?kind=test_drive&model=lu`);
    const starts = (body.slots as { startAt: number }[]).map(({ startAt }) => startAt);
    for (const startAt of [starts[0]!, starts.at(-1)!]) {
      const booked = await a.ask("POST", "/api/bookings", { dealer: DEALER, wish, startAt });
      const page = await a.text(`/my/bookings/${booked.body.id}?new=1`);
      const told = startAt - 86_400_000 > platform.now();
      assertEquals([page.includes("前一天会提醒您"), page.includes("到店见")], [told, !told]);
    }
  }));

Deno.test("booking pages: maintenance with its price; what is done sets the car's clock and is reviewed", () =>
  withMembers(async (members) => {
    const { member, platform } = members;
    const a = member(1);
    await a.send("/my/cars", CAR);
    const path = "/service?items=maintenance&items=coolant&courtesy=1";
    const page = await a.text(path);
    assertStringIncludes(page, "¥1,080");
    const [startAt] = startsIn(page);
    const form = { start: String(startAt), km: "5200" };
    const sent = await a.send(path, form);
    const id = idOf(sent);
    const here = `/my/bookings/${id}`;
    assertStringIncludes(await a.text(here), "¥1,080");
    const fetched = await a.send(`${path}&fetch=1`, {
      start: String(startsIn(page).at(-1)),
      km: "1",
    });
    assertStringIncludes(await fetched.text(), "/my/profile#addresses");
    assertStringIncludes(await a.text(here), "浙A·D12345");
    await complete(members, id);
    const km = await eventually(async () =>
      await platform.system.view(garage(a.id), ({ cars }) => cars[0]?.maintained?.km)
    );
    assertEquals(km, 5_200);
    // What was repaired beside it counts towards the guarantee, without anybody counting.
    const [repair] = await eventually(async () =>
      await platform.system.view(garage(a.id), ({ cars }) => {
        const repairs = cars[0]?.repairs;
        return repairs?.length ? structuredClone(repairs) : undefined;
      })
    );
    assertEquals([repair!.fault, repair!.days], ["brakes", 1]);
    // 1,080 yuan at a point each; yours once the money cannot be asked back.
    const earned = await eventually(async () =>
      await platform.system.view(
        points(a.id),
        (book) => pendingAt(book, platform.now()) || undefined,
      )
    );
    assertEquals(earned, 1_080);
    // An odometer does not run backwards.
    const lower = await a.send(path, { ...form, start: String(startsIn(page).at(-1)), km: "5000" });
    assertEquals(lower.status, 409);
    assertStringIncludes(await lower.text(), "5,200");
    await a.send(here, { do: "review", overall: "5", people: "4", words: "很安静，也很快" });
    assertStringIncludes(await a.text(here), "很安静，也很快");
    const shown = await member(2).text(`/dealers/${DEALER}`);
    assertStringIncludes(shown, "很安静，也很快");
    await platform.system.ask(appointment(id), "reply", { text: "欢迎再来" }, STAFF);
    assertStringIncludes(await member(2).text(`/dealers/${DEALER}`), "欢迎再来");
    await eventually(async () =>
      await platform.system.view(
        points(a.id),
        (book) => availableAt(book, platform.now()) === 50 || undefined,
      )
    );
    const again = await a.send(here, { do: "review", overall: "1", people: "1", words: "" });
    assertEquals(again.headers.get("location"), `${here}?failed=reviewed_already#failed`);
  }));

async function complete({ platform: { system } }: Members, id: string): Promise<void> {
  await system.ask(calendar(DEALER), "check_in", { id, licenceSeen: true }, STAFF);
  await system.ask(calendar(DEALER), "complete", { id, fault: "brakes" }, STAFF);
  await eventually(async () =>
    await system.view(appointment(id), ({ status }) => status === "done" ? true : undefined)
  );
}

Deno.test("booking pages: a closed day keeps the booking, tells its member, and leads to another time", () =>
  withMembers(async ({ member, platform: { system } }) => {
    const a = member(1);
    const { id, startAt } = await driven(a);
    await system.ask(calendar(DEALER), "close_day", { date: beijingDay(startAt) }, STAFF);
    const told = await eventually(async () =>
      await system.view(inbox(a.id), ({ messages }) => messages[0]?.code)
    );
    assertEquals(told, "visit_must_move");
    const text = await a.text(`/my/bookings/${id}`);
    assertStringIncludes(text, "门店这一天不营业");
    assertStringIncludes(await a.text("/my"), "门店不营业，请换个时间");
    const next = startsIn(text).find((start) => beijingDay(start) !== beijingDay(startAt))!;
    await a.send(`/my/bookings/${id}`, { do: "move", start: String(next) });
    assert(!(await a.text(`/my/bookings/${id}`)).includes("门店这一天不营业"));
  }));

Deno.test("booking pages: a full day is waited for", () =>
  withMembers(async ({ member, platform: { system } }) => {
    const a = member(1);
    const { startAt } = await driven(member(2));
    const date = beijingDay(startAt + 3 * 86_400_000);
    await system.ask(calendar(DEALER), "close_day", { date }, STAFF);
    const page = `/test-drive?model=xiu&dealer=${DEALER}&day=${date}`;
    assertStringIncludes(await a.text(page), "候补这一天");
    const id = idOf(await a.send(page, { wait: date }));
    assertStringIncludes(await a.text(`/my/bookings/${id}`), "候补中");
    await system.ask(calendar(DEALER), "open_day", { date }, STAFF);
    await eventually(async () =>
      (await a.text(`/my/bookings/${id}`)).includes("就要这个") ? true : undefined
    );
    await a.send(`/my/bookings/${id}`, { do: "take_offer" });
    assertStringIncludes(await a.text(`/my/bookings/${id}`), "已约好");
  }));

Deno.test("bookings are in the export; an erased person's are cancelled and their waiting is over", () =>
  withMembers(async ({ member, platform }) => {
    const { system } = platform;
    const a = member(1);
    const { id, startAt } = await driven(a);
    const date = beijingDay(startAt - 86_400_000);
    await system.ask(calendar(DEALER), "close_day", { date }, STAFF);
    const path = `/test-drive?model=xiu&dealer=${DEALER}&day=${date}`;
    const waits = idOf(await a.send(path, { wait: date }));
    const { bookings } = await exportMember(platform, a.id) as { bookings: { id: string }[] };
    assertEquals(bookings.map((one) => one.id).sort(), [id, waits].sort());
    await eraseMember(platform, a.id);
    const left = await system.view(calendar(DEALER), ({ bookings, waiting }) => ({
      status: bookings.get(id)?.status,
      waiting: waiting.length,
    }));
    assertEquals(left, { status: "cancelled", waiting: 0 });
  }));

Deno.test("booking pages: a car is fetched from its owner's address, a day ahead at the earliest", () =>
  withMembers(async ({ member, platform }) => {
    const a = member(1);
    await a.send("/my/cars", CAR);
    await keepAddresses(platform.vault, a.id, [{
      id: "home",
      receiver: "林",
      phone: "13800138000",
      province: "上海市",
      city: "上海市",
      district: "徐汇区",
      street: "龙腾大道 1 号",
    }]);
    const path = `/service?items=wipers&fetch=1&dealer=${DEALER}`;
    const [startAt] = startsIn(await a.text(path));
    assert(startAt! >= platform.now() + 86_400_000 - 60_000);
    const id = idOf(await a.send(path, { start: String(startAt), km: "100" }));
    const shown = await a.text(`/my/bookings/${id}`);
    assertStringIncludes(shown, "上门取送");
    // The address itself stays in the vault.
    const kept = await platform.system.view(
      calendar(DEALER),
      ({ bookings }) => JSON.stringify([...bookings]),
    );
    assert(!kept.includes("龙腾"));
  }));

Deno.test("booking pages: coupons and points show their price before booking, and come off again", () =>
  withMembers(async ({ member, platform }) => {
    const { system } = platform;
    const a = member(1);
    await a.send("/my/cars", CAR);
    const [face] = FIRST_PROGRAMME.coupons;
    await system.ask(coupons(a.id), "grant", { id: "c1", coupon: face!, reason: "gift" });
    await system.ask(points(a.id), "adjust", { ref: "g", points: 5_000, reason: "gift" }, STAFF);
    const path = `/service?items=maintenance&dealer=${DEALER}`;
    // Points pay nothing before their rules are accepted; the page leads there.
    assertStringIncludes(await a.text(path), 'href="/my/points#shop"');
    await system.ask(points(a.id), "accept_rules", { version: 1 });
    const chosen = `${path}&coupon=c1&points=1`;
    const priced = await a.text(chosen);
    // 560 yuan, less 100, less 2,700 points.
    for (const sum of ["−¥100", "−¥135", "¥325"]) assertStringIncludes(priced, sum);
    // The last: in the afternoon few are left of today.
    const startAt = String(startsIn(priced).at(-1));
    assertStringIncludes(await a.text(`${chosen}&start=${startAt}`), "确认预约，¥325");
    const stale = await a.send(chosen, { start: startAt, km: "100", pay: "1" });
    assertStringIncludes(await stale.text(), "价格变了");
    const sent = await a.send(chosen, { start: startAt, km: "100", pay: "32500" });
    const here = `/my/bookings/${idOf(sent)}`;
    const shown = await a.text(here, "en");
    for (const sum of ["100 yuan off maintenance", "2,700 points", "To pay there"]) {
      assertStringIncludes(shown, sum);
    }
    await a.send(here, { do: "restore" });
    await eventually(async () =>
      await system.view(coupons(a.id), ({ held }) => held.length === 1 || undefined)
    );
    assertStringIncludes(await a.text(here), "用在这张账单上");
    const put = await a.send(here, { do: "reduce", coupon: "c1" });
    assertEquals(put.headers.get("location"), `${here}#bill`);
    assertStringIncludes(await a.text(here), "−¥100");
    const twice = await a.send(here, { do: "reduce", points: "1" });
    assertEquals(twice.headers.get("location"), `${here}?failed=bill_reduced#failed`);
  }));
