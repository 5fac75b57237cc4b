/**
 * The rules of a sale, judged by its lot's events alone: one answer to a member, cars in the order
 * of asking or of the draw, none given while somebody has it, a returned car to the first in line,
 * what is sold stays sold, nothing while the sale is not open. Shares no code with what it judges.
 */
import { CountUp } from "./count_up.ts";
import type { Finding, FindingCode, Findings, Place } from "./findings.ts";
import { isCount, isId, isTime, type JournalEvent } from "./journal_format.ts";
import type { EventPlace } from "./journal_reading.ts";
import { LotCars } from "./lot_cars.ts";
import { LotLine } from "./lot_line.ts";
import { LotStatus } from "./lot_status.ts";
import type { LotFacts, SaleAnswer } from "./sale_proof.ts";
import { amount, quoted } from "./wording.ts";

export interface LotRulesOptions {
  readonly onAnswer?: ((answer: SaleAnswer) => void) | undefined;
  /** The order of the sale's draw. */
  readonly order?: readonly string[] | undefined;
}

type Payload = JournalEvent[1];

export class LotRules {
  readonly #findings: Findings;
  readonly #onAnswer: ((answer: SaleAnswer) => void) | undefined;
  readonly #order: readonly string[] | undefined;
  readonly #status = new LotStatus();
  readonly #cars = new LotCars();
  readonly #line = new LotLine();
  /** The entry in which each member was answered. */
  readonly #members = new Map<string, number>();
  readonly #countedPlaces = new CountUp();
  /** Whether entries are missing, so that cars may have gone or come back that are not known of. */
  #gaps = false;
  /** Somebody was put in line who should have had a car: that the next has one is no fault more. */
  #wrongInLine = false;
  #answers = 0;
  /** Names of events that no rule here is about, and how often they came. */
  readonly unjudged = new Map<string, number>();

  constructor(findings: Findings, { onAnswer, order }: LotRulesOptions = {}) {
    this.#findings = findings;
    this.#onAnswer = onAnswer;
    this.#order = order;
  }

  get facts(): LotFacts {
    const { held, sold, returned, given } = this.#cars;
    return {
      capacity: this.#status.capacity,
      allocated: given.size,
      participants: this.#members.size,
      held: held.size - sold,
      sold,
      returned,
      inLine: this.#line.size,
      places: this.#countedPlaces.highest,
      ordered: this.#order !== undefined,
      mode: this.#status.stock?.mode ?? "first_come",
    };
  }

  get notes(): string[] {
    return this.#status.byDraw && this.#order === undefined
      ? ["Not judged: whether this is the order of the draw, which needs the draw's journal too"]
      : [];
  }

  /** Says that entries before this one are missing or were not judged. */
  gap(): void {
    this.#countedPlaces.gap();
    this.#status.gap();
    this.#cars.gap();
    this.#line.gap();
    this.#gaps = true;
  }

  /** Finds entrants of the draw that the sale has not answered. */
  conclude(end: Place): void {
    const left = (this.#order ?? []).filter((memberId) => !this.#members.has(memberId));
    if (this.#gaps || left.length === 0) return;
    for (const memberId of left) {
      const sentence = `${quoted(memberId)} was drawn and has no answer in the sale's journal`;
      this.#findings.add("entrant_left_out", end, sentence, "answers");
    }
  }

  take([name, payload]: JournalEvent, place: EventPlace): void {
    switch (name) {
      case "claimed":
        return this.#claimed(payload, place);
      case "missed":
        return this.#missed(payload, place);
      case "offered":
        return this.#offered(payload, place);
      case "sold":
      case "released":
        return this.#settled(name, payload, place);
      case "left":
      case "rejoined":
        return this.#lined(name, payload, place);
      case "reinstated":
        return this.#reinstated(payload, place);
      case "reinstate_refused":
        return;
      case "allocated":
        return this.#counted(payload, place);
      case "stocked":
      case "adjusted":
        return this.#stocked(name, payload, place);
      case "opened":
      case "resumed":
      case "paused":
      case "closed":
        return this.#status.steered(name, place.seq);
      default:
        this.unjudged.set(name, (this.unjudged.get(name) ?? 0) + 1);
    }
  }

  #stocked(name: "stocked" | "adjusted", payload: Payload, place: EventPlace): void {
    if (!this.#status[name](payload)) {
      const what = name === "stocked" ? "stocks the lot" : "adjusts the lot";
      return this.#malformed(`${what} without a capacity and its times`, place);
    }
    const { capacity } = this.#status, { highest } = this.#cars;
    if (capacity >= highest) return;
    const what = `sets the capacity to ${capacity} after car ${highest} was given`;
    this.#find("capacity_below_given", place, what);
  }

  #claimed({ memberId, number, orderId, payBy }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(number) || !isId(orderId) || !isTime(payBy)) {
      this.#cars.pass();
      return this.#malformed("gives a car without a member, number, order and payBy", place);
    }
    const { line, seq, at } = place;
    this.#onAnswer?.({ outcome: "claimed", memberId, number, orderId, payBy, line, seq, at });
    const known = this.#members.has(memberId);
    // One fault, one finding: what a second answer says is wrong in any case.
    const wrong = this.#cars.give(
      { memberId, number, orderId, seq, known },
      this.#status.stock?.capacity,
    );
    if (!this.#answered(memberId, place)) return;
    const first = this.#line.first;
    if (wrong) this.#find(wrong[0], place, wrong[1], wrong[2]);
    else if (first && !this.#gaps && !this.#wrongInLine) {
      const what = `gives car ${number} to ${quoted(memberId)} ` +
        `although ${quoted(first.memberId)} waits at place ${first.place}`;
      this.#find("claimed_past_line", place, what);
    }
  }

  #missed({ memberId, place: inLine }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(inLine)) {
      this.#countedPlaces.pass();
      return this.#malformed("puts somebody in line without a member and a place", place);
    }
    const { line, seq, at } = place;
    this.#onAnswer?.({ outcome: "missed", memberId, place: inLine, line, seq, at });
    const due = this.#countedPlaces.take(inLine);
    const lineWasEmpty = this.#line.size === 0 || this.#wrongInLine;
    if (!this.#answered(memberId, place)) return;
    this.#line.join(memberId, inLine);
    if (due !== undefined) this.#placeNotDue(inLine, due, place);
    const free = this.#freeCars;
    if (free > 0 && lineWasEmpty && !this.#gaps) {
      this.#wrongInLine = true;
      const { capacity } = this.#status;
      this.#find(
        "missed_while_free",
        place,
        `puts ${quoted(memberId)} in line although ${free} of ${capacity} cars were free`,
        `${free} of ${capacity}`,
      );
    }
  }

  #offered({ memberId, number, orderId, payBy, place: inLine }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(number) || !isId(orderId) || !isTime(payBy)) {
      this.#cars.pass();
      return this.#malformed("offers a car without a member, number, order and payBy", place);
    }
    const { paused } = this.#status, first = this.#line.first;
    const waits = this.#line.places.get(memberId);
    const offers = `offers car ${number} to ${quoted(memberId)}`;
    const car = { memberId, number, orderId, seq: place.seq };
    const wrong = this.#cars.give(car, this.#status.stock?.capacity);
    this.#line.leave(memberId);
    if (wrong) this.#find(wrong[0], place, wrong[1], wrong[2]);
    else if (paused) this.#find("not_open", place, `${offers} ${paused}`, paused);
    else if (this.#gaps) return;
    else if (waits === undefined || waits !== inLine) {
      const told = waits === undefined ? "does not wait" : `waits at place ${waits}`;
      this.#find("not_in_line", place, `${offers} at place ${quoted(inLine)}, who ${told}`);
    } else if (first && first.place < waits) {
      const what = `${offers} at place ${waits}, ` +
        `although ${quoted(first.memberId)} waits at place ${first.place}`;
      this.#find("offered_past_line", place, what);
    }
  }

  #settled(name: "sold" | "released", payload: Payload, place: EventPlace): void {
    const { memberId, number, reason } = payload;
    const does = name === "sold" ? "sells" : "takes back";
    if (!isId(memberId) || !isCount(number)) {
      return this.#malformed(`${does} a car without a member and a number`, place);
    }
    const car = this.#cars.held.get(memberId);
    const what = `${does} car ${number} of ${quoted(memberId)}`;
    if (car?.number !== number) {
      if (this.#gaps) return void (name === "released" && this.#cars.free.add(number));
      const has = car === undefined ? "who has none" : `who has car ${car.number}`;
      return this.#find("not_held", place, `${what}, ${has}`);
    }
    if (car.sold && (name === "sold" || reason === "lapsed")) {
      const told = name === "sold" ? "a second time" : "because it was not paid for";
      this.#find("sold_returned", place, `${what} ${told}, which was sold`);
    }
    if (name === "released") this.#cars.takeBack(memberId, car);
    else if (!car.sold) this.#cars.sell(car);
  }

  #lined(name: "left" | "rejoined", { memberId, place: n }: Payload, place: EventPlace): void {
    const does = name === "left" ? "takes" : "puts back";
    if (!isId(memberId) || !isCount(n)) {
      return this.#malformed(`${does} somebody in line without a member and a place`, place);
    }
    const waits = this.#line.places.get(memberId);
    if (name === "left") {
      this.#line.leave(memberId);
      if (waits === n || this.#gaps) return;
      const what = `takes ${quoted(memberId)} from place ${n} in line, who is not there`;
      return this.#find("not_in_line", place, what);
    }
    const due = this.#countedPlaces.take(n);
    const out = this.#members.has(memberId) && waits === undefined &&
      !this.#cars.held.has(memberId);
    this.#line.join(memberId, n);
    if (!out && !this.#gaps) {
      const what = `puts ${quoted(memberId)} back in line, who had not left it`;
      this.#find("not_in_line", place, what);
    } else if (due !== undefined) this.#placeNotDue(n, due, place);
  }

  /** A payment came after the hold and got a car that was free. */
  #reinstated({ memberId, number }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(number)) {
      this.#cars.pass();
      return this.#malformed("gives a paid car without a member and a number", place);
    }
    const car = { memberId, number, seq: place.seq, sold: true };
    const wrong = this.#cars.give(car, this.#status.stock?.capacity);
    this.#line.leave(memberId);
    if (wrong) this.#find(wrong[0], place, wrong[1], wrong[2]);
    else if (!this.#members.has(memberId) && !this.#gaps) {
      const what = `gives car ${number} to ${quoted(memberId)}, who had never been answered`;
      this.#find("not_held", place, what);
    }
  }

  /** The lot's own count, after a batch of the draw. */
  #counted({ upTo, free }: Payload, place: EventPlace): void {
    if (this.#gaps) return;
    if (upTo === this.#answers && free === this.#freeCars) return;
    const what = `counts ${quoted(upTo)} answers and ${quoted(free)} cars free, ` +
      `where there are ${amount(this.#answers)} and ${amount(this.#freeCars)}`;
    this.#find("count_differs", place, what);
  }

  get #freeCars(): number {
    return this.#cars.free.size + this.#status.capacity - this.#cars.highest;
  }

  /** Whether the member is answered for the first time; finds it if not, or if nobody could be. */
  #answered(memberId: string, place: EventPlace): boolean {
    const shut = this.#status.notOpen(place.at);
    if (shut) this.#find("not_open", place, `answers ${quoted(memberId)} ${shut}`, shut);
    const earlier = this.#members.get(memberId);
    if (earlier !== undefined) {
      const what = `answers ${quoted(memberId)} a second time, after entry ${earlier}`;
      this.#find("member_repeated", place, what);
      return false;
    }
    this.#members.set(memberId, place.seq);
    this.#answers++;
    const drawn = this.#order?.[this.#answers - 1];
    if (this.#order && !this.#gaps && drawn !== memberId) {
      const what = drawn === undefined
        ? `answers ${quoted(memberId)}, who is not in the draw`
        : `answers ${quoted(memberId)} as number ${amount(this.#answers)}, ` +
          `where the draw has ${quoted(drawn)}`;
      this.#find("order_differs", place, what, "the draw's order");
    }
    return true;
  }

  #placeNotDue(n: number, due: number, place: EventPlace): void {
    const what = `gives place ${n} in line, where place ${due} was due`;
    this.#find("place_out_of_order", place, what);
  }

  #find(code: FindingCode, place: EventPlace, what: Finding["sentence"], cause?: string): void {
    this.#findings.add(code, place, `entry ${place.seq} ${what}`, cause);
  }

  #malformed(what: string, place: EventPlace): void {
    this.#find("malformed", place, what);
  }
}
