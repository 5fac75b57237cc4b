/** Sales: their state, claims, the public journal, the live stream, and what staff do with them. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { lot } from "../../actors/sales/lot.ts";
import { EVENT_STREAM, NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { claim } from "./claims.ts";
import { type ApiContext, memberOf, originOf, signedIn } from "./context.ts";
import { mayHaveKey } from "./idempotency_key.ts";
import { journalStream } from "./journal.ts";
import { readStanding } from "./participation.ts";
import * as schemas from "./schemas.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  FOR_ANYONE,
  FOR_ANYONE_OR_A_MEMBER,
  problems,
  SIGNED_IN_TO_CHANGE,
  STREAM,
} from "./openapi.ts";

const params = z.object({ sale: schemas.saleId });

export function addSales(app: OpenAPIHono, api: ApiContext): void {
  addClaims(app, api);
  addPublic(app, api);
}

function addClaims(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/sales/{sale}/claims",
    operationId: "claimCar",
    tags: ["Sales"],
    summary: "Ask for a car",
    description:
      "Cars are given out in the order in which they are asked for, one to a member. A member " +
      "gets one answer in a sale: asking again repeats it, as `already` or with the same place in " +
      "line. With an `Idempotency-Key` the very first answer is repeated word for word for a " +
      "day. The body is optional.",
    security: BEARER,
    request: {
      params,
      headers: mayHaveKey,
      body: { ...body(schemas.carClaim), required: false },
    },
    responses: {
      ...answers(201, "A car is held for you until `payBy`", schemas.claimAnswer),
      ...answers(200, "Sold out, or you have one already", schemas.claimAnswer),
      ...problems(
        ...BODY,
        ...SIGNED_IN_TO_CHANGE,
        "unknown_sale",
        "not_open_yet",
        "paused",
        "closed",
        "by_draw",
        "invalid_identity",
        "identity_required",
        "identity_taken",
        "admission_required",
        "idempotency_conflict",
        "too_many_requests",
        ...ASKED,
      ),
    },
  });
  const answer = claim(api);
  app.post("/api/sales/:sale/claims", (c) => answer(c.req.raw, c.req.param("sale")));
}

function addPublic(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}",
      operationId: "readSale",
      security: FOR_ANYONE,
      tags: ["Sales"],
      summary: "A sale as it stands now",
      description: "For anyone. Who wants to see it change follows the live stream instead.",
      request: { params },
      responses: {
        ...answers(200, "The sale", schemas.sale),
        ...problems("invalid_request", "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const view = await api.boards.view(id);
      if (!view) throw new Problem("unknown_sale");
      const journal = await api.system.journalHead(lot(id)) ?? { seq: 0, hash: "" };
      const { seq: _, ...shown } = view;
      return c.json({ ...shown, now: api.now(), journal }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/journal",
      operationId: "readJournal",
      security: FOR_ANYONE,
      tags: ["Sales"],
      summary: "The sale's journal, for anyone to verify",
      description:
        "NDJSON: a header line, one entry a line, a line with the head. Each entry carries the " +
        "SHA-256 of the one before. `deno task verify URL` checks the chain, the order and that " +
        "no number was given twice; `docs/proof.md` tells how to check it with other means.",
      request: { params },
      responses: {
        200: {
          description: "The journal",
          content: { "application/x-ndjson": { schema: z.string() } },
        },
        ...problems("invalid_request", "unknown_sale", "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      api.addressLimits.take("journals", originOf(c));
      const { sale: id } = c.req.valid("param");
      const stream = await journalStream(api, lot(id));
      if (!stream) throw new Problem("unknown_sale");
      return c.body(stream, 200, {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `inline; filename="${id}.ndjson"`,
        ...NO_STORE,
        // Origins of claims are participants' own text.
        "x-content-type-options": "nosniff",
      }) as never;
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/live",
      operationId: "followSale",
      security: FOR_ANYONE_OR_A_MEMBER,
      tags: ["Sales"],
      summary: "The sale as server-sent events",
      description: "An event `sale` with the whole state at once and after each change, as " +
        "`readSale` gives it without `journal`, with the journal's `seq`. A client that " +
        "reconnects sends `Last-Event-ID` and is told only what is new. Who is signed in gets an " +
        "event `me` with their own standing, as `readStanding` gives it, at once and after each of " +
        "its changes. A comment every 20 s keeps the connection.",
      request: { params },
      responses: {
        ...STREAM,
        ...problems("invalid_request", "unknown_sale", "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      const leave = api.addressLimits.enterViewer(originOf(c));
      const { sale: id } = c.req.valid("param");
      const memberId = memberOf(api, c.req.raw);
      const stream = await api.boards.watch(id, {
        lastEventId: c.req.header("last-event-id"),
        left: leave,
        member: memberId === undefined ? undefined : {
          id: memberId,
          // The stream may outlast the session.
          standing: () => readStanding(api, id, signedIn(api, c.req.raw).memberId),
        },
      });
      if (!stream) throw new Problem("unknown_sale");
      return c.body(stream, 200, EVENT_STREAM) as never;
    },
  );
}
