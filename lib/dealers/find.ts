/** Dealers as they are looked for: by city, by what they do, from a place. */
import { type Dealer, DEALERS, type DealerService } from "./dealers.ts";
import { distanceM, type Place } from "./distance.ts";

export interface Wanted {
  /** The city's key, as `cityKey` gives it. */
  readonly city?: string | undefined;
  readonly service?: DealerService | undefined;
  readonly near?: Place | undefined;
}

export interface DealerFound {
  readonly dealer: Dealer;
  /** From where was asked for; null where nothing was. */
  readonly metres: number | null;
}

export const cityKey = ({ id }: Dealer): string => id.split("-")[0]!;

export interface City {
  readonly key: string;
  readonly name: Dealer["city"];
}

/** Each city that has a dealer, in the dealers' order. */
export const DEALER_CITIES: readonly City[] = [
  ...new Map(DEALERS.map((one) => [cityKey(one), { key: cityKey(one), name: one.city }])).values(),
];

/** A city by its key or either of its names; undefined where no dealer is in it. */
export function cityNamed(words: string): City | undefined {
  const plain = words.normalize("NFKC").trim().toLowerCase().replace(/市$/, "");
  return DEALER_CITIES.find(({ key, name }) =>
    key === plain || name.zh === plain || name.en.toLowerCase() === plain
  );
}

/** The nearest first where a place is given, else in the list's own order. */
export function findDealers({ city, service, near }: Wanted): DealerFound[] {
  const found = DEALERS
    .filter((one) => city === undefined || cityKey(one) === city)
    .filter(({ services }) => service === undefined || services.includes(service))
    .map((dealer) => ({ dealer, metres: near ? Math.round(distanceM(near, dealer.at)) : null }));
  return near
    ? found.sort((a, b) => a.metres! - b.metres! || (a.dealer.id < b.dealer.id ? -1 : 1))
    : found;
}

/** `121.4906,31.2374`, longitude first; undefined where it is no place on Earth. */
export function placeWritten(text: string | null | undefined): Place | undefined {
  const [, east, north] =
    /^(-?\d{1,3}(?:\.\d{1,8})?),(-?\d{1,2}(?:\.\d{1,8})?)$/.exec(text ?? "") ??
      [];
  const [longitude, latitude] = [Number(east), Number(north)];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90
    ? { longitude, latitude }
    : undefined;
}
