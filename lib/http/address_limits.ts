/**
 * What one address may ask for. Generous, since a school or a mobile carrier stands behind one
 * address as well; what counts is that no single machine can use up the platform for the others.
 */
import { type AddressBlock, clientAddress, clientIp, type Connection } from "./client_address.ts";
import { Problem } from "./problem.ts";
import { OpenLimit, type Rate, RateLimit } from "./rate_limit.ts";

/** The rates of what is limited by address. */
export const ADDRESS_RATES = {
  /** Sign-in codes asked for, for whatever number: each one is a text message that costs. */
  codes: { burst: 20, everyMs: 6_000 },
  /** Codes tried: five tries void a code, but there are many numbers to try. */
  signIns: { burst: 40, everyMs: 3_000 },
  /** Addresses looked up: what is not known yet costs quota of the map service. */
  places: { burst: 30, everyMs: 2_000 },
  /** Downloads of journals, which are long. */
  journals: { burst: 10, everyMs: 10_000 },
} as const satisfies Record<string, Rate>;

export const VIEWERS_AN_ADDRESS = 500;
const VIEWER_RETRY_MS = 5_000;

export type Limited = keyof typeof ADDRESS_RATES;

export interface AddressLimitsOptions {
  /** Whose X-Forwarded-For is believed. Default: nobody's. */
  readonly trustedProxies?: readonly AddressBlock[];
  /** What is not limited, as on a server for load tests, where one machine plays all. */
  readonly unlimited?: readonly (Limited | "viewers")[];
  readonly viewers?: number;
  readonly rates?: Partial<Record<Limited, Rate>>;
  /** Milliseconds, of a clock that never goes back. */
  readonly now?: () => number;
}

/** Who asks: as Deno.serve and the request tell it. Without a connection nothing is limited. */
export interface Origin {
  readonly connection: Connection | undefined;
  readonly headers: Headers;
}

export class AddressLimits {
  readonly #proxies: readonly AddressBlock[];
  readonly #rates = new Map<Limited, RateLimit>();
  readonly #viewers: OpenLimit | undefined;

  constructor(options: AddressLimitsOptions = {}) {
    const { trustedProxies = [], unlimited = [], viewers = VIEWERS_AN_ADDRESS, now } = options;
    this.#proxies = trustedProxies;
    for (const what of Object.keys(ADDRESS_RATES) as Limited[]) {
      if (unlimited.includes(what)) continue;
      const rate = options.rates?.[what] ?? ADDRESS_RATES[what];
      this.#rates.set(what, new RateLimit({ ...rate, ...(now ? { now } : {}) }));
    }
    this.#viewers = unlimited.includes("viewers") ? undefined : new OpenLimit(viewers);
  }

  /** The client's whole address, for whoever outside has to know it. */
  ipOf({ connection, headers }: Origin): string | undefined {
    return clientIp(connection, headers, this.#proxies);
  }

  /** The client's key for limits of one's own: an IPv4 address or an IPv6 /64. */
  addressOf({ connection, headers }: Origin): string | undefined {
    return clientAddress(connection, headers, this.#proxies);
  }

  /** Counts a request. @throws {Problem} `too_many_requests` with how long to wait */
  take(what: Limited, origin: Origin): void {
    const address = this.addressOf(origin);
    const waitMs = address === undefined ? 0 : this.#rates.get(what)?.take(address) ?? 0;
    if (waitMs > 0) throw tooMany(waitMs);
  }

  /** Lets a viewer in and tells how to let it out. @throws {Problem} `too_many_requests` */
  enterViewer(origin: Origin): () => void {
    const address = this.addressOf(origin);
    if (address === undefined || !this.#viewers) return () => {};
    const leave = this.#viewers.enter(address);
    if (!leave) throw tooMany(VIEWER_RETRY_MS);
    return leave;
  }
}

const tooMany = (retryAfterMs: number) =>
  new Problem("too_many_requests", { retryAfterMs, more: { retryAfterMs } });
