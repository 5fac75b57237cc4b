/**
 * A price in computing time that a phone pays once and a bot a hundred thousand times (Hashcash): a
 * text is to be found whose SHA-256, behind the challenge and a dot, begins with so many zero bits.
 *
 * A challenge is signed, for one member, one sale and a short time, and is taken once.
 */
import { createHash } from "node:crypto";
import { createSeal } from "./seal.ts";

export interface Challenge {
  readonly challenge: string;
  /** Leading zero bits that the hash needs. */
  readonly bits: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface Proof {
  readonly challenge: string;
  readonly solution: string;
}

export type ProofVerdict = "ok" | "invalid" | "expired" | "used" | "not_solved";

export const SOLUTION = /^[\x21-\x7e]{1,64}$/;
const VALID_MS = 120_000;
/** Challenges remembered as used. Each fills a place for at most `VALID_MS`. */
const MOST_USED = 200_000;

export class ProofOfWork {
  readonly #seal: ReturnType<typeof createSeal>;
  /** Used challenges with when they expire, in the order in which they were used. */
  readonly #used = new Map<string, number>();

  constructor(secrets: readonly string[]) {
    this.#seal = createSeal(secrets, "proof-of-work");
  }

  challenge(saleId: string, memberId: string, bits: number, nowMs: number): Challenge {
    const expiresAt = Math.floor((nowMs + VALID_MS) / 1_000) * 1_000;
    const nonce = crypto.getRandomValues(new Uint8Array(9)).toBase64({ alphabet: "base64url" });
    const challenge = this.#seal.seal(
      ["w1", saleId, memberId, bits, (expiresAt / 1_000).toString(36), nonce].join("."),
    );
    return { challenge, bits, expiresAt };
  }

  /** Uses the challenge up where it is `ok`. */
  check(saleId: string, memberId: string, proof: Proof, nowMs: number): ProofVerdict {
    const { challenge, solution } = proof;
    const [version, sale, member, bits, expires] = this.#seal.open(challenge)?.split(".") ?? [];
    if (version !== "w1" || sale !== saleId || member !== memberId) return "invalid";
    const expiresAt = parseInt(expires!, 36) * 1_000;
    if (nowMs >= expiresAt) return "expired";
    if (this.#used.has(challenge)) return "used";
    if (!SOLUTION.test(solution) || zeroBits(challenge, solution) < Number(bits)) {
      return "not_solved";
    }
    this.#use(challenge, expiresAt, nowMs);
    return "ok";
  }

  #use(challenge: string, expiresAt: number, nowMs: number): void {
    this.#used.set(challenge, expiresAt);
    for (const [oldest, until] of this.#used) {
      if (until > nowMs && this.#used.size <= MOST_USED) return;
      this.#used.delete(oldest);
    }
  }
}

/** Leading zero bits of SHA-256(`challenge.solution`). */
export function zeroBits(challenge: string, solution: string): number {
  const hash = createHash("sha256").update(`${challenge}.${solution}`).digest();
  let bits = 0;
  for (const byte of hash) {
    bits += byte === 0 ? 8 : Math.clz32(byte) - 24;
    if (byte !== 0) break;
  }
  return bits;
}

/** Finds a solution as a client does. For tests and load generators. */
export function solve({ challenge, bits }: Challenge): Proof {
  for (let tried = 0;; tried++) {
    const solution = tried.toString(36);
    if (zeroBits(challenge, solution) >= bits) return { challenge, solution };
  }
}
