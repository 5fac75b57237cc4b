/** Everything that goes on with a member, read at once for their first page. */
import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox, type Message } from "../../actors/members/inbox.ts";
import { points } from "../../actors/members/points.ts";
import { covers, privacy } from "../../actors/members/privacy.ts";
import { parsePlate } from "../garage/plate.ts";
import {
  type CarClock,
  type CarFacts,
  clocksOf,
  type GuaranteeCount,
  guaranteeCount,
} from "../garage/clocks.ts";
import { consentVersion } from "../i18n/consents.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import type { Held } from "../loyalty/coupons.ts";
import { availableAt, pendingAt } from "../loyalty/ledger.ts";
import { type TierProgress, tierProgress } from "../loyalty/programme.ts";
import { type BookingRow, bookingsOf, bookingsOfMember } from "../read_models/bookings.ts";
import { type OrderRow, ordersOfMember } from "../read_models/orders.ts";
import { type VehicleOrderRow, vehicleOrdersOfMember } from "../read_models/vehicle_orders.ts";
import { DAY_MS } from "../time/day.ts";
import type { Vault } from "../vault/vault.ts";
import { maskedPhone, papersField, papersIn } from "./profile.ts";
import { programmeInForce } from "./programme.ts";

const SOON_MS = 60 * DAY_MS;
const MOST_ORDERS = 100;

export interface PointsView {
  readonly available: number;
  readonly pending: number;
  readonly debt: number;
  /** What ends within two months. */
  readonly soon: { readonly points: number; readonly expiresAt: number } | null;
  readonly worthFen: number;
  readonly accepted: number;
  readonly version: number;
  readonly tier: TierProgress;
}

export interface CarView {
  readonly facts: CarFacts;
  readonly clocks: readonly CarClock[];
  readonly guarantee: GuaranteeCount;
  readonly plate: string | null;
  readonly vin: string | null;
}

export interface Hub {
  readonly name: string | null;
  readonly phone: string | null;
  readonly points: PointsView;
  readonly orders: readonly OrderRow[];
  /** Cars that were configured and ordered, the newest first. */
  readonly carOrders: readonly VehicleOrderRow[];
  readonly cars: readonly CarView[];
  /** What is still to come, the next first. */
  readonly bookings: readonly BookingRow[];
  readonly coupons: readonly Held[];
  readonly messages: readonly Message[];
  readonly unread: number;
  readonly termsAgreed: boolean;
}

export interface Reading {
  readonly system: ActorSystem;
  readonly vault: Vault;
  readonly now: () => number;
}

export async function loadHub(from: Reading, memberId: string): Promise<Hub> {
  const { system } = from;
  const at = from.now();
  const [{ name, phone, cars }, pointsView, orders, carOrders, bookings, held, mail, termsAgreed] =
    await Promise.all([
      loadPerson(from, memberId),
      loadPoints(from, memberId),
      loadOrders(system, memberId),
      loadCarOrders(system, memberId),
      loadBookings(from, memberId),
      system.view(coupons(memberId), ({ held }) => held.filter(({ expiresAt }) => expiresAt > at)),
      system.view(inbox(memberId), ({ messages }) => ({
        messages: messages.slice(0, 4),
        unread: messages.filter(({ read }) => !read).length,
      })),
      system.view(
        privacy(memberId),
        (state) => covers(state, "terms", consentVersion("terms")),
      ),
    ]);
  return {
    name,
    phone,
    points: pointsView,
    orders,
    carOrders,
    cars,
    bookings,
    coupons: structuredClone(held),
    messages: structuredClone(mail.messages),
    unread: mail.unread,
    termsAgreed,
  };
}

export async function loadPoints({ system, now }: Reading, memberId: string): Promise<PointsView> {
  const at = now();
  const programme = await programmeInForce(system, at);
  return await system.view(points(memberId), (state) => {
    const available = availableAt(state, at);
    const ending = state.lots.filter(({ expiresAt }) => expiresAt > at && expiresAt < at + SOON_MS);
    const first = ending[0]?.expiresAt;
    return {
      available,
      pending: pendingAt(state, at),
      debt: state.debt,
      soon: first === undefined ? null : {
        expiresAt: first,
        points: ending.reduce(
          (sum, { left, expiresAt }) => expiresAt === first ? sum + left : sum,
          0,
        ),
      },
      worthFen: Math.max(0, available) * programme.burn.fenPerPoint,
      accepted: state.accepted,
      version: programme.version,
      tier: tierProgress(programme, state.years, at),
    };
  });
}

async function loadOrders(system: ActorSystem, memberId: string): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  const list = system.rows(ordersOfMember).list<OrderRow>([memberId]);
  for await (const { value } of list) rows.push(value);
  return rows.sort((a, b) => b.placedAt - a.placedAt);
}

async function loadCarOrders(system: ActorSystem, memberId: string): Promise<VehicleOrderRow[]> {
  const rows: VehicleOrderRow[] = [];
  const newest = { limit: MOST_ORDERS, reverse: true };
  for await (
    const { value } of system.rows(vehicleOrdersOfMember).list<VehicleOrderRow>([memberId], newest)
  ) rows.push(value);
  return rows;
}

const COMING: ReadonlySet<BookingRow["status"]> = new Set([
  "offered",
  "confirmed",
  "checked_in",
  "waiting",
]);

async function loadBookings({ system, now }: Reading, memberId: string): Promise<BookingRow[]> {
  const at = now();
  const all = await bookingsOf(system.rows(bookingsOfMember), memberId);
  return all.filter(({ status, startAt, durationMs, waitsUntil }) =>
    COMING.has(status) && (waitsUntil ?? startAt + durationMs) > at
  ).reverse();
}

export async function loadCars(
  { system, vault, now }: Reading,
  memberId: string,
): Promise<CarView[]> {
  const facts = await system.view(garage(memberId), ({ cars }) => structuredClone(cars));
  const kept = await vault.getMany(memberId, facts.map(({ carId }) => papersField(carId)));
  return facts.map((car) => carView(car, kept, now()));
}

/** What the vault is asked for the hub, in one reading under one key. */
async function loadPerson({ system, vault, now }: Reading, memberId: string) {
  const facts = await system.view(garage(memberId), ({ cars }) => structuredClone(cars));
  const fields = ["name", "phone", ...facts.map(({ carId }) => papersField(carId))];
  const kept = await vault.getMany(memberId, fields);
  const phone = kept.get("phone");
  return {
    name: kept.get("name") || null,
    phone: phone ? maskedPhone(phone) : null,
    cars: facts.map((car) => carView(car, kept, now())),
  };
}

function carView(facts: CarFacts, kept: ReadonlyMap<string, string>, at: number): CarView {
  const papers = papersIn(kept.get(papersField(facts.carId)));
  return {
    facts,
    clocks: clocksOf(facts, at),
    guarantee: guaranteeCount(facts),
    plate: papers?.plate ? parsePlate(papers.plate)?.shown ?? papers.plate : null,
    vin: papers?.vin ?? null,
  };
}
