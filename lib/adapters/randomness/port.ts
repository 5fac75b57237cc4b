/** Public randomness that nobody can foretell, and that anybody can verify afterwards. */

/** Enough of a beacon to verify its rounds without asking it. */
export interface Beacon {
  /** The chain's hash, 64 digits of hex: says whose beacon it is. */
  readonly chain: string;
  /** How rounds are signed; {@linkcode SCHEME} is the one that is known here. */
  readonly scheme: string;
  /** Hex. */
  readonly publicKey: string;
  /** When round 1 was published, epoch milliseconds. */
  readonly genesisMs: number;
  /** From one round to the next, milliseconds. */
  readonly periodMs: number;
}

/** BLS signatures on the curve's small group, over the round's number alone: drand's "quicknet". */
export const SCHEME = "bls-unchained-g1-rfc9380";

export interface Round {
  readonly round: number;
  /** SHA-256 of the signature, hex. */
  readonly randomness: string;
  /** Hex. */
  readonly signature: string;
}

export interface Randomness {
  readonly beacon: Beacon;
  /**
   * The round, verified.
   * @throws {Error} where it is not published yet, cannot be had, or is not the beacon's own.
   */
  round(n: number, signal: AbortSignal): Promise<Round>;
  /** The first round that is published at `timeMs` (epoch milliseconds) or later. */
  roundAt(timeMs: number): number;
  /**
   * Makes sure that the source can be reached and is the beacon it is taken for.
   * @throws {Error} where it cannot, or is not.
   */
  confirm(signal: AbortSignal): Promise<void>;
}

/** The first round of `beacon` that is published at `timeMs` (epoch milliseconds) or later. */
export const roundAt = ({ genesisMs, periodMs }: Beacon, timeMs: number): number =>
  Math.max(1, Math.ceil((timeMs - genesisMs) / periodMs) + 1);

/** When `beacon` publishes a round, epoch milliseconds. */
export const publishedAt = ({ genesisMs, periodMs }: Beacon, round: number): number =>
  genesisMs + (round - 1) * periodMs;
