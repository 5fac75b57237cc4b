/** The member's own pages in process, with the API behind them. */
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import type { Platform } from "../../lib/platform.ts";
import { appOn, routeOf } from "../_testing.ts";
import { type App as Api, withApi } from "../api/_testing.ts";
import { addCashier } from "../sandbox_pay.ts";
import rootMiddleware from "../_middleware.ts";
import ErrorPage from "../_error.tsx";
import * as booking from "./bookings/[booking].tsx";
import * as bookings from "./bookings/index.tsx";
import * as car from "./cars/[car].tsx";
import * as cars from "./cars/index.tsx";
import * as hub from "./index.tsx";
import * as inbox from "./inbox.tsx";
import Layout from "./_layout.tsx";
import myMiddleware from "./_middleware.ts";
import * as orders from "../orders/index.tsx";
import * as saleOrder from "../orders/[order].tsx";
import * as saleOrderLive from "../orders/[order]/live.ts";
import * as service from "../service.tsx";
import * as testDrive from "../test-drive.tsx";
import * as configuration from "../configurations/[code].tsx";
import * as dealer from "../dealers/[dealer].tsx";
import * as change from "./orders/[order]/change.tsx";
import * as handover from "./orders/[order]/handover.tsx";
import * as carOrders from "./orders/index.tsx";
import * as ordered from "./orders/[order]/index.tsx";
import * as insurance from "./orders/[order]/insurance.tsx";
import * as paper from "./orders/[order]/papers/[paper].ts";
import * as papers from "./orders/[order]/papers/index.tsx";
import * as protocol from "./orders/[order]/protocol.tsx";
import * as points from "./points.tsx";
import * as exported from "./privacy/export.ts";
import * as privacy from "./privacy/index.tsx";
import * as profile from "./profile.tsx";
import * as security from "./security.tsx";

const ORIGIN = "http://shop.test";

export function myPages(platform: Platform): (request: Request) => Promise<Response> {
  return appOn(platform)
    .use(rootMiddleware as never)
    .use("/my", myMiddleware as never)
    .layout("/my", Layout as never)
    .onError("*", { component: ErrorPage as never })
    .route("/my", routeOf(hub))
    .route("/my/points", routeOf(points))
    .route("/my/cars", routeOf(cars))
    .route("/my/cars/:car", routeOf(car))
    .route("/orders", routeOf(orders))
    .route("/orders/:order", routeOf(saleOrder))
    .route("/orders/:order/live", routeOf(saleOrderLive))
    .route("/my/bookings", routeOf(bookings))
    .route("/my/bookings/:booking", routeOf(booking))
    .route("/test-drive", routeOf(testDrive))
    .route("/service", routeOf(service))
    .route("/dealers/:dealer", routeOf(dealer))
    .route("/configurations/:code", routeOf(configuration))
    .route("/my/orders", routeOf(carOrders))
    .route("/my/orders/:order", routeOf(ordered))
    .route("/my/orders/:order/change", routeOf(change))
    .route("/my/orders/:order/handover", routeOf(handover))
    .route("/my/orders/:order/protocol", routeOf(protocol))
    .route("/my/orders/:order/papers", routeOf(papers))
    .route("/my/orders/:order/papers/:paper", routeOf(paper))
    .route("/my/orders/:order/insurance", routeOf(insurance))
    .route("/my/inbox", routeOf(inbox))
    .route("/my/profile", routeOf(profile))
    .route("/my/security", routeOf(security))
    .route("/my/privacy", routeOf(privacy))
    .route("/my/privacy/export", routeOf(exported))
    .handler() as (request: Request) => Promise<Response>;
}

export interface Member {
  readonly id: string;
  get(path: string, headers?: HeadersInit): Promise<Response>;
  text(path: string, language?: "zh" | "en"): Promise<string>;
  /** Sends a form. */
  send(path: string, fields: Record<string, string> | FormData): Promise<Response>;
  /** Asks the API. */
  // deno-lint-ignore no-explicit-any -- what the API says is what is tested
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
}

export interface Members {
  readonly platform: Platform;
  readonly api: Api;
  member(number: number): Member;
  staff(): Member;
  /** Pays at the cashier's; `notify` is how the payment is told of. */
  pay(payUrl: string, notify?: Readonly<Record<string, string>>): Promise<void>;
}

export function withMembers(run: (members: Members) => Promise<void>, cars = 3): Promise<void> {
  return withApi(async (api, platform) => {
    const { cashier, now, deadlines } = platform;
    addCashier(api, { cashier: cashier!, now, deadlines });
    const pages = myPages(platform);
    const someone = (number: number, role: "member" | "staff"): Member => {
      const id = testMemberId(number);
      const token = platform.tokens.mint({
        memberId: id,
        role,
        sessionId: TEST_SESSION,
        expiresAtMs: platform.now() + 3_600_000,
      });
      const cookie = `session=${token}`;
      const get: Member["get"] = (path, headers = {}) =>
        pages(
          new Request(ORIGIN + path, { headers: { "accept-language": "zh", cookie, ...headers } }),
        );
      return {
        id,
        get,
        text: async (path, language = "zh") =>
          await (await get(path, { "accept-language": language })).text(),
        send: (path, fields) =>
          pages(
            new Request(ORIGIN + path, {
              method: "POST",
              headers: { cookie, origin: ORIGIN },
              body: fields instanceof FormData ? fields : new URLSearchParams(fields),
            }),
          ),
        ask: async (method, path, body) => {
          const response = await api.request(path, {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body === undefined ? {} : { "content-type": "application/json" }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          const text = await response.text();
          return { status: response.status, body: text === "" ? null : JSON.parse(text) };
        },
      };
    };
    await run({
      platform,
      api,
      member: (number) => someone(number, "member"),
      staff: () => someone(900, "staff"),
      async pay(payUrl, notify = { notify: "prompt" }) {
        const response = await api.request(payUrl, {
          method: "POST",
          headers: { accept: "application/json" },
          body: new URLSearchParams(notify),
        });
        await response.body?.cancel();
      },
    });
  }, { cars });
}
