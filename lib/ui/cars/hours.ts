import { type Oklch, toHex } from "./oklch.ts";

export type Hour = "dawn" | "day" | "dusk" | "night";

interface Light {
  readonly zenith: Oklch;
  readonly horizon: Oklch;
  /** The sun or the moon behind the hills. */
  readonly glow: Oklch;
  readonly glowAt: readonly [x: number, y: number];
  readonly far: Oklch;
  readonly near: Oklch;
  readonly mist: Oklch;
  readonly water: Oklch;
  readonly ground: Oklch;
  /** Whether words over it are dark or bright. */
  readonly theme: "light" | "dark";
}

const of = (l: number, c: number, h: number): Oklch => ({ l, c, h });

export const HOURS: Readonly<Record<Hour, Light>> = {
  dawn: {
    zenith: of(0.9, 0.016, 225),
    horizon: of(0.945, 0.034, 66),
    glow: of(0.975, 0.045, 75),
    glowAt: [0.46, 560],
    far: of(0.87, 0.018, 225),
    near: of(0.62, 0.034, 215),
    mist: of(0.945, 0.016, 70),
    water: of(0.83, 0.02, 215),
    ground: of(0.8, 0.014, 215),
    theme: "light",
  },
  day: {
    zenith: of(0.92, 0.012, 215),
    horizon: of(0.965, 0.007, 205),
    glow: of(0.99, 0.006, 200),
    glowAt: [0.4, 420],
    far: of(0.9, 0.011, 215),
    near: of(0.7, 0.026, 205),
    mist: of(0.965, 0.006, 205),
    water: of(0.88, 0.014, 208),
    ground: of(0.86, 0.008, 210),
    theme: "light",
  },
  dusk: {
    zenith: of(0.27, 0.04, 240),
    horizon: of(0.62, 0.075, 55),
    glow: of(0.8, 0.1, 60),
    glowAt: [0.46, 620],
    far: of(0.42, 0.036, 250),
    near: of(0.2, 0.026, 235),
    mist: of(0.5, 0.04, 40),
    water: of(0.3, 0.03, 235),
    ground: of(0.19, 0.016, 230),
    theme: "dark",
  },
  night: {
    zenith: of(0.13, 0.016, 225),
    horizon: of(0.27, 0.034, 212),
    glow: of(0.42, 0.05, 205),
    glowAt: [0.58, 600],
    far: of(0.23, 0.026, 215),
    near: of(0.145, 0.014, 220),
    mist: of(0.28, 0.032, 208),
    water: of(0.17, 0.02, 215),
    ground: of(0.125, 0.012, 220),
    theme: "dark",
  },
};

export const hours = Object.keys(HOURS) as Hour[];

/** A colour on the way to another, straight through Oklab: a way by the hue would pass through green. */
export function between(one: Oklch, other: Oklch, share: number): string {
  const [oneA, oneB] = axes(one);
  const [otherA, otherB] = axes(other);
  const a = oneA + (otherA - oneA) * share;
  const b = oneB + (otherB - oneB) * share;
  return toHex({
    l: one.l + (other.l - one.l) * share,
    c: Math.hypot(a, b),
    h: (Math.atan2(b, a) * 180) / Math.PI,
  });
}

const axes = ({ c, h }: Oklch): [a: number, b: number] => {
  const angle = (h * Math.PI) / 180;
  return [c * Math.cos(angle), c * Math.sin(angle)];
};
