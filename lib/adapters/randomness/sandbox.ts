/**
 * A beacon of our own, for trying things out: rounds every three seconds, signed as drand signs
 * them, with a key that is kept in the store. Who has the key can foretell its rounds, and the
 * verifier says so.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Beacon, publishedAt, type Randomness, type Round, roundAt, SCHEME } from "./port.ts";
import { signerOf } from "./signature.ts";

const GENESIS_MS = 1_700_000_000_000;
const PERIOD_MS = 3_000;
const utf8 = new TextEncoder();

export class SandboxBeacon implements Randomness {
  readonly #now: () => number;
  readonly #seed: Uint8Array;
  #made: { beacon: Beacon; sign: (round: number) => Round } | undefined;

  /** `secret` makes the key; `now` tells epoch milliseconds. */
  constructor(secret: string, now: () => number) {
    this.#now = now;
    this.#seed = sha256(utf8.encode(`beacon ${secret}`));
  }

  get beacon(): Beacon {
    return this.#signer.beacon;
  }

  /** Made when it is first needed: a server that draws nothing is not kept waiting for it. */
  get #signer() {
    if (this.#made) return this.#made;
    const { publicKey, sign } = signerOf(this.#seed);
    const chain = sha256(utf8.encode(`forecourt sandbox beacon ${publicKey}`)).toHex();
    const beacon = { chain, scheme: SCHEME, publicKey, genesisMs: GENESIS_MS, periodMs: PERIOD_MS };
    return this.#made = { beacon, sign };
  }

  roundAt(timeMs: number): number {
    return roundAt(this.beacon, timeMs);
  }

  round(n: number, signal: AbortSignal): Promise<Round> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      if (!Number.isSafeInteger(n) || n < 1) throw new Error(`There is no round ${n}`);
      const at = publishedAt(this.beacon, n);
      if (this.#now() < at) {
        throw new Error(`Round ${n} is not published before ${new Date(at).toISOString()}`);
      }
      resolve(this.#signer.sign(n));
    });
  }

  confirm(): Promise<void> {
    return Promise.resolve();
  }
}
