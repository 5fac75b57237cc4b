/**
 * drand's HTTP API (https://docs.drand.love/developer/http-api): a beacon that a league of
 * organisations run together, so that none of them can foretell or hold back a round.
 */
import * as z from "zod";
import { type Beacon, type Randomness, type Round, roundAt, SCHEME } from "./port.ts";
import { verifyRound } from "./signature.ts";

/** The network "quicknet": a round every three seconds. */
export const QUICKNET: Beacon = {
  chain: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  scheme: SCHEME,
  publicKey: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c" +
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb" +
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesisMs: 1_692_803_367_000,
  periodMs: 3_000,
};

export const MIRRORS: readonly string[] = [
  "https://api.drand.sh",
  "https://api2.drand.sh",
  "https://api3.drand.sh",
  "https://drand.cloudflare.com",
];

const MIRROR_TIMEOUT_MS = 5_000;
/** A round is half a kilobyte; whatever is much longer is none. */
const MOST_ANSWER_BYTES = 16 * 1024;

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);
const roundAnswer = z.object({ round: z.int(), randomness: hex.optional(), signature: hex });
const infoAnswer = z.object({
  public_key: hex,
  period: z.int(),
  genesis_time: z.int(),
  hash: hex,
  schemeID: z.string(),
});

export interface DrandOptions {
  readonly beacon?: Beacon;
  /** Origins, asked one after the other until one of them gives what can be verified. */
  readonly mirrors?: readonly string[];
  readonly timeoutMs?: number;
}

export class Drand implements Randomness {
  readonly beacon: Beacon;
  readonly #mirrors: readonly string[];
  readonly #timeoutMs: number;

  constructor(options: DrandOptions = {}) {
    this.beacon = options.beacon ?? QUICKNET;
    this.#mirrors = options.mirrors ?? MIRRORS;
    this.#timeoutMs = options.timeoutMs ?? MIRROR_TIMEOUT_MS;
  }

  roundAt(timeMs: number): number {
    return roundAt(this.beacon, timeMs);
  }

  async round(n: number, signal: AbortSignal): Promise<Round> {
    return await this.#ask(`public/${n}`, signal, (json) => {
      const { round, signature, randomness } = roundAnswer.parse(json);
      if (round !== n) throw new Error(`it gave round ${round}`);
      const told = { round, signature, randomness: randomness ?? "" };
      verifyRound(this.beacon, told);
      return told;
    });
  }

  async confirm(signal: AbortSignal): Promise<void> {
    const { chain, scheme, publicKey, genesisMs, periodMs } = this.beacon;
    await this.#ask("info", signal, (json) => {
      const info = infoAnswer.parse(json);
      const same = info.hash === chain && info.schemeID === scheme &&
        info.public_key === publicKey && info.genesis_time * 1_000 === genesisMs &&
        info.period * 1_000 === periodMs;
      if (!same) throw new Error(`it serves another chain, ${info.hash.slice(0, 12)}…`);
    });
  }

  async #ask<T>(path: string, signal: AbortSignal, read: (json: unknown) => T): Promise<T> {
    const failures: string[] = [];
    for (const mirror of this.#mirrors) {
      signal.throwIfAborted();
      const url = `${mirror}/${this.beacon.chain}/${path}`;
      try {
        return read(await getJson(url, signal, this.#timeoutMs));
      } catch (error) {
        failures.push(`${mirror}: ${error instanceof Error ? error.message : error}`);
      }
    }
    throw new Error(`Cannot get ${path} of the beacon from any mirror: ${failures.join("; ")}`);
  }
}

async function getJson(url: string, signal: AbortSignal, timeoutMs: number): Promise<unknown> {
  const within = new AbortController();
  const timer = setTimeout(
    () => within.abort(new Error(`no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, within.signal]),
      headers: { accept: "application/json" },
      redirect: "error",
    });
    if (response.ok) return JSON.parse(await boundedText(response));
    await response.body?.cancel();
    throw new Error(`it answered ${response.status}`);
  } finally {
    clearTimeout(timer);
  }
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "", bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) {
      throw new Error(`it answered more than ${MOST_ANSWER_BYTES} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
