/**
 * A shuffle that anyone can recompute: the order follows from a seed, the seed from a secret that was
 * committed to beforehand and from who took part.
 */
import { sha256 } from "../../lib/kernel/journal.ts";

const encoder = new TextEncoder();
const digest = (text: string): string => sha256(encoder.encode(text));

/** What is published of a secret before it may be known. */
export const commitmentTo = (secret: string): string => digest(secret);

/** SHA-256 of the entrants' ids in the order in which they came, a line feed between each two. */
export const entrantsDigest = (memberIds: readonly string[]): string =>
  digest(memberIds.join("\n"));

/** What a seed is made of; what is not there is the empty string. */
export interface SeedParts {
  readonly saleId: string;
  /** Committed to before the first entrant came. */
  readonly secret: string;
  readonly entrants: string;
  /** Public randomness that was drawn after the entrants were fixed. */
  readonly randomness: string;
}

export const seedOf = ({ saleId, secret, entrants, randomness }: SeedParts): string =>
  digest(["forecourt:waiting-room", saleId, secret, entrants, randomness].join("\n"));

const WORDS_A_BLOCK = 8;
const HEX_A_WORD = 8;
const WORD = 2 ** 32;

/**
 * The numbers 0 to `count - 1` in the order that `seed` gives: Fisher and Yates from the last down,
 * drawing from the big-endian 32-bit words of SHA-256(`seed:0`), SHA-256(`seed:1`) and so on. A word
 * beyond the largest multiple of the range is skipped, so that each order is as likely as any other.
 */
export function shuffledOrder(count: number, seed: string): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let block = "", used = WORDS_A_BLOCK, blocks = 0;
  const word = (): number => {
    if (used === WORDS_A_BLOCK) {
      block = digest(`${seed}:${blocks++}`);
      used = 0;
    }
    const at = HEX_A_WORD * used++;
    return parseInt(block.slice(at, at + HEX_A_WORD), 16);
  };
  for (let last = count - 1; last > 0; last--) {
    const range = last + 1;
    const fair = WORD - WORD % range;
    let drawn = word();
    while (drawn >= fair) drawn = word();
    const pick = drawn % range;
    const kept = order[last]!;
    order[last] = order[pick]!;
    order[pick] = kept;
  }
  return order;
}
