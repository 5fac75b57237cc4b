/**
 * The rules of a draw, judged by its journal: what was announced is what was revealed, nobody came
 * or went after the list was closed, and the order is the one that follows. Shares no code with
 * what it judges.
 */
import {
  type Beacon,
  beaconOf,
  isHash,
  isHex,
  isSigned,
  QUICKNET,
  roundAt,
  whatIsWrong,
} from "./beacon.ts";
import { CountUp } from "./count_up.ts";
import { listHash, orderOf } from "./draw_order.ts";
import type { DrawFacts } from "./draw_proof.ts";
import type { FindingCode, Findings, Place } from "./findings.ts";
import { sha256 } from "./journal_chain.ts";
import { isCount, isId, isTime, type JournalEvent } from "./journal_format.ts";
import type { EventPlace } from "./journal_reading.ts";
import { amount, counted, quoted, short, time } from "./wording.ts";

interface Announced {
  readonly drawsAt: number;
  readonly commitment: string;
  readonly beacon: Beacon;
  readonly round: number;
}

type Payload = JournalEvent[1];

export class DrawRules {
  readonly #findings: Findings;
  #announced: Announced | undefined;
  /** The number of each member's registration. */
  readonly #entrants = new Map<string, number>();
  readonly #numbers = new CountUp();
  /** The entry that closed the list, and the list's hash as it says. */
  #closed: { seq: number; list: string } | undefined;
  #drawn = false;
  #cancelled = false;
  /** The order that follows; undefined where it cannot be computed. */
  #order: readonly string[] | undefined;
  /** Places that the journal has given. */
  #ordered = 0;
  /** By how many places the journal's order lies behind the true one. */
  #moved = 0;
  #late = 0;
  #gaps = false;
  #handedOver = false;
  readonly unjudged = new Map<string, number>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  get facts(): DrawFacts {
    return {
      announced: this.#announced,
      entrants: this.#entrants.size,
      order: this.#drawn ? this.#order : undefined,
      state: this.#cancelled
        ? "cancelled"
        : this.#handedOver
        ? "handed_over"
        : this.#drawn
        ? "drawn"
        : this.#closed
        ? "closed"
        : "registering",
    };
  }

  get notes(): string[] {
    const notes: string[] = [];
    if (this.#announced && this.#announced.beacon.chain !== QUICKNET.chain) {
      notes.push(
        "Not judged: whether somebody could foretell the beacon, which is not drand's quicknet",
      );
    }
    if (this.#late > 0) notes.push(`The beacon was asked in vain ${counted(this.#late, "time")}`);
    return notes;
  }

  gap(): void {
    this.#numbers.gap();
    this.#gaps = true;
  }

  take([name, payload]: JournalEvent, place: EventPlace): void {
    switch (name) {
      case "scheduled":
        return this.#scheduled(payload, place);
      case "registered":
        return this.#registered(payload, place);
      case "withdrawn":
        return this.#withdrawn(payload, place);
      case "closed":
        return this.#closedBy(payload, place);
      case "drawn":
        return this.#drawnBy(payload, place);
      case "ordered":
        return this.#orderedBy(payload, place);
      case "revealed_early":
        return this.#revealedEarly(payload, place);
      case "beacon_late":
        return void (this.#late += 1);
      case "handed_over":
        return void (this.#handedOver = true);
      case "cancelled":
        return void (this.#cancelled = true);
      case "round_asked":
      case "reveal_refused":
        return;
      default:
        this.unjudged.set(name, (this.unjudged.get(name) ?? 0) + 1);
    }
  }

  #scheduled({ drawsAt, commitment, beacon: told, round }: Payload, place: EventPlace): void {
    const beacon = beaconOf(told);
    if (!isTime(drawsAt) || !isHash(commitment) || !beacon || !isCount(round)) {
      return this.#find("malformed", place, "announces a draw without all that belongs to it");
    }
    if (this.#announced) {
      return this.#find("already_announced", place, "announces the draw a second time");
    }
    this.#announced = { drawsAt, commitment, beacon, round };
    const wrong = whatIsWrong(beacon);
    if (wrong) this.#find("wrong_beacon", place, `announces a beacon of which ${wrong}`);
    const published = roundAt(beacon, round);
    if (published <= drawsAt) {
      const what = `announces round ${round}, which was published at ${time(published)}, ` +
        `before the list is closed at ${time(drawsAt)}`;
      this.#find("round_too_early", place, what);
    }
  }

  #registered({ memberId, number }: Payload, place: EventPlace): void {
    if (!isId(memberId) || !isCount(number)) {
      this.#numbers.pass();
      return this.#find("malformed", place, "registers somebody without a member and a number");
    }
    const due = this.#numbers.take(number);
    this.#inTime(`registers ${quoted(memberId)}`, place);
    if (this.#entrants.has(memberId)) {
      return this.#find("member_repeated", place, `registers ${quoted(memberId)} a second time`);
    }
    if (due !== undefined) {
      const what = `registers ${quoted(memberId)} as number ${number}, ` +
        `where number ${due} was due: a registration was taken out or put in`;
      this.#find("registration_missing", place, what);
    }
    this.#entrants.set(memberId, number);
  }

  #withdrawn({ memberId }: Payload, place: EventPlace): void {
    this.#inTime(`withdraws ${quoted(memberId)}`, place);
    if (isId(memberId) && this.#entrants.delete(memberId)) return;
    if (this.#gaps) return;
    this.#find("not_registered", place, `withdraws ${quoted(memberId)}, who is not registered`);
  }

  /** Finds what comes before the announcement or after the end of registration. */
  #inTime(what: string, place: EventPlace): void {
    const { drawsAt } = this.#announced ?? {};
    if (drawsAt === undefined) {
      if (!this.#gaps) this.#find("not_announced", place, `${what} before a draw was announced`);
    } else if (this.#closed) {
      this.#find(
        "registered_late",
        place,
        `${what} after entry ${this.#closed.seq} closed the list`,
      );
    } else if (place.at >= drawsAt) {
      this.#find("registered_late", place, `${what} after registration ended at ${time(drawsAt)}`);
    }
  }

  #closedBy({ entrants, list }: Payload, place: EventPlace): void {
    if (!isHash(list) || !(entrants === 0 || isCount(entrants))) {
      return this.#find("malformed", place, "closes the list without its length and hash");
    }
    const { drawsAt } = this.#announced ?? {};
    if (drawsAt !== undefined && place.at < drawsAt) {
      const what = `closes the list at ${time(place.at)}, before its time, ${time(drawsAt)}`;
      this.#find("closed_early", place, what);
    }
    this.#closed = { seq: place.seq, list };
    if (this.#gaps) return;
    const own = listHash(this.#entrants.keys());
    if (entrants === this.#entrants.size && list === own) return;
    const what = `closes a list of ${amount(entrants)} with the hash ${short(list)}, but ` +
      `${amount(this.#entrants.size)} were registered, whose list hashes to ${short(own)}`;
    this.#find("list_differs", place, what);
  }

  #drawnBy({ round, randomness, signature, secret }: Payload, place: EventPlace): void {
    if (!isCount(round) || !isHash(randomness) || !isHex(signature) || !isHash(secret)) {
      return this.#find(
        "malformed",
        place,
        "draws without round, randomness, signature and secret",
      );
    }
    this.#drawn = true;
    if (!this.#closed && !this.#gaps) {
      const what = `reveals the secret ${short(secret)} before the list was closed`;
      return this.#find("revealed_early", place, what);
    }
    if (!this.#announced) {
      if (!this.#gaps) this.#find("not_announced", place, "draws what was never announced");
      return;
    }
    const { commitment, beacon } = this.#announced;
    if (round !== this.#announced.round) {
      const what = `draws by round ${round}, where round ${this.#announced.round} was announced`;
      this.#find("wrong_round", place, what);
    }
    const hash = sha256(Uint8Array.fromHex(secret));
    if (hash !== commitment) {
      const what = `reveals a secret that hashes to ${short(hash)}, ` +
        `where the commitment is ${short(commitment)}`;
      this.#find("wrong_secret", place, what);
    }
    if (sha256(Uint8Array.fromHex(signature)) !== randomness) {
      this.#find("wrong_randomness", place, "draws by randomness that its signature does not give");
    }
    if (!isSigned(beacon, round, signature)) {
      const what = `draws by a signature of round ${round} that is not by the beacon's key`;
      this.#find("wrong_signature", place, what);
    }
    if (this.#gaps || !this.#closed) return;
    // The list as it was closed: where somebody was taken out since, the others keep their order.
    const { list } = this.#closed;
    this.#order = orderOf(this.#entrants.keys(), { randomness, secret, list });
  }

  #orderedBy({ from, entrants }: Payload, place: EventPlace): void {
    if (!(from === 0 || isCount(from)) || !Array.isArray(entrants) || !entrants.every(isId)) {
      return this.#find("malformed", place, "orders entrants without a place and their names");
    }
    if (!this.#drawn && !this.#gaps) {
      return this.#find("order_differs", place, "orders entrants before they were drawn");
    }
    if (!this.#order) return;
    if (from > this.#ordered) {
      const what = `goes on at place ${from + 1}, where place ${this.#ordered + 1} was due`;
      this.#find("order_differs", place, what, "order");
    }
    for (const [i, memberId] of entrants.entries()) this.#ordersOne(from + i, memberId, place);
    this.#ordered = Math.max(this.#ordered, from + entrants.length);
  }

  /** Compares a place (0 is the first) with the order, moved by what was found out of it before. */
  #ordersOne(at: number, memberId: string, place: EventPlace): void {
    const due = this.#order?.[at + this.#moved];
    if (memberId === due) return;
    const gives = `gives place ${at + 1} to ${quoted(memberId)}`;
    if (!this.#entrants.has(memberId)) {
      this.#moved -= 1;
      return this.#find("not_registered", place, `${gives}, who is not registered`, memberId);
    }
    if (due !== undefined && memberId === this.#order?.[at + this.#moved + 1]) {
      this.#moved += 1;
      const what = `${gives} and leaves out ${quoted(due)}, whose place it is`;
      return this.#find("entrant_left_out", place, what, due);
    }
    const what = `${gives}, which is that of ${due === undefined ? "nobody" : quoted(due)}`;
    this.#find("order_differs", place, what, "order");
  }

  #revealedEarly({ secret }: Payload, place: EventPlace): void {
    const told = typeof secret === "string" ? short(secret) : quoted(secret);
    const what = `shows that the secret ${told} came out before the list was closed`;
    this.#find("revealed_early", place, what);
  }

  /** Finds entrants who have no place although all were said to have one. */
  conclude(end: Place): void {
    if (!this.#handedOver || !this.#order || this.#gaps) return;
    for (const memberId of this.#order.slice(this.#ordered + this.#moved)) {
      const sentence = `${quoted(memberId)} is registered and has no place in the order`;
      this.#findings.add("entrant_left_out", end, sentence, "order");
    }
  }

  #find(code: FindingCode, place: EventPlace, what: string, cause?: string): void {
    this.#findings.add(code, place, `entry ${place.seq} ${what}`, cause);
  }
}
