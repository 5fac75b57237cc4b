/** Vehicle orders and cars, for staff. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allotment } from "../../actors/orders/allotment.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { parseVin } from "../../lib/garage/vin.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { keepHandover } from "../../lib/members/handover_record.ts";
import { handoverNotes } from "../../lib/orders/handover_protocol.ts";
import { signature } from "../../lib/orders/signature.ts";
import { keepVin, vehicleIdOf } from "../../lib/members/car_number.ts";
import type { Asker, Json } from "../../lib/kernel/mod.ts";
import { part } from "../../lib/kernel/mod.ts";
import { Problem, type ProblemCode } from "../../lib/http/problem.ts";
import { listVehicleOrders, vehicleOrdersByState } from "../../lib/read_models/vehicle_orders.ts";
import type { Permission } from "../../lib/staff/roles.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, permitted, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { appoint, handoverDealer } from "./handover_time.ts";
import { accepted } from "./outcome.ts";
import { orderId } from "./schemas.ts";
import { boardPage, boardQuery } from "./vehicle_live.ts";
import * as shapes from "./vehicle_order_schemas.ts";

const TAGS = ["Vehicle orders, staff"];
const PAGE = 50;

export function addVehicleStaff(app: OpenAPIHono, api: ApiContext): void {
  addList(app, api);
  addVehicle(app, api);
  addAllotment(app, api);
  for (const act of ACTS) addAct(app, api, act);
}

function addList(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/vehicle-orders",
      operationId: "browseVehicleOrders",
      tags: TAGS,
      summary: "Orders of cars by state and model, the newest first",
      ...forStaff(api, "orders.see"),
      request: { query: boardQuery },
      responses: {
        ...answers(200, "A page", shapes.staffRows),
        ...problems("invalid_request", ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const { after, ...filter } = boardPage(c.req.valid("query"));
      const orders = await listVehicleOrders(api.system.rows(vehicleOrdersByState), filter, {
        limit: PAGE,
        ...(after ? { after } : {}),
      });
      const last = orders.at(-1);
      const next = orders.length === PAGE && last ? `${last.placedAt}_${last.id}` : null;
      return c.json({ orders, next }, 200, NO_STORE);
    },
  );
}

const code = z.string().max(40).regex(/^[A-Z0-9]+-[A-Z0-9]+$/)
  .openapi({ param: { name: "code", in: "path" }, example: "LU1-AZSVM" });

function addAllotment(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/staff/allotments/{code}",
      operationId: "limitConfiguration",
      tags: TAGS,
      summary: "Say how many cars there are of a configuration; null for any number",
      ...forStaff(api, "orders.work"),
      request: { params: z.object({ code }), body: body(allotment.commands.limit) },
      responses: {
        ...answers(200, "Done", shapes.done),
        ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const { code } = c.req.valid("param");
      accepted(await api.system.ask(allotment(code), "limit", c.req.valid("json"), { by }));
      return c.json({ id: code }, 200, NO_STORE);
    },
  );
}

const vin = z.string().max(40).transform((written, context) => {
  const vin = parseVin(written);
  if (vin === undefined) context.addIssue({ code: "custom", message: "expected a VIN" });
  return vin ?? z.NEVER;
}).openapi({ type: "string", param: { name: "vin", in: "path" }, example: "LATPAB071W1005301" });

function addVehicle(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/vehicles/{vin}",
      operationId: "readVehicle",
      tags: TAGS,
      summary: "One car and its way",
      ...forStaff(api, "orders.see"),
      request: { params: z.object({ vin }) },
      responses: {
        ...answers(200, "The car", shapes.vehicle),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_vehicle",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { vin } = c.req.valid("param");
      const id = vehicleIdOf(api.identity, vin);
      const car = await api.system.view(vehicle(id), (state) => structuredClone(state));
      if (car.model === "") throw new Problem("unknown_vehicle");
      return c.json({ ...car, id, vin }, 200, NO_STORE);
    },
  );
}

interface Act {
  readonly of: "order" | "vehicle";
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: z.ZodType;
  readonly refused: readonly ProblemCode[];
  readonly permission: Permission;
  /** Where it is done, for those whose role counts at some dealers only. */
  dealerOf?(
    api: ApiContext,
    id: string,
    // deno-lint-ignore no-explicit-any -- as below
    said: any,
  ): Promise<string | undefined>;
  ask(
    api: ApiContext,
    id: string,
    // deno-lint-ignore no-explicit-any -- each act's body is parsed by its own schema
    said: any,
    by: Asker,
  ): Promise<{ readonly ok: boolean; readonly refusal?: string; readonly detail?: Json }>;
}

/** Where the car is to be handed over; nowhere before that is agreed. */
const dealerOfCar = (api: ApiContext, vin: string): Promise<string | undefined> =>
  api.system.view(
    vehicle(vehicleIdOf(api.identity, vin)),
    ({ appointment }) => appointment?.dealerId,
  );

const DELIVERY = { permission: "deliveries.work", dealerOf: dealerOfCar } as const;

const onOrder = (
  command: "expect" | "accept_document" | "issue_invoice" | "refund" | "fail" | "register",
  path: string,
  operationId: string,
  summary: string,
  refused: readonly ProblemCode[] = [],
  permission: Permission = "orders.work",
): Act => ({
  permission,
  of: "order",
  path,
  operationId,
  summary,
  refused,
  body: vehicleOrder.commands[command],
  ask: (api, id, said, by) => api.system.ask(vehicleOrder(id), command, said, { by }),
});

const onVehicle = (
  command: "revise" | "reach",
  path: string,
  operationId: string,
  summary: string,
  refused: readonly ProblemCode[] = [],
): Act => ({
  ...DELIVERY,
  of: "vehicle",
  path,
  operationId,
  summary,
  refused,
  body: vehicle.commands[command],
  ask: (api, vin, said, by) =>
    api.system.ask(vehicle(vehicleIdOf(api.identity, vin)), command, said, { by }),
});

const ACTS: readonly Act[] = [
  onOrder("expect", "expectation", "reviseExpectation", "Say when the car is expected, and why"),
  onOrder("accept_document", "accepted-documents", "acceptDocument", "Accept a paper"),
  onOrder("issue_invoice", "invoice", "issueInvoice", "Keep the invoice; its day decides the tax", [
    "not_due",
    "wrong_vin",
  ]),
  onOrder("refund", "refunds", "refundPayment", "Pay a part of a payment back", [
    "refund_too_large",
    "refunded_meanwhile",
  ], "refunds.give"),
  onOrder("fail", "failure", "failOrder", "End the order by our own fault", ["ready_already"]),
  onOrder("register", "registration", "registerCar", "The car has its plate", ["papers_missing"]),
  {
    permission: "orders.work",
    of: "order",
    path: "vehicle",
    operationId: "bindVehicle",
    summary: "Bind a car to the order",
    body: z.object({ vin: z.string().max(40) }),
    refused: ["unknown_vehicle", "wrong_vin", "bound_already", "not_locked"],
    async ask(api, id, { vin: written }, by) {
      const vin = parseVin(written);
      if (vin === undefined) return { ok: false, refusal: "wrong_vin" };
      const vehicleId = vehicleIdOf(api.identity, vin);
      const memberId = await api.system.view(vehicleOrder(id), (order) => order.memberId);
      if (memberId === "") return { ok: false, refusal: "unknown_order" };
      return await api.system.joint([
        part(vehicleOrder(id), "bind", { vehicleId, vin }),
        part(vehicle(vehicleId), "bind", { orderId: id, memberId }),
      ], { by });
    },
  },
  {
    permission: "orders.work",
    of: "vehicle",
    path: "announcement",
    operationId: "announceVehicle",
    summary: "The factory will build this car",
    body: vehicle.commands.announce.omit({ vin: true }),
    refused: [],
    async ask(api, vin, said, by) {
      const id = vehicleIdOf(api.identity, vin);
      // Before the turn: a car whose number is not kept is one that nobody can find.
      await keepVin(api.vault, id, vin);
      return await api.system.ask(vehicle(id), "announce", { ...said, vin }, { by });
    },
  },
  onVehicle("revise", "revisions", "reviseMilestone", "Plan a milestone anew, with the reason", [
    "too_late",
  ]),
  onVehicle("reach", "milestones", "reachMilestone", "A milestone is reached", ["too_early"]),
  {
    permission: "deliveries.work",
    // Neither taken from another dealer nor given to one.
    dealerOf: async (api, vin, { dealerId }) => await dealerOfCar(api, vin) ?? dealerId,
    of: "vehicle",
    path: "appointment",
    operationId: "appointHandover",
    summary: "Agree when it is handed over; also one car more than the hour has places",
    body: vehicle.commands.appoint.extend({ dealerId: handoverDealer }),
    refused: ["delivered_already", "not_bound", "too_late", "moved_meanwhile"],
    ask: (api, vin, said, by) =>
      appoint(api, vehicleIdOf(api.identity, vin), said, { by, beyond: true }),
  },
  {
    ...DELIVERY,
    of: "vehicle",
    path: "handover",
    operationId: "handOver",
    summary: "Hand the car over, signed by its buyer",
    body: vehicle.commands.hand_over.pick({ checklist: true }).extend({
      signature,
      ...handoverNotes.shape,
    }),
    refused: ["not_bound", "not_at_dealer", "not_cleared", "no_appointment", "checklist_open"],
    async ask(api, vin, { checklist, signature, ...notes }, by) {
      const vehicleId = vehicleIdOf(api.identity, vin);
      const { memberId, orderId, ownerId } = await api.system.view(
        vehicle(vehicleId),
        ({ memberId, orderId, ownerId }) => ({ memberId, orderId, ownerId }),
      );
      if (memberId === null || orderId === null) return { ok: false, refusal: "not_bound" };
      // What was signed once is not written over.
      if (ownerId !== null) return { ok: true };
      const record = { orderId, vehicleId, checklist, signature, ...notes };
      const seal = await keepHandover(api.vault, memberId, record);
      return await api.system.ask(vehicle(vehicleId), "hand_over", { checklist, signature: seal }, {
        by,
      });
    },
  },
];

function addAct(app: OpenAPIHono, api: ApiContext, act: Act): void {
  const own = act.of === "order"
    ? {
      path: "/api/staff/vehicle-orders/{id}",
      id: orderId.openapi({ param: { name: "id", in: "path" } }),
    }
    : { path: "/api/staff/vehicles/{id}", id: vin.openapi({ param: { name: "id", in: "path" } }) };
  app.openapi(
    createRoute({
      method: "post",
      path: `${own.path}/${act.path}`,
      operationId: act.operationId,
      tags: TAGS,
      summary: act.summary,
      ...forStaff(api, act.permission),
      request: { params: z.object({ id: own.id }), body: body(act.body) },
      responses: {
        ...answers(200, "Done", shapes.done),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          ...(act.dealerOf ? ["dealer_not_yours" as const] : []),
          act.of === "order" ? "unknown_order" : "unknown_vehicle",
          ...act.refused,
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const id = c.req.valid("param").id as string;
      const said = c.req.valid("json");
      const dealerId = await act.dealerOf?.(api, id, said);
      if (dealerId !== undefined) permitted(api, who, act.permission, dealerId);
      accepted(await act.ask(api, id, said, asker(who)) as never);
      return c.json({ id }, 200, NO_STORE);
    },
  );
}
