/** Orders of cars, for the member they belong to. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allotment } from "../../actors/orders/allotment.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { balanceFen, heldFen } from "../../actors/orders/vehicle_order_money.ts";
import { purpose, type VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { PricedCar } from "../../lib/orders/terms.ts";
import {
  type VehicleOrderRow,
  vehicleOrdersOfMember,
} from "../../lib/read_models/vehicle_orders.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  problems,
  SIGNED_IN,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";
import { keyHash, mayHaveKey } from "./idempotency_key.ts";
import { payPage } from "./order_schemas.ts";
import { accepted } from "./outcome.ts";
import { mayOf } from "./staff_guard.ts";
import { type Begun, gatewayNamed, newPaymentId, pageOf } from "./paying.ts";
import { orderId, providerName } from "./schemas.ts";
import * as shapes from "./vehicle_order_schemas.ts";

const TAGS = ["Vehicle orders"];
const PATH = "/api/vehicle-orders";
const ONE = `${PATH}/{order}`;
const params = z.object({ order: orderId });

export function addVehicleOrders(app: OpenAPIHono, api: ApiContext): void {
  addPlacing(app, api);
  addReading(app, api);
  addPaying(app, api);
}

/**
 * Places an order at the present price of a configuration; the id is new, or what the same key placed
 * before. @throws {Problem} 422 where the key placed the order of another car
 */
export async function placeVehicleOrder(
  api: ApiContext,
  who: Claims,
  code: string,
  key?: string,
): Promise<string> {
  const { memberId } = who;
  const tail = key === undefined
    ? crypto.randomUUID().replaceAll("-", "").slice(0, 20)
    : await keyHash(memberId, key);
  const id = `v-${tail}`;
  // Looked up first: by now the car may be sold out, or its price another.
  const before = key && await api.system.view(vehicleOrder(id), ({ placedCode }) => placedCode);
  if (before) {
    if (before === (api.showroom.open(code)?.priced.code ?? code)) return id;
    throw new Problem("idempotency_conflict");
  }
  const car = await priced(api, code);
  const by = asker(who);
  const placing = { memberId, car, ...await taken(api, car.code, id) };
  accepted(await api.system.ask(vehicleOrder(id), "place", placing, { by }));
  return id;
}

/** Takes a car for the order where only some are left of its configuration. */
export async function taken(api: ApiContext, code: string, orderId: string) {
  const { limited } = accepted(await api.system.ask(allotment(code), "take", { orderId }));
  return limited ? { allotment: code } : {};
}

/** @throws {Problem} where it has no price, or another one than its code was made with */
export async function priced(api: ApiContext, code: string): Promise<PricedCar> {
  const car = await api.prices.price(code);
  if (car) return car;
  const opened = api.showroom.open(code);
  if (!opened) throw new Problem("unknown_configuration");
  const today = api.showroom.today(opened);
  throw new Problem("price_changed", {
    more: {
      wasFen: opened.priced.priceFen,
      ...(today ? { priceFen: today.priceFen, configuration: today.code } : {}),
    },
  });
}

const readOrder = ({ system }: ApiContext, id: string): Promise<VehicleOrderState> =>
  system.view(vehicleOrder(id), (state) => structuredClone(state));

/** A member's own order, also where its member is staff. @throws {Problem} 404, also where it is another's */
export async function ownVehicleOrder(
  api: ApiContext,
  { memberId }: Pick<Claims, "memberId">,
  id: string,
): Promise<VehicleOrderState> {
  const order = await readOrder(api, id);
  if (order.status === "none" || order.memberId !== memberId) throw new Problem("unknown_order");
  return order;
}

/**
 * As `ownVehicleOrder`; staff see others' as well, a dealer's those that are handed over there or for
 * which no dealer is agreed yet. @throws {Problem} 404
 */
export async function seenVehicleOrder(
  api: ApiContext,
  who: Claims,
  id: string,
): Promise<VehicleOrderState> {
  const order = await readOrder(api, id);
  if (order.status === "none") throw new Problem("unknown_order");
  if (order.memberId === who.memberId) return order;
  const { vehicleId } = order;
  const dealerId = vehicleId === null
    ? undefined
    : await api.system.view(vehicle(vehicleId), ({ appointment }) => appointment?.dealerId);
  if (!mayOf(api, who, "orders.open", dealerId)) throw new Problem("unknown_order");
  return order;
}

function addPlacing(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: PATH,
      operationId: "placeVehicleOrder",
      tags: TAGS,
      summary: "Order a configured car",
      description:
        "The price is frozen with its parts. Nothing is binding until it is locked. A code " +
        "of an earlier price list is answered `price_changed`, with both prices and today's code.",
      security: BEARER,
      request: { headers: mayHaveKey, body: body(shapes.placing) },
      responses: {
        ...answers(201, "Placed", shapes.done),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_configuration",
          "price_changed",
          "sold_out",
          "idempotency_conflict",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const key = c.req.valid("header")["idempotency-key"];
      return c.json({ id: await placeVehicleOrder(api, who, c.req.valid("json").code, key) }, 201);
    },
  );
}

function addReading(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: ONE,
      operationId: "readVehicleOrder",
      tags: TAGS,
      summary: "One of your cars' orders",
      description:
        "Somebody else's is not told apart from none; staff see those that their role is for.",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "The order", shapes.vehicleOrder),
        ...problems("invalid_request", ...SIGNED_IN, "unknown_order", ...ASKED),
      },
    }),
    async (c) => {
      const id = c.req.valid("param").order;
      const order = await seenVehicleOrder(api, signedIn(api, c.req.raw), id);
      const { memberId: _member, models: _models, placedCode: _placed, ...shown } = order;
      const sums = { heldFen: heldFen(order), balanceFen: balanceFen(order) };
      return c.json({ id, ...shown, ...sums }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/members/me/vehicle-orders",
      operationId: "listVehicleOrders",
      tags: TAGS,
      summary: "The orders of your cars, the newest first",
      security: BEARER,
      responses: {
        ...answers(200, "All of them", shapes.rows),
        ...problems(...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => c.json({ orders: await ordersOf(api, signedIn(api, c.req.raw)) }, 200, NO_STORE),
  );
}

/** A member's orders, the newest first: all of them, or `most`. */
export async function ordersOf(
  api: Pick<ApiContext, "system">,
  { memberId }: Pick<Claims, "memberId">,
  most?: number,
) {
  const found: Omit<VehicleOrderRow, "memberId">[] = [];
  const rows = api.system.rows(vehicleOrdersOfMember);
  const newest = { reverse: true, ...(most === undefined ? {} : { limit: most }) };
  for await (const { value } of rows.list<VehicleOrderRow>([memberId], newest)) {
    const { memberId: _, ...shown } = value;
    found.push(shown);
  }
  return found;
}

const paying = z.object({
  purpose,
  amountFen: z.int().min(1).optional(),
  provider: providerName.optional(),
});

/** Opens a payment, or finds the one that is open. */
export async function beginVehiclePayment(
  api: ApiContext,
  who: Claims,
  id: string,
  { purpose, amountFen, provider }: z.infer<typeof paying>,
): Promise<Begun> {
  return accepted(ofOthersIsNone(
    await api.system.ask(vehicleOrder(id), "begin_payment", {
      memberId: who.memberId,
      paymentId: newPaymentId(),
      provider: gatewayNamed(api, provider).provider,
      purpose,
      ...(amountFen === undefined ? {} : { amountFen }),
    }, { by: asker(who) }),
  ));
}

function addPaying(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: `${ONE}/payments`,
      operationId: "payVehicleOrder",
      tags: TAGS,
      summary: "Begin to pay what is due",
      description: "Answers where to pay. Asking again while a payment is open answers its page.",
      security: BEARER,
      request: { params, body: body(paying) },
      responses: {
        ...answers(201, "Where to pay", payPage),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "cancelled_already",
          "payment_open",
          "name_not_proved",
          "not_due",
          "paid_already",
          "hold_over",
          "unknown_provider",
          "provider_unavailable",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order } = c.req.valid("param");
      const wish = c.req.valid("json");
      const begun = await beginVehiclePayment(api, who, order, wish);
      const paidFor = { of: "vehicle_order", orderId: order } as const;
      return c.json(await pageOf(api, begun, paidFor, wish), 201, NO_STORE);
    },
  );
}

export function ofOthersIsNone<T extends { ok: boolean; refusal?: string }>(outcome: T): T {
  return outcome.refusal === "not_yours" ? { ...outcome, refusal: "unknown_order" } : outcome;
}
