/**
 * The rules of a sale, judged by its lot's events alone: cars are numbered 1 to the capacity in the
 * order of asking, one answer to a member, nobody in line while a car is free, nothing while it is
 * not open. Shares no code with what it judges.
 */
import { CountUp } from "./count_up.ts";
import type { Finding, FindingCode, Findings, Place } from "./findings.ts";
import { isCount, isId, isTime, type JournalEvent } from "./journal_format.ts";
import { quoted, time } from "./wording.ts";

/** What the sale answered to a member. */
export type SaleAnswer =
  & {
    readonly memberId: string;
    readonly line: number;
    readonly seq: number;
    /** Epoch milliseconds. */
    readonly at: number;
  }
  & (
    | {
      readonly outcome: "claimed";
      readonly number: number;
      readonly orderId: string;
      readonly payBy: number;
    }
    | { readonly outcome: "missed"; readonly place: number }
  );

/** Where and when an event stands. */
export interface EventPlace extends Place {
  readonly seq: number;
  readonly at: number;
}

type Payload = JournalEvent[1];

interface Stock {
  readonly capacity: number;
  readonly opensAt: number;
  readonly closesAt: number | null;
}

/** `since`: the entry that brought it there. */
type Status =
  | { readonly status: "empty" | "stocked" | "open" }
  | { readonly status: "paused" | "closed"; readonly since: number };

export class LotRules {
  readonly #findings: Findings;
  readonly #onAnswer: ((answer: SaleAnswer) => void) | undefined;
  #status: Status = { status: "empty" };
  #stock: Stock | undefined;
  /** The entry in which each member was answered. */
  readonly #members = new Map<string, number>();
  /** The entry in which each number and each order's id was given. */
  readonly #numbers = new Map<number, number>();
  readonly #orders = new Map<string, number>();
  readonly #countedNumbers = new CountUp();
  readonly #countedPlaces = new CountUp();
  /** Whether entries are missing, so that cars may have gone that are not known of. */
  #gaps = false;
  /** Whether the sale may have been opened, paused or closed in an entry that is missing. */
  #anyStatus = false;
  /** Names of events that no rule here is about, and how often they came. */
  readonly unjudged = new Map<string, number>();

  constructor(findings: Findings, onAnswer: ((answer: SaleAnswer) => void) | undefined) {
    this.#findings = findings;
    this.#onAnswer = onAnswer;
  }

  get capacity(): number {
    return this.#stock?.capacity ?? 0;
  }

  /** Different cars that were given. */
  get allocated(): number {
    return this.#numbers.size;
  }

  /** Different members that were answered. */
  get participants(): number {
    return this.#members.size;
  }

  /** Says that entries before this one are missing or were not judged. */
  gap(): void {
    this.#countedNumbers.gap();
    this.#countedPlaces.gap();
    this.#anyStatus = this.#gaps = true;
  }

  take([name, payload]: JournalEvent, place: EventPlace): void {
    switch (name) {
      case "claimed":
        return this.#claimed(payload, place);
      case "missed":
        return this.#missed(payload, place);
      case "stocked":
        return this.#stocked(payload, place);
      case "opened":
      case "resumed":
        return this.#steered({ status: "open" });
      case "paused":
      case "closed":
        return this.#steered({ status: name, since: place.seq });
      default:
        this.unjudged.set(name, (this.unjudged.get(name) ?? 0) + 1);
    }
  }

  #stocked({ capacity, opensAt, closesAt }: Payload, place: EventPlace): void {
    if (!isCount(capacity) || !isTime(opensAt) || !(closesAt === null || isTime(closesAt))) {
      return this.#malformed("stocks the lot without a capacity and its times", place);
    }
    const { highest } = this.#countedNumbers;
    if (capacity < highest) {
      this.#find(
        "capacity_below_given",
        place,
        `sets the capacity to ${capacity} after car ${highest} was given`,
      );
    }
    this.#stock = { capacity, opensAt, closesAt };
    if (this.#status.status === "empty") this.#status = { status: "stocked" };
  }

  #steered(status: Status): void {
    this.#anyStatus = false;
    // Closed is for good: what is answered afterwards is a finding.
    if (this.#status.status !== "closed") this.#status = status;
  }

  #claimed({ memberId, number, orderId, payBy }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(number) || !isId(orderId) || !isTime(payBy)) {
      this.#countedNumbers.pass();
      return this.#malformed("gives a car without a member, number, order and payBy", place);
    }
    const { line, seq, at } = place;
    this.#onAnswer?.({ outcome: "claimed", memberId, number, orderId, payBy, line, seq, at });
    const givenIn = this.#numbers.get(number);
    const orderIn = this.#orders.get(orderId);
    const due = givenIn === undefined ? this.#countedNumbers.take(number) : undefined;
    if (givenIn === undefined) this.#numbers.set(number, seq);
    else this.#countedNumbers.pass();
    if (orderIn === undefined) this.#orders.set(orderId, seq);
    // One fault, one finding: what a second answer says is wrong in any case.
    if (!this.#answers(memberId, place)) return;
    if (givenIn !== undefined) {
      return this.#find(
        "number_repeated",
        place,
        `gives car ${number} to ${quoted(memberId)}, which entry ${givenIn} had given already`,
      );
    }
    if (due !== undefined) {
      this.#find("number_out_of_order", place, `gives car ${number}, where car ${due} was due`);
    }
    if (orderIn !== undefined) {
      const order = quoted(orderId);
      const what =
        `gives car ${number} the order ${order}, which entry ${orderIn} had given already`;
      this.#find("order_repeated", place, what);
    }
    if (this.#stock && number > this.#stock.capacity) {
      const { capacity } = this.#stock;
      const cause = `of ${capacity}`;
      this.#find("number_beyond_capacity", place, `gives car ${number} of ${capacity}`, cause);
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
    if (!this.#answers(memberId, place)) return;
    if (due !== undefined) {
      this.#find(
        "place_out_of_order",
        place,
        `gives place ${inLine} in line, where place ${due} was due`,
      );
    }
    const free = this.capacity - this.#countedNumbers.highest;
    if (free > 0 && !this.#gaps) {
      this.#find(
        "missed_while_free",
        place,
        `puts ${quoted(memberId)} in line although ${free} of ${this.capacity} cars were free`,
        `${free} of ${this.capacity}`,
      );
    }
  }

  /** Whether the member is answered for the first time; finds it if not, or if nobody could be. */
  #answers(memberId: string, place: EventPlace): boolean {
    const shut = this.#notOpen(place.at);
    if (shut) this.#find("not_open", place, `answers ${quoted(memberId)} ${shut}`, shut);
    const earlier = this.#members.get(memberId);
    if (earlier === undefined) {
      this.#members.set(memberId, place.seq);
      return true;
    }
    this.#find(
      "member_repeated",
      place,
      `answers ${quoted(memberId)} a second time, after entry ${earlier}`,
    );
    return false;
  }

  /** Why nobody can be answered at this time; undefined while the sale is open. */
  #notOpen(at: number): string | undefined {
    const stock = this.#stock, status = this.#status;
    if (stock === undefined) return this.#gaps ? undefined : "before the lot was stocked";
    if (stock.closesAt !== null && at >= stock.closesAt) {
      return `after the sale ended at ${time(stock.closesAt)}`;
    }
    if (this.#anyStatus) return undefined;
    if (status.status === "closed") return `after entry ${status.since} closed the sale`;
    if (status.status === "paused") return `while entry ${status.since} kept the sale paused`;
    if (status.status === "stocked" && at < stock.opensAt) {
      return `before the sale opens at ${time(stock.opensAt)}`;
    }
    return undefined;
  }

  #find(code: FindingCode, place: EventPlace, what: Finding["sentence"], cause?: string): void {
    this.#findings.add(code, place, `entry ${place.seq} ${what}`, cause);
  }

  #malformed(what: string, place: EventPlace): void {
    this.#find("malformed", place, what);
  }
}
