/** A member's points, their ledger, the exchange shop and coupons. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { shopItem } from "../../actors/members/shop_item.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { loadPoints } from "../../lib/members/hub.ts";
import { programmeInForce } from "../../lib/members/programme.ts";
import type { Held } from "../../lib/loyalty/coupons.ts";
import type { Item, Tier } from "../../lib/loyalty/programme.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { needsKey } from "./idempotency_key.ts";
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
import * as desk from "./points_desk.ts";
import * as schemas from "./points_schemas.ts";

const TAGS = ["Points"];
const READ = problems(...SIGNED_IN, ...ASKED);

export function addPoints(app: OpenAPIHono, api: ApiContext): void {
  addBalance(app, api);
  addLedger(app, api);
  addShop(app, api);
  addExchange(app, api);
  addSmall(app, api);
}

const tierOf = ({ id, name, from, bonusPct }: Tier) => ({ id, name, from, bonusPct });

async function viewOf(api: ApiContext, memberId: string) {
  const at = api.now();
  const [view, programme, kept] = await Promise.all([
    loadPoints(api, memberId),
    programmeInForce(api.system, at),
    api.system.view(points(memberId), ({ lots, totals }) => structuredClone({ lots, totals })),
  ]);
  const { tier: progress, available, pending, debt, worthFen, accepted } = view;
  return {
    available,
    pending,
    debt,
    worthFen,
    lots: kept.lots.filter(({ left, expiresAt }) => left > 0 && expiresAt > at).map((
      { left, activeAt, expiresAt },
    ) => ({
      points: left,
      status: activeAt > at ? "pending" as const : "active" as const,
      activeAt,
      expiresAt,
    })),
    totals: kept.totals,
    tier: {
      ...progress,
      tier: tierOf(progress.tier),
      next: progress.next ? tierOf(progress.next) : undefined,
      projected: tierOf(progress.projected),
      keeps: tierOf(progress.keeps),
    },
    rules: { version: programme.version, accepted, text: programme.text },
  };
}

function addBalance(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/points",
      operationId: "readPoints",
      tags: TAGS,
      summary: "Your points: what there is, until when, and your tier",
      security: BEARER,
      responses: { ...answers(200, "Your points", schemas.pointsView), ...READ },
    }),
    async (c) => c.json(await viewOf(api, signedIn(api, c.req.raw).memberId), 200, NO_STORE),
  );
}

function addLedger(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/points/entries",
      operationId: "readPointsLedger",
      tags: TAGS,
      summary: "The ledger, a page at a time, each entry with its reason",
      security: BEARER,
      request: { query: schemas.ledgerWanted },
      responses: {
        ...answers(200, "The newest first", schemas.ledgerPage),
        ...problems("invalid_request", ...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { entries, older } = await desk.ledgerPage(api, memberId, c.req.valid("query"));
      const shown = entries.map(({ no, at, kind, points, reason, ref, rule, version, bonus }) => ({
        ...{ no, at, kind, points, reason, ref },
        ...(rule === undefined ? {} : { rule }),
        ...(version === undefined ? {} : { version }),
        ...(bonus === undefined ? {} : { bonus }),
      }));
      return c.json({ entries: shown, older }, 200, NO_STORE);
    },
  );
}

function addShop(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/points/shop",
      operationId: "readExchangeShop",
      tags: TAGS,
      summary: "What points are exchanged for",
      security: BEARER,
      responses: { ...answers(200, "The shop of the rules in force", schemas.shop), ...READ },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { version, shop } = await programmeInForce(api.system, api.now());
      const had = await api.system.view(coupons(memberId), ({ exchanged }) => new Map(exchanged));
      const items = await Promise.all(shop.map(async ({ id, name, points, stock, each, gives }) => {
        const left = stock === null ? null : Math.max(
          0,
          stock - await api.system.view(shopItem(id), ({ taken }) => taken),
        );
        return { id, name, points, left, each, had: had.get(id) ?? 0, gives: whatOf(gives) };
      }));
      return c.json({ version, items }, 200, NO_STORE);
    },
  );
}

function addExchange(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/points/exchanges",
      operationId: "exchangePoints",
      tags: TAGS,
      summary: "Exchange points for an item of the shop",
      description: "Points, stock and what you get change in one turn, or nothing does.",
      security: BEARER,
      request: { headers: needsKey, body: body(schemas.exchangeBody) },
      responses: {
        ...answers(201, "Exchanged", schemas.exchanged),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_item",
          "rules_not_accepted",
          "not_enough_points",
          "none_left",
          "had_enough",
          "too_many_coupons",
          "idempotency_conflict",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { item } = c.req.valid("json");
      const key = c.req.valid("header")["idempotency-key"];
      return c.json(await desk.exchange(api, who, { item, key }), 201, NO_STORE);
    },
  );
}

const whatOf = (gives: Item["gives"]) => "coupon" in gives ? "coupon" as const : gives.goods;

/** What stands on a coupon's face. */
function faceOf({ id, coupon: { name, on, takesOff, fromFen, stacks }, expiresAt }: Held) {
  return {
    ...{ id, name, on, fromFen, expiresAt },
    ...("fen" in takesOff
      ? { takesOffFen: takesOff.fen }
      : { takesOffPct: takesOff.pct, mostFen: takesOff.mostFen }),
    stacks: stacks === "alone" ? stacks : stacks.group,
  };
}

function addSmall(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/coupons",
      operationId: "readCoupons",
      tags: TAGS,
      summary: "Your coupons, and things that are on their way to you",
      security: BEARER,
      responses: { ...answers(200, "Your coupons", schemas.couponsView), ...READ },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const at = api.now();
      const { held, goods } = await api.system.view(
        coupons(memberId),
        ({ held, goods }) => structuredClone({ held, goods }),
      );
      const good = held.filter(({ expiresAt }) => expiresAt > at).map(faceOf);
      return c.json({ coupons: good, goods }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/points/rules/accept",
      operationId: "acceptPointsRules",
      tags: TAGS,
      summary: "Accept the rules in force",
      security: BEARER,
      request: { body: body(schemas.acceptBody) },
      responses: {
        ...answers(200, "As it is now", schemas.pointsView),
        ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, "other_rules", ...ASKED),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      await desk.acceptRules(api, who, c.req.valid("json").version);
      return c.json(await viewOf(api, who.memberId), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/points/check-in",
      operationId: "checkIn",
      tags: TAGS,
      summary: "Check in, once a day",
      security: BEARER,
      responses: {
        ...answers(200, "What it brought; 0 the second time", schemas.checkedIn),
        ...problems(...SIGNED_IN_TO_CHANGE, ...ASKED),
      },
    }),
    async (c) => c.json(await desk.checkIn(api, signedIn(api, c.req.raw)), 200, NO_STORE),
  );
}
