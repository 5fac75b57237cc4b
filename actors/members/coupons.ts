/**
 * A member's coupons. Each carries what its face said on the day it was given: rules that change later
 * change no coupon that somebody has.
 *
 * COUPON-1: one grant gives one coupon, however often it is told.
 * COUPON-2: coupons are used together on one bill, all of them as priced or none.
 * COUPON-3: a used coupon comes back with its bill's full refund, good for seven days at least.
 * COUPON-4: a coupon ends with a day of the member's, and nobody can use it after.
 * COUPON-5: a member has of each item of the shop at most as many as it says.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { priceWith } from "../../lib/loyalty/coupons.ts";
import { endOfDayAfterDays } from "../../lib/loyalty/days.ts";
import { coupon } from "../../lib/loyalty/programme.ts";

const BACK_FOR_DAYS = 7;
const MOST = 200;

const held = z.object({ id: z.string(), coupon, expiresAt: z.int() });
const goods = z.object({
  id: z.string(),
  item: z.string(),
  how: z.enum(["posted", "at_dealer"]),
  at: z.int(),
  status: z.enum(["asked", "handed_over"]),
});

const state = z.object({
  held: z.array(held),
  /** Coupons that were used, by bill. */
  used: z.map(z.string(), z.array(held)),
  /** How many of each item of the shop the member has had. */
  exchanged: z.map(z.string(), z.int()),
  goods: z.array(goods),
  /** Grants that have been told. */
  grants: z.array(z.string()),
});

export type CouponsState = z.infer<typeof state>;

const initial: CouponsState = {
  held: [],
  used: new Map(),
  exchanged: new Map(),
  goods: [],
  grants: [],
};

const id = z.string().min(1).max(120);

export const coupons = defineActor("coupons", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    grant: z.object({ id, coupon, reason: z.string() }),
    /** An item of the shop, in one turn with the points it costs. */
    receive: z.object({
      id,
      item: z.string(),
      each: z.int(),
      gives: z.union([
        z.object({ coupon }),
        z.object({ goods: z.enum(["posted", "at_dealer"]) }),
      ]),
    }),
    use: z.object({
      bill: id,
      on: coupon.shape.on,
      amountFen: z.int().min(0),
      coupons: z.array(id).min(1).max(10),
    }),
    give_back: z.object({ bill: id }),
    hand_over: z.object({ id }),
  },
  events: {
    granted: z.object({ ...held.shape, reason: z.string(), item: z.string().optional() }),
    goods_asked: goods.pick({ id: true, item: true, how: true }),
    used: z.object({
      bill: z.string(),
      coupons: z.array(z.object({ id: z.string(), fen: z.int() })),
      toPayFen: z.int(),
    }),
    given_back: z.object({ bill: z.string(), soonest: z.int() }),
    handed_over: z.object({ id: z.string() }),
  },
  refusals: ["too_many_coupons", "had_enough", "unknown_coupon", "coupon_unfit", "unknown_bill"],
  decide: {
    grant(state, { id, coupon, reason }, turn) {
      if (state.grants.includes(id)) return turn.reply({});
      if (state.held.length >= MOST) return turn.refuse("too_many_coupons");
      const expiresAt = endOfDayAfterDays(turn.at, coupon.validDays);
      return turn.emit("granted", { id, coupon, expiresAt, reason }).reply({});
    },
    receive(state, { id, item, each, gives }, turn) {
      if (state.grants.includes(id)) return turn.reply({});
      if ((state.exchanged.get(item) ?? 0) >= each) return turn.refuse("had_enough", { each });
      if (state.held.length >= MOST) return turn.refuse("too_many_coupons");
      if ("goods" in gives) {
        return turn.emit("goods_asked", { id, item, how: gives.goods }).reply({});
      }
      const { coupon } = gives;
      const expiresAt = endOfDayAfterDays(turn.at, coupon.validDays);
      return turn.emit("granted", { id, coupon, expiresAt, reason: "exchange", item }).reply({});
    },
    use(state, { bill, on, amountFen, coupons }, turn) {
      if (state.used.has(bill)) return turn.reply({});
      const chosen = coupons.map((id) => state.held.find((one) => one.id === id));
      if (chosen.includes(undefined)) return turn.refuse("unknown_coupon");
      const { used, unfit, toPayFen } = priceWith(
        { on, amountFen, at: turn.at },
        chosen as CouponsState["held"],
      );
      if (unfit.length > 0) return turn.refuse("coupon_unfit", { unfit: [...unfit] });
      return turn.emit("used", { bill, coupons: [...used], toPayFen }).reply({ toPayFen });
    },
    give_back(state, { bill }, turn) {
      if (!state.used.has(bill)) return turn.refuse("unknown_bill");
      const soonest = endOfDayAfterDays(turn.at, BACK_FOR_DAYS);
      return turn.emit("given_back", { bill, soonest }).reply({});
    },
    hand_over(state, { id }, turn) {
      const found = state.goods.find((one) => one.id === id);
      if (!found) return turn.refuse("unknown_coupon");
      if (found.status === "asked") turn.emit("handed_over", { id });
      return turn.reply({});
    },
  },
  evolve: {
    granted(state, { id, coupon, expiresAt, item }, { at }) {
      state.grants = [...state.grants, id].slice(-2 * MOST);
      state.held = [...state.held.filter(({ expiresAt }) => expiresAt > at), {
        id,
        coupon: structuredClone(coupon),
        expiresAt,
      }];
      if (item) state.exchanged.set(item, (state.exchanged.get(item) ?? 0) + 1);
    },
    goods_asked(state, { id, item, how }, { at }) {
      state.grants = [...state.grants, id].slice(-2 * MOST);
      state.goods = [...state.goods, { id, item, how, at, status: "asked" as const }].slice(-MOST);
      state.exchanged.set(item, (state.exchanged.get(item) ?? 0) + 1);
    },
    used(state, { bill, coupons }) {
      const ids = new Set(coupons.map(({ id }) => id));
      state.used.set(bill, state.held.filter(({ id }) => ids.has(id)));
      state.held = state.held.filter(({ id }) => !ids.has(id));
    },
    given_back(state, { bill, soonest }) {
      const back = state.used.get(bill)!.map((one) => ({
        ...one,
        expiresAt: Math.max(one.expiresAt, soonest),
      }));
      state.held = [...state.held, ...back];
      state.used.delete(bill);
    },
    handed_over(state, { id }) {
      for (const one of state.goods) if (one.id === id) one.status = "handed_over";
    },
  },
});
