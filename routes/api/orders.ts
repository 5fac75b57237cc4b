/** Orders and their payments, for the member they belong to. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { order } from "../../actors/sales/order.ts";
import { payment, refundedFen } from "../../actors/sales/payment.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { CommandsOf, PayloadOf } from "../../lib/kernel/mod.ts";
import { type OrderRow, ordersOfMember } from "../../lib/read_models/orders.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BEARER, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import * as shapes from "./order_schemas.ts";
import { accepted } from "./outcome.ts";
import { ofPlaced, placedOrder } from "./placed_order.ts";
import { mayOf } from "./staff_guard.ts";
import { type Begun, gatewayNamed, newPaymentId, pageOf, type PayWish } from "./paying.ts";
import { opaqueId, orderId, providerName } from "./schemas.ts";

const params = z.object({ order: orderId });

export function addOrders(app: OpenAPIHono, api: ApiContext): void {
  addReading(app, api);
  addChanges(app, api);
}

function addReading(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/orders/{order}",
      operationId: "readOrder",
      tags: ["Orders"],
      summary: "One of your orders",
      description: "An order is placed a moment after its claim was answered; its member's " +
        "question waits for that. Somebody else's is not told apart from none; staff see all.",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "The order", shapes.order),
        ...problems("invalid_request", ...SIGNED_IN, "unknown_order", ...ASKED),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order: id } = c.req.valid("param");
      const placed = await placedOrder(api, id, who.memberId);
      if (!placed || (placed.memberId !== who.memberId && !mayOf(api, who, "orders.see"))) {
        throw new Problem("unknown_order");
      }
      return c.json(shown(placed), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/members/me/orders",
      operationId: "listOrders",
      tags: ["Orders"],
      summary: "Your orders",
      security: BEARER,
      responses: {
        ...answers(200, "All of them", shapes.orders),
        ...problems(...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const found: OrderRow[] = [];
      const rows = api.system.rows(ordersOfMember);
      for await (const { value } of rows.list<OrderRow>([memberId])) {
        found.push(value);
      }
      return c.json({ orders: found.map(shown) }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/payments/{payment}",
      operationId: "readPayment",
      tags: ["Orders"],
      summary: "One of your payments",
      description: "What counts is what the provider has told us, not that a browser came back.",
      security: BEARER,
      request: { params: z.object({ payment: opaqueId }) },
      responses: {
        ...answers(200, "The payment", shapes.payment),
        ...problems("invalid_request", ...SIGNED_IN, "unknown_payment", ...ASKED),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { payment: paymentId } = c.req.valid("param");
      const found = await api.system.view(payment(paymentId), (state) => {
        const { request, success, status } = state;
        if (request === null || status === "none") return undefined;
        const { memberId, orderId, amountFen } = request;
        return {
          memberId,
          shown: {
            paymentId,
            orderId,
            status,
            amountFen,
            refundedFen: refundedFen(state),
            ...(success ? { paidAt: success.paidAt } : {}),
          },
        };
      });
      if (!found || (found.memberId !== who.memberId && !mayOf(api, who, "payments.see"))) {
        throw new Problem("unknown_payment");
      }
      return c.json(found.shown, 200, NO_STORE);
    },
  );
}

function addChanges(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/orders/{order}/payments",
      operationId: "payDeposit",
      tags: ["Orders"],
      summary: "Begin to pay the deposit",
      description: "Answers where to pay. Asking again while a payment is open answers the same " +
        "page, also where another provider is asked for; drop it first. The page closes a little " +
        "before the hold ends.",
      security: BEARER,
      request: { params, query: z.object({ provider: providerName.optional() }) },
      responses: {
        ...answers(201, "Where to pay", shapes.payPage),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "hold_over",
          "paid_already",
          "unknown_provider",
          "provider_unavailable",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order: id } = c.req.valid("param");
      const wish = c.req.valid("query");
      const begun = await beginDeposit(api, id, who, wish);
      return c.json(await pageOf(api, begun, { orderId: id }, wish), 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/orders/{order}/drop-payment",
      operationId: "dropDeposit",
      tags: ["Orders"],
      summary: "Close the open payment",
      description:
        "The provider is asked whether it was paid, and told to close it; then another " +
        "may be begun. The hold goes on.",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "It is being closed", z.object({ id: z.string() })),
        ...problems("invalid_request", ...SIGNED_IN_TO_CHANGE, "unknown_order", ...ASKED),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order: id } = c.req.valid("param");
      await askOwn(api, id, who, "drop_payment", { memberId: who.memberId });
      return c.json({ id }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/orders/{order}/cancel",
      operationId: "cancelOrder",
      tags: ["Orders"],
      summary: "Give the car back",
      description: "A deposit that was paid is paid back. The car goes to the next in line.",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "Cancelled, or about to be", shapes.orderStatus),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "hold_over",
          "paid_already",
          "continued_already",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order: id } = c.req.valid("param");
      const { status } = await askOwn(api, id, who, "cancel", { memberId: who.memberId });
      return c.json({ id, status }, 200);
    },
  );
}

/** Opens a payment for an order, or finds the one that is open. */
export async function beginDeposit(
  api: ApiContext,
  id: string,
  who: Claims,
  { provider }: PayWish = {},
): Promise<Begun> {
  return await askOwn(api, id, who, "begin_payment", {
    paymentId: newPaymentId(),
    memberId: who.memberId,
    provider: gatewayNamed(api, provider).provider,
  });
}

/** Asks an order that the member was told of, once it is placed; another's is as if there were none. */
async function askOwn<N extends CommandsOf<typeof order>>(
  api: ApiContext,
  id: string,
  who: Claims,
  command: N,
  payload: PayloadOf<typeof order, N>,
) {
  const ask = () => api.system.ask(order(id), command, payload, { by: asker(who) });
  return accepted(ofOthersIsNone(await ofPlaced(api, id, who.memberId, ask)));
}

function ofOthersIsNone<T extends { ok: boolean; refusal?: string }>(outcome: T): T {
  return outcome.refusal === "not_yours" ? { ...outcome, refusal: "unknown_order" } : outcome;
}

function shown(row: OrderRow) {
  const { memberId: _, ...order } = row;
  return order;
}
