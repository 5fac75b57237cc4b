/** Registering before a sale opens: for a draw, or for a reminder of a first-come sale. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { draw } from "../../actors/sales/draw.ts";
import { guestList } from "../../actors/sales/guest_list.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readJson } from "../../lib/http/read_json.ts";
import { participantLimits, participantOf } from "./claims.ts";
import { type ApiContext, asker, signedIn, takeReturn } from "./context.ts";
import { readRegistration } from "./draw.ts";
import * as shapes from "./draw_schemas.ts";
import { readGuest } from "./guests.ts";
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

export function addRegistrations(app: OpenAPIHono, api: ApiContext): void {
  addRegistering(app, api);
  addOwn(app, api);
}

function addRegistering(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/sales/{sale}/registrations",
    operationId: "register",
    tags: ["Sales"],
    summary: "Register before a sale",
    description: "For a draw: everybody who is registered when the list is closed has the same " +
      "chance, whenever they came. For a first-come sale: you are reminded before it opens, and " +
      "have no advantage by it. To register again repeats the answer. The body is optional.",
    security: BEARER,
    request: { params, body: { ...body(schemas.carClaim), required: false } },
    responses: {
      ...answers(201, "Registered", shapes.registration),
      ...answers(200, "You are already", shapes.registration),
      ...problems(
        ...BODY,
        ...SIGNED_IN_TO_CHANGE,
        "unknown_sale",
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
      tags: ["Sales"],
      summary: "Withdraw a registration",
      description: "Until the list is closed, or the sale opens. The journal keeps that you were " +
        "registered.",
      security: BEARER,
      request: { params },
      responses: {
        204: { description: "You are not on the list any more" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_sale",
          "unknown_draw",
          "not_registered",
          "registration_closed",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { memberId } = who;
      takeReturn(api, memberId);
      const { sale: id } = c.req.valid("param");
      const by = { by: asker(who) };
      accepted(
        await isDrawn(api, id)
          ? await api.system.ask(draw(id), "withdraw", { memberId }, by)
          : await api.system.ask(guestList(id), "withdraw", { memberId }, by),
      );
      return c.body(null, 204);
    },
  );
}

/** As many come as to a sale; a plain handler costs least. */
async function register(api: ApiContext, c: Context): Promise<Response> {
  const who = signedIn(api, c.req.raw);
  const sale = c.req.param("sale") ?? "";
  if (!schemas.SALE_ID.test(sale)) throw new Problem("unknown_sale");
  const said = await readJson(c.req.raw, schemas.carClaim, participantLimits(api));
  const { memberId } = who, by = { by: asker(who) };
  const { from, ...person } = participantOf(api, sale, said);
  const guest = { memberId, ...(from ? { from } : {}) };
  const answer = await isDrawn(api, sale)
    ? accepted(await api.system.ask(draw(sale), "register", { ...guest, ...person }, by))
    : accepted(await api.system.ask(guestList(sale), "register", guest, by));
  return c.json(answer, answer.outcome === "registered" ? 201 : 200);
}

function addOwn(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/registrations/me",
      operationId: "readRegistration",
      tags: ["Sales"],
      summary: "Your registration, and your place once it is drawn",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "Your registration", shapes.ownRegistration),
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          "unknown_sale",
          "unknown_draw",
          "not_registered",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const own = await readOwn(api, id, memberId);
      if (typeof own === "string") throw new Problem(own);
      return c.json(own, 200, NO_STORE);
    },
  );
}

/** @throws {Problem} `unknown_sale` */
async function isDrawn({ boards }: ApiContext, saleId: string): Promise<boolean> {
  const sale = await boards.view(saleId);
  if (!sale) throw new Problem("unknown_sale");
  return sale.mode === "draw";
}

const readOwn = async (api: ApiContext, saleId: string, memberId: string) =>
  await isDrawn(api, saleId)
    ? await readRegistration(api, saleId, memberId)
    : await readGuest(api, saleId, memberId);
