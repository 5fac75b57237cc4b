/**
 * Answers of a map vendor, kept for a while: the same words come from many people, and each question
 * costs quota. What is used up is not asked for again before it is there again.
 */
import { forgetOldest } from "../../collections/forget_oldest.ts";
import {
  type Address,
  type Found,
  type Maps,
  MapsError,
  type Point,
  type Suggestion,
  type SuggestOptions,
} from "./port.ts";

export interface KeptOptions {
  readonly now: () => number;
  /** How long an answer is as good as a new one, milliseconds. */
  readonly keptMs?: number;
  /** Answers that are remembered; beyond, the one unused for longest is forgotten. */
  readonly most?: number;
}

const KEPT_MS = 24 * 3_600_000;
const MOST = 5_000;
/** Three digits after the point: a hundred metres, which is near enough for an address. */
const DIGITS = 3;
/** How long whoever asks is kept waiting, milliseconds; whoever leaves early does not stop the others. */
const PATIENCE_MS = 6_000;

interface Kept {
  readonly until: number;
  readonly answer: unknown;
}

export class KeptMaps implements Maps {
  readonly system: string;
  readonly #maps: Maps;
  readonly #options: Required<KeptOptions>;
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<unknown>>();
  /** Set while the vendor's quota is used up. */
  #out: { readonly until: number; readonly error: MapsError } | undefined;

  constructor(maps: Maps, { now, keptMs = KEPT_MS, most = MOST }: KeptOptions) {
    this.system = maps.system;
    this.#maps = maps;
    this.#options = { now, keptMs, most };
  }

  suggest(words: string, options: SuggestOptions, signal: AbortSignal): Promise<Suggestion[]> {
    const plain = plainWords(words);
    if (plain === "") return Promise.resolve([]);
    const near = options.near && coarse(options.near);
    const asked = { ...(options.city ? { city: options.city } : {}), ...(near ? { near } : {}) };
    const key = JSON.stringify(["suggest", plain, asked.city, near]);
    return this.#ask(key, (own) => this.#maps.suggest(plain, asked, own), signal);
  }

  geocode(address: string, signal: AbortSignal): Promise<Found | undefined> {
    const plain = plainWords(address);
    if (plain === "") return Promise.resolve(undefined);
    return this.#ask(
      JSON.stringify(["geocode", plain]),
      (own) => this.#maps.geocode(plain, own),
      signal,
    );
  }

  regeocode(at: Point, signal: AbortSignal): Promise<Address | undefined> {
    const place = coarse(at);
    return this.#ask(
      JSON.stringify(["regeocode", place]),
      (own) => this.#maps.regeocode(place, own),
      signal,
    );
  }

  async #ask<T>(
    key: string,
    call: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    signal.throwIfAborted();
    const now = this.#options.now();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now) {
      this.#keep(key, kept);
      return kept.answer as T;
    }
    if (this.#out && this.#out.until > now) throw this.#out.error;
    let asking = this.#underWay.get(key) as Promise<T> | undefined;
    if (!asking) {
      asking = this.#call(key, call).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, asking);
      // Whoever asked may have gone; then nobody else hears of the failure.
      asking.catch(() => {});
    }
    return await abandoned(asking, signal);
  }

  async #call<T>(key: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { now, keptMs } = this.#options;
    try {
      const answer = await call(AbortSignal.timeout(PATIENCE_MS));
      this.#keep(key, { until: now() + keptMs, answer });
      return answer;
    } catch (error) {
      if (error instanceof MapsError && error.failure === "quota") {
        this.#out = { until: now() + (error.retryAfterMs ?? 0), error };
      }
      throw error;
    }
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    if (this.#kept.size >= this.#options.most) forgetOldest(this.#kept);
    this.#kept.set(key, kept);
  }
}

/** One way to write the same words, so that they are one question. */
const plainWords = (words: string): string =>
  words.normalize("NFKC").replace(/[\p{Cc}\s]+/gu, " ").trim().slice(0, 80);

const coarse = ({ longitude, latitude }: Point): Point => ({
  longitude: Number(longitude.toFixed(DIGITS)),
  latitude: Number(latitude.toFixed(DIGITS)),
});

/** The answer, unless whoever waits for it gives up before. */
function abandoned<T>(asking: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject, resolve } = Promise.withResolvers<T>();
  const leave = () => reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  asking.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  return promise;
}
