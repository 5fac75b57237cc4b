/** Dead letters for staff: looked through, sent again, discarded. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { DeadLetter } from "../../lib/kernel/mod.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { record } from "./staff_record.ts";
import * as schemas from "./staff_schemas.ts";

/** Letters that one request looks through; the next goes on behind them. */
const MOST_LOOKED_AT = 5_000;

export function addDeadLetters(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/dead-letters",
      operationId: "listDeadLetters",
      tags: ["Staff"],
      summary: "What failed for good",
      description: "Commands that failed and calls that were given up after their last try, the " +
        "oldest first. Filters hold together. Where `next` is not null there may be more: send it as " +
        "`after`; a page may hold none, where many were looked through in vain.",
      ...forStaff(api, "machinery.see"),
      request: { query: schemas.deadLettersWanted },
      responses: {
        ...answers(200, "Dead letters", schemas.deadLetters),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      return c.json(await wantedLetters(api, c.req.valid("query")) as never, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/staff/dead-letters/{letter}/replay",
      operationId: "replayDeadLetter",
      tags: ["Staff"],
      summary: "Send a dead letter again",
      description:
        "A call goes back to its courier, a command to its actor. What fails again comes " +
        "back as another dead letter.",
      ...forStaff(api, "machinery.mend"),
      request: { params: schemas.letterParams },
      responses: {
        204: { description: "It is on its way" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_dead_letter",
          "nothing_to_replay",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { letter } = c.req.valid("param");
      const dead = await api.system.deadLetter(letter);
      if (!dead) throw new Problem("unknown_dead_letter");
      if (dead.lost) throw new Problem("nothing_to_replay");
      await record(api, by, { action: "dead_letter_replayed", target: letter });
      if (!await api.system.replay(letter)) throw new Problem("unknown_dead_letter");
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/staff/dead-letters/{letter}/discard",
      operationId: "discardDeadLetter",
      tags: ["Staff"],
      summary: "Discard a dead letter",
      description: "For good. The reason is kept in the journal of what staff do.",
      ...forStaff(api, "machinery.mend"),
      request: { params: schemas.letterParams, body: body(schemas.reasonBody) },
      responses: {
        204: { description: "It is gone" },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_dead_letter",
          "reason_missing",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { letter } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      if (!await api.system.deadLetter(letter)) throw new Problem("unknown_dead_letter");
      await record(api, by, { action: "dead_letter_discarded", target: letter, reason });
      if (!await api.system.discardDeadLetter(letter)) throw new Problem("unknown_dead_letter");
      return c.body(null, 204);
    },
  );
}

type Wanted = z.infer<typeof schemas.deadLettersWanted>;

async function wantedLetters({ system }: ApiContext, wanted: Wanted) {
  const { limit, since } = wanted;
  // Ids order by time: what is older than asked for is not even read.
  const from = since === undefined ? "" : since.toString(36).padStart(9, "0");
  const after = [wanted.after ?? "", from].sort().at(-1)!;
  const found: ReturnType<typeof shown>[] = [];
  let looked = 0, last = "";
  for await (const letter of system.deadLetters(MOST_LOOKED_AT, after)) {
    if (found.length === limit) return { deadLetters: found, next: last };
    looked++;
    last = letter.id;
    if (fits(letter, wanted)) found.push(shown(letter));
  }
  return { deadLetters: found, next: looked === MOST_LOOKED_AT ? last : null };
}

function fits({ reason, to, port, at }: DeadLetter, wanted: Wanted): boolean {
  const { what, where, since = 0 } = wanted;
  if (what !== undefined && (what === "call") !== (port !== undefined)) return false;
  if (where !== undefined && where !== (port ?? to?.kind)) return false;
  if (at < since) return false;
  return wanted.reason === undefined ||
    reason.toLowerCase().includes(wanted.reason.toLowerCase());
}

const shown = ({ id, at, reason, to, port, payload, by, lost }: DeadLetter) => ({
  id,
  at,
  reason,
  ...(to ? { to } : {}),
  ...(port ? { port } : {}),
  ...(by ? { by } : {}),
  payload,
  lost: lost ?? false,
});
