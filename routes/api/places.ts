/** Addresses and places by words, from the map service: for forms that ask where somebody is. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { MapsError } from "../../lib/adapters/maps/port.ts";
import type { Origin } from "../../lib/http/address_limits.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { ApiContext } from "./context.ts";
import { originOf } from "./context.ts";
import { answers, FOR_ANYONE, problems } from "./openapi.ts";
import { placeWritten } from "../../lib/dealers/find.ts";

const TAGS = ["Dealers"];
/** Whoever searches waits no longer, milliseconds. */
const PATIENCE_MS = 4_000;
const RETRY_MS = 60_000;

const point = z.object({ longitude: z.number(), latitude: z.number() }).openapi({
  description: "GCJ-02 degrees",
});
const place = z.object({
  name: z.string(),
  district: z.string().openapi({ description: "Province, city and district; may be empty" }),
  address: z.string().openapi({ description: "Street and number; may be empty" }),
  at: point,
});
const found = z.object({
  text: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  regionCode: z.string().openapi({ description: "GB/T 2260", example: "310104" }),
}).openapi("Address");

export function addPlaces(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/places",
      operationId: "searchPlaces",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "Places and addresses in China that words may mean",
      description:
        "Answers are kept for a day, and limited by address: the map service has a quota.",
      request: {
        query: z.object({
          q: z.string().trim().min(1).max(80).openapi({ example: "徐家汇" }),
          city: z.string().max(40).optional().openapi({ description: "Its places come first" }),
          near: z.string().max(40).optional().openapi({ example: "121.4906,31.2374" }),
        }),
      },
      responses: {
        ...answers(200, "The likeliest first, ten at most", z.object({ places: z.array(place) })),
        ...problems("invalid_request", "too_many_requests", "maps_unavailable"),
      },
    }),
    async (c) => {
      const { q, city, near } = c.req.valid("query");
      const places = await lookUp(
        api,
        originOf(c),
        (signal) => api.maps.suggest(q, { ...(city ? { city } : {}), ...nearOf(near) }, signal),
      );
      return c.json(
        {
          places: places.map(({ name, district, address, at }) => ({
            name,
            district,
            address,
            at,
          })),
        },
        200,
      );
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/places/at",
      operationId: "describePlace",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "The address of a point, to a hundred metres; null where none is known",
      request: {
        query: z.object({ point: z.string().max(40).openapi({ example: "121.4906,31.2374" }) }),
      },
      responses: {
        ...answers(200, "Its address", z.object({ address: found.nullable() })),
        ...problems("invalid_request", "too_many_requests", "maps_unavailable"),
      },
    }),
    async (c) => {
      const { near: at } = nearOf(c.req.valid("query").point);
      const address = await lookUp(api, originOf(c), (signal) => api.maps.regeocode(at!, signal));
      return c.json({ address: address ?? null }, 200);
    },
  );
}

/** Asks the map service within the limits of an address. @throws {Problem} */
export async function lookUp<T>(
  api: Pick<ApiContext, "addressLimits">,
  origin: Origin,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  api.addressLimits.take("places", origin);
  try {
    return await ask(AbortSignal.timeout(PATIENCE_MS));
  } catch (error) {
    const given = error instanceof MapsError ? error.retryAfterMs : undefined;
    const away = error instanceof MapsError ||
      error instanceof DOMException && error.name === "TimeoutError";
    if (!away) throw error;
    throw new Problem("maps_unavailable", { retryAfterMs: given ?? RETRY_MS });
  }
}

function nearOf(near: string | undefined) {
  if (near === undefined) return {};
  const place = placeWritten(near);
  if (place) return { near: place };
  throw new Problem("invalid_request", {
    detail: `expected longitude,latitude in degrees, got "${near}"`,
  });
}
