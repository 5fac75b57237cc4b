import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appOn } from "../_testing.ts";
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { staff } from "../../actors/platform/staff.ts";
import { order } from "../../actors/sales/order.ts";
import type { NoticeCode } from "../../lib/alerts/notices.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import { mayOpen, PLACES, STAFF_PAGES } from "../../lib/console/places.ts";
import { findVehicleOrders } from "../../lib/console/vehicle_search.ts";
import type { Platform } from "../../lib/platform.ts";
import {
  permits,
  ROLE_PERMISSIONS,
  STAFF_ROLES,
  type StaffRole,
  standingOf,
} from "../../lib/staff/roles.ts";
import { guards } from "../../lib/web/guards.ts";
import rootMiddleware from "../_middleware.ts";
import { placeVehicleOrder } from "../api/vehicle_orders.ts";
import { withApi } from "../api/_testing.ts";
import ErrorPage from "./_error.tsx";
import Layout from "./_layout.tsx";
import staffMiddleware from "./_middleware.ts";

const ORIGIN = "http://shop.test";
const HERE = new URL(".", import.meta.url);
const DEALER = "sh-xuhui";
const NOBODY = 99;

/** The files of the console's pages, with the routes that they are. */
async function* pageFiles(folder = HERE): AsyncGenerator<[route: string, file: URL]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !name.startsWith("(")) yield* pageFiles(new URL(`${name}/`, folder));
    if (isDirectory || name.startsWith("_") || /_test\.|_testing\./.test(name)) continue;
    if (!/\.tsx?$/.test(name)) continue;
    const file = new URL(name, folder);
    const path = decodeURI(file.href.slice(HERE.href.length)).replace(
      /(^|\/)?index\.tsx$|\.tsx?$/,
      "",
    );
    yield [`/staff${path && `/${path}`}`.replace(/\[(\w+)\]/g, ":$1"), file];
  }
}

type Ask = (
  route: string,
  number: number,
  method?: "GET" | "POST",
  fields?: Record<string, string>,
) => Promise<Response>;

/** The whole console, as its files are, with one person of each role and a member of none. */
const withRoles = (run: (ask: Ask, routes: string[], platform: Platform) => Promise<void>) =>
  withApi(async (_api, platform) => {
    for (const [nth, role] of STAFF_ROLES.entries()) {
      const person = {
        memberId: testMemberId(nth),
        roles: [role],
        dealers: role === "dealer" ? [DEALER] : [],
      };
      const by = { id: "boss", role: "staff" };
      await platform.system.ask(staff("all"), "appoint", person, { by });
      platform.staff.learn(person.memberId, person);
    }
    const app = appOn(platform)
      .use(...guards)
      .use(rootMiddleware as never)
      .use("/staff", staffMiddleware as never)
      .layout("/staff", Layout as never)
      .onError("/staff", { component: ErrorPage as never });
    const routes: string[] = [];
    for (const [route, file] of (await Array.fromAsync(pageFiles())).sort()) {
      const { default: component, handler } = await import(file.href);
      app.route(route, { component, handler });
      routes.push(route);
    }
    const handler = app.handler() as (request: Request) => Promise<Response>;
    await run(
      (route, number, method = "GET", fields = { do: "nothing" }) => {
        const path = route.replace(":sale", "launch-2017").replace(":kind", "sale")
          .replace(/:\w+/g, "none-1");
        const token = platform.tokens.mint({
          memberId: testMemberId(number),
          role: "member",
          sessionId: TEST_SESSION,
          expiresAtMs: platform.now() + 3_600_000,
        });
        return handler(
          new Request(ORIGIN + path, {
            method,
            headers: { cookie: `session=${token}`, origin: ORIGIN, "accept-language": "zh" },
            ...(method === "POST" ? { body: new URLSearchParams(fields) } : {}),
          }),
        );
      },
      routes,
      platform,
    );
  });

const has = (role: StaffRole, permission: (typeof STAFF_PAGES)[string]["see"]) =>
  ROLE_PERMISSIONS[role].includes(permission);

Deno.test("console: each page states its permission, and no page is stated that is none", () =>
  withRoles((_ask, routes) => {
    assertEquals(routes.toSorted(), Object.keys(STAFF_PAGES).toSorted());
    return Promise.resolve();
  }));

Deno.test("console: each page refuses members and staff without its permission, and lets in who has it", () =>
  withRoles(async (ask, routes) => {
    for (const route of routes) {
      const stated = STAFF_PAGES[route]!;
      for (const method of ["GET", "POST"] as const) {
        const permission = method === "GET" ? stated.see : stated.act ?? stated.see;
        const member = await ask(route, NOBODY, method);
        assertEquals(member.status, 403, `${method} ${route}`);
        assertStringIncludes(await member.text(), "这里是员工的地方", route);
        for (const [nth, role] of STAFF_ROLES.entries()) {
          const what = `${role}: ${method} ${route}`;
          const response = await ask(route, nth, method);
          if (has(role, permission)) {
            assert(response.status !== 401 && response.status !== 403, what);
            await response.body?.cancel();
          } else if (route === "/staff" && method === "GET") {
            assertEquals(response.status, 303, what);
            await response.body?.cancel();
          } else {
            assertEquals(response.status, 403, what);
            assertStringIncludes(await response.text(), "这一页不在您的角色里", what);
          }
        }
      }
    }
  }));

Deno.test("console: the rail shows what one may open and nothing else; the console begins there", () =>
  withRoles(async (ask) => {
    for (const [nth, role] of STAFF_ROLES.entries()) {
      const mine = PLACES.filter(({ href }) => has(role, STAFF_PAGES[href]!.see)).map(({ href }) =>
        href
      );
      const begins = await ask("/staff", nth);
      const first = begins.headers.get("location") ?? "/staff";
      await begins.body?.cancel();
      assertEquals(first, mine[0], role);
      const place = first === "/staff/design" ? "/staff/points" : first;
      const page = await (await ask(place, nth)).text();
      const shown = [...page.matchAll(/class="rail__link" href="([^"]+)"/g)].map(([, href]) =>
        href
      );
      assertEquals(shown, mine, role);
    }
  }));

Deno.test("console: who is refused keeps the rail, reads which roles would do, and where to go", () =>
  withRoles(async (ask) => {
    const [dealer, editor] = [STAFF_ROLES.indexOf("dealer"), STAFF_ROLES.indexOf("editor")];
    const list = (html: string, name: string) =>
      new RegExp(`<dt>${name}</dt><dd>([^<]*)</dd>`).exec(html)?.[1];
    const refused = await (await ask("/staff/leads", dealer)).text();
    assertEquals(list(refused, "能打开这一页的角色"), "管理员、销售");
    assertEquals(list(refused, "您的角色"), "门店");
    for (const place of ['class="rail"', 'class="row__link" href="/staff/day"', "您可以去"]) {
      assertStringIncludes(refused, place);
    }
    assert(!refused.includes('href="/staff/leads"'), "nothing leads to what was refused");
    const done = await (await ask("/staff/vehicle-orders/stock", dealer, "POST")).text();
    assertEquals(list(done, "能这样做的角色"), "管理员、销售");
    const other = await (await ask("/staff/day?dealer=bj-chaoyang", dealer)).text();
    assertEquals(list(other, "您的门店"), "晴川上海徐汇中心");
    const nowhere = await ask("/staff/vehicle-orders/none-1", editor);
    assertEquals(nowhere.status, 403);
    assertStringIncludes(await nowhere.text(), 'class="row__link" href="/staff/showroom"');
    assertEquals((await ask("/staff/nowhere", editor)).status, 404);
    const member = await (await ask("/staff/leads", NOBODY)).text();
    assert(!member.includes('class="rail"'), "who is no staff sees nothing of the console");
  }));

Deno.test("console: a dealer's person sees the days of the chosen dealers only", () =>
  withRoles(async (ask) => {
    const dealer = STAFF_ROLES.indexOf("dealer");
    const own = await (await ask("/staff/day", dealer)).text();
    assertStringIncludes(own, "晴川上海徐汇中心");
    assert(!own.includes("晴川北京朝阳中心"));
    // A choice of one is none.
    assert(!own.includes("<select"));
    const all = await (await ask("/staff/day", STAFF_ROLES.indexOf("admin"))).text();
    assertStringIncludes(all, 'id="dealer"');
    for (const path of ["/staff/day?dealer=bj-chaoyang", "/staff/day/live?dealer=bj-chaoyang"]) {
      const other = await ask(path, dealer);
      assertEquals(other.status, 403, path);
      await other.body?.cancel();
    }
    const moved = await ask("/staff/day?dealer=bj-chaoyang", dealer, "POST");
    assertEquals(moved.status, 403);
    assertStringIncludes(await moved.text(), "这是另一家门店");
  }));

Deno.test("console: what a role does not include is not offered", () =>
  withRoles(async (ask) => {
    const [sales, viewer] = [STAFF_ROLES.indexOf("sales"), STAFF_ROLES.indexOf("viewer")];
    for (const [number, offered] of [[sales, true], [viewer, false]] as const) {
      const page = await (await ask("/staff", number)).text();
      assertEquals(page.includes("/staff/sales/new"), offered);
    }
  }));

Deno.test("console: no page leads to one that its reader may not open", () =>
  withRoles(async (ask, routes, platform) => {
    const buyer = { memberId: testMemberId(NOBODY), role: "member", sessionId: TEST_SESSION };
    const id = await placeVehicleOrder(platform, buyer as never, "LU1-AZSVM");
    const pages = [
      ...routes.filter((route) => !/:|\/live$|\/csv$/.test(route)),
      `/staff/vehicle-orders/${id}`,
    ];
    for (const [nth, role] of STAFF_ROLES.entries()) {
      const standing = standingOf([role], [DEALER]);
      for (const path of pages) {
        const response = await ask(path, nth);
        const isPage = response.headers.get("content-type")?.startsWith("text/html");
        // The error's page leads to where the console begins, the gallery to nowhere; and a live
        // stream does not end.
        if (response.status !== 200 || !isPage || path === "/staff/design") {
          await response.body?.cancel();
          continue;
        }
        const text = await response.text();
        for (const [, href] of text.matchAll(/<a [^>]*href="(\/staff[^"]*)"/g)) {
          const to = href!.replaceAll("&amp;", "&");
          // The name of the house leads to where the console begins for oneself.
          if (to === "/staff") continue;
          const may = mayOpen(to, (permission, dealer) => permits(standing, permission, dealer));
          assert(may, `${role}: ${path} leads to ${to}`);
        }
      }
    }
  }));

Deno.test("console: an order on which nothing is one's own to do says so", () =>
  withRoles(async (ask, _routes, platform) => {
    const buyer = { memberId: testMemberId(NOBODY), role: "member", sessionId: TEST_SESSION };
    const id = await placeVehicleOrder(platform, buyer as never, "LU1-AZSVM");
    const page = await (await ask(`/staff/vehicle-orders/${id}`, STAFF_ROLES.indexOf("dealer")))
      .text();
    // The style shows the words where no form stands before them.
    assertStringIncludes(
      page,
      '<div class="desk-forms"></div><p class="quiet">这张订单现在没有您要办的',
    );
  }));

Deno.test("console: what a group was told is a link for those alone who may open where it leads", () =>
  withRoles(async (ask, _routes, { system }) => {
    // A sales person's click on a new test drive ended at a page that is not in the role.
    const leads: [href: string, code: NoticeCode, who: StaffRole[]][] = [
      ["/staff/sales/spring", "sale_opened", ["admin", "sales", "finance"]],
      ["/staff/leads?sale=spring", "leads_grew", ["admin", "sales"]],
      [`/staff/day?visit=${DEALER}.x`, "drive_booked", ["admin"]],
      ["/staff/dead-letters", "dead_letters", ["admin"]],
      ["/staff/reconciliation", "bill_differs", ["admin", "finance"]],
    ];
    for (const [href, code] of leads) {
      const news = { id: href, code, values: {}, href, count: 1, about: null };
      await system.ask(chatGroup("alerts"), "notify", news);
    }
    for (const role of ["admin", "sales", "finance"] as const) {
      const page = await (await ask("/staff/alerts", STAFF_ROLES.indexOf(role))).text();
      for (const [href, , who] of leads) {
        assertEquals(page.includes(`href="${href}"`), who.includes(role), `${role}: ${href}`);
      }
    }
    const may = (...dealers: string[]) => (permission: string, dealer?: string) =>
      permission === "day.see" && (dealer === undefined || dealers.includes(dealer));
    assertEquals(mayOpen(`/staff/day?visit=${DEALER}.x`, may(DEALER)), true);
    assertEquals(mayOpen("/staff/day?dealer=bj-chaoyang", may(DEALER)), false);
    assertEquals(mayOpen("/elsewhere", may(DEALER)), false);
  }));

Deno.test("console: a phone number finds orders for those alone who may open one with its buyer", () =>
  withRoles(async (ask, _routes, platform) => {
    // "Orders, without a name": a number that one knows told whose they are.
    const phone = "13700000007";
    const memberId = platform.identity.memberId(phone);
    const facts = { saleId: "spring", memberId, number: 7, payBy: platform.now() + 60_000 };
    await platform.system.ask(order("spring-7"), "place", facts);
    const finds = async (role: StaffRole, q: string) => {
      for (const path of ["orders?view=table&q=", "orders?view=board&q=", "orders/csv?q="]) {
        const page = await ask(`/staff/${path}${q}`, STAFF_ROLES.indexOf(role));
        const found = (await page.text()).match(/spring-7/g) !== null;
        const expected = q !== phone || has(role, "orders.open");
        assertEquals([page.status, found], [200, expected], `${role}: ${path}${q}`);
      }
    };
    for (const role of ["sales", "finance", "viewer"] as const) {
      await finds(role, phone);
      await finds(role, "spring-7");
    }
    const may = (permission: string) => permission !== "orders.open";
    assertEquals(await findVehicleOrders(platform, phone, may), []);
  }));

Deno.test("console: who may look at members gives them no points and proves no car", () =>
  withRoles(async (ask, _routes, platform) => {
    const [sales, admin] = [STAFF_ROLES.indexOf("sales"), STAFF_ROLES.indexOf("admin")];
    const memberId = testMemberId(7);
    await platform.vault.put(memberId, "phone", "13700000007");
    const give = { do: "adjust", id: "1", who: memberId, why: "生日快乐", points: "5000" };
    const look = { who: memberId, why: "回电约保养" };
    // The page asked for `members.look` and took whatever its forms sent.
    for (const [number, status] of [[sales, 403], [admin, 200]] as const) {
      const given = await ask("/staff/members", number, "POST", give);
      assertEquals(given.status, status);
      await given.body?.cancel();
      const page = await (await ask("/staff/members", number, "POST", look)).text();
      assertEquals(page.includes('name="points"'), number === admin);
    }
  }));
