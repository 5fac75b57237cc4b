/** Which car is next, and who gets it: the arithmetic of a lot. */
import { IdFilter } from "../../lib/ids/id_filter.ts";
import type { LotState } from "./lot_state.ts";

/** Offers of one turn; what is left is offered in the next. */
const OFFERS_A_TURN = 1_000;

export interface Car {
  readonly number: number;
  /** How often it has been given, this time included. */
  readonly times: number;
}

export interface Offer {
  readonly memberId: string;
  readonly number: number;
  readonly orderId: string;
  readonly payBy: number;
  readonly place: number;
}

/** The order's number: the sale, the car's number in it, and which time it is given after the first. */
export const orderId = (saleId: string, { number, times }: Car): string =>
  times === 1 ? `${saleId}-${number}` : `${saleId}-${number}.${times}`;

/** The sale of such a number; undefined where it is none. */
export const saleOfOrder = (orderId: string): string | undefined =>
  /^(.+)-\d+(?:\.\d+)?$/.exec(orderId)?.[1];

type Allocated = LotState["allocated"];

/** Who has ever had a car, beside the state, which says it too: most of a rush have none. */
const everGiven = new WeakMap<Allocated, IdFilter>();

/** The member's car; `hash` is the `textHash` of the id. */
export function carOf(
  { allocated }: LotState,
  memberId: string,
  hash: number,
): ReturnType<Allocated["get"]> {
  let given = everGiven.get(allocated);
  if (!given) everGiven.set(allocated, given = new IdFilter(allocated.keys()));
  return given.mayHave(memberId, hash) ? allocated.get(memberId) : undefined;
}

/** The member has the car from now on. Nothing else puts a car into `allocated`. */
export function give(
  lot: LotState,
  memberId: string,
  { number, orderId, payBy }: { number: number; orderId: string; payBy: number },
): void {
  const i = lot.free.length === 0 ? -1 : lot.free.findIndex((car) => car.number === number);
  const times = i === -1 ? 1 : lot.free.splice(i, 1)[0]!.times;
  if (i === -1) lot.issued = number;
  lot.allocated.set(memberId, { number, times, orderId, payBy, sold: false });
  everGiven.get(lot.allocated)?.add(memberId);
  if (lot.gone.size > 0) lot.gone.delete(memberId);
}

/** Whether a car could be given now. */
export const hasCar = ({ free, issued, stock }: LotState): boolean =>
  free.length > 0 || issued < (stock?.capacity ?? 0);

export const lineIsEmpty = ({ waiting }: LotState): boolean => waiting === 0;

/** The car to give next: the one that was returned first, or else the next number. */
export const nextCar = ({ free, issued }: LotState): Car =>
  free[0] ?? { number: issued + 1, times: 1 };

/** Cars that could be given now. */
export const carsLeft = ({ free, issued, stock }: LotState): number =>
  free.length + (stock?.capacity ?? 0) - issued;

/** The cars to give next, as many as there are and no more than `most`. */
export function carsToGive(lot: LotState, most: number): Car[] {
  const cars: Car[] = lot.free.slice(0, most);
  for (let number = lot.issued + 1; cars.length < Math.min(most, carsLeft(lot)); number++) {
    cars.push({ number, times: 1 });
  }
  return cars;
}

/** Who is offered which car now; `returned` is a car that the state does not count as free yet. */
export function nextOffers(lot: LotState, saleId: string, at: number, returned?: Car): Offer[] {
  const { stock, line } = lot;
  if (stock === null || lot.status === "paused") return [];
  const free = returned ? [...lot.free, returned] : lot.free;
  const payBy = at + stock.offerMs;
  const offers: Offer[] = [];
  let given = 0, issued = lot.issued;
  for (let place = lot.called + 1; place <= line.length; place++) {
    const memberId = line[place - 1]!;
    if (memberId === "") continue;
    const car = free[given] ??
      (issued < stock.capacity ? { number: ++issued, times: 1 } : undefined);
    if (car === undefined || offers.length >= OFFERS_A_TURN) break;
    given++;
    offers.push({
      memberId,
      number: car.number,
      orderId: orderId(saleId, car),
      payBy,
      place,
    });
  }
  return offers;
}
