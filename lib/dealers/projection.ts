/** From degrees to the plane of a drawing: true in its middle, which is enough for a sketch. */
import type { Place } from "./distance.ts";

export interface Frame {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

export interface Projection {
  readonly width: number;
  readonly height: number;
  /** Units of the drawing a kilometre is long. */
  readonly kilometre: number;
  point(longitude: number, latitude: number): readonly [x: number, y: number];
  holds(place: Place): boolean;
}

const KM_A_DEGREE = 111.2;

/** The frame on a drawing of `width`; the height follows. */
export function projectionOf(frame: Frame, width: number): Projection {
  const { west, east, south, north } = frame;
  const squeeze = Math.cos((south + north) / 2 * Math.PI / 180);
  const unit = width / ((east - west) * squeeze);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    width,
    height: round((north - south) * unit),
    kilometre: unit / KM_A_DEGREE,
    point: (longitude, latitude) => [
      round((longitude - west) * squeeze * unit),
      round((north - latitude) * unit),
    ],
    holds: ({ longitude, latitude }) =>
      longitude >= west && longitude <= east && latitude >= south && latitude <= north,
  };
}

/** A frame of `km` to each side of a place, and `tall` times as high as wide. */
export function frameAround({ longitude, latitude }: Place, km: number, tall: number): Frame {
  const north = km * tall / KM_A_DEGREE;
  const east = km / (KM_A_DEGREE * Math.cos(latitude * Math.PI / 180));
  return {
    west: longitude - east,
    east: longitude + east,
    south: latitude - north,
    north: latitude + north,
  };
}

/** The smallest frame of that shape that has all places in it, with room around them. */
export function frameOf(places: readonly Place[], leastKm: number, tall: number): Frame {
  const spread = (pick: (place: Place) => number) => {
    const all = places.map(pick);
    return { low: Math.min(...all), high: Math.max(...all) };
  };
  const [x, y] = [spread((one) => one.longitude), spread((one) => one.latitude)];
  const middle = { longitude: (x.low + x.high) / 2, latitude: (y.low + y.high) / 2 };
  const wideKm = (x.high - x.low) / 2 * KM_A_DEGREE * Math.cos(middle.latitude * Math.PI / 180);
  const highKm = (y.high - y.low) / 2 * KM_A_DEGREE;
  return frameAround(middle, Math.max(leastKm, wideKm * 1.35, highKm * 1.35 / tall), tall);
}
