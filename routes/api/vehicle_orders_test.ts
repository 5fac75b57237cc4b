import { assertEquals } from "@std/assert";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { CHECKLIST, MILESTONES } from "../../lib/orders/way.ts";
import type { Platform } from "../../lib/platform.ts";
import { addCashier } from "../sandbox_pay.ts";
import { type App, withApi } from "./_testing.ts";

const VIN = "LATPAB071W1005301";
const ORDERS = "/api/vehicle-orders";
const STAFF = "/api/staff/vehicle-orders";

interface Desk {
  // deno-lint-ignore no-explicit-any -- what the API says is what is tested
  ask(who: "staff" | "a" | "b", method: string, path: string, body?: unknown): Promise<any>;
  pay(purpose: string, id: string): Promise<void>;
  /** Waits until what was sent has been delivered. */
  settled(id: string, holds: (order: Record<string, unknown>) => boolean): Promise<void>;
}

/** Two configurations of the showroom, by their share codes. */
const LONG = "LU1-AZSVM";
const PURE = "XIU1-4GAGZ";

const withDesk = (run: (desk: Desk) => Promise<void>) =>
  withApi(async (app, platform) => {
    await run(deskOf(app, platform));
  });

function deskOf(app: App, platform: Platform): Desk {
  const { cashier, now, deadlines, tokens } = platform;
  addCashier(app, { cashier: cashier!, now, deadlines });
  const mint = (role: "member" | "staff", first: number) =>
    [...testTokenLines(tokens, { count: 1, first, role, nowMs: now() })].join("").trim();
  const bearer = { staff: mint("staff", 1), a: mint("member", 1), b: mint("member", 2) };
  const ask: Desk["ask"] = async (who, method, path, body) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${bearer[who]}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, ...await response.json() };
  };
  const settled: Desk["settled"] = async (id, holds) => {
    for (let tries = 0; tries < 200; tries++) {
      if (holds(await ask("a", "GET", `${ORDERS}/${id}`))) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(JSON.stringify(await ask("a", "GET", `${ORDERS}/${id}`)));
  };
  return {
    ask,
    settled,
    async pay(purpose, id) {
      const page = await ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose });
      assertEquals(page.code, undefined);
      const paid = await app.request(page.payUrl, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ notify: "prompt" }),
      });
      await paid.body?.cancel();
      await settled(
        id,
        ({ payments }) =>
          (payments as { paymentId: string; status: string }[]).some((one) =>
            one.paymentId === page.paymentId && one.status === "paid"
          ),
      );
    },
  };
}

Deno.test("API: a car is ordered, paid, locked, bound, handed over and registered", () =>
  withDesk(async ({ ask, pay, settled }) => {
    const { id } = await ask("a", "POST", ORDERS, { code: LONG });
    const one = `${ORDERS}/${id}`;
    const act = async (path: string, body: unknown = {}) =>
      assertEquals((await ask("staff", "POST", `${STAFF}/${id}/${path}`, body)).status, 200, path);
    await pay("reservation", id);
    const early = await ask("a", "POST", `${one}/payments`, { purpose: "earnest" });
    assertEquals(early.code, "name_not_proved");
    await ask("a", "POST", `${one}/real-name`, {
      name: "林岚",
      identityNumber: "11010519491231002X",
    });
    await settled(id, ({ realName }) => realName !== null);
    await pay("earnest", id);
    assertEquals((await ask("a", "POST", `${one}/lock`)).code, "warnings_missing");
    await ask("a", "POST", `${one}/warnings`, {
      version: 1,
      warnings: ["configuration_fixed", "buyer_fixed", "earnest_forfeit"],
    });
    assertEquals((await ask("a", "POST", `${one}/lock`)).status, 200);
    await pay("balance", id);
    const car = `/api/staff/vehicles/${VIN}`;
    const wrong = await ask("staff", "GET", "/api/staff/vehicles/LATPAB072W1005301");
    assertEquals([wrong.status, wrong.code], [400, "invalid_request"]);
    await ask("staff", "POST", `${car}/announcement`, {
      model: "lu",
      configuration: LONG,
      plan: [],
    });
    await act("vehicle", { vin: VIN });
    await act("expectation", { from: 1, to: 2, reason: "as planned" });
    await act("invoice", { invoiceNumber: "12345678" });
    for (
      const code of [
        "identity_card",
        "contract",
        "invoice",
        "certificate_of_conformity",
        "compulsory_insurance",
        "purchase_tax_proof",
      ]
    ) await act("accepted-documents", { code });
    for (const code of MILESTONES.slice(0, 5)) {
      const reached = { code, place: "杭州", source: "carrier" };
      assertEquals((await ask("staff", "POST", `${car}/milestones`, reached)).status, 200);
    }
    const at = Date.now() + 86_400_000;
    await ask("staff", "POST", `${car}/appointment`, { at, dealerId: "hangzhou" });
    const handover = { checklist: CHECKLIST, signature: "a".repeat(64) };
    assertEquals((await ask("staff", "POST", `${car}/handover`, handover)).status, 200);
    await settled(id, ({ status }) => status === "delivered");
    await act("registration");
    const order = await ask("a", "GET", one);
    assertEquals([order.heldFen, order.balanceFen], [23_290_000, 0]);
    const { orders } = await ask("staff", "GET", `${STAFF}?status=registered&model=lu`);
    assertEquals(orders.map(({ id }: { id: string }) => id), [id]);
    assertEquals((await ask("staff", "GET", `${STAFF}?status=locked`)).orders, []);
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
    assertEquals((await ask("b", "GET", STAFF)).code, "staff_only");
    assertEquals((await ask("a", "POST", ORDERS, { code: "none" })).code, "unknown_configuration");
  }));

Deno.test("API: cancelled before the lock, all money goes back; a paid order is not paid again", () =>
  withDesk(async ({ ask, pay, settled }) => {
    const { id } = await ask("a", "POST", ORDERS, { code: PURE });
    await pay("reservation", id);
    const again = await ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose: "reservation" });
    assertEquals(again.code, "paid_already");
    await ask("a", "POST", `${ORDERS}/${id}/cancel`);
    await settled(id, ({ refunds }) => (refunds as { status: string }[])[0]?.status === "done");
    const late = await ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose: "reservation" });
    assertEquals(late.code, "cancelled_already");
    const mine = await ask("a", "GET", "/api/members/me/vehicle-orders");
    assertEquals([mine.orders[0].status, mine.orders[0].heldFen], ["cancelled", 0]);
  }));

Deno.test("API: a car is bound to one order only, also in a race", () =>
  withDesk(async ({ ask, pay, settled }) => {
    const vehicle = `/api/staff/vehicles/${VIN}`;
    await ask("staff", "POST", `${vehicle}/announcement`, {
      model: "lu",
      configuration: PURE,
      plan: [],
    });
    const locked = async () => {
      const { id } = await ask("a", "POST", ORDERS, { code: PURE });
      await ask("a", "POST", `${ORDERS}/${id}/real-name`, {
        name: "林岚",
        identityNumber: "11010519491231002X",
      });
      await settled(id, ({ realName }) => realName !== null);
      await pay("earnest", id);
      await ask("a", "POST", `${ORDERS}/${id}/warnings`, {
        version: 1,
        warnings: ["configuration_fixed", "buyer_fixed", "earnest_forfeit"],
      });
      await ask("a", "POST", `${ORDERS}/${id}/lock`);
      return id;
    };
    const ids = [await locked(), await locked()];
    const answers = await Promise.all(
      ids.map((id) => ask("staff", "POST", `${STAFF}/${id}/vehicle`, { vin: VIN })),
    );
    assertEquals(answers.map(({ status }) => status).sort(), [200, 409]);
    const bound = await Promise.all(ids.map((id) => ask("a", "GET", `${ORDERS}/${id}`)));
    assertEquals(bound.filter(({ vin }) => vin === VIN).length, 1);
  }));
