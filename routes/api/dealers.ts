/** Dealers, what they do, and when they are free: for everybody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { isModel, MODELS, SERVICE_ITEMS } from "../../lib/appointments/services.ts";
import { DEALER_SERVICES, dealerById } from "../../lib/dealers/dealers.ts";
import { cityNamed, findDealers, placeWritten } from "../../lib/dealers/find.ts";
import type { Place } from "../../lib/dealers/distance.ts";
import { openingAt } from "../../lib/dealers/open_now.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { dealerFor, maintenanceOf, slotsAt, testDriveOf } from "./booking_desk.ts";
import * as shapes from "./booking_schemas.ts";
import type { ApiContext } from "./context.ts";
import { answers, ASKED, FOR_ANYONE, problems } from "./openapi.ts";
import { written } from "./schemas.ts";

const TAGS = ["Dealers"];
const SERVICES = ["test_drive", "maintenance"] as const;

const sought = z.object({
  service: z.enum(DEALER_SERVICES).optional(),
  city: z.string().max(40).optional().openapi({
    description: "A city's name in Chinese or English, or the first part of its dealers' ids",
    example: "上海",
  }),
  near: z.string().max(40).optional().openapi({
    description: "GCJ-02 degrees, longitude first: the nearest dealer comes first",
    example: "121.4906,31.2374",
  }),
  longitude: written(z.number().min(-180).max(180)).optional(),
  latitude: written(z.number().min(-90).max(90)).optional(),
});

const asked = z.object({
  kind: z.enum(SERVICES),
  model: z.enum(MODELS),
  items: z.string().max(200).optional().openapi({
    description: "Services of one visit, between commas",
    example: "maintenance,cabin_filter",
  }),
  courtesyCar: z.enum(["true", "false"]).optional(),
  from: z.iso.date().optional().openapi({ description: "The first day; today when left out" }),
  days: written(z.int().min(1).max(30)).optional(),
});

function placeAsked(near: string | undefined): Place | undefined {
  if (near === undefined) return undefined;
  const place = placeWritten(near);
  if (place) return place;
  throw new Problem("invalid_request", {
    detail: `near: expected longitude,latitude in degrees, got "${near}"`,
  });
}

function openingOf(id: string, now: number) {
  const opening = openingAt(dealerById(id)!, now);
  return opening.open
    ? { now: true, until: opening.until, from: null }
    : { now: false, until: null, from: opening.from };
}

export function addDealers(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/dealers",
      operationId: "listDealers",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "Dealers, the nearest first where a place is given",
      description:
        "A city without a dealer has none. `longitude` with `latitude` is `near` in two.",
      request: { query: sought },
      responses: {
        ...answers(200, "All of them", z.object({ dealers: z.array(shapes.dealer) })),
        ...problems("invalid_request"),
      },
    }),
    (c) => {
      const { service, city, near, longitude, latitude } = c.req.valid("query");
      const from = longitude === undefined || latitude === undefined
        ? placeAsked(near)
        : { longitude, latitude };
      const named = city === undefined ? undefined : cityNamed(city)?.key ?? "";
      const dealers = findDealers({ service, near: from, city: named }).map(
        ({ dealer: { week: _, timeZone: __, ...dealer }, metres }) => ({
          ...dealer,
          services: [...dealer.services],
          open: openingOf(dealer.id, api.now()),
          metres,
        }),
      );
      return c.json({ dealers }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/services",
      operationId: "listServices",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "What the workshops do, with its price for a model",
      request: { query: z.object({ model: z.enum(MODELS) }) },
      responses: { ...answers(200, "Prices", shapes.services), ...problems("invalid_request") },
    }),
    (c) => {
      const { model } = c.req.valid("query");
      const items = SERVICE_ITEMS.map(({ code, minutes, priceFen }) => ({
        code,
        minutes,
        priceFen: priceFen[model],
      }));
      return c.json({ items }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/dealers/{dealer}/slots",
      operationId: "listSlots",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "When a dealer has people, bays and cars for a visit, and what it costs",
      request: { params: z.object({ dealer: shapes.dealerId }), query: asked },
      responses: {
        ...answers(200, "Free starts", shapes.slots),
        ...problems("invalid_request", "unknown_dealer", "unknown_service", ...ASKED),
      },
    }),
    async (c) => {
      const { kind, model, items, courtesyCar, from, days } = c.req.valid("query");
      const { id, timeZone } = dealerFor(c.req.valid("param").dealer, kind);
      if (!isModel(model)) throw new Problem("unknown_model");
      const { visit, priceFen } = kind === "test_drive"
        ? { visit: testDriveOf({ model }).visit, priceFen: null }
        : maintenanceOf({
          model,
          items: (items ?? "maintenance").split(","),
          courtesyCar: courtesyCar === "true",
        });
      const start = from === undefined
        ? api.now()
        : Temporal.PlainDate.from(from).toZonedDateTime({ timeZone }).epochMilliseconds;
      const span = { from: start, until: start + (days ?? 7) * DAY_MS };
      const slots = await slotsAt(api, id, visit, span);
      const minutes = visit.durationMs / 60_000;
      return c.json({ slots, minutes, priceFen }, 200, NO_STORE);
    },
  );
}
