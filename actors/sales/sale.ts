/**
 * A flash sale: what is sold, when it opens, whether it runs. The cars themselves are in its lot.
 *
 * SALE-1: a sale opens by itself at `opensAt`, or earlier when staff open it.
 * SALE-2: a sale closes by itself at `closesAt`, and never opens again.
 * SALE-3: only a sale that is open can be paused, only a paused one resumed.
 * SALE-4: limits can be changed until the sale is closed; there are never fewer cars than before.
 * SALE-5: a deposit is at most the price of the car that is sold; as earnest money, at most a fifth of it.
 * SALE-6: a title stands in Chinese and may have an English one, given with the plan or until the sale
 * is closed.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { identityAsked } from "./identities.ts";
import { earnestLimitFen, pricedCar } from "../../lib/orders/terms.ts";
import { titlesOf } from "../../lib/words/titles.ts";

/** Epoch milliseconds. */
const time = z.int().min(0);

const duration = z.int().min(1_000).max(7 * 24 * 3_600_000);

const plan = z.object({
  title: z.string().min(1).max(80),
  /** For who reads English; left out or empty, they are shown the Chinese one. */
  titleEn: z.string().max(80).optional(),
  model: z.string().min(1).max(32),
  /** Cars in the lot. */
  capacity: z.int().min(1).max(1_000_000),
  opensAt: time,
  closesAt: time.nullable(),
  /** How long an allocated car is held for its deposit, milliseconds. */
  holdMs: duration,
  /** How long a returned car is held for the next in line, milliseconds. */
  offerMs: duration,
  /** Whether cars go in the order of asking, or by a draw. */
  mode: z.enum(["first_come", "draw"]),
  /** What secures a car, fen. */
  depositFen: z.int().min(1).max(100_000_000),
  /** The car that is sold, at the price of the day the sale was planned; else the buyer configures one. */
  car: pricedCar.optional(),
  /** What the deposit counts as in the car's order: 小订 or 定金. Default: 小订. */
  depositAs: z.enum(["reservation", "earnest"]).optional(),
  /** Whether who takes part gives an identity number. Default: none. */
  identity: identityAsked.optional(),
});

/** What may be changed until a sale is closed. */
const changes = z.object({
  titleEn: plan.shape.titleEn,
  capacity: plan.shape.capacity,
  closesAt: plan.shape.closesAt,
  holdMs: duration,
  offerMs: duration,
}).partial();

/** What a sale is called, so that who is told of it need not ask; events before it was said have none. */
const called = z.object({ title: plan.shape.title, titleEn: plan.shape.titleEn }).partial();

export type SalePlan = z.infer<typeof plan>;

const state = z.discriminatedUnion("status", [
  z.object({ status: z.literal("draft") }),
  z.object({ status: z.literal("scheduled"), plan }),
  z.object({ status: z.literal("open"), plan, openedAt: time }),
  z.object({ status: z.literal("paused"), plan, openedAt: time }),
  z.object({ status: z.literal("closed"), plan, closedAt: time }),
]);

export type SaleState = z.infer<typeof state>;

const initial: SaleState = { status: "draft" };

export const sale = defineActor("sale", {
  version: 2,
  live: true,
  state,
  initial: initial as SaleState,
  commands: {
    schedule: plan,
    adjust: changes,
    open: z.object({}),
    pause: z.object({}),
    resume: z.object({}),
    close: z.object({}),
  },
  events: {
    scheduled: plan,
    adjusted: changes,
    opened: called,
    paused: called,
    resumed: z.object({}),
    closed: called,
  },
  refusals: [
    "unknown_sale",
    "already_scheduled",
    "closes_before_it_opens",
    "deposit_too_large",
    "fewer_cars",
    "not_open",
    "not_paused",
    "closed",
  ],
  decide: {
    schedule(sale, plan, turn) {
      if (sale.status !== "draft") return turn.refuse("already_scheduled");
      if (plan.closesAt !== null && plan.closesAt <= plan.opensAt) {
        return turn.refuse("closes_before_it_opens");
      }
      const mostFen = mostDepositFen(plan);
      if (plan.depositFen > mostFen) return turn.refuse("deposit_too_large", { mostFen });
      turn.emit("scheduled", plan).remind("open", plan.opensAt, "open", {});
      if (plan.closesAt !== null) turn.remind("close", plan.closesAt, "close", {});
      return turn.reply({ status: "scheduled" });
    },
    adjust(sale, change, turn) {
      if (sale.status === "draft") return turn.refuse("unknown_sale");
      if (sale.status === "closed") return turn.refuse("closed");
      const { capacity, opensAt, closesAt } = { ...sale.plan, ...change };
      if (capacity < sale.plan.capacity) {
        return turn.refuse("fewer_cars", { capacity: sale.plan.capacity });
      }
      if (closesAt !== null && closesAt <= Math.max(opensAt, turn.at)) {
        return turn.refuse("closes_before_it_opens");
      }
      turn.emit("adjusted", change);
      if (change.closesAt === null) turn.forget("close");
      else if (change.closesAt !== undefined) turn.remind("close", change.closesAt, "close", {});
      return turn.reply({ status: sale.status });
    },
    open(sale, _none, turn) {
      switch (sale.status) {
        case "draft":
          return turn.refuse("unknown_sale");
        case "scheduled":
          return turn.emit("opened", nameOf(sale)).forget("open").reply({ status: "open" });
        case "open":
          return turn.reply({ status: "open" });
        case "paused":
          return turn.refuse("not_open", { status: "paused" });
        case "closed":
          return turn.refuse("closed");
      }
    },
    pause(sale, _none, turn) {
      switch (sale.status) {
        case "draft":
          return turn.refuse("unknown_sale");
        case "scheduled":
          // SALE-1 holds from the millisecond on; the reminder that tells of it comes a moment later.
          if (turn.at < sale.plan.opensAt) {
            return turn.refuse("not_open", { status: "scheduled" });
          }
          return turn.emit("opened", nameOf(sale)).forget("open").emit("paused", nameOf(sale))
            .reply({
              status: "paused",
            });
        case "open":
          return turn.emit("paused", nameOf(sale)).reply({ status: "paused" });
        case "paused":
          return turn.reply({ status: "paused" });
        case "closed":
          return turn.refuse("closed");
      }
    },
    resume(sale, _none, turn) {
      switch (sale.status) {
        case "draft":
          return turn.refuse("unknown_sale");
        case "scheduled":
          if (turn.at < sale.plan.opensAt) {
            return turn.refuse("not_paused", { status: "scheduled" });
          }
          return turn.emit("opened", nameOf(sale)).forget("open").reply({ status: "open" });
        case "open":
          return turn.reply({ status: "open" });
        case "paused":
          return turn.emit("resumed", {}).reply({ status: "open" });
        case "closed":
          return turn.refuse("closed");
      }
    },
    close(sale, _none, turn) {
      switch (sale.status) {
        case "draft":
          return turn.refuse("unknown_sale");
        case "scheduled":
        case "open":
        case "paused":
          return turn.emit("closed", nameOf(sale)).forget("open").forget("close").reply({
            status: "closed",
          });
        case "closed":
          return turn.reply({ status: "closed" });
      }
    },
  },
  upcast: {
    scheduled: (plan) => ({
      offerMs: 600_000,
      mode: "first_come",
      depositFen: 200_000,
      ...plan as object,
    }),
  },
  evolve: {
    scheduled: (_sale, plan) => ({ status: "scheduled", plan }),
    adjusted: (sale, change) =>
      sale.status === "draft" ? sale : { ...sale, plan: { ...sale.plan, ...change } },
    opened: (sale, _event, { at }) => ({ status: "open", plan: planOf(sale), openedAt: at }),
    paused: (sale, _event, { at }) => ({
      status: "paused",
      plan: planOf(sale),
      openedAt: openedAt(sale, at),
    }),
    resumed: (sale, _event, { at }) => ({
      status: "open",
      plan: planOf(sale),
      openedAt: openedAt(sale, at),
    }),
    closed: (sale, _event, { at }) => ({ status: "closed", plan: planOf(sale), closedAt: at }),
  },
});

const nameOf = ({ plan }: { plan: SalePlan }): z.infer<typeof called> => titlesOf(plan);

function planOf(sale: SaleState): SalePlan {
  if (sale.status === "draft") throw new Error("a draft has no plan");
  return sale.plan;
}

const openedAt = (sale: SaleState, at: number): number => "openedAt" in sale ? sale.openedAt : at;

/** Of a car that the buyer configures the price is not known yet; its order limits what counts. */
function mostDepositFen({ car, depositAs }: SalePlan): number {
  if (!car) return Infinity;
  return depositAs === "earnest" ? earnestLimitFen(car.priceFen) : car.priceFen;
}
