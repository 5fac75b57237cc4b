/**
 * Who may try to enter: limits by member and by address, and a proof of work when staff ask for one,
 * when many addresses are crowded, or from a crowded address alone. Whoever is in already does not
 * come here: asking again is answered from memory and costs nothing.
 */
import type { RoomGuard } from "../../actors/sales/room_state.ts";
import { Problem } from "../http/problem.ts";
import { type Proof, ProofOfWork } from "./proof_of_work.ts";
import { type Rate, RateLimit } from "../http/rate_limit.ts";

export interface DoorLimits {
  readonly member: Rate;
  /** Beyond this an address pays with work: a company or a mobile network may stand behind it. */
  readonly address: Rate;
  /** Beyond this it is refused. */
  readonly addressHard: Rate;
  readonly polls: Rate;
}

export const DOOR_LIMITS: DoorLimits = {
  member: { burst: 5, everyMs: 2_000 },
  address: { burst: 60, everyMs: 200 },
  addressHard: { burst: 1_000, everyMs: 10 },
  polls: { burst: 10, everyMs: 1_000 },
};

/**
 * From so many crowded addresses within `ALARM_WINDOW_MS` on, everyone is asked for work, for
 * `ALARM_MS`. One address that goes wild pays alone.
 */
const ALARM_ADDRESSES = 50;
const ALARM_WINDOW_MS = 10_000;
const ALARM_MS = 120_000;
/** What a crowded address pays beyond the others. */
const CROWDED_BITS = 2;
const MOST_BITS = 30;
/** Members and addresses that are remembered: a launch brings hundreds of thousands. */
const KEYS = 200_000;

export interface Entrant {
  readonly saleId: string;
  readonly memberId: string;
  readonly address: string;
  readonly guard: RoomGuard;
  readonly proof?: Proof | undefined;
}

export class Door {
  readonly #work: ProofOfWork;
  readonly #members: RateLimit;
  readonly #addresses: RateLimit | undefined;
  readonly #hard: RateLimit | undefined;
  readonly #polls: RateLimit;
  readonly #crowded = new Set<string>();
  #windowFrom = 0;
  #alarmUntil = 0;

  /** Without limits by address where all come from one, as in a load test. */
  constructor(
    secrets: readonly string[],
    limits: DoorLimits = DOOR_LIMITS,
    options: { byAddress?: boolean } = {},
  ) {
    this.#work = new ProofOfWork(secrets);
    this.#members = new RateLimit({ ...limits.member, keys: KEYS });
    this.#polls = new RateLimit({ ...limits.polls, keys: KEYS });
    if (options.byAddress === false) return;
    this.#addresses = new RateLimit({ ...limits.address, keys: KEYS });
    this.#hard = new RateLimit({ ...limits.addressHard, keys: KEYS });
  }

  /** @throws {Problem} `too_many_requests`, `proof_of_work_required`, `proof_of_work_failed` */
  pass(entrant: Entrant, nowMs: number): void {
    const { saleId, memberId, address, guard, proof } = entrant;
    const crowded = (this.#addresses?.take(address, nowMs) ?? 0) > 0;
    if (crowded) this.#noteCrowd(address, nowMs);
    const waitMs = Math.max(
      this.#members.take(memberId, nowMs),
      this.#hard?.take(address, nowMs) ?? 0,
    );
    if (waitMs > 0) throw tooMany(waitMs);
    const bits = this.#bits(guard, crowded, nowMs);
    if (bits === 0) return;
    // Work that was asked for counts, whatever more has come to be asked for since.
    const verdict = proof && this.#work.check(saleId, memberId, proof, nowMs);
    if (verdict === "ok") return;
    const challenge = this.#work.challenge(saleId, memberId, bits, nowMs);
    throw verdict === undefined
      ? new Problem("proof_of_work_required", { more: { ...challenge } })
      : new Problem("proof_of_work_failed", {
        detail: `the proof was ${verdict.replace("_", " ")}`,
        more: { ...challenge },
      });
  }

  /** @throws {Problem} `too_many_requests` */
  poll(memberId: string, nowMs: number): void {
    const waitMs = this.#polls.take(memberId, nowMs);
    if (waitMs > 0) throw tooMany(waitMs);
  }

  alarmed(nowMs: number): boolean {
    return nowMs < this.#alarmUntil;
  }

  #bits({ mode, bits }: RoomGuard, crowded: boolean, nowMs: number): number {
    if (mode === "off") return 0;
    if (crowded) return Math.min(MOST_BITS, bits + CROWDED_BITS);
    return mode === "on" || this.alarmed(nowMs) ? bits : 0;
  }

  #noteCrowd(address: string, nowMs: number): void {
    if (nowMs - this.#windowFrom > ALARM_WINDOW_MS) {
      this.#windowFrom = nowMs;
      this.#crowded.clear();
    }
    // The set is never larger than what sets off the alarm.
    if (this.#crowded.size < ALARM_ADDRESSES) this.#crowded.add(address);
    if (this.#crowded.size >= ALARM_ADDRESSES) this.#alarmUntil = nowMs + ALARM_MS;
  }
}

const tooMany = (retryAfterMs: number) =>
  new Problem("too_many_requests", { retryAfterMs, more: { retryAfterMs } });
