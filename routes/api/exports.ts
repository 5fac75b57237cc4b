/** What staff take away as tables: participants and leads, as CSV that Excel opens. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { lineNow, waitingIn } from "../../actors/sales/line_state.ts";
import { lot } from "../../actors/sales/lot.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type LeadRow, leadRows } from "../../lib/read_models/sales.ts";
import {
  type LeadPerson,
  LEAST_REASON,
  MOST_TAKEN,
  takePeople,
  withMasked,
} from "../../lib/members/lead_people.ts";
import type { Permission } from "../../lib/staff/roles.ts";
import { inSlices } from "../../lib/time/slices.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { record } from "./staff_record.ts";
import * as schemas from "./schemas.ts";

const params = z.object({ sale: schemas.saleId });
/** Without it Excel takes UTF-8 for the local encoding, and Chinese is lost. */
const BOM = "\ufeff";
const LINES_A_CHUNK = 500;

const FORM = "UTF-8 with a byte order mark, quoted as RFC 4180 says.";

type Cell = string | number | undefined;

export function addExports(app: OpenAPIHono, api: ApiContext): void {
  addExport(app, api, {
    name: "participants",
    operationId: "exportParticipants",
    permission: "sales.see",
    summary: "Everybody the lot has answered, as CSV",
    lines: (id) => participants(api, id),
  });
  addExport(app, api, {
    name: "leads",
    operationId: "exportLeads",
    permission: "leads.see",
    summary: "A sale's leads, as CSV",
    personal: "Name and phone are masked; `exportPeople` gives them whole, for a reason.",
    lines: (id) => Promise.resolve(leads(api, id)),
  });
  addPeople(app, api);
}

interface Export {
  readonly name: string;
  readonly operationId: string;
  readonly permission: Permission;
  readonly summary: string;
  /** What it says of people; members are opaque ids without it. */
  readonly personal?: string;
  readonly lines: (saleId: string) => Promise<AsyncIterable<Cell[]>>;
}

function addExport(app: OpenAPIHono, api: ApiContext, one: Export): void {
  app.openapi(
    createRoute({
      method: "get",
      path: `/api/sales/{sale}/${one.name}.csv`,
      operationId: one.operationId,
      tags: ["Staff"],
      summary: one.summary,
      description: `${FORM} ${one.personal ?? "Nothing personal: members are opaque ids."}`,
      ...forStaff(api, one.permission),
      request: { params },
      responses: {
        200: { description: "The table", content: { "text/csv": { schema: z.string() } } },
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      if (!await api.boards.view(id)) throw new Problem("unknown_sale");
      if (one.personal) await record(api, by, { action: "leads_exported", target: id });
      const lines = await one.lines(id);
      return c.body(bytesOf(lines), 200, headersOf(`${id}-${one.name}`)) as never;
    },
  );
}

function addPeople(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales/{sale}/leads/export",
      operationId: "exportPeople",
      tags: ["Staff"],
      summary: "A sale's leads with names and phones, as CSV",
      description: `${FORM} Each member is told before: who looked, when, at what, and the ` +
        `reason stand in their ledger. At most ${MOST_TAKEN} at a time, in the order of their ` +
        "ids; for the next, give the last `member` of the table as `after`.",
      ...forStaff(api, "people.take"),
      request: { params, body: body(schemas.peopleBody) },
      responses: {
        200: { description: "The table", content: { "text/csv": { schema: z.string() } } },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_sale",
          "reason_missing",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const { reason: why, after, limit } = c.req.valid("json");
      if (!await api.boards.view(id)) throw new Problem("unknown_sale");
      if (why.trim().length < LEAST_REASON) throw new Problem("reason_missing");
      const rows = await Array.fromAsync(leadsOf(api, id, {
        limit,
        ...(after === undefined ? {} : { after: [id, after] }),
      }));
      await record(api, who, { action: "people_exported", target: id, reason: why });
      const ids = rows.map(({ memberId }) => memberId);
      const people = await takePeople(api, ids, { why, by: asker(who) });
      if (!people) throw new Problem("reason_missing");
      const lines = rows.map((row) => leadLine({ ...row, ...people.get(row.memberId)! }));
      return c.body(bytesOf([LEAD_HEAD, ...lines]), 200, headersOf(`${id}-people`)) as never;
    },
  );
}

/** Copied from the lot at once and written line by line, so that claims go on meanwhile. */
async function participants({ system }: ApiContext, id: string): Promise<AsyncIterable<Cell[]>> {
  const { held, gone, line } = await system.view(lot(id), ({ allocated, gone, ...line }) => ({
    held: [...allocated].map(([memberId, car]) => ({ memberId, ...car })),
    gone: [...gone].map(([memberId, left]) => ({ memberId, ...left })),
    line: lineNow(line),
  }));
  return (async function* () {
    yield ["member", "outcome", "number", "order", "pay_by", "place"];
    for (const { memberId, number, orderId, payBy, sold } of held) {
      const until = sold ? undefined : iso(payBy);
      yield [memberId, sold ? "sold" : "held", number, orderId, until, undefined];
    }
    for await (const slice of inSlices(waitingIn(line))) {
      for (const [memberId, place] of slice) {
        yield [memberId, "waiting", undefined, undefined, undefined, place];
      }
    }
    for (const { memberId, reason, number, orderId } of gone) {
      yield [memberId, reason, number, orderId, undefined, undefined];
    }
  })();
}

const LEAD_HEAD: Cell[] = [
  ...["member", "name", "phone", "outcome", "position", "entered_at"],
  ...["source", "channel", "model", "city"],
];

type Lead = LeadRow & { readonly memberId: string };

async function* leadsOf(
  { system }: ApiContext,
  id: string,
  range: { after?: readonly string[]; limit?: number } = {},
): AsyncGenerator<Lead> {
  for await (const { key, value } of system.rows(leadRows).list<LeadRow>([id], range)) {
    yield { ...value, memberId: key[1] as string };
  }
}

async function* leads(api: ApiContext, id: string): AsyncIterable<Cell[]> {
  yield LEAD_HEAD;
  for await (const one of withMasked(api.vault, leadsOf(api, id))) yield leadLine(one);
}

function leadLine({ memberId, name, phone, ...lead }: Lead & LeadPerson): Cell[] {
  const { outcome, position, enteredAt, from: { source, channel, model, city } = {} } = lead;
  return [
    ...[memberId, name, phone, outcome, position, iso(enteredAt)],
    ...[source, channel, model, city],
  ];
}

const headersOf = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name}.csv"`,
  ...NO_STORE,
});

const bytesOf = (lines: AsyncIterable<Cell[]> | Iterable<Cell[]>): ReadableStream<Uint8Array> =>
  ReadableStream.from(csv(lines)).pipeThrough(new TextEncoderStream());

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
