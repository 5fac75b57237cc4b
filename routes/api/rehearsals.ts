/** Rehearsals of sales: simulated shoppers on a sale of their own, forecast beside outcome. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  MOST_SHOPPERS,
  type Rehearsal,
  type RehearsalPlan,
  rehearsals,
} from "../../actors/sales/rehearsals.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type SaleRow, saleRows } from "../../lib/read_models/sales.ts";
import { type RoomRow, roomRows } from "../../lib/read_models/waiting_room.ts";
import { titlesOf } from "../../lib/words/titles.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./rehearsal_schemas.ts";

const params = z.object({ rehearsal: schemas.rehearsalId });

type Body = z.infer<typeof schemas.rehearsalBody>;

export function addRehearsals(app: OpenAPIHono, api: ApiContext): void {
  addStart(app, api);
  addReading(app, api);
  addCancel(app, api);
}

function addStart(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/rehearsals",
      operationId: "startRehearsal",
      tags: ["Staff"],
      summary: "Rehearse a sale",
      description: "Simulated shoppers on a store of their own, in virtual time, against the " +
        "very rules that the sale runs by. Members, leads, messages and payments are out of " +
        "reach. One runs at a time; `readRehearsal` tells how it goes.",
      ...forStaff(api, "sales.run"),
      request: { body: body(schemas.rehearsalBody) },
      responses: {
        ...answers(202, "It runs", schemas.rehearsalRecord),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_sale",
          "rehearsal_running",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const wanted = c.req.valid("json");
      const { id } = accepted(await api.rehearsals.start(await planned(api, wanted), asker(by)));
      return c.json(recordOf(await found(api, id)), 202, NO_STORE);
    },
  );
}

function addReading(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/rehearsals",
      operationId: "listRehearsals",
      tags: ["Staff"],
      summary: "The last rehearsals",
      description: "The newest first. Older ones have given way to them.",
      ...forStaff(api, "sales.see"),
      request: { query: schemas.rehearsalsWanted },
      responses: {
        ...answers(200, "Rehearsals", schemas.rehearsalList),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const { sale } = c.req.valid("query");
      const kept = await readRehearsals(api);
      const shown = kept.filter(({ saleId }) => sale === undefined || saleId === sale);
      return c.json({ rehearsals: shown.map(summaryOf) }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/rehearsals/{rehearsal}",
      operationId: "readRehearsal",
      tags: ["Staff"],
      summary: "A rehearsal: forecast beside outcome",
      ...forStaff(api, "sales.see"),
      request: { params },
      responses: {
        ...answers(200, "The rehearsal", schemas.rehearsalRecord),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_rehearsal", ...ASKED),
      },
    }),
    async (c) => {
      return c.json(recordOf(await found(api, c.req.valid("param").rehearsal)), 200, NO_STORE);
    },
  );
}

function addCancel(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/rehearsals/{rehearsal}/cancel",
      operationId: "cancelRehearsal",
      tags: ["Staff"],
      summary: "Stop a rehearsal",
      description: "It ends within seconds. One that has ended stays as it is.",
      ...forStaff(api, "sales.run"),
      request: { params },
      responses: {
        ...answers(200, "As it stands now", schemas.rehearsalRecord),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_rehearsal",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const id = c.req.valid("param").rehearsal;
      accepted(await api.rehearsals.cancel(id, asker(by)));
      return c.json(recordOf(await found(api, id)), 200, NO_STORE);
    },
  );
}

/** The last rehearsals, the newest first. */
export const readRehearsals = ({ system }: Pick<ApiContext, "system">): Promise<Rehearsal[]> =>
  system.view(rehearsals("all"), (state) => structuredClone(state.rehearsals).reverse());

async function found(api: ApiContext, id: string): Promise<Rehearsal> {
  const one = (await readRehearsals(api)).find((rehearsal) => rehearsal.id === id);
  if (!one) throw new Problem("unknown_rehearsal");
  return one;
}

/** The sale's own settings, and what was asked for instead. */
async function planned({ system }: ApiContext, wanted: Body) {
  const { sale: saleId, participants, abandon, cancel, late, arrival, seed } = wanted;
  const [row, roomRow] = await Promise.all([
    system.rows(saleRows).get<SaleRow>([saleId]),
    system.rows(roomRows).get<RoomRow>([saleId]),
  ]);
  if (!row || row.status === "draft") throw new Problem("unknown_sale");
  const { mode, capacity, holdMs, offerMs, depositFen } = row.plan;
  const own = roomRow?.plan ?? null;
  const { ratePerMinute, maxActive } = wanted.waitingRoom ?? own ?? {};
  const hasRoom = mode === "first_come" && wanted.waitingRoom !== null && ratePerMinute;
  const plan: RehearsalPlan = {
    ...{ mode, participants, abandon, cancel, late, holdMs, offerMs, depositFen },
    cars: Math.min(MOST_SHOPPERS, wanted.cars ?? capacity),
    curve: arrival.curve,
    arrivalMs: arrival.seconds * 1_000,
    room: hasRoom ? { ratePerMinute, maxActive: maxActive! } : null,
    seed: seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
  };
  return { saleId, ...titlesOf(row.plan), plan };
}

function recordOf(one: Rehearsal) {
  const outcome = one.ending.status === "finished" ? one.ending.outcome : null;
  return { ...summaryOf(one), outcome };
}

function summaryOf(one: Rehearsal) {
  const { id, saleId, startedAt, endedAt, by, plan, forecast, progress } = one;
  const { ending } = one;
  const { moments: _, ...totals } = ending.status === "finished"
    ? ending.outcome
    : { moments: null };
  return {
    ...{
      id,
      sale: saleId,
      ...titlesOf(one),
      status: ending.status,
      startedAt,
      endedAt,
      by,
    },
    ...{ plan, forecast, progress },
    outcome: ending.status === "finished" ? totals as never : null,
    ...(ending.status === "failed" ? { reason: ending.reason } : {}),
  };
}
