/**
 * Maps: places by words, an address as a point, a point as an address. Distances are no business of
 * this port: they are reckoned here, from coordinates that we keep, because each question costs quota.
 */

/** GCJ-02 degrees, as Chinese maps print them; satellites give WGS-84, some 500 metres beside. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

export interface Suggestion {
  /** The vendor's own id of the place; empty where it has none, as for a district. */
  readonly id: string;
  readonly name: string;
  /** Province, city and district in one, as they are written on an envelope; may be empty. */
  readonly district: string;
  /** Street and number, where they are known. */
  readonly address: string;
  readonly at: Point;
}

export interface Address {
  /** The whole address in one line. */
  readonly text: string;
  readonly province: string;
  /** The city; of a municipality its own name. */
  readonly city: string;
  /** Empty where the point lies in no district, or a whole city was found. */
  readonly district: string;
  /** Six digits of GB/T 2260. */
  readonly regionCode: string;
}

export interface Found extends Address {
  readonly at: Point;
}

export interface SuggestOptions {
  /** Places of this city come first: its name or its region code. */
  readonly city?: string;
  /** Places near here come first. */
  readonly near?: Point;
}

export interface Maps {
  readonly system: string;
  /** Places that the words may mean, the likeliest first, at most ten; none where nothing fits. */
  suggest(words: string, options: SuggestOptions, signal: AbortSignal): Promise<Suggestion[]>;
  /** Where an address is; undefined where it is unknown. */
  geocode(address: string, signal: AbortSignal): Promise<Found | undefined>;
  /** What is at a point; undefined where nothing is known of it, as at sea. */
  regeocode(at: Point, signal: AbortSignal): Promise<Address | undefined>;
}

export type MapsFailure =
  /** The day's or the plan's quota is used up: nothing is answered before `retryAfterMs`. */
  | "quota"
  /** Too many at a time; sooner or later it is answered. */
  | "busy"
  /** No answer came, or none that can be read. */
  | "unreachable"
  /** Key, signature, address or parameters are not taken: asking again is no use. */
  | "refused";

export class MapsError extends Error {
  override readonly name = "MapsError";
  readonly failure: MapsFailure;
  /** Milliseconds after which asking again may help. */
  readonly retryAfterMs: number | undefined;

  constructor(
    failure: MapsFailure,
    message: string,
    { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}

/** How long words and addresses may be, characters; vendors cut or refuse longer ones. */
export const MOST_CHARACTERS = 80;
