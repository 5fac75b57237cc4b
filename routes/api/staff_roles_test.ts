import { assert, assertEquals, assertExists } from "@std/assert";
import { staff } from "../../actors/platform/staff.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import type { Platform } from "../../lib/platform.ts";
import {
  type Permission,
  permits,
  ROLE_PERMISSIONS,
  STAFF_ROLES,
  type StaffRole,
  standingOf,
} from "../../lib/staff/roles.ts";
import { type App, code, post, signIn, STAFF_PHONE, withApi } from "./_testing.ts";
import { PERMISSION } from "./staff_guard.ts";

const DEALER = "sh-xuhui";
const BOSS = { by: { id: "boss", role: "staff" } };
const KNOWN: Readonly<Record<string, string>> = { sale: "launch-2017", kind: "sale" };

const tokenOf = ({ tokens, now }: Platform, number: number): string =>
  tokens.mint({
    memberId: testMemberId(number),
    role: "member",
    sessionId: TEST_SESSION,
    expiresAtMs: now() + 3_600_000,
  });

/** One person of each role, by the place of the role. */
async function appointAll(platform: Platform): Promise<(role: StaffRole) => string> {
  for (const [nth, role] of STAFF_ROLES.entries()) {
    const dealers = role === "dealer" ? [DEALER] : [];
    const person = { memberId: testMemberId(nth), roles: [role], dealers };
    await platform.system.ask(staff("all"), "appoint", person, BOSS);
    platform.staff.learn(person.memberId, person);
  }
  return (role) => tokenOf(platform, STAFF_ROLES.indexOf(role));
}

interface StaffRoute {
  readonly method: string;
  readonly path: string;
  readonly permission: Permission | undefined;
}

/** Every route that says it is for staff, or lies where staff's routes lie. */
function staffRoutes(app: App): StaffRoute[] {
  const found: StaffRoute[] = [];
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, responses, ...rest } = definition.route;
    const said = (responses?.[403] as { description?: string } | undefined)?.description ?? "";
    if (!path.startsWith("/api/staff/") && !said.includes("`staff_only`")) continue;
    found.push({ method, path, permission: (rest as Record<string, Permission>)[PERMISSION] });
  }
  return found;
}

const filled = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => KNOWN[name] ?? "none");

async function ask(app: App, { method, path }: StaffRoute, token: string): Promise<Response> {
  const sends = method !== "get" && method !== "delete";
  return await app.request(filled(path), {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${token}`,
      ...(sends ? { "content-type": "application/json" } : {}),
    },
    ...(sends ? { body: "{}" } : {}),
  });
}

Deno.test("roles: each staff route of the API refuses members, refuses staff without its permission, and lets in who has it", () =>
  withApi(async (app, platform) => {
    const as = await appointAll(platform);
    const routes = staffRoutes(app);
    assert(routes.length > 40, `${routes.length} routes`);
    for (const route of routes) {
      const { permission, method, path } = route;
      const what = `${method} ${path}`;
      assertExists(permission, `${what} states no permission`);
      assertEquals(await code(await ask(app, route, tokenOf(platform, 99))), "staff_only", what);
      for (const role of STAFF_ROLES) {
        const response = await ask(app, route, as(role));
        if (ROLE_PERMISSIONS[role].includes(permission)) {
          assert(response.status !== 401 && response.status !== 403, `${role}: ${what}`);
          await response.body?.cancel();
        } else {
          assertEquals(response.status, 403, `${role}: ${what}`);
          const problem = await response.json();
          assertEquals([problem.code, problem.permission], ["permission_missing", permission]);
        }
      }
    }
  }));

Deno.test("roles: an admin appoints by number, and the open session of the person is staff at once", () =>
  withApi(async (app) => {
    const boss = await signIn(app, STAFF_PHONE);
    const ann = await signIn(app, "13700000001");
    const orders = (token: string) =>
      app.request("/api/staff/vehicle-orders", { headers: { authorization: `Bearer ${token}` } });
    assertEquals(await code(await orders(ann)), "staff_only");
    const wish = { phone: "137 0000 0001", roles: ["viewer"], name: "安" };
    const given = await post(app, "/api/staff/people", wish, boss);
    assertEquals(given.status, 200);
    const { id } = await given.json();
    assertEquals((await orders(ann)).status, 200);
    const listed = await (await app.request("/api/staff/people", {
      headers: { authorization: `Bearer ${boss}` },
    })).json();
    assertEquals(listed.people.map((one: { bySettings: boolean }) => one.bySettings), [
      true,
      false,
    ]);
    assertEquals(listed.people[1], {
      id,
      name: "安",
      phone: "**** 0001",
      roles: ["viewer"],
      dealers: [],
      bySettings: false,
      passkeys: 0,
    });
    const gone = await app.request(`/api/staff/people/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${boss}` },
    });
    assertEquals(gone.status, 204);
    assertEquals(await code(await orders(ann)), "staff_only");
    const me = await app.request("/api/members/me", {
      headers: { authorization: `Bearer ${ann}` },
    });
    assertEquals((await me.json()).role, "member");
  }));

Deno.test("roles: nobody makes themselves an admin, changes an admin of the settings, or names a dealer that is none", () =>
  withApi(async (app, platform) => {
    const boss = await signIn(app, STAFF_PHONE);
    const wish = (more: object) =>
      post(app, "/api/staff/people", { roles: ["viewer"], ...more }, boss);
    assertEquals(await code(await wish({ phone: STAFF_PHONE })), "named_by_settings");
    assertEquals(await code(await wish({ phone: "123" })), "invalid_phone");
    const phone = "13700000002";
    assertEquals(await code(await wish({ phone, roles: ["dealer"] })), "dealers_missing");
    assertEquals(
      await code(await wish({ phone, roles: ["dealer"], dealers: ["x"] })),
      "unknown_dealer",
    );
    assertEquals(await code(await wish({ phone, roles: ["king"] })), "invalid_request");
    assertEquals((await wish({ phone, roles: ["admin"] })).status, 200);
    const ann = await signIn(app, phone);
    const id = platform.identity.memberId(phone);
    const self = await app.request(`/api/staff/people/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ann}` },
    });
    assertEquals(await code(self), "own_roles");
  }));

Deno.test("roles: another node hears of a role and of its end through the feed, not by asking", () =>
  withApi(async (_app, platform) => {
    const person = { memberId: "m-ann", roles: ["sales" as const], dealers: [] };
    await platform.system.ask(staff("all"), "appoint", person, BOSS);
    const standing = () => platform.staff.standingOf({ memberId: "m-ann", role: "member" });
    await until(() => standing()?.roles.join() === "sales");
    await platform.system.ask(staff("all"), "withdraw", { memberId: "m-ann" }, BOSS);
    await until(() => standing() === undefined);
  }));

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 1_000; looks++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error("it did not become so within 1,000 looks");
}

Deno.test("roles: a car is appointed and handed over at one's own dealer only", () =>
  withApi(async (app, platform) => {
    const as = await appointAll(platform);
    const vin = "LATPAB071W1005301";
    const appoint = (dealerId: string) =>
      post(app, `/api/staff/vehicles/${vin}/appointment`, { at: 1, dealerId }, as("dealer"));
    const other = await appoint("bj-chaoyang");
    assertEquals(other.status, 403);
    assertEquals((await other.json()).code, "dealer_not_yours");
    const own = await appoint(DEALER);
    assert(own.status !== 403);
    await own.body?.cancel();
    assert(permits(standingOf(["dealer"], [DEALER]), "deliveries.work", DEALER));
  }));
