/** A buyer, another member and staff at a desk where cars are ordered, on virtual time. */
import { setImmediate } from "node:timers";
import { assertEquals } from "@std/assert";
import { ManualClock } from "../../lib/adapters/payments/sandbox/_testing.ts";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { DOCUMENTS, WARNINGS } from "../../lib/orders/terms.ts";
import { CHECKLIST, MILESTONES } from "../../lib/orders/way.ts";
import type { Platform } from "../../lib/platform.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { addCashier } from "../sandbox_pay.ts";
import { type App, withApi } from "./_testing.ts";

export const VIN = "LATPAB071W1005301";
export const ORDERS = "/api/vehicle-orders";
export const STAFF_ORDERS = "/api/staff/vehicle-orders";
/** Two configurations of the showroom, by their share codes. */
export const LONG = "LU1-AZSVM";
export const PURE = "XIU1-4GAGZ";

type Who = "staff" | "a" | "b";
// deno-lint-ignore no-explicit-any -- what the API says is what is tested
type Answer = any;

export interface Desk {
  readonly app: App;
  readonly platform: Platform;
  readonly clock: ManualClock;
  readonly bearer: Readonly<Record<Who, string>>;
  ask(who: Who, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Asks as staff, and expects that it is done. */
  staff(path: string, body?: unknown): Promise<void>;
  pay(purpose: string, id: string): Promise<void>;
  /** Lets time go by until what was sent has been delivered. */
  settled(id: string, holds: (order: Answer) => boolean): Promise<void>;
  until(holds: () => Promise<boolean>): Promise<void>;
  ordered(code?: string): Promise<string>;
  locked(code?: string): Promise<string>;
  /** A car stands at the dealer's, paid, with its papers and an appointment. */
  ready(code?: string, vin?: string): Promise<string>;
}

/** Hops of the event loop without work, after which only a timer can bring any. */
const REST_HOPS = 8;
/** What is busy for so long waits for the clock itself: a follower that makes way, say. */
const BUSY_HOPS = 64;
const STEP_MS = 50;
const MOST_HOPS = 40_000;
/** The store is real and time is not: on a busy machine four seconds of it passed within one commit. */
const STORE_MS = 3_600_000;

const hop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export async function withDesk(run: (desk: Desk) => Promise<void>): Promise<void> {
  const clock = new ManualClock();
  let stopped = false;
  try {
    await withApi(async (app, platform) => {
      try {
        await run(deskOf(app, platform, clock));
      } finally {
        // Shutting down waits on the same clock.
        void (async () => {
          for (; !stopped; await hop()) clock.set(clock.time + STEP_MS);
        })();
      }
    }, { clock, limits: { storeMs: STORE_MS } });
  } finally {
    stopped = true;
  }
}

function deskOf(app: App, platform: Platform, clock: ManualClock): Desk {
  const { cashier, now, deadlines, tokens, system } = platform;
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
  const until: Desk["until"] = async (holds) => {
    let resting = 0, since = 0;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      if (await holds()) return;
      await hop();
      resting = system.quiet ? resting + 1 : 0;
      if (resting < REST_HOPS && ++since < BUSY_HOPS) continue;
      clock.set(clock.time + STEP_MS);
      resting = since = 0;
    }
    throw new Error(`expected what was sent to arrive within ${MOST_HOPS} hops`);
  };
  const settled: Desk["settled"] = (id, holds) =>
    until(async () => holds(await ask("a", "GET", `${ORDERS}/${id}`)));
  const staff: Desk["staff"] = async (path, body = {}) => {
    const answer = await ask("staff", "POST", path, body);
    assertEquals([answer.status, answer.code], [200, undefined], path);
  };
  const desk: Desk = {
    app,
    platform,
    clock,
    bearer,
    ask,
    staff,
    until,
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
          payments.some((one: { paymentId: string; status: string }) =>
            one.paymentId === page.paymentId && one.status === "paid"
          ),
      );
    },
    async ordered(code = LONG) {
      const { id } = await ask("a", "POST", ORDERS, { code });
      const person = { name: "林岚", identityNumber: "11010519491231002X" };
      await ask("a", "POST", `${ORDERS}/${id}/real-name`, person);
      await settled(id, ({ realName }) => realName !== null);
      await desk.pay("earnest", id);
      return id;
    },
    async locked(code = LONG) {
      const id = await desk.ordered(code);
      await ask("a", "POST", `${ORDERS}/${id}/warnings`, { version: 1, warnings: WARNINGS });
      assertEquals((await ask("a", "POST", `${ORDERS}/${id}/lock`)).status, 200);
      return id;
    },
    async ready(code = LONG, vin = VIN) {
      const id = await desk.locked(code);
      await desk.pay("balance", id);
      const car = `/api/staff/vehicles/${vin}`;
      const order = `${STAFF_ORDERS}/${id}`;
      await staff(`${car}/announcement`, { model: "lu", configuration: code, plan: [] });
      await staff(`${order}/vehicle`, { vin });
      await staff(`${order}/invoice`, { invoiceNumber: "12345678" });
      for (const paper of DOCUMENTS) await staff(`${order}/accepted-documents`, { code: paper });
      for (const milestone of MILESTONES.slice(0, 5)) {
        await staff(`${car}/milestones`, { code: milestone, place: "杭州", source: "carrier" });
      }
      await staff(`${car}/appointment`, { at: clock.now() + DAY_MS, dealerId: "hangzhou" });
      await settled(id, ({ status }) => status === "ready");
      return id;
    },
  };
  return desk;
}

export const HANDOVER = { checklist: CHECKLIST, signature: { kind: "typed", name: "林岚" } };
