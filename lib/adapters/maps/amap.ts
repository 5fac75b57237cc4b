/**
 * Amap's web service (restapi.amap.com, version 3): input tips, geocoding, reverse geocoding. Its JSON
 * has an empty array wherever a text is missing, and says what went wrong as `infocode` with status 200.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { beijingMidnight } from "../../time/beijing.ts";
import { DAY_MS } from "../../time/day.ts";
import {
  type Address,
  type Found,
  type Maps,
  MapsError,
  type MapsFailure,
  MOST_CHARACTERS,
  type Point,
  type Suggestion,
  type SuggestOptions,
} from "./port.ts";

export interface AmapAccess {
  readonly key: string;
  /** The key's private half, where "digital signature" is switched on for it. */
  readonly secret?: string;
  /** Default: `https://restapi.amap.com`. */
  readonly api?: string;
}

export interface AmapOptions {
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For each try, milliseconds. */
  readonly timeoutMs?: number;
  /** Waits between tries, milliseconds. */
  readonly pause?: (ms: number) => Promise<void>;
  readonly now?: () => number;
}

const API = "https://restapi.amap.com";
const TIMEOUT_MS = 2_500;
const TRIES = 2;
const PAUSE_MS = 250;
const MINUTE_MS = 60_000;
const MOST_TIPS = 10;

/** By https://lbs.amap.com/api/webservice/guide/tools/info; whatever is not here is a refusal. */
const FAILURES: Readonly<Record<string, MapsFailure>> = {
  "10003": "quota", // DAILY_QUERY_OVER_LIMIT
  "10010": "quota", // IP_QUERY_OVER_LIMIT
  "10044": "quota", // USER_DAILY_QUERY_OVER_LIMIT
  "40000": "quota", // QUOTA_PLAN_RUN_OUT
  "40002": "quota", // SERVICE_EXPIRED
  "10004": "busy", // ACCESS_TOO_FREQUENT
  "10014": "busy", // QPS_HAS_EXCEEDED_THE_LIMIT
  "10019": "busy", // CQPS_HAS_EXCEEDED_THE_LIMIT
  "10020": "busy", // CKQPS_HAS_EXCEEDED_THE_LIMIT
  "10021": "busy", // CUQPS_HAS_EXCEEDED_THE_LIMIT
  "10015": "unreachable", // GATEWAY_TIMEOUT
  "10016": "unreachable", // SERVER_IS_BUSY
  "10017": "unreachable", // RESOURCE_UNAVAILABLE
  "20003": "unreachable", // UNKNOWN_ERROR
};
/** ENGINE_RESPONSE_DATA_ERROR: the words of an address were understood, but there is none such. */
const NOTHING_FOUND = "30001";
const TOO_FREQUENT = "10004";

/** A text, or the empty array that stands for none. */
const text = z.union([z.string(), z.array(z.unknown()).max(0)]).optional()
  .transform((value) => typeof value === "string" ? value : "");
const point = text.transform((value, context): Point | undefined => {
  if (value === "") return undefined;
  const [longitude, latitude, more] = value.split(",").map(Number);
  if (more === undefined && Number.isFinite(longitude) && Number.isFinite(latitude)) {
    return { longitude: longitude!, latitude: latitude! };
  }
  context.addIssue(`expected "longitude,latitude", got "${value}"`);
  return z.NEVER;
});

const head = z.object({ status: z.enum(["0", "1"]), info: text, infocode: text });
const tips = z.object({
  tips: z.array(z.object({ id: text, name: text, district: text, address: text, location: point })),
});
const geocodes = z.object({
  geocodes: z.array(z.object({
    formatted_address: text,
    province: text,
    city: text,
    district: text,
    adcode: text,
    location: point,
  })),
});
const regeocode = z.object({
  regeocode: z.object({
    formatted_address: text,
    addressComponent: z.object({ province: text, city: text, district: text, adcode: text }),
  }),
});

/** Over HTTP, or whatever `fetch` stands for it. Two tries at most: somebody is waiting. */
export function openAmap(access: AmapAccess, options: AmapOptions = {}): Maps {
  const ask = asker(access, options);
  return {
    system: "amap",
    async suggest(words, { city, near }: SuggestOptions, signal): Promise<Suggestion[]> {
      const answer = await ask(
        "assistant/inputtips",
        {
          keywords: words.slice(0, MOST_CHARACTERS),
          datatype: "all",
          ...(city ? { city } : {}),
          ...(near ? { location: written(near) } : {}),
        },
        tips,
        signal,
      );
      return (answer?.tips ?? []).flatMap(({ location, ...tip }) =>
        // A bus line or a bare keyword is nowhere.
        location && tip.name !== "" ? [{ ...tip, at: location }] : []
      ).slice(0, MOST_TIPS);
    },
    async geocode(address, signal): Promise<Found | undefined> {
      const answer = await ask(
        "geocode/geo",
        { address: address.slice(0, MOST_CHARACTERS) },
        geocodes,
        signal,
      );
      const [first] = answer?.geocodes ?? [];
      return first?.location && { ...addressOf(first), at: first.location };
    },
    async regeocode(at, signal): Promise<Address | undefined> {
      const answer = await ask("geocode/regeo", { location: written(at) }, regeocode, signal);
      if (!answer) return undefined;
      const { formatted_address, addressComponent } = answer.regeocode;
      return addressComponent.province === ""
        ? undefined
        : addressOf({ formatted_address, ...addressComponent });
    },
  };
}

/** At most six digits after the point are taken. */
const written = ({ longitude, latitude }: Point): string =>
  `${longitude.toFixed(6)},${latitude.toFixed(6)}`;

const addressOf = (
  { formatted_address, province, city, district, adcode }: {
    readonly formatted_address: string;
    readonly province: string;
    readonly city: string;
    readonly district: string;
    readonly adcode: string;
  },
): Address => ({
  text: formatted_address,
  province,
  // Beijing, Shanghai, Tianjin and Chongqing have no city beneath the province.
  city: city === "" ? province : city,
  district,
  regionCode: adcode,
});

type Parameters = Readonly<Record<string, string>>;

/** MD5 over the sorted, unescaped parameters and the key's private half, as Amap prescribes. */
export const signatureOf = (parameters: Parameters, secret: string): string =>
  createHash("md5")
    .update(
      Object.keys(parameters).sort().map((name) => `${name}=${parameters[name]}`).join("&") +
        secret,
    )
    .digest("hex");

function asker({ key, secret, api = API }: AmapAccess, options: AmapOptions) {
  const {
    fetch: send = (request: Request) => fetch(request),
    timeoutMs = TIMEOUT_MS,
    pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    now = () => Date.now(),
  } = options;

  /** Undefined where it knows of none such. The address holds the key: it is in no message. */
  const once = async <T>(
    path: string,
    parameters: Parameters,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> => {
    const whole: Parameters = { ...parameters, key, output: "JSON" };
    const search = new URLSearchParams(whole);
    if (secret) search.set("sig", signatureOf(whole, secret));
    let body: unknown;
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const response = await send(new Request(`${api}/v3/${path}?${search}`, { signal: within }));
      if (!response.ok) {
        await response.body?.cancel();
        throw new MapsError("unreachable", `Amap answered ${path} with status ${response.status}`);
      }
      body = await response.json();
    } catch (cause) {
      if (cause instanceof MapsError) throw cause;
      throw new MapsError("unreachable", `Amap did not answer ${path}`, { cause: nameOf(cause) });
    }
    const { status, info, infocode } = read(head, body, path);
    if (status === "1") return read(shape, body, path);
    if (infocode === NOTHING_FOUND) return undefined;
    const failure = FAILURES[infocode] ?? "refused";
    throw new MapsError(failure, `Amap refused ${path}: ${infocode} ${info}`, {
      ...retry(failure, infocode, now()),
    });
  };

  return async <T>(
    path: string,
    parameters: Parameters,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> => {
    for (let tries = 1;; tries++) {
      try {
        return await once(path, parameters, shape, signal);
      } catch (error) {
        const again = error instanceof MapsError && !signal.aborted && tries < TRIES &&
          (error.failure === "unreachable" || error.failure === "busy");
        if (!again) throw error;
        await pause(PAUSE_MS);
      }
    }
  };
}

function read<T>(shape: z.ZodType<T>, body: unknown, path: string): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
  throw new MapsError(
    "unreachable",
    `Cannot read Amap's answer to ${path}: ${where}: ${issue?.message}`,
  );
}

/** What fetch throws may quote the address, and with it the key. */
const nameOf = (cause: unknown): string => cause instanceof Error ? cause.name : "unknown";

/** Quotas begin anew at midnight in Beijing, rates with the next minute or second. */
function retry(failure: MapsFailure, infocode: string, now: number): { retryAfterMs?: number } {
  if (failure === "quota") return { retryAfterMs: beijingMidnight(now) + DAY_MS - now };
  if (failure === "busy") return { retryAfterMs: infocode === TOO_FREQUENT ? MINUTE_MS : 1_000 };
  return {};
}
