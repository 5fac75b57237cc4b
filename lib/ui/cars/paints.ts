import { type Oklch, toHex } from "./oklch.ts";

/** The range, named after what is seen by a river. Its words are the brand's, its light is here. */
export const PAINTS = {
  snow: { l: 0.93, c: 0.004, h: 210 },
  mist: { l: 0.74, c: 0.012, h: 215 },
  slate: { l: 0.47, c: 0.016, h: 235 },
  ink: { l: 0.245, c: 0.014, h: 240 },
  water: { l: 0.46, c: 0.062, h: 205 },
  reed: { l: 0.58, c: 0.042, h: 130 },
  dawn: { l: 0.74, c: 0.052, h: 60 },
  maple: { l: 0.46, c: 0.145, h: 30 },
} as const satisfies Readonly<Record<string, Oklch>>;

export type Paint = keyof typeof PAINTS;

export const paintNames = Object.keys(PAINTS) as Paint[];

/** What one colour becomes on a body: under the sky, on the shoulder, as it is, in shade, over the floor. */
export interface PaintStops {
  readonly sky: string;
  readonly shoulder: string;
  readonly base: string;
  readonly flank: string;
  readonly floor: string;
}

/** Light paints fall off less into shade than dark ones gain by the sky. */
export function paintStops(paint: Paint): PaintStops {
  const { l, c, h } = PAINTS[paint];
  const lit = (share: number, chroma: number): Oklch => ({
    l: l + (0.985 - l) * share,
    c: c * chroma,
    h,
  });
  const shaded = (share: number, chroma: number): Oklch => ({ l: l * share, c: c * chroma, h });
  return {
    sky: toHex(lit(0.62, 0.55)),
    shoulder: toHex(lit(0.24, 0.95)),
    base: toHex({ l, c, h }),
    flank: toHex(shaded(0.74, 0.86)),
    floor: toHex(shaded(0.5, 0.6)),
  };
}
