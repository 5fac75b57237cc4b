/** The console in process: its pages put up as their files would be, with the API behind them. */
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import type { Platform, PlatformOptions } from "../../lib/platform.ts";
import { guards } from "../../lib/web/guards.ts";
import { appOn, routeOf } from "../_testing.ts";
import { withApi } from "../api/_testing.ts";
import * as acknowledgement from "../alerts/[token].tsx";
import rootMiddleware from "../_middleware.ts";
import * as actor from "./actors/[kind]/[id].tsx";
import * as actors from "./actors/index.tsx";
import * as alerts from "./alerts/index.tsx";
import * as day from "./day/index.tsx";
import * as deadLetters from "./dead-letters.tsx";
import ErrorPage from "./_error.tsx";
import * as index from "./index.tsx";
import Layout from "./_layout.tsx";
import * as leads from "./leads/index.tsx";
import * as leadsCsv from "./leads/csv.ts";
import staffMiddleware from "./_middleware.ts";
import * as members from "./members/index.tsx";
import * as order from "./orders/[order].tsx";
import * as ordersCsv from "./orders/csv.ts";
import * as orders from "./orders/index.tsx";
import * as reconciliation from "./reconciliation/index.tsx";
import * as showroomModel from "./showroom/[model].tsx";
import * as showroom from "./showroom/index.tsx";
import * as people from "./people/index.tsx";
import * as pointsRules from "./points/index.tsx";
import * as rehearsal from "./rehearsals/[rehearsal].tsx";
import * as rehearsals from "./rehearsals/index.tsx";
import * as saleForm from "./sales/new.tsx";
import * as saleIdentities from "./sales/[sale]/identities.tsx";
import * as salePage from "./sales/[sale]/index.tsx";
import * as handover from "./vehicle-orders/[order]/handover.tsx";
import * as vehicleOrder from "./vehicle-orders/[order]/index.tsx";
import * as paper from "./vehicle-orders/[order]/papers/[paper].ts";
import * as print from "./vehicle-orders/[order]/print.tsx";
import * as protocol from "./vehicle-orders/[order]/protocol.tsx";
import * as vehicleOrders from "./vehicle-orders/index.tsx";
import * as schedule from "./vehicle-orders/schedule.tsx";
import * as stock from "./vehicle-orders/stock.tsx";

export const ORIGIN = "http://shop.test";

export function consoleOf(platform: Platform): (request: Request) => Promise<Response> {
  return appOn(platform)
    .use(...guards)
    .use(rootMiddleware as never)
    .use("/staff", staffMiddleware as never)
    .layout("/staff", Layout as never)
    .onError("/staff", { component: ErrorPage as never })
    .route("/staff", routeOf(index))
    .route("/staff/sales/new", routeOf(saleForm))
    .route("/staff/sales/:sale", routeOf(salePage))
    .route("/staff/sales/:sale/identities", routeOf(saleIdentities))
    .route("/staff/rehearsals", routeOf(rehearsals))
    .route("/staff/rehearsals/:rehearsal", routeOf(rehearsal))
    .route("/staff/leads", routeOf(leads))
    .route("/staff/leads/csv", routeOf(leadsCsv))
    .route("/staff/orders", routeOf(orders))
    .route("/staff/orders/csv", routeOf(ordersCsv))
    .route("/staff/orders/:order", routeOf(order))
    .route("/staff/vehicle-orders", routeOf(vehicleOrders))
    .route("/staff/vehicle-orders/schedule", routeOf(schedule))
    .route("/staff/vehicle-orders/stock", routeOf(stock))
    .route("/staff/vehicle-orders/:order", routeOf(vehicleOrder))
    .route("/staff/vehicle-orders/:order/handover", routeOf(handover))
    .route("/staff/vehicle-orders/:order/papers/:paper", routeOf(paper))
    .route("/staff/vehicle-orders/:order/print", routeOf(print))
    .route("/staff/vehicle-orders/:order/protocol", routeOf(protocol))
    .route("/staff/members", routeOf(members))
    .route("/staff/reconciliation", routeOf(reconciliation))
    .route("/staff/points", routeOf(pointsRules))
    .route("/staff/showroom", routeOf(showroom))
    .route("/staff/showroom/:model", routeOf(showroomModel))
    .route("/staff/people", routeOf(people))
    .route("/staff/day", routeOf(day))
    .route("/staff/alerts", routeOf(alerts))
    .route("/alerts/:token", routeOf(acknowledgement))
    .route("/staff/actors", routeOf(actors))
    .route("/staff/actors/:kind/:id", routeOf(actor))
    .route("/staff/dead-letters", routeOf(deadLetters))
    .handler() as (request: Request) => Promise<Response>;
}

export interface Staff {
  readonly platform: Platform;
  /** Asks for a page as a role, in Chinese unless another language is named. */
  get(path: string, as?: "staff" | "member", headers?: HeadersInit): Promise<Response>;
  text(path: string, language?: "zh" | "en"): Promise<string>;
  /** Sends a form as staff. */
  send(path: string, fields: Record<string, string>, headers?: HeadersInit): Promise<Response>;
  /** A claim by the test member of this number. */
  claim(number: number, from?: Record<string, string>): Promise<Response>;
}

/** The whole platform with the launch sale open. */
export function withConsole(
  run: (staff: Staff) => Promise<void>,
  cars = 3,
  options: Partial<PlatformOptions> = {},
): Promise<void> {
  return withApi(async (api, platform) => {
    const pages = consoleOf(platform);
    const token = (number: number, role: "staff" | "member") =>
      platform.tokens.mint({
        memberId: testMemberId(number),
        role,
        sessionId: TEST_SESSION,
        expiresAtMs: platform.now() + 3_600_000,
      });
    const cookie = (role: "staff" | "member") =>
      `session=${token(role === "staff" ? 900 : 901, role)}`;
    const get: Staff["get"] = (path, as, headers = {}) =>
      pages(
        new Request(ORIGIN + path, {
          headers: { "accept-language": "zh", ...(as ? { cookie: cookie(as) } : {}), ...headers },
        }),
      );
    await run({
      platform,
      get,
      async text(path, language = "zh") {
        return await (await get(path, "staff", { "accept-language": language })).text();
      },
      send: (path, fields, headers = {}) =>
        pages(
          new Request(ORIGIN + path, {
            method: "POST",
            headers: { cookie: cookie("staff"), origin: ORIGIN, ...headers },
            body: new URLSearchParams(fields),
          }),
        ),
      claim: async (number, from = {}) =>
        await api.request("/api/sales/launch-2017/claims", {
          method: "POST",
          headers: {
            authorization: `Bearer ${token(number, "member")}`,
            "content-type": "application/json",
          },
          body: JSON.stringify(from),
        }),
    });
  }, { cars, ...options });
}
