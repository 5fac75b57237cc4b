/** Which car is free, held or sold, as far as a lot's journal has been read. */
import { CountUp } from "./count_up.ts";
import type { FindingCode } from "./findings.ts";
import { quoted } from "./wording.ts";

export interface HeldCar {
  readonly number: number;
  /** The entry that gave it. */
  readonly seq: number;
  sold: boolean;
}

export interface GivenCar {
  readonly memberId: string;
  readonly number: number;
  readonly orderId?: string;
  /** The entry that gives it. */
  readonly seq: number;
  readonly sold?: boolean;
  /** The member was answered before, which is a fault of its own. */
  readonly known?: boolean;
}

/** Code, sentence and cause of a finding. */
export type Wrong = readonly [code: FindingCode, what: string, cause?: string];

export class LotCars {
  /** Who has which car now. */
  readonly held = new Map<string, HeldCar>();
  readonly #holders = new Map<number, string>();
  /** Cars that were returned and that nobody has. */
  readonly free = new Set<number>();
  /** Numbers that were given at least once. */
  readonly given = new Set<number>();
  /** The entry in which each order's id was given. */
  readonly #orders = new Map<string, number>();
  readonly #count = new CountUp();
  #gaps = false;
  sold = 0;
  returned = 0;

  /** The largest number that was given. */
  get highest(): number {
    return this.#count.highest;
  }

  /** Passes a car that cannot be judged. */
  pass(): void {
    this.#count.pass();
  }

  /** What was known may have changed in entries that are missing. */
  gap(): void {
    this.#gaps = true;
    this.#count.gap();
    this.held.clear();
    this.#holders.clear();
    this.free.clear();
  }

  sell(car: HeldCar): void {
    car.sold = true;
    this.sold++;
  }

  takeBack(memberId: string, car: HeldCar): void {
    this.held.delete(memberId);
    this.#holders.delete(car.number);
    this.free.add(car.number);
    this.returned++;
    if (car.sold) this.sold--;
  }

  /** Gives a car to a member, as far as that can be; what is wrong with it. */
  give(car: GivenCar, capacity: number | undefined): Wrong | undefined {
    const { memberId, number, orderId, seq, sold = false, known = false } = car;
    const had = this.held.get(memberId);
    const holder = this.#holders.get(number);
    const first = holder === undefined ? undefined : this.held.get(holder);
    const before = this.given.has(number) && !this.free.has(number);
    const taken = first !== undefined || (before && !this.#gaps);
    const due = this.given.has(number) ? undefined : this.#count.take(number);
    if (taken) this.#count.pass();
    else if (!known && had === undefined) {
      this.free.delete(number);
      this.given.add(number);
      this.held.set(memberId, { number, seq, sold });
      this.#holders.set(number, memberId);
      if (sold) this.sold++;
    }
    const orderIn = orderId === undefined ? undefined : this.#orders.get(orderId);
    if (orderId !== undefined && orderIn === undefined) this.#orders.set(orderId, seq);
    const gives = `gives car ${number} to ${quoted(memberId)}`;
    if (taken) {
      const earlier = first === undefined ? "was given" : `entry ${first.seq} had given`;
      return ["number_repeated", `${gives}, which ${earlier} already`];
    }
    if (had !== undefined && !known) {
      return ["member_repeated", `${gives}, who has car ${had.number} already`];
    }
    if (due !== undefined) {
      return ["number_out_of_order", `gives car ${number}, where car ${due} was due`];
    }
    if (orderIn !== undefined) {
      const order = `the order ${quoted(orderId)}, which entry ${orderIn} had given already`;
      return ["order_repeated", `gives car ${number} ${order}`];
    }
    return capacity !== undefined && number > capacity
      ? ["number_beyond_capacity", `gives car ${number} of ${capacity}`, `of ${capacity}`]
      : undefined;
  }
}
