import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { privacy } from "../../actors/members/privacy.ts";
import { handoverDesk } from "../../actors/orders/handover_desk.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { toInput } from "../../lib/console/times.ts";
import { keepPaper } from "../../lib/members/order_papers.ts";
import { DOCUMENTS } from "../../lib/orders/terms.ts";
import { CHECKLIST, MILESTONES } from "../../lib/orders/way.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { type Desk, LONG, ORDERS, VIN, withDesk } from "../api/_ordering_testing.ts";
import { consoleOf, ORIGIN } from "./_testing.ts";

/** Staff's pages of the orders at a desk. */
function pagesOf({ platform, bearer, clock }: Desk) {
  const pages = consoleOf(platform);
  const cookie = `session=${bearer.staff}`;
  return {
    async text(path: string, language = "zh"): Promise<string> {
      const headers = { "accept-language": language, cookie };
      const response = await pages(new Request(ORIGIN + path, { headers }));
      assertEquals(response.status, 200, path);
      return await response.text();
    },
    async status(path: string): Promise<number> {
      const response = await pages(new Request(ORIGIN + path, { headers: { cookie } }));
      await response.body?.cancel();
      return response.status;
    },
    /** Sends a form; the page that comes back, or empty where it was taken. */
    async send(path: string, fields: readonly (readonly [string, string])[]): Promise<string> {
      const response = await pages(
        new Request(ORIGIN + path, {
          method: "POST",
          headers: { cookie, origin: ORIGIN, "accept-language": "zh" },
          body: new URLSearchParams(fields as [string, string][]),
        }),
      );
      const text = await response.text();
      if (response.status === 303) return "";
      assertEquals(response.status, 422, text);
      return text;
    },
    /** As `<input type="datetime-local">` says it. */
    inDays: (days: number) => toInput(clock.now() + days * DAY_MS),
  };
}

Deno.test("console: an order goes from the lock to its plate by forms, and its journal is its history", () =>
  withDesk(async (desk) => {
    const { locked, pay, settled, until, platform: { system } } = desk;
    const { text, send, inDays } = pagesOf(desk);
    const id = await locked();
    const page = `/staff/vehicle-orders/${id}`;
    const form = (name: string, fields: Record<string, string>) =>
      send(page, Object.entries({ do: name, ...fields }));
    const done = async (name: string, fields: Record<string, string>) =>
      assertEquals(await form(name, fields), "", name);
    assertStringIncludes(await form("bind", { vin: "LATPAB072W1005301" }), "VIN 不对");
    const unknown = await form("bind", { vin: VIN });
    assertStringIncludes(unknown, "没有登记过这辆车");
    assertStringIncludes(unknown, `value="${VIN}"`);
    const stock = "/staff/vehicle-orders/stock";
    const car = { vin: VIN, model: "lu", code: LONG, planned: inDays(3) };
    assertEquals(await send(stock, Object.entries(car)), "");
    const listed = await text(stock);
    assertStringIncludes(listed, "LAT**********5301");
    assert(/<td[^>]*>鹭 Lu<\/td>/.test(listed), "a car is called by its model's name");
    await done("bind", { vin: VIN });
    assertStringIncludes(await form("expect", { from: "2027-02-01", to: "2027-01-01" }), "时间");
    await done("expect", { from: "2027-02-01", to: "2027-02-08", reason: "排产已定" });
    await pay("balance", id);
    await done("invoice", { number: "12345678" });
    for (const code of DOCUMENTS) await done("paper", { code });
    const late = await form("revise", { code: "built", at: inDays(5), reason: "" });
    assertStringIncludes(late, "请写明原因");
    await done("revise", { code: "built", at: inDays(5), reason: "轮胎晚到" });
    for (const code of MILESTONES.slice(0, 5)) {
      await done("reach", { code, place: "杭州", source: "承运商" });
    }
    await settled(id, ({ status }) => status === "ready");
    await until(async () => (await text(page)).includes("约定交付"));
    await done("appoint", { at: inDays(1), dealer: "hz-xihu" });
    assertStringIncludes(await text("/staff/vehicle-orders/schedule"), "晴川杭州西湖中心");
    const handover = `${page}/handover`;
    assertStringIncludes(await text(handover), "买方签名");
    const checks = CHECKLIST.map((check) => ["check", check] as const);
    assertStringIncludes(await send(handover, checks), "请签名");
    assertStringIncludes(await send(handover, [["name", "林岚"]]), "检查表");
    assertEquals(await send(handover, [...checks, ["strokes", "10 10 80 40 90 60;5 5 9 9"]]), "");
    await settled(id, ({ status }) => status === "delivered");
    // Handed over a day early, the car stood under what was to come, and its hour was kept for it.
    const schedule = "/staff/vehicle-orders/schedule";
    const row = `vehicle-orders/${id}"`;
    await until(async () => !(await text(schedule)).includes(row));
    const past = await text(`${schedule}?when=past`);
    assertStringIncludes(past, row);
    assertStringIncludes(past, `day-${inDays(0).slice(0, 10)}`);
    await until(() => system.view(handoverDesk("hz-xihu"), ({ cars }) => cars.size === 0));
    assertStringIncludes(await form("plate", { plate: "no plate" }), "不是一个号牌");
    await done("plate", { plate: "浙AD12345" });
    await settled(id, ({ status }) => status === "registered");
    const record = await text(page);
    for (const word of ["<polyline", "已封存", "轮胎晚到", "排产已定", "交车签字", VIN]) {
      assertStringIncludes(record, word);
    }
    for (const word of ["undefined", "NaN", "[object"]) {
      assert(!record.replace(/<script[\s\S]*?<\/script>/g, "").includes(word), word);
    }
    const english = await text(page, "en");
    assertStringIncludes(english, "Handed over, signed");
    const { vehicleId } = await system.view(vehicleOrder(id), (order) => ({ ...order }));
    for (const address of [vehicleOrder(id), vehicle(vehicleId!)]) {
      for await (const line of system.journal(address)) {
        for (const secret of [VIN, "林岚", "浙AD12345"]) assert(!line.includes(secret), line);
      }
    }
    const print = await text(`${page}/print`);
    for (const word of ["购车订单确认书", "12345678", "其中增值税", "¥232,900"]) {
      assertStringIncludes(print, word);
    }
  }));

Deno.test("console: orders are found by number, phone's owner or VIN, and filtered by the address", () =>
  withDesk(async (desk) => {
    const { ask, ready, platform: { identity, system } } = desk;
    const { text, status } = pagesOf(desk);
    const bound = await ready();
    const { id } = await ask("a", "POST", ORDERS, { code: LONG });
    const list = (query: string) => text(`/staff/vehicle-orders${query}`);
    const [one, other] = [`vehicle-orders/${bound}"`, `vehicle-orders/${id}"`];
    const shows = async (query: string) => {
      const page = await list(query);
      return [page.includes(one), page.includes(other)];
    };
    assertEquals(await shows(""), [true, true]);
    assertEquals(await shows("?status=placed&model="), [false, true]);
    assertEquals(await shows("?status=ready&model=lu"), [true, false]);
    assertEquals(await shows("?model=xiu"), [false, false]);
    assertEquals(await shows(`?q=${VIN}`), [true, false]);
    assertEquals(await shows(`?q=${id}`), [false, true]);
    const memberId = identity.memberId("13812345678");
    const car = await desk.platform.prices.price(LONG);
    await system.ask(vehicleOrder("v-phone"), "place", { memberId, car: car! });
    assertStringIncludes(await list("?q=138%201234%205678"), "vehicle-orders/v-phone");
    assertStringIncludes(await list("?q=nothing"), "没有找到“nothing”");
    assertEquals(await status("/staff/vehicle-orders/v-none"), 404);
  }));

Deno.test("console: a paper handed in as a file is there to be checked, and its buyer reads who looked", () =>
  withDesk(async (desk) => {
    const { ordered, platform: { system, vault } } = desk;
    const { text, send, status } = pagesOf(desk);
    const id = await ordered();
    const page = `/staff/vehicle-orders/${id}`;
    const { memberId } = await system.view(vehicleOrder(id), (order) => ({ ...order }));
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 7]);
    const code = "identity_card";
    assertEquals(await status(`${page}/papers/${code}`), 404);
    const file = await keepPaper({ vault, memberId, orderId: id, code }, bytes);
    await system.ask(vehicleOrder(id), "hand_in", { memberId, code, file });
    assertStringIncludes(await text(page), "查看身份证");
    assertEquals(await status(`${page}/papers/${code}`), 200);
    const looks = await system.view(privacy(memberId), (state) => structuredClone(state.looks));
    assertEquals(looks.map(({ fields, why }) => [fields, why]), [
      [["papers"], `审核订单 ${id} 的证件`],
    ]);
    assertEquals(await send(page, [["do", "paper"], ["code", code]]), "");
    assert(!(await text(page)).includes("查看身份证"), "nothing is left to check");
  }));

// Finance were offered the handover of a car that was ready, and ended at a refusal.
Deno.test("console: the handover of a car is offered to those alone who may hand it over", () =>
  withDesk(async ({ ready, platform, bearer }) => {
    const id = await ready();
    platform.staff.learn(testMemberId(2), { roles: ["finance"], dealers: [] });
    const pages = consoleOf(platform);
    const read = async (token: string) => {
      const headers = { "accept-language": "zh", cookie: `session=${token}` };
      const path = `${ORIGIN}/staff/vehicle-orders/${id}`;
      return await (await pages(new Request(path, { headers }))).text();
    };
    for (const [token, offered] of [[bearer.staff, true], [bearer.b, false]] as const) {
      const page = await read(token);
      assertStringIncludes(page, "打印订单确认书");
      for (const leads of ["handover", "protocol"]) {
        assertEquals(page.includes(`${id}/${leads}"`), offered, leads);
      }
    }
  }));

Deno.test("console: the board of orders counts what is in each state beside the choice of it", () =>
  withDesk(async (desk) => {
    const { text } = pagesOf(desk);
    assertStringIncludes(await text("/staff/vehicle-orders"), ">已锁单 · 0<");
    await desk.locked();
    // The list follows the order a moment behind.
    await desk.until(async () => (await text("/staff/vehicle-orders")).includes(">已锁单 · 1<"));
    const others = await text("/staff/vehicle-orders?model=xiu&status=locked");
    assertStringIncludes(others, ">已锁单 · 0<");
    // What was searched for is not what is counted.
    assertStringIncludes(await text("/staff/vehicle-orders?q=v-nothing"), ">已锁单<");
  }));
