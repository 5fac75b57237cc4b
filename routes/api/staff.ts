/** What staff do with the machinery: dead letters, a look into an actor, erasing a member. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { privacy } from "../../actors/members/privacy.ts";
import { type StaffAct, staffLog } from "../../actors/platform/staff_log.ts";
import { eraseMember } from "../../lib/members/erase.ts";
import { openOrders } from "../../lib/members/business.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, staffOnly } from "./context.ts";
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
import * as schemas from "./staff_schemas.ts";

export function addStaff(app: OpenAPIHono, api: ApiContext): void {
  addDeadLetters(app, api);
  addInspector(app, api);
  addErasure(app, api);
}

/** STAFF-1: what is to be done is recorded first, with who does it. */
export async function record(
  api: Pick<ApiContext, "system">,
  by: ReturnType<typeof staffOnly>,
  act: StaffAct,
) {
  accepted(await api.system.ask(staffLog("all"), "record", act, { by: asker(by) }));
}

function addDeadLetters(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/dead-letters",
      operationId: "listDeadLetters",
      tags: ["Staff"],
      summary: "What failed for good",
      description: "Commands that failed and calls that were given up after their last try, the " +
        "oldest first.",
      security: BEARER,
      request: { query: schemas.deadLettersWanted },
      responses: {
        ...answers(200, "Dead letters", schemas.deadLetters),
        ...problems("invalid_request", ...SIGNED_IN, "staff_only", ...ASKED),
      },
    }),
    async (c) => {
      staffOnly(api, c.req.raw);
      const { after, limit } = c.req.valid("query");
      const letters = await Array.fromAsync(api.system.deadLetters(limit, after));
      const shown = letters.map(({ id, at, reason, to, port, payload, by, lost = false }) => ({
        id,
        at,
        reason,
        ...(to ? { to } : {}),
        ...(port ? { port } : {}),
        ...(by ? { by } : {}),
        payload,
        lost,
      }));
      return c.json({ deadLetters: shown } as never, 200, { "cache-control": "no-store" });
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
      security: BEARER,
      request: { params: schemas.letterParams },
      responses: {
        204: { description: "It is on its way" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "staff_only",
          "unknown_dead_letter",
          "nothing_to_replay",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = staffOnly(api, c.req.raw);
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
      security: BEARER,
      request: { params: schemas.letterParams, body: body(schemas.reasonBody) },
      responses: {
        204: { description: "It is gone" },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "staff_only",
          "unknown_dead_letter",
          "reason_missing",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = staffOnly(api, c.req.raw);
      const { letter } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      if (!await api.system.deadLetter(letter)) throw new Problem("unknown_dead_letter");
      await record(api, by, { action: "dead_letter_discarded", target: letter, reason });
      if (!await api.system.discardDeadLetter(letter)) throw new Problem("unknown_dead_letter");
      return c.body(null, 204);
    },
  );
}

function addInspector(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/actors/{kind}/{id}",
      operationId: "inspectActor",
      tags: ["Staff"],
      summary: "Look into an actor",
      description:
        "State, head, the end of the journal, waiting mail and reminders, as the store " +
        "has them now. Of a large state only sizes are told. That somebody looked is recorded in " +
        "the journal of the actor `staff_log`, `all`.",
      security: BEARER,
      request: { params: schemas.actorParams },
      responses: {
        ...answers(200, "The actor", schemas.inspection),
        ...problems("invalid_request", ...SIGNED_IN, "staff_only", "unknown_actor", ...ASKED),
      },
    }),
    async (c) => {
      const by = staffOnly(api, c.req.raw);
      const { kind, id } = c.req.valid("param");
      await record(api, by, { action: "actor_inspected", target: `${kind}/${id}` });
      const seen = await api.system.inspect(kind, id);
      if (!seen) throw new Problem("unknown_actor");
      return c.json(seen as never, 200, { "cache-control": "no-store" });
    },
  );
}

function addErasure(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/staff/members/{member}/erase",
      operationId: "eraseMember",
      tags: ["Staff"],
      summary: "Erase a person",
      description: "Deletes the member's key and all personal data, and ends all sessions. What " +
        "journals hold is an opaque id that leads to nobody; every chain stays valid. While orders " +
        "are open it is refused as `open_business` with what is open; with `wait` it is put off " +
        "until the last of them has ended, and carried out then.",
      security: BEARER,
      request: { params: schemas.memberParams, body: body(schemas.erasureBody) },
      responses: {
        204: { description: "Erased, or on its way; later where it waits" },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "staff_only",
          "unknown_member",
          "reason_missing",
          "open_business",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = staffOnly(api, c.req.raw);
      const { member: memberId } = c.req.valid("param");
      const { reason, wait = false } = c.req.valid("json");
      if (!await api.vault.holds(memberId)) throw new Problem("unknown_member");
      const open = await openOrders(api.system, memberId);
      if (open.length > 0 && !wait) throw new Problem("open_business", { more: { open } });
      await record(api, by, { action: "member_erased", target: memberId, reason });
      const options = { by: asker(by) };
      accepted(
        await api.system.ask(privacy(memberId), "ask_erasure", { open, wait }, options),
      );
      if (open.length === 0) {
        // What is asked for here is done when the answer comes; the courier finds nothing left.
        await eraseMember(api, memberId);
      }
      return c.body(null, 204);
    },
  );
}
