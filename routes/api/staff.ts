/** What staff do with the machinery: a look into an actor, erasing a member. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { privacy } from "../../actors/members/privacy.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { eraseMember } from "../../lib/members/erase.ts";
import { openOrders } from "../../lib/members/business.ts";
import type { Entry } from "../../lib/kernel/mod.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { record } from "./staff_record.ts";
import * as schemas from "./staff_schemas.ts";

/** Of an entry with hundreds of events, the first ones tell what it was about. */
const EVENTS_AN_ENTRY = 50;

export function addStaff(app: OpenAPIHono, api: ApiContext): void {
  addInspector(app, api);
  addJournalPages(app, api);
  addErasure(app, api);
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
      ...forStaff(api, "machinery.see"),
      request: { params: schemas.actorParams },
      responses: {
        ...answers(200, "The actor", schemas.inspection),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_actor", ...ASKED),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { kind, id } = c.req.valid("param");
      await record(api, by, { action: "actor_inspected", target: `${kind}/${id}` });
      const seen = await api.system.inspect(kind, id);
      if (!seen) throw new Problem("unknown_actor");
      return c.json(seen as never, 200, NO_STORE);
    },
  );
}

function addJournalPages(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/staff/actors/{kind}/{id}/journal",
      operationId: "readActorJournal",
      tags: ["Staff"],
      summary: "An actor's journal, a page at a time",
      description:
        "The newest first. `before` the `seq` of the oldest entry you have; without it " +
        "the end. Long entries are cut off as `inspectActor` does. That somebody looked is recorded.",
      ...forStaff(api, "machinery.see"),
      request: { params: schemas.actorParams, query: schemas.journalWanted },
      responses: {
        ...answers(200, "The page", schemas.journalPage),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_actor", ...ASKED),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { kind, id } = c.req.valid("param");
      const { before = Infinity, limit } = c.req.valid("query");
      await record(api, by, { action: "actor_inspected", target: `${kind}/${id}` });
      const known = api.system.kinds.has(kind);
      const head = known ? await api.system.journalHead({ kind, id }) : undefined;
      if (!head) throw new Problem("unknown_actor");
      const last = Math.min(head.seq, before - 1);
      const first = Math.max(0, last - limit);
      const entries: Entry[] = [];
      for await (const line of api.system.journal({ kind, id }, first, last - first)) {
        entries.push(JSON.parse(line));
      }
      const journal = entries.reverse().map((entry) => ({
        ...entry,
        events: entry.events.slice(0, EVENTS_AN_ENTRY),
        eventCount: entry.events.length,
      }));
      return c.json({ seq: head.seq, journal } as never, 200, NO_STORE);
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
      ...forStaff(api, "members.erase"),
      request: { params: schemas.memberParams, body: body(schemas.erasureBody) },
      responses: {
        204: { description: "Erased, or on its way; later where it waits" },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_member",
          "reason_missing",
          "open_business",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
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
