/** What the API and the pages do with bookings: one way in, so that both say the same. */
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { freeStarts, HORIZON_DAYS } from "../../actors/appointments/calendar_rules.ts";
import type { About } from "../../actors/appointments/calendar_state.ts";
import type { Slot, Visit } from "../../lib/appointments/availability.ts";
import {
  dealerOf,
  isModel,
  isRoute,
  maintenanceVisit,
  quoteOf,
  testDriveVisit,
} from "../../lib/appointments/services.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { type Dealer, dealerById } from "../../lib/dealers/dealers.ts";
import { lastKm } from "../../lib/garage/clocks.ts";
import { parseVin } from "../../lib/garage/vin.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type CarView, loadCars } from "../../lib/members/hub.ts";
import { readAddresses } from "../../lib/members/profile.ts";
import {
  bookingOf,
  type BookingRow,
  bookingsOf,
  bookingsOfMember,
} from "../../lib/read_models/bookings.ts";
import { part } from "../../lib/kernel/mod.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { type ApiContext, asker } from "./context.ts";
import { hashOf, keyHash } from "./idempotency_key.ts";
import { accepted } from "./outcome.ts";
import { type BillWish, putOn } from "./service_bill.ts";

export interface TestDriveWish {
  readonly kind: "test_drive";
  readonly model: string;
  readonly route?: string | undefined;
}

export interface MaintenanceWish {
  readonly kind: "maintenance";
  /** The car as the member named it: its number, or its id in the garage. */
  readonly car: { readonly vin: string } | { readonly carId: string };
  readonly km: number;
  readonly items: readonly string[];
  readonly courtesyCar: boolean;
  readonly pickUp: boolean;
}

export type Wish = TestDriveWish | MaintenanceWish;

const fetches = (wish: Wish): boolean => wish.kind === "maintenance" && wish.pickUp;

export interface Wanted {
  readonly visit: Visit;
  readonly about: About;
}

/** @throws {Problem} 404 where the dealer is unknown or does not do this */
export function dealerFor(id: string, kind: Wish["kind"], pickUp = false): Dealer {
  const dealer = dealerById(id);
  if (!dealer) throw new Problem("unknown_dealer");
  const does = dealer.services.includes(kind) && (!pickUp || dealer.services.includes("pick_up"));
  if (!does) throw new Problem("unknown_service");
  return dealer;
}

/** @throws {Problem} 404 unknown_model */
export function testDriveOf({ model, route = "river" }: Omit<TestDriveWish, "kind">): Wanted {
  if (!isModel(model)) throw new Problem("unknown_model");
  if (!isRoute(route)) throw new Problem("unknown_service");
  return { visit: testDriveVisit(model), about: { kind: "test_drive", model, route } };
}

/** @throws {Problem} 404 where a service is not known */
export function maintenanceOf(
  { model, items, courtesyCar, pickUp = false }: {
    readonly model: CarView["facts"]["model"];
    readonly items: readonly string[];
    readonly courtesyCar: boolean;
    readonly pickUp?: boolean;
  },
): { visit: Visit; priceFen: number } {
  const visit = maintenanceVisit(items, model, { courtesyCar, pickUp });
  if (!visit) throw new Problem("unknown_service");
  return { visit, priceFen: quoteOf(items, model)!.priceFen };
}

/** @throws {Problem} 404 where the car is none of the member's; 409 where it has run further */
async function wantedOf(api: ApiContext, memberId: string, wish: Wish): Promise<Wanted> {
  if (wish.kind === "test_drive") return testDriveOf(wish);
  const { km, items, courtesyCar, pickUp } = wish;
  const car = await carOf(api, memberId, wish.car);
  const { carId, model } = car.facts;
  const least = lastKm(car.facts);
  if (km < least) throw new Problem("odometer_lower", { more: { least } });
  if (pickUp && (await readAddresses(api.vault, memberId)).length === 0) {
    throw new Problem("address_missing");
  }
  const { visit, priceFen } = maintenanceOf({ model, items, courtesyCar, pickUp });
  const codes = [...new Set(items)];
  return {
    visit,
    about: { kind: "maintenance", carId, model, km, items: codes, priceFen, courtesyCar, pickUp },
  };
}

async function carOf(
  api: ApiContext,
  memberId: string,
  named: MaintenanceWish["car"],
): Promise<CarView> {
  const cars = await loadCars(api, memberId);
  const number = "vin" in named ? parseVin(named.vin) : undefined;
  const found = cars.find(({ facts, vin }) =>
    "carId" in named ? facts.carId === named.carId : number !== undefined && vin === number
  );
  if (!found) throw new Problem("unknown_car");
  return found;
}

/** Free starts of the days that can be booked; `moving` is a booking that would give its own up. */
export async function slotsAt(
  api: ApiContext,
  dealerId: string,
  visit: Visit,
  span: { from: number; until: number },
  moving?: string,
): Promise<Slot[]> {
  const at = api.now();
  return await api.system.view(
    calendar(dealerId),
    (state) =>
      freeStarts(state, visit, at, span, state.bookings.has(moving ?? "") ? moving : undefined),
  );
}

/** From now to the last day that can be booked. */
export const wholeHorizon = (now: number) => ({
  from: now,
  until: now + HORIZON_DAYS * DAY_MS,
});

/**
 * The booking's id under a member's key, which is the member's whatever is booked under it.
 * @throws {Problem} 422 where another dealer's booking has it
 */
async function idUnder(
  { system }: ApiContext,
  memberId: string,
  dealerId: string,
  key: string,
): Promise<string> {
  const tail = await keyHash(memberId, key);
  const id = `${dealerId}.${tail}`;
  const booked = await bookingsOf(system.rows(bookingsOfMember), memberId);
  if (booked.some((one) => one.id !== id && one.id.endsWith(`.${tail}`))) {
    throw new Problem("idempotency_conflict");
  }
  return id;
}

/** Of what is booked, as it was asked for: the price is ours and may be another by the next time. */
function hashOfAsked(about: About, startAt: number, bill: BillWish | undefined): Promise<string> {
  const { priceFen: _, ...asked } = { priceFen: 0, ...about };
  return hashOf(JSON.stringify([asked, startAt, bill ?? null]));
}

const random = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, 20);

/**
 * Books, or answers what the same key booked before. With coupons or points, they and the place are
 * taken in one turn: all of it or nothing.
 * @throws {Problem} 409 slot_taken, with the next best starts as `offers`; 422 where the key booked
 * something else
 */
export async function book(
  api: ApiContext,
  who: Claims,
  { dealerId, wish, startAt, key, bill }: {
    readonly dealerId: string;
    readonly wish: Wish;
    readonly startAt: number;
    readonly key?: string | undefined;
    readonly bill?: BillWish | undefined;
  },
): Promise<{ id: string; startAt: number; resources: readonly string[] }> {
  const { memberId } = who;
  dealerFor(dealerId, wish.kind, fetches(wish));
  const { visit, about } = await wantedOf(api, memberId, wish);
  const under = key === undefined ? { id: `${dealerId}.${random()}` } : {
    id: await idUnder(api, memberId, dealerId, key),
    asked: await hashOfAsked(about, startAt, bill),
  };
  const { id } = under;
  const said = { ...under, memberId, visit: { ...visit, needs: [...visit.needs] }, about, startAt };
  const by = { by: asker(who) };
  const put = bill && about.kind === "maintenance"
    ? await firstBill(api, memberId, { id, amountFen: about.priceFen }, bill)
    : undefined;
  if (!put) return { id, ...accepted(await api.system.ask(calendar(dealerId), "book", said, by)) };
  const booked = part(calendar(dealerId), "book", { ...said, reduction: put.reduction });
  const answer = await api.system.joint([booked, ...put.parts], by);
  if (!answer.ok) return accepted(answer);
  return { id, ...(answer.values[0] as { startAt: number; resources: string[] }) };
}

/** Nothing for a booking that there is already: a key that is told again puts nothing on its bill. */
async function firstBill(
  api: ApiContext,
  memberId: string,
  { id, amountFen }: { readonly id: string; readonly amountFen: number },
  wish: BillWish,
) {
  const known = await api.system.view(calendar(dealerOf(id)), ({ bookings }) => bookings.has(id));
  return known ? undefined : await putOn(api, memberId, { id, no: 1, amountFen }, wish);
}

/** Waits for a place at one or more dealers; the first that has one offers it. */
export async function waitFor(
  api: ApiContext,
  who: Claims,
  { dealerIds, wish, from, until }: {
    readonly dealerIds: readonly string[];
    readonly wish: Wish;
    readonly from: number;
    readonly until: number;
  },
): Promise<string[]> {
  const { memberId } = who;
  for (const dealerId of dealerIds) dealerFor(dealerId, wish.kind, fetches(wish));
  const { visit, about } = await wantedOf(api, memberId, wish);
  const tail = random();
  const ids = [...new Set(dealerIds)].map((dealerId) => `${dealerId}.${tail}`);
  for (const id of ids) {
    const alsoAt = ids.filter((other) => other !== id);
    const said = { id, memberId, visit: { ...visit, needs: [...visit.needs] }, about };
    accepted(
      await api.system.ask(calendar(dealerOf(id)), "wait", { ...said, from, until, alsoAt }, {
        by: asker(who),
      }),
    );
  }
  return ids;
}

/** @throws {Problem} 404, also where it is another member's */
export async function ownBooking(
  api: ApiContext,
  { memberId }: Pick<Claims, "memberId">,
  id: string,
): Promise<BookingRow> {
  const found = await bookingOf(api.system.rows(bookingsOfMember), memberId, id);
  if (!found) throw new Problem("unknown_booking");
  return found;
}

export const myBookings = (api: ApiContext, { memberId }: Pick<Claims, "memberId">) =>
  bookingsOf(api.system.rows(bookingsOfMember), memberId);

/** What a member does with a booking of their own, by name. */
export type Step = "cancel" | "leave" | "take_offer";

export async function step(api: ApiContext, who: Claims, id: string, name: Step): Promise<void> {
  const { memberId } = await ownBooking(api, who, id);
  const by = { by: asker(who) };
  accepted(await api.system.ask(calendar(dealerOf(id)), name, { id, memberId }, by));
}

/**
 * @throws {Problem} 409 slot_taken, with the next best starts as `offers`; moved_meanwhile, with the
 * present `startAt` where it is not the `wasAt` that was seen; the visit stays
 */
export async function reschedule(
  api: ApiContext,
  who: Claims,
  id: string,
  { startAt, wasAt }: { readonly startAt: number; readonly wasAt?: number | undefined },
): Promise<{ id: string; startAt: number; resources: readonly string[] }> {
  const { memberId } = await ownBooking(api, who, id);
  const said = { id, memberId, startAt, ...(wasAt === undefined ? {} : { wasAt }) };
  const answer = await api.system.ask(calendar(dealerOf(id)), "reschedule", said, {
    by: asker(who),
  });
  return { id, ...accepted(answer) };
}

export async function sign(
  api: ApiContext,
  who: Claims,
  id: string,
  version: string,
): Promise<void> {
  const { memberId } = await ownBooking(api, who, id);
  const by = { by: asker(who) };
  accepted(await api.system.ask(calendar(dealerOf(id)), "sign", { id, memberId, version }, by));
}

export interface Said {
  readonly overall: number;
  readonly people: number;
  readonly text: string;
}

const wordsOf = (id: string): string => `review ${id}`;

/** The words go to the visitor's vault, so that they go when the person does. */
export async function review(
  api: ApiContext,
  who: Claims,
  id: string,
  { overall, people, text }: Said,
): Promise<void> {
  const { memberId } = await ownBooking(api, who, id);
  const known = await api.system.view(appointment(id), (state) => state.review !== null);
  if (known) throw new Problem("reviewed_already");
  if (text !== "") await api.vault.put(memberId, wordsOf(id), text);
  const said = { memberId, scores: { overall, people }, hasText: text !== "" };
  accepted(await api.system.ask(appointment(id), "review", said, { by: asker(who) }));
}

export async function reviewWords(
  api: Pick<ApiContext, "vault">,
  memberId: string,
  id: string,
): Promise<string> {
  return await api.vault.get(memberId, wordsOf(id)) ?? "";
}

/** Starts that a visit could move to. */
export async function movesOf(api: ApiContext, id: string): Promise<Slot[]> {
  const at = api.now();
  return await api.system.view(calendar(dealerOf(id)), (state) => {
    const booking = state.bookings.get(id);
    if (!booking) return [];
    return freeStarts(state, booking.visit, at, wholeHorizon(at), id)
      .filter(({ startAt }) => startAt !== booking.startAt);
  });
}
