/**
 * The waiting room for those who wait. Entering is what hundreds of thousands do in one minute, so it
 * is a plain handler; where one stands is answered from memory.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { EVENT_STREAM, NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readJson } from "../../lib/http/read_json.ts";
import type { RoomView } from "../../lib/live/room_protocol.ts";
import type { RoomBoard } from "../../lib/waiting_room/room_board.ts";
import { type ApiContext, asker, originOf, signedIn } from "./context.ts";
import { accepted } from "./outcome.ts";
import { entryShown } from "./room_entry.ts";
import { enterBody, roomPlace } from "./room_schemas.ts";
import * as schemas from "./schemas.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  problems,
  SIGNED_IN,
  SIGNED_IN_TO_CHANGE,
  STREAM,
} from "./openapi.ts";

const params = z.object({ sale: schemas.saleId });
const PATH = "/api/sales/{sale}/queue";
const ROUTE = "/api/sales/:sale/queue";
const MAX_BODY_BYTES = 2 * 1024;
const BODY_TIMEOUT_MS = 10_000;

export function addWaitingRoom(app: OpenAPIHono, api: ApiContext): void {
  addEnter(app, api);
  addPlace(app, api);
  addLive(app, api);
  addLeave(app, api);
}

function addEnter(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: PATH,
    operationId: "enterQueue",
    tags: ["Waiting room"],
    summary: "Enter the waiting room",
    description:
      "Once for each member; a repeat gets the same place. Who enters before the opening is " +
      "shuffled with all others then, so coming first or by a quick script gains nothing.",
    security: BEARER,
    request: { params, body: { ...body(enterBody), required: false } },
    responses: {
      ...answers(201, "You are in", roomPlace),
      ...answers(200, "You were in already", roomPlace),
      ...problems(
        ...BODY,
        ...SIGNED_IN_TO_CHANGE,
        "unknown_sale",
        "no_waiting_room",
        "not_open_yet",
        "closed",
        "proof_of_work_required",
        "proof_of_work_failed",
        "too_many_requests",
        "room_full",
        ...ASKED,
      ),
    },
  });
  app.post(ROUTE, (c) => enter(api, c));
}

async function enter(api: ApiContext, c: Context): Promise<Response> {
  const request = c.req.raw;
  const { memberId, role } = signedIn(api, request);
  const saleId = saleOf(c);
  const { proof } = await readJson(request, enterBody, {
    maxBytes: MAX_BODY_BYTES,
    timeoutMs: BODY_TIMEOUT_MS,
    deadlines: api.deadlines,
  });
  const board = await boardOf(api, saleId);
  const now = api.now();
  const known = board.standing(memberId, now)?.state;
  if (known !== undefined && known !== "gone" && known !== "passed") {
    return answer(api, board, memberId, request, { status: 200, ticket: true });
  }
  const address = api.addressLimits.addressOf(originOf(c)) ?? "unknown";
  api.rooms.door.pass({ saleId, memberId, address, guard: board.state.guard, proof }, now);
  const { state, place } = accepted(
    await api.system.ask(waitingRoom(saleId), "enter", { memberId }, {
      by: { id: memberId, role },
    }),
  );
  const view = board.view(memberId, now);
  // Another node's turn is on this node's board a moment later.
  const shown: RoomView = view.state === "none" || view.state === "passed"
    ? { ...view, state, place: state === "prequeue" ? null : place, pollAfterMs: 2_000 }
    : view;
  board.presence.show(memberId, shown, now);
  return placed(api, saleId, memberId, request, shown, { status: 201, ticket: true });
}

function addPlace(app: OpenAPIHono, api: ApiContext): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    operationId: "readPlace",
    tags: ["Waiting room"],
    summary: "Where you stand",
    description:
      "Also tells the room that you are there: who is not heard of when the turn comes " +
      "is stepped over. Asking before `pollAfterMs` is over counts as being there, and gets the " +
      "same answer again.",
    security: BEARER,
    request: {
      params,
      headers: z.object({
        "queue-ticket": z.string().max(300).optional().openapi({
          description: "The ticket, where it is to be checked as well",
        }),
      }),
    },
    responses: {
      ...answers(200, "Your place", roomPlace),
      ...problems(
        ...SIGNED_IN,
        "ticket_invalid",
        "unknown_sale",
        "no_waiting_room",
        "too_many_requests",
        ...ASKED,
      ),
    },
  });
  app.get(ROUTE, async (c) => {
    const { memberId } = signedIn(api, c.req.raw);
    const saleId = saleOf(c);
    const ticket = c.req.header("queue-ticket");
    const now = api.now();
    if (ticket !== undefined && api.rooms.tickets.refuseTicket(ticket, { saleId, memberId }, now)) {
      throw new Problem("ticket_invalid");
    }
    const board = await boardOf(api, saleId);
    const shown = board.standing(memberId, now) !== undefined;
    if (shown) board.presence.heard(memberId, now);
    api.rooms.door.poll(memberId, now);
    if (!shown) await entryShown(api, board, memberId);
    return answer(api, board, memberId, c.req.raw, { status: 200 });
  });
}

function addLive(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: `${PATH}/live`,
      operationId: "followPlace",
      tags: ["Waiting room"],
      summary: "Your place as server-sent events",
      description:
        "An event `place` as `readPlace` answers, when it has changed: each second or so " +
        "near the front, each five seconds behind, and at once when your turn comes. Whoever has " +
        "the stream open is there. After `admitted`, ask for the pass with `readPlace`. A client " +
        "that reconnects sends `Last-Event-ID`.",
      security: BEARER,
      request: {
        params,
        query: z.object({
          ticket: z.string().max(300).optional().openapi({
            description: "In place of a session, for an EventSource that can send no header",
          }),
        }),
      },
      responses: {
        ...STREAM,
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          "ticket_invalid",
          "unknown_sale",
          "no_waiting_room",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { sale } = c.req.valid("param");
      const { ticket } = c.req.valid("query");
      const holder = ticket === undefined
        ? signedIn(api, c.req.raw).memberId
        : api.rooms.tickets.holderOf(ticket, sale, api.now());
      if (holder === undefined) throw new Problem("ticket_invalid");
      await entryShown(api, await boardOf(api, sale), holder);
      const stream = await api.rooms.watch(sale, holder, c.req.header("last-event-id"));
      if (!stream) throw new Problem("no_waiting_room");
      return c.body(stream, 200, EVENT_STREAM) as never;
    },
  );
}

function addLeave(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "delete",
      path: PATH,
      operationId: "leaveQueue",
      tags: ["Waiting room"],
      summary: "Give up your place",
      description: "Entering again goes to the end.",
      security: BEARER,
      request: { params },
      responses: {
        204: { description: "You are not in the room" },
        ...problems("invalid_request", ...SIGNED_IN_TO_CHANGE, "no_waiting_room", ...ASKED),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { sale } = c.req.valid("param");
      const { memberId } = who;
      const board = await boardOf(api, sale);
      accepted(await api.system.ask(waitingRoom(sale), "leave", { memberId }, { by: asker(who) }));
      board.presence.forget(memberId);
      return c.body(null, 204);
    },
  );
}

function saleOf(c: Context): string {
  const sale = c.req.param("sale") ?? "";
  if (!schemas.saleId.safeParse(sale).success) throw new Problem("unknown_sale");
  return sale;
}

async function boardOf(api: ApiContext, saleId: string): Promise<RoomBoard> {
  const known = api.rooms.board(saleId);
  const board = known instanceof Promise ? await known : known;
  if (!board) throw new Problem("no_waiting_room");
  return board;
}

interface AnswerOptions {
  readonly status: 200 | 201;
  readonly ticket?: boolean;
}

/** Where the member stands; to one who asks too early, what was answered before. */
function answer(
  api: ApiContext,
  board: RoomBoard,
  memberId: string,
  request: Request,
  options: AnswerOptions,
): Response {
  const now = api.now();
  const early = board.presence.tooEarly(memberId, now);
  // The live stream has told of the turn; the pass has to be had at once then.
  const called = board.presence.streams(memberId) &&
    board.standing(memberId, now)?.state === "admitted";
  if (early && !called) {
    board.presence.heard(memberId, now);
    const shown = { ...early.shown, pollAfterMs: Math.ceil(early.waitMs) };
    return placed(api, board.saleId, memberId, request, shown, options, early.waitMs);
  }
  const view = board.view(memberId, now);
  // Whoever is not in the room fills no memory of it.
  if (view.state !== "none" && view.state !== "closed") board.presence.show(memberId, view, now);
  return placed(api, board.saleId, memberId, request, view, options);
}

function placed(
  { rooms }: ApiContext,
  saleId: string,
  memberId: string,
  request: Request,
  view: RoomView,
  { status, ticket }: AnswerOptions,
  waitMs?: number,
): Response {
  const pass = view.state === "admitted" && view.until !== undefined
    ? rooms.tickets.pass(saleId, memberId, view.until)
    : undefined;
  const shown = {
    ...view,
    ...(ticket ? { ticket: rooms.ticketFor(saleId, memberId) } : {}),
    ...(pass ? { pass } : {}),
  };
  const headers: Record<string, string> = {
    "content-type": "application/json",
    ...NO_STORE,
  };
  if (waitMs !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(waitMs / 1_000)));
  // Pages send it along by themselves; programs send the header.
  if (pass && !request.headers.has("authorization")) {
    headers["set-cookie"] = `admission_pass=${pass}; Path=/api/sales/${saleId}; HttpOnly; ` +
      `SameSite=Lax; Expires=${new Date(view.until!).toUTCString()}`;
  }
  return new Response(JSON.stringify(shown), { status, headers });
}
