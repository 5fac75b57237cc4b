/** Dealers by distance over the ground, reckoned here: no quota of a map vendor is spent on it. */
import { type Dealer, DEALERS, type DealerService } from "./dealers.ts";

export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

/** The mean radius of the Earth (IUGG). */
const EARTH_M = 6_371_009;

const radians = (degrees: number): number => degrees * Math.PI / 180;

/** Great-circle metres by the haversine, which stays exact for short distances. */
export function distanceM(a: Place, b: Place): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2);
  const east = Math.sin(radians(b.longitude - a.longitude) / 2);
  const chord = north * north +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east * east;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export interface DealerAway {
  readonly dealer: Dealer;
  readonly metres: number;
}

/** Nearest first; dealers as far as each other stay in the order of their ids. */
export function nearestDealers(
  from: Place,
  service?: DealerService,
  dealers: readonly Dealer[] = DEALERS,
): DealerAway[] {
  return dealers
    .filter(({ services }) => service === undefined || services.includes(service))
    .map((dealer) => ({ dealer, metres: Math.round(distanceM(from, dealer.at)) }))
    .sort((a, b) => a.metres - b.metres || (a.dealer.id < b.dealer.id ? -1 : 1));
}
