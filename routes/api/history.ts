/** "Why not me?": everything that the journals of a sale say of one member. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { draw, placeIn } from "../../actors/sales/draw.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import type { Entry } from "../../lib/kernel/mod.ts";
import { isAnswer, OF_ALL, ofPlace } from "../../lib/live/histories.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BEARER, problems, SIGNED_IN } from "./openapi.ts";
import { readStanding } from "./participation.ts";
import * as schemas from "./schemas.ts";

export type History = z.infer<typeof schemas.history>;

const params = z.object({ sale: schemas.saleId });

type Told = History["events"][number];
type What = Record<string, unknown>;

export function addHistory(app: OpenAPIHono, api: ApiContext): void {
  const responses = {
    ...answers(200, "What the journal says of the member", schemas.history),
    ...problems("invalid_request", ...SIGNED_IN, "unknown_sale", ...ASKED),
  };
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/me/history",
      operationId: "whyNotMe",
      tags: ["Sales"],
      summary: "Why not me?",
      description: "Your whole history in the sale, from its public journals, that of the draw " +
        "and of the waiting room as well: each entry can be found there by its `seq`.",
      security: BEARER,
      request: { params },
      responses,
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      return c.json(await readHistory(api, id, memberId), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/participants/{member}",
      operationId: "readParticipant",
      tags: ["Staff"],
      summary: "A participant's history in a sale",
      ...forStaff(api, "leads.see"),
      request: { params: params.extend({ member: schemas.opaqueId }) },
      responses: {
        ...responses,
        ...problems(
          "invalid_request",
          ...SIGNED_IN,
          ...STAFF_ONLY,
          "unknown_sale",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { sale: id, member } = c.req.valid("param");
      return c.json(await readHistory(api, id, member), 200, NO_STORE);
    },
  );
}

/** @throws {Problem} `unknown_sale` */
export async function readHistory(
  api: ApiContext,
  saleId: string,
  memberId: string,
): Promise<History> {
  const standing = await readStanding(api, saleId, memberId);
  const { capacity, mode } = (await api.boards.view(saleId))!;
  const [sale, drawn, room] = await Promise.all([
    readLot(api, saleId, memberId, capacity),
    mode === "draw" ? readDraw(api, saleId, memberId) : [],
    readRoom(api, saleId, memberId),
  ]);
  const { events, ...rest } = sale;
  const all = [...room, ...drawn, ...events].sort((a, b) => a.at - b.at);
  return { memberId, standing, events: all, ...rest };
}

async function readLot(
  api: ApiContext,
  saleId: string,
  memberId: string,
  capacity: number,
): Promise<Pick<History, "events" | "soldOut" | "askedBefore">> {
  const journal = api.histories.of(saleId).lot;
  const events: Told[] = [];
  let askedBefore: number | null = null;
  for (const { seq, at, events: all } of await journal.entriesOf(memberId)) {
    let answered = journal.answeredBefore(seq);
    for (const [event, payload] of all) {
      const what = payload as What;
      if (what.memberId === memberId) {
        if (isAnswer(event)) askedBefore ??= answered;
        events.push({ journal: "sale", seq, at, event, what: without(what) });
      }
      if (isAnswer(event)) answered++;
    }
  }
  return { events, soldOut: journal.firstGiven(capacity), askedBefore };
}

/** Registering and withdrawing; where the member stayed in the list, also its closing and the draw. */
async function readDraw(api: ApiContext, saleId: string, memberId: string): Promise<Told[]> {
  const { isIn, place } = await api.system.view(draw(saleId), (state) => ({
    isIn: "registered" in state && state.registered.has(memberId),
    place: "order" in state ? placeIn(state.order, memberId) : 0,
  }));
  const found = await api.histories.of(saleId).draw.entriesOf(memberId, ...isIn ? [OF_ALL] : []);
  return found.flatMap(eventsIn).flatMap(({ event, what, ...told }): Told[] => {
    const one = { journal: "draw" as const, ...told, event };
    if (what.memberId === memberId) return [{ ...one, what: without(what) }];
    if (!isIn) return [];
    if (event === "closed" || event === "cancelled") return [{ ...one, what }];
    return event === "drawn" ? [{ ...one, what: { round: what.round, place } }] : [];
  });
}

/** Coming in, and being let in at the place that the member had last. */
async function readRoom(api: ApiContext, saleId: string, memberId: string): Promise<Told[]> {
  const place = await api.system.view(waitingRoom(saleId), ({ places }) => places.get(memberId));
  if (place === undefined) return [];
  const found = await api.histories.of(saleId).room.entriesOf(memberId, ofPlace(place));
  return found.flatMap(eventsIn).flatMap(({ event, what, ...told }): Told[] => {
    const one = { journal: "waiting_room" as const, ...told, event };
    if (what.memberId === memberId) return [{ ...one, what: without(what) }];
    const admitted = event === "admitted" && (what.places as number[]).includes(place);
    return admitted ? [{ ...one, what: { place } }] : [];
  });
}

const eventsIn = ({ seq, at, events }: Entry) =>
  events.map(([event, payload]) => ({ seq, at, event, what: payload as What }));

const without = ({ memberId: _, ...rest }: What): What => rest;
