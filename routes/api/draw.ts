/** Draws: what was announced and revealed, and the journal to verify it with. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { draw, placeIn, roundAt, ticketOf } from "../../actors/sales/draw.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type DrawRow, drawRows } from "../../lib/read_models/draw.ts";
import { type ApiContext, originOf } from "./context.ts";
import * as shapes from "./draw_schemas.ts";
import { journalStream } from "./journal.ts";
import { answers, ASKED, FOR_ANYONE, problems } from "./openapi.ts";
import * as schemas from "./schemas.ts";

const params = z.object({ sale: schemas.saleId });
/** A round that is out for so long without a draw is late. */
const LATE_MS = 60_000;

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

export function addDraw(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/draw",
      operationId: "readDraw",
      security: FOR_ANYONE,
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
      security: FOR_ANYONE,
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
        ...problems("invalid_request", "unknown_draw", "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      api.addressLimits.take("journals", originOf(c));
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
