/** A member's own part in a sale: how they stand, the line for returned cars, and why. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { placeOf, waitingBefore } from "../../actors/sales/line_state.ts";
import { lot, type LotState } from "../../actors/sales/lot.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, signedIn, takeReturn } from "./context.ts";
import { answers, ASKED, BEARER, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";

type Standing = z.infer<typeof schemas.standing>;

const params = z.object({ sale: schemas.saleId });

export function addParticipation(app: OpenAPIHono, api: ApiContext): void {
  addStanding(app, api);
  addLine(app, api);
}

function addStanding(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/me",
      operationId: "readStanding",
      tags: ["Sales"],
      summary: "How you stand in a sale",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "Your standing", schemas.standing),
        ...problems("invalid_request", ...SIGNED_IN, "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      return c.json(await readStanding(api, id, memberId), 200, NO_STORE);
    },
  );
}

function addLine(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales/{sale}/line",
      operationId: "rejoinLine",
      tags: ["Sales"],
      summary: "Join the line again",
      description: "For who gave a car back or left the line: a new place, at its end.",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(201, "Your place", schemas.standing),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_sale",
          "in_the_sale_already",
          "identity_taken",
          "closed",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const { memberId } = who;
      takeReturn(api, memberId);
      accepted(await api.system.ask(lot(id), "rejoin", { memberId }, { by: asker(who) }));
      return c.json(await readStanding(api, id, memberId), 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/sales/{sale}/line",
      operationId: "leaveLine",
      tags: ["Sales"],
      summary: "Leave the line",
      security: BEARER,
      request: { params },
      responses: {
        ...answers(200, "You have left", schemas.standing),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_sale",
          "not_in_line",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const { memberId } = who;
      await readStanding(api, id, memberId);
      accepted(await api.system.ask(lot(id), "leave", { memberId }, { by: asker(who) }));
      return c.json(await readStanding(api, id, memberId), 200, NO_STORE);
    },
  );
}

/** @throws {Problem} `unknown_sale` */
export async function readStanding(
  { system }: ApiContext,
  saleId: string,
  memberId: string,
): Promise<Standing> {
  const found = await system.view(lot(saleId), (state) => standingOf(state, memberId));
  if (found === undefined) throw new Problem("unknown_sale");
  return found;
}

function standingOf(state: LotState, memberId: string): Standing | undefined {
  if (state.stock === null) return undefined;
  const car = state.allocated.get(memberId);
  if (car) {
    const { number, orderId, payBy, sold } = car;
    return { outcome: sold ? "sold" : "held", number, orderId, ...(sold ? {} : { payBy }) };
  }
  const place = placeOf(state, memberId);
  if (place !== undefined) {
    return { outcome: "waiting", place, ahead: waitingBefore(state, place) };
  }
  const gone = state.gone.get(memberId);
  if (!gone) return { outcome: "none" };
  const { reason, number, orderId } = gone;
  return {
    outcome: reason,
    ...(number === undefined ? {} : { number }),
    ...(orderId === undefined ? {} : { orderId }),
  };
}
