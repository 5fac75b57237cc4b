/**
 * Satellites give WGS-84, Chinese maps print GCJ-02, which lies up to some 700 metres beside it. The
 * shift is public only as this approximation, which is good to a few metres; outside of China there is
 * none.
 */
import type { Place } from "./distance.ts";

/** Krasovsky's ellipsoid, by which the shift is defined. */
const AXIS_M = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;

/** A rough frame: whoever is in it and not in China is shifted by some hundred metres. */
const inChina = ({ longitude, latitude }: Place): boolean =>
  longitude > 73.66 && longitude < 135.05 && latitude > 3.86 && latitude < 53.55;

const wave = (value: number, size: number): number => size * Math.sin(value * Math.PI);

/** What both shifts have in common: short waves along the parallel. */
const ripple = (x: number): number => (wave(6 * x, 20) + wave(2 * x, 20)) * 2 / 3;

function north(x: number, y: number): number {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) +
    ripple(x) + (wave(y, 20) + wave(y / 3, 40)) * 2 / 3 +
    (wave(y / 12, 160) + wave(y / 30, 320)) * 2 / 3;
}

function east(x: number, y: number): number {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) +
    ripple(x) + (wave(x, 20) + wave(x / 3, 40)) * 2 / 3 +
    (wave(x / 12, 150) + wave(x / 30, 300)) * 2 / 3;
}

/** Where a satellite's place is on a Chinese map. */
export function gcj02(place: Place): Place {
  if (!inChina(place)) return place;
  const { longitude, latitude } = place;
  const [x, y] = [longitude - 105, latitude - 35];
  const radians = latitude * Math.PI / 180;
  const flattened = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  const meridianM = AXIS_M * (1 - ECCENTRICITY_SQUARED) / flattened ** 1.5;
  const parallelM = AXIS_M / Math.sqrt(flattened) * Math.cos(radians);
  const degrees = 180 / Math.PI;
  return {
    longitude: longitude + east(x, y) / parallelM * degrees,
    latitude: latitude + north(x, y) / meridianM * degrees,
  };
}
