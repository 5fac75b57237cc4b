/** Rounds of the scheme `bls-unchained-g1-rfc9380`: how they are signed and verified. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Beacon, Round } from "./port.ts";
import { SCHEME } from "./port.ts";

/** RFC 9380's suite for hashing to the group that signatures are in. */
const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const { shortSignatures: bls } = bls12_381;

function pointOf(round: number) {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(round));
  return bls.hash(sha256(number), DOMAIN);
}

/** @throws {Error} saying why the round is not the beacon's own */
export function verifyRound(beacon: Beacon, { round, randomness, signature }: Round): void {
  const no = (why: string) => new Error(`Cannot take round ${round} of the beacon: ${why}`);
  if (beacon.scheme !== SCHEME) throw no(`its scheme is "${beacon.scheme}", expected "${SCHEME}"`);
  const bytes = Uint8Array.fromHex(signature);
  if (sha256(bytes).toHex() !== randomness) throw no("its randomness is not its signature's hash");
  let signed = false;
  try {
    signed = bls.verify(bytes, pointOf(round), Uint8Array.fromHex(beacon.publicKey));
  } catch {
    // Bytes that are no point of the curve are no signature either.
  }
  if (!signed) throw no("its signature is not by the beacon's key");
}

/** A key that signs rounds: for the sandbox and for tests. */
export function signerOf(seed: Uint8Array) {
  const { secretKey, publicKey } = bls.keygen(
    new Uint8Array([...sha256(seed), ...sha256(sha256(seed))]).subarray(0, 48),
  );
  return {
    publicKey: publicKey.toHex(),
    sign(round: number): Round {
      const signature = bls.sign(pointOf(round), secretKey).toBytes();
      return { round, randomness: sha256(signature).toHex(), signature: signature.toHex() };
    },
  };
}
