/** Orders of cars as server-sent events: the staff's board, and one order. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { PLACED_STATUSES } from "../../actors/orders/vehicle_order_state.ts";
import { EVENT_STREAM } from "../../lib/http/headers.ts";
import type { BoardPage } from "../../lib/live/order_boards.ts";
import { type ApiContext, originOf, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY, stillPermitted } from "./staff_guard.ts";
import { ASKED, BEARER, problems, SIGNED_IN, STREAM } from "./openapi.ts";
import { orderId } from "./schemas.ts";
import { seenVehicleOrder } from "./vehicle_orders.ts";

export const boardQuery = z.object({
  status: z.enum(PLACED_STATUSES).optional(),
  model: z.string().max(40).regex(/^[a-z0-9-]+$/).optional(),
  after: z.string().regex(/^\d{1,16}_[a-z0-9.-]{1,80}$/).optional(),
});

/** The page of the board that a query asks for. */
export function boardPage({ status, model, after }: z.infer<typeof boardQuery>): BoardPage {
  const [placedAt, id] = after?.split("_") ?? [];
  return {
    ...(status ? { status } : {}),
    ...(model ? { model } : {}),
    ...(id ? { after: { placedAt: Number(placedAt), id } } : {}),
  };
}

export function addVehicleLive(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/vehicle-orders/live",
      operationId: "followVehicleOrders",
      tags: ["Vehicle orders, staff"],
      summary: "A page of the board of orders as server-sent events",
      description: "An event `orders` with the whole page at once, and after each change with " +
        "`ids`, the page's orders in their order, and `rows`, those that have changed since the " +
        "update `since`. Who has seen less than that connects again. It ends with the session.",
      ...forStaff(api, "orders.see"),
      request: { query: boardQuery },
      responses: {
        ...STREAM,
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      const left = api.addressLimits.enterViewer(originOf(c));
      const page = boardPage(c.req.valid("query"));
      const request = c.req.raw;
      const allowed = () => stillPermitted(api, request, "orders.see");
      return c.body(await api.orderBoards.watch(page, left, allowed), 200, EVENT_STREAM) as never;
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/vehicle-orders/{order}/live",
      operationId: "followVehicleOrder",
      tags: ["Vehicle orders"],
      summary: "One of your cars' orders as server-sent events",
      description:
        "An event `changed` whenever the order, its insurance, its car or a payment for them " +
        "has changed.",
      security: BEARER,
      request: { params: z.object({ order: orderId }) },
      responses: {
        ...STREAM,
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          "unknown_order",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { order } = c.req.valid("param");
      await seenVehicleOrder(api, signedIn(api, c.req.raw), order);
      const left = api.addressLimits.enterViewer(originOf(c));
      return c.body(await api.orderWatches.watch(order, left), 200, EVENT_STREAM) as never;
    },
  );
}
