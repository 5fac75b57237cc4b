/** A sale as staff watch it: one stream of figures, shared by all who look. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { EVENT_STREAM } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, originOf } from "./context.ts";
import { forStaff, STAFF_ONLY, stillPermitted } from "./staff_guard.ts";
import { ASKED, problems, SIGNED_IN, STREAM } from "./openapi.ts";
import * as schemas from "./schemas.ts";

export function addStaffLive(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/sales/{sale}/live",
      operationId: "followSaleAsStaff",
      tags: ["Staff"],
      summary: "The sale's figures as server-sent events",
      description:
        "An event `figures` at once and after each change, at most 20 a second: `sale` " +
        "as `followSale` gives it; `rate`, the people who came in each of the last 60 seconds; " +
        "cars `held`, of which `lapsing` lapse within two minutes; `paidFen`; `room`, the waiting " +
        "room or null; `leads` by city and source, with their arrivals, as of `asOf`. A client " +
        "that reconnects with `Last-Event-ID` is told only what is new. Read once for all who " +
        "watch, and not at all where nobody does. It ends with the session.",
      ...forStaff(api, "sales.see"),
      request: { params: z.object({ sale: schemas.saleId }) },
      responses: {
        ...STREAM,
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          ...STAFF_ONLY,
          "unknown_sale",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const request = c.req.raw;
      const stream = await api.staffStreams.watch(c.req.valid("param").sale, {
        lastEventId: c.req.header("last-event-id"),
        left: api.addressLimits.enterViewer(originOf(c)),
        allowed: () => stillPermitted(api, request, "sales.see"),
      });
      if (!stream) throw new Problem("unknown_sale");
      return c.body(stream, 200, EVENT_STREAM) as never;
    },
  );
}
