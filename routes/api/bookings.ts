/** Bookings of test drives and maintenance, for the member they belong to. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { NO_STORE } from "../../lib/http/headers.ts";
import type { ProblemCode } from "../../lib/http/problem.ts";
import { languageOf } from "../../lib/i18n/language.ts";
import { type BookingRow, toPayFen } from "../../lib/read_models/bookings.ts";
import * as desk from "./booking_desk.ts";
import { bookingFile } from "./booking_file.ts";
import * as shapes from "./booking_schemas.ts";
import { addBills, PUT_ON } from "./bookings_bill.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { mayHaveKey } from "./idempotency_key.ts";
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

const TAGS = ["Bookings"];
const PATH = "/api/bookings";
const ONE = `${PATH}/{booking}`;
const params = z.object({ booking: shapes.bookingId });

const shown = ({ memberId: _, ...row }: BookingRow) => ({
  ...row,
  resources: [...row.resources],
  toPayFen: toPayFen(row),
});

type Wished = z.infer<typeof shapes.wish>;

const wishOf = (wish: Wished): desk.Wish =>
  wish.kind === "test_drive" ? wish : {
    kind: wish.kind,
    car: { vin: wish.vin },
    km: wish.km,
    items: wish.items,
    courtesyCar: wish.courtesyCar ?? false,
    pickUp: wish.pickUp ?? false,
  };

export function addBookings(app: OpenAPIHono, api: ApiContext): void {
  addBooking(app, api);
  addReading(app, api);
  addSteps(app, api);
  addBills(app, api);
}

export const WISHED = [
  "unknown_dealer",
  "unknown_service",
  "unknown_car",
  "odometer_lower",
  "address_missing",
  "not_set_up",
  "too_many_bookings",
] as const;

function addBooking(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: PATH,
      operationId: "book",
      tags: TAGS,
      summary: "Book a test drive or maintenance",
      description: "A start that is taken is answered `slot_taken` with the next best as `offers`.",
      security: BEARER,
      request: { headers: mayHaveKey, body: body(shapes.booking) },
      responses: {
        ...answers(201, "Booked", shapes.booked),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...WISHED,
          ...PUT_ON,
          "slot_taken",
          "booked_already",
          "idempotency_conflict",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { dealer, wish, startAt, bill } = c.req.valid("json");
      const { id, startAt: start, resources } = await desk.book(api, who, {
        dealerId: dealer,
        wish: wishOf(wish),
        startAt,
        bill,
        key: c.req.valid("header")["idempotency-key"],
      });
      return c.json({ id, startAt: start, resources: [...resources] }, 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/waiting-list",
      operationId: "waitForPlace",
      tags: TAGS,
      summary: "Wait for a place, at one or more dealers",
      description: "A place that is freed is held for half an hour for whoever has waited best.",
      security: BEARER,
      request: { body: body(shapes.waiting) },
      responses: {
        ...answers(201, "Waiting, under an id at each dealer", shapes.waits),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...WISHED,
          "places_free",
          "waiting_list_full",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { dealers, wish, from, until } = c.req.valid("json");
      const said = { dealerIds: dealers, wish: wishOf(wish), from, until };
      return c.json({ ids: await desk.waitFor(api, who, said) }, 201, NO_STORE);
    },
  );
}

function addReading(app: OpenAPIHono, api: ApiContext): void {
  const read = { tags: TAGS, security: BEARER };
  const missing = problems("invalid_request", ...SIGNED_IN, "unknown_booking", ...ASKED);
  app.openapi(
    createRoute({
      ...read,
      method: "get",
      path: "/api/members/me/bookings",
      operationId: "listBookings",
      summary: "Your bookings, the latest start first",
      responses: {
        ...answers(200, "All of them", shapes.bookings),
        ...problems(...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => {
      const bookings = await desk.myBookings(api, signedIn(api, c.req.raw));
      return c.json({ bookings: bookings.map(shown) }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...read,
      method: "get",
      path: ONE,
      operationId: "readBooking",
      summary: "One of your bookings",
      description: "Somebody else's is not told apart from none.",
      request: { params },
      responses: { ...answers(200, "The booking", shapes.shown), ...missing },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const found = await desk.ownBooking(api, who, c.req.valid("param").booking);
      return c.json(shown(found), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...read,
      method: "get",
      path: `${ONE}/calendar.ics`,
      operationId: "readBookingFile",
      summary: "One of your bookings as a calendar file (RFC 5545)",
      request: { params },
      responses: {
        200: {
          description: "The file",
          content: { "text/calendar": { schema: z.string() } },
        },
        ...missing,
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const found = await desk.ownBooking(api, who, c.req.valid("param").booking);
      return c.body(bookingFile(found, languageOf(c.req.raw), api.now()), 200, {
        ...NO_STORE,
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": `attachment; filename="${found.id}.ics"`,
      });
    },
  );
}

interface Step {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly refused: readonly ProblemCode[];
}

const STEPS: readonly (Step & { readonly name: desk.Step })[] = [
  {
    name: "cancel",
    path: "cancel",
    operationId: "cancelBooking",
    summary: "Cancel; the place is free at once",
    refused: ["booking_closed"],
  },
  {
    name: "take_offer",
    path: "take-offer",
    operationId: "takeOffer",
    summary: "Take the place that is held for you",
    refused: ["offer_over"],
  },
  {
    name: "leave",
    path: "leave",
    operationId: "leaveWaitingList",
    summary: "Wait no longer, or give an offered place back",
    refused: [],
  },
];

function addSteps(app: OpenAPIHono, api: ApiContext): void {
  const changed = (...codes: readonly ProblemCode[]) => ({
    ...answers(200, "Done", shapes.done),
    ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, "unknown_booking", ...codes, ...ASKED),
  });
  const change = { method: "post", tags: TAGS, security: BEARER } as const;
  for (const { name, path, refused, ...described } of STEPS) {
    app.openapi(
      createRoute({
        ...change,
        ...described,
        path: `${ONE}/${path}`,
        request: { params },
        responses: changed(...refused),
      }),
      async (c) => {
        const id = c.req.valid("param").booking;
        await desk.step(api, signedIn(api, c.req.raw), id, name);
        return c.json({ id }, 200, NO_STORE);
      },
    );
  }
  app.openapi(
    createRoute({
      ...change,
      path: `${ONE}/reschedule`,
      operationId: "rescheduleBooking",
      summary: "Move to another start; where it is taken, the visit stays",
      request: { params, body: body(shapes.moving) },
      responses: {
        ...changed("booking_closed", "moved_meanwhile", "slot_taken"),
        ...answers(200, "Moved", shapes.booked),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const move = c.req.valid("json");
      const moved = await desk.reschedule(api, who, c.req.valid("param").booking, move);
      return c.json({ ...moved, resources: [...moved.resources] }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...change,
      path: `${ONE}/agreement`,
      operationId: "signAgreement",
      summary: "Sign the agreement of a test drive",
      request: { params, body: body(shapes.agreeing) },
      responses: changed("booking_closed"),
    }),
    async (c) => {
      const id = c.req.valid("param").booking;
      await desk.sign(api, signedIn(api, c.req.raw), id, c.req.valid("json").version);
      return c.json({ id }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...change,
      path: `${ONE}/review`,
      operationId: "reviewVisit",
      summary: "Say how the visit was; only who came can",
      request: { params, body: body(shapes.reviewing) },
      responses: changed("not_visited", "reviewed_already"),
    }),
    async (c) => {
      const id = c.req.valid("param").booking;
      const { text = "", ...scores } = c.req.valid("json");
      await desk.review(api, signedIn(api, c.req.raw), id, { ...scores, text: text.trim() });
      return c.json({ id }, 200, NO_STORE);
    },
  );
}
