/** The waiting room for staff, and what anyone may see of it. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type SaleRow, saleRows } from "../../lib/read_models/sales.ts";
import { type RoomRow, roomRows } from "../../lib/read_models/waiting_room.ts";
import { type ApiContext, asker, originOf, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { journalStream } from "./journal.ts";
import { accepted } from "./outcome.ts";
import { room, roomGuard, roomPlan, roomRate, roomStatus } from "./room_schemas.ts";
import * as schemas from "./schemas.ts";
import {
  answers,
  ASKED,
  BODY,
  body,
  FOR_ANYONE,
  problems,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";

const params = z.object({ sale: schemas.saleId });
const PATH = "/api/sales/{sale}/waiting-room";
const STAFF = [...BODY, ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY] as const;

export function addWaitingRoomStaff(app: OpenAPIHono, api: ApiContext): void {
  addPublic(app, api);
  addSetUp(app, api);
  addSteering(app, api);
}

function addPublic(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: PATH,
      operationId: "readRoom",
      security: FOR_ANYONE,
      tags: ["Waiting room"],
      summary: "The waiting room as it stands",
      description:
        "For anyone. Read the `commitment` before the opening, and compare it with the " +
        "secret that the journal tells afterwards.",
      request: { params },
      responses: {
        ...answers(200, "The room", room),
        ...problems("invalid_request", "no_waiting_room", ...ASKED),
      },
    }),
    async (c) => {
      const row = await api.system.rows(roomRows).get<RoomRow>([c.req.valid("param").sale]);
      if (!row?.plan || row.status === "none") throw new Problem("no_waiting_room");
      const { plan, guard, seq: _, status, ...counts } = row;
      const { opensAt, prequeueAt, ratePerMinute, maxActive } = plan;
      const limits = { opensAt, prequeueAt, ratePerMinute, maxActive };
      return c.json({ ...counts, status, ...limits, guard: guard.mode }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: `${PATH}/journal`,
      operationId: "readRoomJournal",
      security: FOR_ANYONE,
      tags: ["Waiting room"],
      summary: "The waiting room's journal, for anyone to verify",
      description:
        "NDJSON as the sale's journal. `docs/waiting-room.md` tells how the shuffle and " +
        "every admission are recomputed from it.",
      request: { params },
      responses: {
        200: {
          description: "The journal",
          content: { "application/x-ndjson": { schema: z.string() } },
        },
        ...problems("invalid_request", "no_waiting_room", "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      api.addressLimits.take("journals", originOf(c));
      const { sale } = c.req.valid("param");
      const stream = await journalStream(api, waitingRoom(sale));
      if (!stream) throw new Problem("no_waiting_room");
      return c.body(stream, 200, {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `inline; filename="${sale}-waiting-room.ndjson"`,
        ...NO_STORE,
        "x-content-type-options": "nosniff",
      }) as never;
    },
  );
}

function addSetUp(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: PATH,
      operationId: "setUpRoom",
      tags: ["Staff"],
      summary: "Give a sale a waiting room",
      description:
        "It opens with the sale. Until then it can be set up again; the commitment stays " +
        "once someone has entered.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(roomPlan) },
      responses: {
        ...answers(201, "The room takes people in", roomStatus),
        ...problems(...STAFF, "unknown_sale", "already_open", "closed", ...ASKED),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const { sale } = c.req.valid("param");
      const row = await api.system.rows(saleRows).get<SaleRow>([sale]);
      if (!row || row.status === "draft") throw new Problem("unknown_sale");
      const plan = { ...c.req.valid("json"), opensAt: row.plan.opensAt };
      const commitment = api.rooms.sealed.commitmentOf(sale);
      const address = waitingRoom(sale);
      const { status } = accepted(
        await api.system.ask(address, "configure", { plan, commitment }, { by }),
      );
      // The sale has opened already: nobody else will tell the room.
      if (row.status !== "scheduled") await api.system.ask(address, "begin", {}, { by });
      api.rooms.created(sale);
      return c.json({ status }, 201);
    },
  );
}

function addSteering(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: `${PATH}/rate`,
      operationId: "setRoomRate",
      tags: ["Staff"],
      summary: "Let in more or fewer",
      description: "At any time; from the next second on. A rate of 0 lets nobody in.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(roomRate) },
      responses: {
        ...answers(200, "Changed", roomStatus),
        ...problems(...STAFF, "no_waiting_room", "closed", ...ASKED),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const address = waitingRoom(c.req.valid("param").sale);
      const { status } = accepted(
        await api.system.ask(address, "set_rate", c.req.valid("json"), { by }),
      );
      return c.json({ status }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: `${PATH}/guard`,
      operationId: "setRoomGuard",
      tags: ["Staff"],
      summary: "Ask for a proof of work, or not",
      description: "Of those who enter from now on. Places that were given stay.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(roomGuard) },
      responses: {
        ...answers(200, "Changed", roomStatus),
        ...problems(...STAFF, "no_waiting_room", ...ASKED),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const address = waitingRoom(c.req.valid("param").sale);
      const { status } = accepted(
        await api.system.ask(address, "set_guard", c.req.valid("json"), { by }),
      );
      return c.json({ status }, 200);
    },
  );
}
