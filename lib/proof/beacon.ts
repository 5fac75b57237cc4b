/** The public beacon of a draw: whose it is, when its rounds come, and whether it signed one. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "./journal_chain.ts";
import { isCount, isTime, type JournalEvent } from "./journal_format.ts";

export interface Beacon {
  readonly chain: string;
  readonly scheme: string;
  readonly publicKey: string;
  /** When round 1 was published, epoch milliseconds. */
  readonly genesisMs: number;
  readonly periodMs: number;
}

const SCHEME = "bls-unchained-g1-rfc9380";

/** drand's network "quicknet", as drand publishes it. */
export const QUICKNET: Beacon = {
  chain: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  scheme: SCHEME,
  publicKey: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c" +
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb" +
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesisMs: 1_692_803_367_000,
  periodMs: 3_000,
};

const HEX = /^(?:[0-9a-f]{2})+$/;
export const isHex = (value: unknown): value is string =>
  typeof value === "string" && HEX.test(value);
export const isHash = (value: unknown): value is string => isHex(value) && value.length === 64;

export function beaconOf(value: unknown): Beacon | undefined {
  const { chain, scheme, publicKey, genesisMs, periodMs } = (value ?? {}) as JournalEvent[1];
  if (!isHash(chain) || !isHex(publicKey) || !isTime(genesisMs) || !isCount(periodMs)) {
    return undefined;
  }
  return typeof scheme === "string" ? { chain, scheme, publicKey, genesisMs, periodMs } : undefined;
}

export const roundAt = ({ genesisMs, periodMs }: Beacon, round: number): number =>
  genesisMs + (round - 1) * periodMs;

/** What is wrong with the beacon that was announced; undefined where it can be judged by. */
export function whatIsWrong(beacon: Beacon): string | undefined {
  if (beacon.scheme !== SCHEME) return `its scheme is not "${SCHEME}"`;
  const { chain, publicKey, genesisMs, periodMs } = QUICKNET;
  if (beacon.chain !== chain) return undefined;
  return beacon.publicKey !== publicKey || beacon.genesisMs !== genesisMs ||
      beacon.periodMs !== periodMs
    ? "it bears the name of drand's quicknet and is another"
    : undefined;
}

/** Whether the beacon's key signed the round's number (RFC 9380, signatures in G1). */
export function isSigned(beacon: Beacon, round: number, signature: string): boolean {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(round));
  const { shortSignatures: bls } = bls12_381;
  try {
    const point = bls.hash(
      Uint8Array.fromHex(sha256(number)),
      "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
    );
    return bls.verify(Uint8Array.fromHex(signature), point, Uint8Array.fromHex(beacon.publicKey));
  } catch {
    // Bytes that are no points of the curve sign nothing.
    return false;
  }
}
