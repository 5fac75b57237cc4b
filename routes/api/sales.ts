/** Sales: their state, claims, the public journal, the live stream, and what staff do with them. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { sale } from "../../actors/sales/sale.ts";
import { Problem } from "../../lib/http/problem.ts";
import { leadRows, type LotRow, lotRows } from "../../lib/read_models/sales.ts";
import { claim } from "./claims.ts";
import { type ApiContext, signedIn, staffOnly } from "./context.ts";
import { journalStream } from "./journal.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";
import { answers, BEARER, body } from "./openapi.ts";

const params = z.object({ sale: schemas.saleId });

export function addSales(app: OpenAPIHono, api: ApiContext): void {
  addClaims(app, api);
  addPublic(app, api);
  addStaff(app, api);
  addOrders(app, api);
}

function addClaims(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/sales/{sale}/claims",
    summary: "Ask for a car",
    description:
      "A member gets one answer in a sale; asking again repeats it. With an `Idempotency-Key` " +
      "the very first answer is kept for a day.",
    security: BEARER,
    request: {
      params,
      headers: z.object({ "idempotency-key": z.string().min(1).max(128).optional() }),
      body: { ...body(schemas.claimBody), required: false },
    },
    responses: {
      ...answers(201, "A car is held for you until `payBy`", schemas.claimAnswer),
      ...answers(200, "Sold out, or you have one already", schemas.claimAnswer),
      ...answers("problems", 400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
  });
  app.post("/api/sales/:sale/claims", claim(api));
}

function addPublic(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}",
      summary: "A sale as it stands now",
      request: { params },
      responses: {
        ...answers(200, "The sale", schemas.sale),
        ...answers("problems", 400, 404, 503),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const view = await api.boards.view(id);
      if (!view) throw new Problem("unknown_sale");
      const journal = await api.system.journalHead(lot(id)) ?? { seq: 0, hash: "" };
      const { seq: _, ...shown } = view;
      return c.json({ ...shown, now: api.now(), journal }, 200, { "cache-control": "no-store" });
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/journal",
      summary: "The sale's journal, for anyone to verify",
      description:
        "NDJSON: a header, one hash-chained entry a line, the head. See `docs/proof.md`.",
      request: { params },
      responses: {
        200: {
          description: "The journal",
          content: { "application/x-ndjson": { schema: z.string() } },
        },
        ...answers("problems", 400, 404, 503),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const stream = await journalStream(api, lot(id));
      if (!stream) throw new Problem("unknown_sale");
      return c.body(stream, 200, {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `inline; filename="${id}.ndjson"`,
        "cache-control": "no-store",
      }) as never;
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/live",
      summary: "The sale as server-sent events",
      description: "An event `sale` with the whole state at once and after each change. " +
        "A client that reconnects sends `Last-Event-ID` and is told only what is new.",
      request: { params },
      responses: {
        200: {
          description: "The stream",
          content: { "text/event-stream": { schema: z.string() } },
        },
        ...answers("problems", 400, 404, 503),
      },
    }),
    async (c) => {
      const stream = await api.boards.watch(
        c.req.valid("param").sale,
        c.req.header("last-event-id"),
      );
      if (!stream) throw new Problem("unknown_sale");
      return c.body(stream, 200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      }) as never;
    },
  );
}

function addStaff(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales",
      summary: "Schedule a sale (staff)",
      security: BEARER,
      request: { body: body(schemas.salePlan) },
      responses: {
        ...answers(201, "Scheduled", z.object({ id: z.string(), status: z.string() })),
        ...answers("problems", 400, 401, 403, 409, 413, 415, 503),
      },
    }),
    async (c) => {
      const by = staffOnly(api, c.req.raw);
      const { id, ...plan } = c.req.valid("json");
      const { status } = accepted(
        await api.system.ask(sale(id), "schedule", plan, { by: asker(by) }),
      );
      return c.json({ id, status }, 201);
    },
  );
  for (const command of ["open", "pause", "resume", "close"] as const) {
    app.openapi(
      createRoute({
        method: "post",
        path: `/api/sales/{sale}/${command}`,
        summary: `${command[0]!.toUpperCase()}${command.slice(1)} a sale (staff)`,
        security: BEARER,
        request: { params },
        responses: {
          ...answers(200, "Done", z.object({ id: z.string(), status: z.string() })),
          ...answers("problems", 400, 401, 403, 404, 409, 503),
        },
      }),
      async (c) => {
        const by = staffOnly(api, c.req.raw);
        const { sale: id } = c.req.valid("param");
        const { status } = accepted(await api.system.ask(sale(id), command, {}, { by: asker(by) }));
        return c.json({ id, status }, 200);
      },
    );
  }
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/reconciliation",
      summary: "Whether every participant is a lead (staff)",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "Participants beside leads", schemas.reconciliation),
        ...answers("problems", 400, 401, 403, 404, 503),
      },
    }),
    async (c) => {
      staffOnly(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const row = await api.system.rows(lotRows).get<LotRow>([id]);
      if (!row) throw new Problem("unknown_sale");
      const leads = await api.system.rows(leadRows).count([id]);
      const { participants } = row;
      const pendingMail = participants - leads;
      return c.json({ participants, leads, pendingMail, reconciled: pendingMail === 0 }, 200);
    },
  );
}

function addOrders(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/orders/{order}",
      summary: "One of your orders",
      security: BEARER,
      request: { params: z.object({ order: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/) }) },
      responses: {
        ...answers(200, "The order", schemas.order),
        ...answers("problems", 400, 401, 404, 503),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { order: id } = c.req.valid("param");
      const placed = await api.system.view(order(id), (state) => ({ ...state }));
      // Somebody else's order is not told apart from none.
      if (placed.status === "none" || (placed.memberId !== who.memberId && who.role !== "staff")) {
        throw new Problem("unknown_order");
      }
      const { memberId: _, ...shown } = placed;
      return c.json({ id, ...shown }, 200, { "cache-control": "no-store" });
    },
  );
}

const asker = ({ memberId, role }: { memberId: string; role: string }) => ({ id: memberId, role });
