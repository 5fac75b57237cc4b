/**
 * A map service within this process that answers as Amap does, as far as the adapter asks: input tips,
 * geocoding, reverse geocoding, keys, signatures, quotas. What it knows is in `sandbox/gazetteer.ts`.
 */
import { openAmap, signatureOf } from "./amap.ts";
import type { Found, Maps, Point, Suggestion } from "./port.ts";
import { KNOWN_PLACES, REGIONS } from "./sandbox/gazetteer.ts";

const KEY = "sandbox";
const SECRET = "sandbox-secret";
const MOST_TIPS = 10;
/** Farther than this from anything that it knows, nothing is said of a point. Degrees. */
const NEAR_DEGREES = 3;

/** As Amap has it: an empty array stands where a text is missing. */
const orNone = (text: string): string | [] => text === "" ? [] : text;

export class MapsSandbox {
  /** Questions that were answered, for whoever watches the quota. */
  answered = 0;
  /** Questions of this day that are still answered. */
  quota = Infinity;
  /** Whether it is out: then nobody answers. */
  down = false;

  /** The adapter, as it would talk to the real one. */
  open(): Maps {
    const access = { key: KEY, secret: SECRET, api: "https://maps.sandbox.invalid" };
    return { ...openAmap(access, { fetch: this.handle }), system: "sandbox" };
  }

  readonly handle = (request: Request): Promise<Response> => {
    if (request.signal.aborted) return Promise.reject(request.signal.reason);
    if (this.down) return Promise.reject(new TypeError("connection refused"));
    const { pathname, searchParams } = new URL(request.url);
    return Promise.resolve(Response.json(this.#answer(pathname, Object.fromEntries(searchParams))));
  };

  #answer(path: string, { sig, ...parameters }: Record<string, string>): unknown {
    const refused = (infocode: string, info: string) => ({ status: "0", info, infocode });
    if (parameters.key !== KEY) return refused("10001", "INVALID_USER_KEY");
    if (sig !== signatureOf(parameters, SECRET)) return refused("10007", "INVALID_USER_SIGNATURE");
    if (this.answered >= this.quota) return refused("10044", "USER_DAILY_QUERY_OVER_LIMIT");
    const { keywords, address, location, city } = parameters;
    const asked = path === "/v3/assistant/inputtips"
      ? keywords
      : path === "/v3/geocode/geo"
      ? address
      : path === "/v3/geocode/regeo"
      ? location
      : undefined;
    if (!path.startsWith("/v3/")) return refused("10002", "SERVICE_NOT_AVAILABLE");
    if (!asked) return refused("20001", "MISSING_REQUIRED_PARAMS");
    const near = location === undefined ? undefined : pointOf(location);
    if (location !== undefined && !near) return refused("20000", "INVALID_PARAMS");
    this.answered++;
    const ok = { status: "1", info: "OK", infocode: "10000" };
    if (path.endsWith("/inputtips")) return { ...ok, ...tipsFor(asked, city, near) };
    if (path.endsWith("/regeo")) return { ...ok, regeocode: regeocodeOf(near!) };
    const found = geocodesFor(asked);
    return found.length === 0
      ? refused("30001", "ENGINE_RESPONSE_DATA_ERROR")
      : { ...ok, count: String(found.length), geocodes: found };
  }
}

function pointOf(location: string): Point | undefined {
  const [longitude, latitude] = location.split(",").map(Number);
  return Number.isFinite(longitude) && Number.isFinite(latitude)
    ? { longitude: longitude!, latitude: latitude! }
    : undefined;
}

const away = (a: Point, b: Point): number =>
  Math.hypot((a.longitude - b.longitude) * 0.85, a.latitude - b.latitude);

/** How well a name fits what was typed: 3 exactly, 2 its beginning, 1 somewhere, 0 not. */
function fit(name: string, words: string): number {
  const plain = name.replace(/[市区县]$/, "");
  if (name === words || plain === words) return 3;
  return name.startsWith(words) ? 2 : name.includes(words) ? 1 : 0;
}

interface Candidate extends Suggestion {
  readonly fits: number;
  readonly adcode: string;
}

function tipsFor(keywords: string, city: string | undefined, near: Point | undefined) {
  const words = keywords.replace(/\s/g, "");
  const places = KNOWN_PLACES.map((place): Candidate => ({
    ...place,
    adcode: regionOf(place.at)?.regionCode ?? "",
    fits: Math.max(fit(place.name, words), fit(place.district + place.name, words)),
  }));
  const regions = REGIONS.map((region): Candidate => ({
    id: "",
    name: region.text,
    district: region.text,
    address: "",
    at: region.at,
    adcode: region.regionCode,
    fits: Math.max(fit(region.short, words), fit(region.text, words)),
  }));
  const here = ({ district }: Candidate) => city !== undefined && district.includes(city) ? 1 : 0;
  const distance = ({ at }: Candidate) => near ? away(at, near) : 0;
  const tips = [...regions, ...places].filter(({ fits }) => fits > 0)
    .sort((a, b) => here(b) - here(a) || b.fits - a.fits || distance(a) - distance(b))
    .slice(0, MOST_TIPS)
    .map(({ id, name, district, address, at, adcode }) => ({
      id: orNone(id),
      name,
      district,
      adcode,
      location: `${at.longitude},${at.latitude}`,
      address: orNone(address),
      typecode: "",
      city: [],
    }));
  // Amap puts the bare word first, which is nowhere.
  const word = { id: [], name: words, district: [], adcode: [], location: [], address: [] };
  return { count: String(tips.length + 1), tips: [{ ...word, typecode: [], city: [] }, ...tips] };
}

function geocodesFor(address: string): unknown[] {
  const words = address.replace(/\s/g, "");
  const place = KNOWN_PLACES.find(({ name, district }) =>
    words === name || words.includes(name) && words.includes(regionNamed(district)?.short ?? name)
  );
  const region = (place && regionNamed(place.district)) ?? longestNamed(words);
  if (!region) return [];
  const at = place?.at ?? region.at;
  return [{
    ...componentsOf(region),
    formatted_address: region.text + (place?.name ?? ""),
    location: `${at.longitude},${at.latitude}`,
    level: place ? "兴趣点" : region.district === "" ? "市" : "区县",
  }];
}

const regionNamed = (text: string) => REGIONS.find((region) => region.text === text);

/** The region that the words begin with or name, the most particular one. */
function longestNamed(words: string) {
  const named = (name: string) => name.length > 1 && words.includes(name);
  const cities = REGIONS.filter(({ district, short, city }) =>
    district === "" && (named(short) || named(city))
  );
  const within = REGIONS.filter(({ district, city }) =>
    named(district) && (cities.length === 0 || cities.some((one) => one.city === city))
  );
  return within[0] ?? cities.sort((a, b) => b.short.length - a.short.length)[0];
}

function regionOf(at: Point): Found | undefined {
  const [nearest] = REGIONS.map((region) => ({ region, distance: away(region.at, at) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance < NEAR_DEGREES ? nearest.region : undefined;
}

function regeocodeOf(at: Point) {
  const region = regionOf(at);
  return region ? { formatted_address: region.text, addressComponent: componentsOf(region) } : {
    formatted_address: [],
    addressComponent: { province: [], city: [], district: [], adcode: [], country: [] },
  };
}

const componentsOf = ({ province, city, district, regionCode }: Found) => ({
  country: "中国",
  province,
  // A municipality has no city of its own in a reverse geocoding, as with the real one.
  city: province === city ? [] : city,
  citycode: [],
  district: orNone(district),
  adcode: regionCode,
});
