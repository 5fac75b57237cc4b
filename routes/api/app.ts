/** The API: Hono, zod at the edge, OpenAPI 3.1, errors as problem details. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import { invalidRequest, readText } from "../../lib/http/read_json.ts";
import { Problem } from "../../lib/http/problem.ts";
import { RecentPaths } from "../../lib/http/recent_paths.ts";
import { renderMetrics } from "../../lib/kernel/mod.ts";
import { addAuth } from "./auth.ts";
import { addBookings } from "./bookings.ts";
import { claim, claimedSale } from "./claims.ts";
import { addCatalogue } from "./catalogue.ts";
import { addShowroom } from "./showroom.ts";
import type { ApiContext } from "./context.ts";
import { addDeadLetters } from "./dead_letters.ts";
import { addDealers } from "./dealers.ts";
import { addDraw } from "./draw.ts";
import { addDocs } from "./docs.ts";
import { problemOf } from "./outcome.ts";
import { addExports } from "./exports.ts";
import { addHandoverTime } from "./handover_time.ts";
import { addHandingOver } from "./handing_over.ts";
import { addIdentities } from "./identities.ts";
import { addHistory } from "./history.ts";
import { addOrders } from "./orders.ts";
import { addPaymentNotify } from "./payments.ts";
import { keepNotification } from "./payment_notices.ts";
import { addPoints } from "./points.ts";
import { addParticipation } from "./participation.ts";
import { addRegistrations } from "./registrations.ts";
import { addRehearsals } from "./rehearsals.ts";
import { addSaleStaff } from "./sale_staff.ts";
import { addSales } from "./sales.ts";
import { addVehicleLive } from "./vehicle_live.ts";
import { addVehicleOrderSteps } from "./vehicle_order_steps.ts";
import { addVehicleOrders } from "./vehicle_orders.ts";
import { addVehicleStaff } from "./vehicle_staff.ts";
import { addWaitingRoom } from "./waiting_room.ts";
import { addWaitingRoomStaff } from "./waiting_room_staff.ts";
import { addMemberSessions } from "./member_sessions.ts";
import { addPasskeys } from "./passkeys.ts";
import { addStaffAlerts } from "./staff_alerts.ts";
import { addStaffPeople } from "./staff_people.ts";
import { addPlaces } from "./places.ts";
import { addSearch } from "./search.ts";
import { addStaff } from "./staff.ts";
import { addStaffLive } from "./staff_live.ts";
import { addPush } from "./push.ts";
import { addSandbox } from "./sandbox.ts";

const MAX_BODY_BYTES = 64 * 1024;
const BODY_TIMEOUT_MS = 10_000;

export interface ApiOptions {
  /** The page for people who ask for what is not there. Without it they get a problem, too. */
  readonly missing?: (request: Request) => Response;
}

export function createApi(api: ApiContext, { missing }: ApiOptions = {}): OpenAPIHono {
  const app = new OpenAPIHono({
    router: new RecentPaths(
      new SmartRouter({ routers: [new RegExpRouter(), new TrieRouter()] }),
    ),
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  });
  app.onError((error, c) => {
    // With a Host that is none the request has no URL, and whoever read it has failed.
    const told = URL.canParse(c.req.raw.url)
      ? asProblem(error)
      : new Problem("invalid_request", { detail: "Host: expected a name or an address" });
    return told.toResponse();
  });
  // Named one by one: claims go past all of this, and what else comes in a rush reads for itself.
  for (
    const path of [
      "/api/auth/*",
      "/api/members/me/passkeys",
      "/api/members/me/passkeys/*",
      "/api/sales",
      "/api/rehearsals",
      "/api/staff/*",
      "/api/push",
      "/api/push/*",
      "/api/models/*",
      "/api/configurations",
      "/api/vehicle-orders",
      "/api/vehicle-orders/*",
      "/api/bookings",
      "/api/bookings/*",
      "/api/waiting-list",
      "/api/points/*",
    ]
  ) {
    app.use(path, boundedBody(api));
  }
  app.on("PATCH", "/api/sales/:sale", boundedBody(api));
  app.use("/api/sales/:sale/leads/export", boundedBody(api));
  app.use("/api/sales/:sale/identities/*", boundedBody(api));
  const room = "/api/sales/:sale/waiting-room";
  for (const path of [room, `${room}/rate`, `${room}/guard`]) app.use(path, boundedBody(api));
  for (
    const path of [
      "/api/sales/:sale/queue/live",
      "/api/staff/sales/:sale/live",
      "/api/staff/vehicle-orders/live",
      "/api/vehicle-orders/:order/live",
      `${room}/journal`,
    ]
  ) app.use(path, bodiless);
  for (const path of ["/journal", "/live", "/draw/journal"]) {
    app.use(`/api/sales/:sale${path}`, bodiless);
  }
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "The token that `signIn` answers, for programs.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "cookie", {
    type: "apiKey",
    in: "cookie",
    name: "session",
    description: "The same token as a cookie, for browsers; only taken from our own pages.",
  });
  addSales(app, api);
  addWaitingRoom(app, api);
  addWaitingRoomStaff(app, api);
  addParticipation(app, api);
  addHistory(app, api);
  addIdentities(app, api);
  addRegistrations(app, api);
  addDraw(app, api);
  addSaleStaff(app, api);
  addExports(app, api);
  addRehearsals(app, api);
  addOrders(app, api);
  addVehicleOrders(app, api);
  addVehicleOrderSteps(app, api);
  addHandoverTime(app, api);
  addHandingOver(app, api);
  addVehicleStaff(app, api);
  addDealers(app, api);
  addPlaces(app, api);
  addSearch(app, api);
  addBookings(app, api);
  addPoints(app, api);
  addVehicleLive(app, api);
  addPaymentNotify(app, { ...api, onNotify: keepNotification(api) });
  addAuth(app, api);
  addPasskeys(app, api);
  addMemberSessions(app, api);
  addStaff(app, api);
  addStaffPeople(app, api);
  addStaffAlerts(app, api);
  addDeadLetters(app, api);
  addStaffLive(app, api);
  addPush(app, api);
  addCatalogue(app, api);
  addShowroom(app, api);
  addSandbox(app, api);
  addDocs(app);
  app.get(
    "/api/health",
    (c) => {
      const { system: { node, store }, boards } = api;
      return c.json({ status: "ok", store: store.condition(), node, viewers: boards.viewers });
    },
  );
  app.get("/metrics", (c) =>
    c.text(renderMetrics(api.system.readMetrics()), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    }));
  api.loopback.fetch = async (request, connection) => await app.fetch(request, connection);
  const allowed = methodsByPath(app);
  app.notFound((c) => {
    const methods = allowed(c.req.path);
    const asked = `${c.req.method} ${c.req.path}`;
    if (methods.length > 0 && c.req.method === "OPTIONS") {
      return c.body(null, 204, { allow: [...methods, "OPTIONS"].join(", ") });
    }
    if (missing && methods.length === 0 && wantsPage(c.req.raw)) return missing(c.req.raw);
    return methods.length === 0
      ? new Problem("not_found", { detail: `nothing answers ${asked}` }).toResponse()
      : new Problem("method_not_allowed", {
        detail: `${asked}: expected ${methods.join(", ")}`,
        headers: { allow: methods.join(", ") },
      }).toResponse();
  });
  takeClaimsFirst(app, api);
  return app;
}

/**
 * Claims go straight to their handler, which is the route's: in a rush they are nearly all there is,
 * and finding the way to it would take as long as to check who sends them.
 */
function takeClaimsFirst(app: OpenAPIHono, api: ApiContext): void {
  const { fetch } = app;
  const answer = claim(api, (error) => asProblem(error).toResponse());
  const saleOf = claimedSale();
  app.fetch = (request, ...rest) => {
    const sale = request.method === "POST" ? saleOf(request.url) : undefined;
    return sale === undefined ? fetch(request, ...rest) : answer(request, sale);
  };
}

/** What the validator in front of a handler throws is no defect of ours. */
function asProblem(error: Error): Problem {
  if (!(error instanceof HTTPException)) return problemOf(error);
  if (error.status === 415) {
    return new Problem("not_json", { detail: "expected content-type application/json" });
  }
  return error.status === 400
    ? new Problem("invalid_json", { detail: error.message })
    : problemOf(error);
}

/** Reads the body within its bounds before anything else looks at it. */
function boundedBody({ deadlines }: ApiContext): MiddlewareHandler {
  const limits = { maxBytes: MAX_BODY_BYTES, timeoutMs: BODY_TIMEOUT_MS, deadlines };
  return async (c, next) => {
    if (c.req.method === "POST" || c.req.method === "PATCH") {
      const { url, method, headers } = c.req.raw;
      const body = await readText(c.req.raw, limits);
      c.req.raw = new Request(url, { method, headers, body });
    }
    await next();
  };
}

/** Nobody reads or ends the stream that a HEAD would have been answered with. */
const bodiless: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method === "HEAD") await c.res.body?.cancel();
};

const wantsPage = ({ method, headers }: Request): boolean =>
  method === "GET" && /\btext\/html\b/.test(headers.get("accept") ?? "");

/** Tells which methods a path is asked with, so that any other is a 405 and not a 404. */
function methodsByPath(app: OpenAPIHono): (path: string) => string[] {
  const routes = app.routes.filter(({ path, method }) => method !== "ALL" && !path.includes("*"))
    .map(({ path, method }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/:[a-z]+/g, "[^/]+")}$`),
    }));
  return (path) => {
    const methods = new Set(
      routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method),
    );
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].sort();
  };
}
