/** The shop's search: for everybody, and of one's own orders and bookings for whoever is signed in. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Claims } from "../../lib/auth/token.ts";
import { modelName } from "../../lib/configurator/priced.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { whole } from "../../lib/i18n/booking_times.ts";
import { bookingsText } from "../../lib/i18n/bookings.ts";
import { fill, type Language, languageOf } from "../../lib/i18n/language.ts";
import { shopText } from "../../lib/i18n/shop.ts";
import { searchText } from "../../lib/i18n/search.ts";
import { hitsIn } from "../../lib/search/highlight.ts";
import { MOST_CHARACTERS } from "../../lib/search/search_index.ts";
import { OWN_KINDS, SHOP_KINDS, type ShopDocument } from "../../lib/search/shop_documents.ts";
import type { Result } from "../../lib/search/shop_search.ts";
import { myBookings } from "./booking_desk.ts";
import { type ApiContext, memberOf } from "./context.ts";
import { answers, FOR_ANYONE_OR_A_MEMBER, problems } from "./openapi.ts";
import { written } from "./schemas.ts";
import { ordersOf } from "./vehicle_orders.ts";

export const MOST_RESULTS = 40;
const FEW = 8;
/** Of one's own; older ones are found on their pages. */
const MOST_OWN = 60;

const spans = z.array(z.array(z.int()).length(2)).openapi({
  description: "What was found in the text: from and until, in UTF-16 units",
});

const result = z.object({
  kind: z.enum([...SHOP_KINDS, ...OWN_KINDS]),
  href: z.string(),
  title: z.string(),
  titleHits: spans,
  excerpt: z.string(),
  excerptHits: spans,
});

const nameOf = (model: string, language: Language): string => {
  const models: Readonly<Record<string, { name: string }>> = shopText(language).models;
  return Object.hasOwn(models, model) ? models[model]!.name : model;
};

/** A member's own orders and bookings as documents: in nobody else's index. */
async function ownDocuments(
  api: ApiContext,
  who: Pick<Claims, "memberId">,
  language: Language,
): Promise<ShopDocument[]> {
  const text = bookingsText(language);
  const { kinds } = searchText(language);
  const { code } = shopText(language);
  const [orders, bookings] = await Promise.all([
    ordersOf(api, who, MOST_OWN),
    myBookings(api, who),
  ]);
  return [
    ...orders.map((order): ShopDocument => {
      const model = modelName.safeParse(order.model).data;
      const trims = model && api.showroom.latest(model).template.trims;
      const trim = trims?.find((one) => one.code === order.trim)?.name[language] ?? "";
      return {
        kind: "order",
        href: `/my/orders/${order.id}`,
        title: `${kinds.order} · ${nameOf(order.model, language)} ${trim}`,
        text: order.id,
        also: searchText(language).pages.find(({ href }) => href === "/my/orders")?.also ?? "",
      };
    }),
    ...bookings.map(({ id, about, dealerId, startAt, status }): ShopDocument => ({
      kind: "booking",
      href: `/my/bookings/${id}`,
      title: fill(text.kindOf[about.kind], { model: nameOf(about.model, language) }),
      text: `${whole(startAt, code, text)} · ${dealerById(dealerId)?.name[language] ?? ""} · ${
        text.status[status]
      }`,
      also: `${kinds.booking} ${dealerById(dealerId)?.city[language] ?? ""}`,
    })),
  ].slice(0, MOST_OWN);
}

interface Asked {
  readonly query: string;
  readonly language: Language;
  readonly most: number;
  /** Undefined for a visitor. */
  readonly who: Pick<Claims, "memberId"> | undefined;
}

/** What the person who asks may see. */
export async function searchFor(
  api: ApiContext,
  { query, language, most, who }: Asked,
): Promise<Result[]> {
  if (query.trim() === "") return [];
  const own = who ? await ownDocuments(api, who, language) : [];
  return api.search.find({ query, language, most, own });
}

export function addSearch(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/search",
      operationId: "searchShop",
      security: FOR_ANYONE_OR_A_MEMBER,
      tags: ["Search"],
      summary: "Models, trims, news, dealers, services and pages; for members their own as well",
      description:
        "Chinese by pairs of characters, other words by their beginning. With a session, " +
        "the member's own orders and bookings come first.",
      request: {
        query: z.object({
          q: z.string().max(MOST_CHARACTERS).openapi({ example: "续航" }),
          lang: z.enum(["zh", "en"]).optional().openapi({
            description: "Else by Accept-Language",
          }),
          limit: written(z.int().min(1).max(MOST_RESULTS)).default(FEW),
        }),
      },
      responses: {
        ...answers(200, "The best first", z.object({ results: z.array(result) })),
        ...problems("invalid_request"),
      },
    }),
    async (c) => {
      const { q, lang, limit } = c.req.valid("query");
      const memberId = memberOf(api, c.req.raw);
      const found = await searchFor(api, {
        query: q,
        language: lang ?? languageOf(c.req.raw),
        most: limit,
        who: memberId === undefined ? undefined : { memberId },
      });
      const marked = (text: string) =>
        hitsIn(text, q).map(([from, until]): [number, number] => [from, until]);
      const results = found.map((one) => ({
        ...one,
        titleHits: marked(one.title),
        excerptHits: marked(one.excerpt),
      }));
      return c.json({ results }, 200, {
        "cache-control": "private, no-store",
        vary: "cookie, authorization, accept-language",
      });
    },
  );
}
