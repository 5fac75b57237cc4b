/** A visit's bill over the API: priced with coupons and points, put on, taken off again. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { NO_STORE } from "../../lib/http/headers.ts";
import { maintenanceOf } from "./booking_desk.ts";
import * as shapes from "./booking_schemas.ts";
import { type ApiContext, signedIn } from "./context.ts";
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
import { billFor, reduceBill, restoreBill } from "./service_bill.ts";

const ONE = "/api/bookings/{booking}/bill";
const params = z.object({ booking: shapes.bookingId });

/** What putting coupons and points on a bill may be refused with. */
export const PUT_ON = [
  "unknown_coupon",
  "coupon_unfit",
  "rules_not_accepted",
  "not_enough_points",
  "price_changed",
  "bill_reduced",
  "more_than_bill",
] as const;

export function addBills(app: OpenAPIHono, api: ApiContext): void {
  const shared = { tags: ["Bookings"], security: BEARER };
  app.openapi(
    createRoute({
      ...shared,
      method: "post",
      path: "/api/bookings/bill",
      operationId: "priceVisit",
      summary: "What a visit would cost with your coupons and points",
      description:
        "Nothing is used. Coupons come first, by what their faces say; points then pay " +
        "at most the share of the rest that the rules in force allow.",
      request: { body: body(shapes.pricing) },
      responses: {
        ...answers(200, "The bill", shapes.bill),
        ...problems(...BODY, ...SIGNED_IN, "unknown_service", ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { model, items, ...wish } = c.req.valid("json");
      const { priceFen } = maintenanceOf({ model, items, courtesyCar: false });
      const { coupons, unfit, points, pointsFen, toPayFen, payable, accepted } = await billFor(
        api,
        memberId,
        priceFen,
        wish,
      );
      const taken = { coupons: [...coupons], unfit: [...unfit], points, pointsFen };
      return c.json(
        { priceFen, ...taken, toPayFen, payable: { ...payable }, rulesAccepted: accepted },
        200,
        NO_STORE,
      );
    },
  );
  app.openapi(
    createRoute({
      ...shared,
      method: "post",
      path: ONE,
      operationId: "reduceBill",
      summary: "Use coupons and points on the bill of a visit that is booked",
      description: "Until the visit is done. They go back when it is cancelled or nobody comes.",
      request: { params, body: body(shapes.billing) },
      responses: {
        ...answers(200, "On the bill", shapes.done),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_booking",
          "booking_closed",
          ...PUT_ON,
          "bill_unchanged",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const id = c.req.valid("param").booking;
      await reduceBill(api, signedIn(api, c.req.raw), id, c.req.valid("json"));
      return c.json({ id }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...shared,
      method: "delete",
      path: ONE,
      operationId: "restoreBill",
      summary: "Take coupons and points off the bill again",
      request: { params },
      responses: {
        ...answers(200, "They are back with you in a moment", shapes.done),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_booking",
          "booking_closed",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const id = c.req.valid("param").booking;
      await restoreBill(api, signedIn(api, c.req.raw), id);
      return c.json({ id }, 200, NO_STORE);
    },
  );
}
