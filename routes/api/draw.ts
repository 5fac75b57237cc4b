/** Draws: registration, what was announced and revealed, and the journal to verify it with. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { draw, placeIn, roundAt, ticketOf } from "../../actors/sales/draw.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readJson } from "../../lib/http/read_json.ts";
import { type DrawRow, drawRows } from "../../lib/read_models/draw.ts";
import { participantOf } from "./claims.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import * as shapes from "./draw_schemas.ts";
import { journalStream } from "./journal.ts";
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
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";

const params = z.object({ sale: schemas.saleId });
const NO_STORE = { "cache-control": "no-store" };
const MAX_BODY_BYTES = 4 * 1024;
const BODY_TIMEOUT_MS = 10_000;
/** A round that is out for so long without a draw is late. */
const LATE_MS = 60_000;

export function addDraw(app: OpenAPIHono, api: ApiContext): void {
  addRegistering(app, api);
  addOwn(app, api);
  addPublic(app, api);
}

function addRegistering(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/sales/{sale}/registrations",
    operationId: "register",
    tags: ["Draws"],
    summary: "Register for a draw",
    description: "Everybody who is registered when the list is closed has the same chance, " +
      "whenever they came. To register again repeats the answer. The body is optional.",
    security: BEARER,
    request: { params, body: { ...body(schemas.carClaim), required: false } },
    responses: {
      ...answers(201, "Registered", shapes.registration),
      ...answers(200, "You are already", shapes.registration),
      ...problems(
        ...BODY,
        ...SIGNED_IN_TO_CHANGE,
        "unknown_draw",
        "registration_closed",
        "invalid_identity",
        "identity_required",
        "identity_taken",
        "draw_cancelled",
        ...ASKED,
      ),
    },
  });
  app.post("/api/sales/:sale/registrations", (c) => register(api, c));
  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/sales/{sale}/registrations",
      operationId: "withdraw",
      tags: ["Draws"],
      summary: "Withdraw from a draw",
      description: "Until the list is closed. The journal keeps that you were registered.",
      security: BEARER,
      request: { params },
      responses: {
        204: { description: "You are not in the draw any more" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_draw",
          "not_registered",
          "registration_closed",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { memberId } = who;
      const { sale: id } = c.req.valid("param");
      accepted(await api.system.ask(draw(id), "withdraw", { memberId }, { by: asker(who) }));
      return c.body(null, 204);
    },
  );
}

/** As many come as to a sale; a plain handler costs least. */
async function register(api: ApiContext, c: Context): Promise<Response> {
  const who = signedIn(api, c.req.raw);
  const sale = c.req.param("sale") ?? "";
  if (!schemas.saleId.safeParse(sale).success) throw new Problem("unknown_draw");
  const said = await readJson(c.req.raw, schemas.carClaim, {
    maxBytes: MAX_BODY_BYTES,
    timeoutMs: BODY_TIMEOUT_MS,
    deadlines: api.deadlines,
  });
  const { memberId } = who;
  const payload = { memberId, ...participantOf(api, sale, said) };
  const answer = accepted(
    await api.system.ask(draw(sale), "register", payload, { by: asker(who) }),
  );
  return c.json(answer, answer.outcome === "registered" ? 201 : 200);
}

function addOwn(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/registrations/me",
      operationId: "readRegistration",
      tags: ["Draws"],
      summary: "Your registration, and your place once it is drawn",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "Your registration", shapes.ownRegistration),
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          "unknown_draw",
          "not_registered",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const own = await readRegistration(api, c.req.valid("param").sale, memberId);
      if (typeof own === "string") throw new Problem(own);
      return c.json(own, 200, NO_STORE);
    },
  );
}

/** A member's registration, and their place once it is drawn; else why there is none. */
export const readRegistration = (
  { system }: Pick<ApiContext, "system">,
  saleId: string,
  memberId: string,
) =>
  system.view(draw(saleId), (state) => {
    if (state.status === "none") return "unknown_draw" as const;
    const known = state.registered.get(memberId);
    if (known === undefined) return "not_registered" as const;
    const { number } = known, { drawsAt } = state.plan;
    if (!("order" in state)) return { number, drawsAt };
    const place = placeIn(state.order, memberId);
    const seed = { ...state.revealed, list: state.list };
    const entrants = state.order.length;
    return { number, drawsAt, place, entrants, ticket: ticketOf(memberId, seed) };
  });

/** The round was due a while ago, and nothing is drawn. */
export const isLate = (row: DrawRow, now: number): boolean =>
  row.status === "closed" && now > roundAt(row) + LATE_MS;

function addPublic(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/draw",
      operationId: "readDraw",
      tags: ["Draws"],
      summary: "A draw as it stands now",
      description: "For anyone: what was announced, how many are registered, and afterwards what " +
        "the order follows from. Note `commitment`, `round` and `journal.hash` beforehand; they " +
        "cannot be changed without being found out.",
      request: { params },
      responses: {
        ...answers(200, "The draw", shapes.draw),
        ...problems("invalid_request", "unknown_draw", ...ASKED),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const row = await api.system.rows(drawRows).get<DrawRow>([id]);
      if (!row) throw new Problem("unknown_draw");
      const journal = await api.system.journalHead(draw(id)) ?? { seq: 0, hash: "" };
      const { status: state, late: _, ...shown } = row;
      const path = `/api/sales/${id}/draw/journal`;
      return c.json(
        {
          id,
          state,
          ...shown,
          roundAt: roundAt(row),
          late: isLate(row, api.now()),
          now: api.now(),
          journal: { ...journal, url: path },
          verify: `deno task verify ${new URL(path, c.req.url)}`,
        },
        200,
        NO_STORE,
      );
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/draw/journal",
      operationId: "readDrawJournal",
      tags: ["Draws"],
      summary: "The draw's journal, for anyone to verify",
      description: "NDJSON as the sale's journal. `deno task verify URL` checks the chain, the " +
        "secret against its commitment, the beacon's signature, and computes the order anew; " +
        "`docs/proof.md` tells how to do it with other means.",
      request: { params },
      responses: {
        200: {
          description: "The journal",
          content: { "application/x-ndjson": { schema: z.string() } },
        },
        ...problems("invalid_request", "unknown_draw", ...ASKED),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const stream = await journalStream(api, draw(id));
      if (!stream) throw new Problem("unknown_draw");
      return c.body(stream, 200, {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `inline; filename="${id}-draw.ndjson"`,
        ...NO_STORE,
        "x-content-type-options": "nosniff",
      }) as never;
    },
  );
}
