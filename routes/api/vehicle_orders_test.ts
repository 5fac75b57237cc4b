import { assertEquals } from "@std/assert";
import { garage } from "../../actors/members/garage.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import { readPapers } from "../../lib/members/profile.ts";
import { HANDOVER, LONG, ORDERS, PURE, STAFF_ORDERS, VIN, withDesk } from "./_ordering_testing.ts";

Deno.test("API: a car is ordered, paid, locked, bound, handed over and registered", () =>
  withDesk(async ({ ask, pay, ready, settled, staff, until, platform: { system, vault } }) => {
    const owner = testMemberId(1);
    const early = (await ask("a", "POST", ORDERS, { code: LONG })).id;
    await pay("reservation", early);
    const nameless = await ask("a", "POST", `${ORDERS}/${early}/payments`, { purpose: "earnest" });
    assertEquals(nameless.code, "name_not_proved");
    assertEquals((await ask("a", "POST", `${ORDERS}/${early}/lock`)).code, "not_ordered");
    const wrong = await ask("staff", "GET", "/api/staff/vehicles/LATPAB072W1005301");
    assertEquals([wrong.status, wrong.code], [400, "invalid_request"]);
    const id = await ready();
    const car = `/api/staff/vehicles/${VIN}`;
    assertEquals((await ask("staff", "GET", car)).vin, VIN);
    await staff(`${STAFF_ORDERS}/${id}/expectation`, { from: 1, to: 2, reason: "as planned" });
    await staff(`${car}/handover`, HANDOVER);
    await settled(id, ({ status }) => status === "delivered");
    await until(() => system.view(garage(owner), ({ cars }) => cars.length === 1));
    const [mine] = await system.view(garage(owner), ({ cars }) => structuredClone(cars));
    assertEquals([mine?.model, mine?.proof], ["lu", "order"]);
    const papers = await readPapers(vault, owner, mine!.carId);
    assertEquals(papers?.vin, VIN);
    await staff(`${STAFF_ORDERS}/${id}/registration`);
    const order = await ask("a", "GET", `${ORDERS}/${id}`);
    assertEquals([order.heldFen, order.balanceFen], [23_290_000, 0]);
    const { orders } = await ask("staff", "GET", `${STAFF_ORDERS}?status=registered&model=lu`);
    assertEquals(orders.map(({ id }: { id: string }) => id), [id]);
    assertEquals((await ask("staff", "GET", `${STAFF_ORDERS}?status=locked`)).orders, []);
    for await (const line of system.journal(vehicleOrder(id))) {
      assertEquals(line.includes(VIN), false, line);
    }
  }));

// `unavailable` may be asked again, it was said, and nothing happens twice: two cars were ordered.
Deno.test("API: the same key orders one car, and another car under it is a conflict", () =>
  withDesk(async ({ app, bearer, ask }) => {
    const order = async (code: string, who: "a" | "b" = "a") => {
      const response = await app.request(ORDERS, {
        method: "POST",
        headers: {
          authorization: `Bearer ${bearer[who]}`,
          "content-type": "application/json",
          "idempotency-key": "k1",
        },
        body: JSON.stringify({ code }),
      });
      return { status: response.status, ...await response.json() };
    };
    const both = await Promise.all([order(LONG), order(LONG)]);
    assertEquals(both.map(({ status }) => status), [201, 201]);
    assertEquals(both[0]!.id, both[1]!.id);
    const other = await order(PURE);
    assertEquals([other.status, other.code], [422, "idempotency_conflict"]);
    await ask("a", "POST", `${ORDERS}/${both[0]!.id}/configuration`, { code: PURE });
    assertEquals((await order(LONG)).id, both[0]!.id, "told again after the car was changed");
    assertEquals((await order(LONG, "b")).id === both[0]!.id, false);
    const { orders } = await ask("a", "GET", "/api/members/me/vehicle-orders");
    assertEquals(orders.length, 1);
  }));

Deno.test("API: an order is not locked before its warnings are confirmed", () =>
  withDesk(async ({ ask, ordered }) => {
    const id = await ordered();
    assertEquals((await ask("a", "POST", `${ORDERS}/${id}/lock`)).code, "warnings_missing");
  }));

Deno.test("API: another member's order is not told apart from none, whatever is asked", () =>
  withDesk(async ({ ask }) => {
    const { id } = await ask("a", "POST", ORDERS, { code: PURE });
    for (
      const [method, path, body] of [
        ["GET", "", undefined],
        ["POST", "/lock", undefined],
        ["POST", "/cancel", undefined],
        ["POST", "/payments", { purpose: "reservation" }],
        ["POST", "/configuration", { code: LONG }],
        ["POST", "/real-name", { name: "林岚", identityNumber: "11010519491231002X" }],
        ["POST", "/documents", { code: "contract" }],
      ] as const
    ) {
      const others = await ask("b", method, `${ORDERS}/${id}${path}`, body);
      const none = await ask("b", method, `${ORDERS}/v-none${path}`, body);
      assertEquals([others.status, others.code], [404, "unknown_order"], path);
      assertEquals(others, none);
    }
    assertEquals((await ask("b", "GET", STAFF_ORDERS)).code, "staff_only");
    assertEquals((await ask("a", "POST", ORDERS, { code: "none" })).code, "unknown_configuration");
  }));

Deno.test("API: cancelled before the lock, all money goes back; a paid order is not paid again", () =>
  withDesk(async ({ ask, pay, settled }) => {
    const { id } = await ask("a", "POST", ORDERS, { code: PURE });
    await pay("reservation", id);
    const again = await ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose: "reservation" });
    assertEquals(again.code, "paid_already");
    await ask("a", "POST", `${ORDERS}/${id}/cancel`);
    await settled(id, ({ refunds }) => refunds[0]?.status === "done");
    const late = await ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose: "reservation" });
    assertEquals(late.code, "cancelled_already");
    const mine = await ask("a", "GET", "/api/members/me/vehicle-orders");
    assertEquals([mine.orders[0].status, mine.orders[0].heldFen], ["cancelled", 0]);
  }));

Deno.test("API: a car is bound to one order only, also in a race", () =>
  withDesk(async ({ ask, locked, staff }) => {
    const announcement = { model: "lu", configuration: PURE, plan: [] };
    await staff(`/api/staff/vehicles/${VIN}/announcement`, announcement);
    const ids = [await locked(PURE), await locked(PURE)];
    const answers = await Promise.all(
      ids.map((id) => ask("staff", "POST", `${STAFF_ORDERS}/${id}/vehicle`, { vin: VIN })),
    );
    assertEquals(answers.map(({ status }) => status).sort(), [200, 409]);
    const bound = await Promise.all(ids.map((id) => ask("a", "GET", `${ORDERS}/${id}`)));
    assertEquals(bound.filter(({ vin }) => vin !== null).length, 1);
  }));

Deno.test("API: a dealer's person reads the orders handed over at their dealer, and no other's", () =>
  withDesk(async ({ app, platform, ready, settled, clock }) => {
    const id = await ready();
    const as = (number: number, dealerId?: string): string => {
      const memberId = testMemberId(number);
      platform.staff.learn(
        memberId,
        dealerId ? { roles: ["dealer"], dealers: [dealerId] } : { roles: ["sales"], dealers: [] },
      );
      const expiresAtMs = clock.now() + 3_600_000;
      return platform.tokens.mint({
        memberId,
        role: "member",
        sessionId: TEST_SESSION,
        expiresAtMs,
      });
    };
    // The console had asked for the dealer; the API beside it had told the whole order to any of them.
    for (const [dealerId, status] of [["hangzhou", 200], ["sh-xuhui", 404]] as const) {
      for (const path of ["", "/live"]) {
        const response = await app.request(`${ORDERS}/${id}${path}`, {
          headers: { authorization: `Bearer ${as(50, dealerId)}` },
        });
        await response.body?.cancel();
        assertEquals(response.status, status, `${dealerId}${path}`);
      }
    }
    // Nor does who may see it stand in for its buyer.
    const other = await app.request(`${ORDERS}/${id}/real-name`, {
      method: "POST",
      headers: { authorization: `Bearer ${as(51)}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "别人", identityNumber: "11010519491231002X" }),
    });
    assertEquals([other.status, (await other.json()).code], [404, "unknown_order"]);
    await settled(id, ({ status }) => status === "ready");
  }));
