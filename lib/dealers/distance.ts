/** Distances over the ground, reckoned here: no quota of a map vendor is spent on them. */

/** GCJ-02 degrees, as Chinese maps print them. */
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
