/** What staff take away as tables: participants and leads, as CSV that Excel opens. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { waitingIn } from "../../actors/sales/line_state.ts";
import { lot } from "../../actors/sales/lot.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type LeadRow, leadRows } from "../../lib/read_models/sales.ts";
import { type ApiContext, staffOnly } from "./context.ts";
import { ASKED, BEARER, problems, SIGNED_IN } from "./openapi.ts";
import * as schemas from "./schemas.ts";

const params = z.object({ sale: schemas.saleId });
/** Without it Excel takes UTF-8 for the local encoding, and Chinese is lost. */
const BOM = "\ufeff";
const LINES_A_CHUNK = 500;

type Cell = string | number | undefined;

export function addExports(app: OpenAPIHono, api: ApiContext): void {
  addExport(app, api, {
    name: "participants",
    operationId: "exportParticipants",
    summary: "Everybody the lot has answered, as CSV",
    lines: (id) => participants(api, id),
  });
  addExport(app, api, {
    name: "leads",
    operationId: "exportLeads",
    summary: "A sale's leads, as CSV",
    lines: (id) => Promise.resolve(leads(api, id)),
  });
}

interface Export {
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly lines: (saleId: string) => Promise<AsyncIterable<Cell[]> | Iterable<Cell[]>>;
}

function addExport(app: OpenAPIHono, api: ApiContext, one: Export): void {
  app.openapi(
    createRoute({
      method: "get",
      path: `/api/sales/{sale}/${one.name}.csv`,
      operationId: one.operationId,
      tags: ["Staff"],
      summary: one.summary,
      description: "UTF-8 with a byte order mark, quoted as RFC 4180 says. Nothing personal: " +
        "members are opaque ids.",
      security: BEARER,
      request: { params },
      responses: {
        200: { description: "The table", content: { "text/csv": { schema: z.string() } } },
        ...problems("invalid_request", ...SIGNED_IN, "staff_only", "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      staffOnly(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      if (!await api.boards.view(id)) throw new Problem("unknown_sale");
      const lines = await one.lines(id);
      return c.body(
        ReadableStream.from(csv(lines)).pipeThrough(new TextEncoderStream()),
        200,
        {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${id}-${one.name}.csv"`,
          "cache-control": "no-store",
        },
      ) as never;
    },
  );
}

async function participants({ system }: ApiContext, id: string): Promise<Cell[][]> {
  const head: Cell[] = ["member", "outcome", "number", "order", "pay_by", "place"];
  const rows = await system.view(lot(id), ({ allocated, gone, ...line }) => [
    ...[...allocated].map(([memberId, { number, orderId, payBy, sold }]): Cell[] => [
      memberId,
      sold ? "sold" : "held",
      number,
      orderId,
      sold ? undefined : iso(payBy),
      undefined,
    ]),
    ...[...waitingIn(line)].map(([memberId, place]): Cell[] => [
      memberId,
      "waiting",
      undefined,
      undefined,
      undefined,
      place,
    ]),
    ...[...gone].map(([memberId, { reason, number, orderId }]): Cell[] => [
      memberId,
      reason,
      number,
      orderId,
      undefined,
      undefined,
    ]),
  ]);
  return [head, ...rows];
}

async function* leads({ system }: ApiContext, id: string): AsyncIterable<Cell[]> {
  yield ["member", "outcome", "position", "entered_at", "source", "channel", "model", "city"];
  for await (const { key, value } of system.rows(leadRows).list<LeadRow>([id])) {
    const { outcome, position, enteredAt, from = {} } = value;
    const { source, channel, model, city } = from;
    yield [key[1] as string, outcome, position, iso(enteredAt), source, channel, model, city];
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

async function* csv(
  lines: AsyncIterable<Cell[]> | Iterable<Cell[]>,
): AsyncIterable<string> {
  let chunk = BOM;
  let count = 0;
  for await (const cells of lines) {
    chunk += cells.map(cell).join(",") + "\r\n";
    if (++count % LINES_A_CHUNK > 0) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk) yield chunk;
}

/** A cell that begins like a formula would be one: what a stranger wrote must not run in a sheet. */
export function cell(value: Cell): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
