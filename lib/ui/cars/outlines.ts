/** Paths that follow from a shape: silhouettes, panes, arches, and the lines that light runs along. */
import { GROUND, type Shape } from "./shapes.ts";

/** Where a piece of path ends: its last two numbers. */
const endOf = (path: string): string => path.match(/(-?[\d.]+)[ ,](-?[\d.]+)$/)!.slice(1).join(" ");

/** Hood, screen, roof and tail as one open line: where the sky's light lies. */
export const upperLine = ({ outline: { nose, hood, screen, roof, tail } }: Shape): string =>
  `M${endOf(nose)}${hood}${screen}${roof}${tail}`;

/** The roof alone, from the upper edge of the windscreen to the spoiler. */
export const roofLine = ({ outline: { screen, roof } }: Shape): string =>
  `M${endOf(screen)}${roof}`;

/** The roof as a thin blade, pointed at both ends; the windows lie over its lower edge. */
export function roofPane(shape: Shape): string {
  const { outline: { screen, roof } } = shape;
  const [x1, y1, x2, y2] = `${endOf(screen)} ${endOf(roof)}`.split(" ").map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return `${roofLine(shape)}Q${(x1 + x2) / 2} ${Math.max(y1, y2) + 8} ${endOf(screen)}Z`;
}

/** The windscreen, seen along its surface. */
export const screenLine = ({ outline: { hood, screen } }: Shape): string =>
  `M${endOf(hood)}${screen}`;

/** Windscreen and dark front pillar: from the silhouette to the front edge of the windows. */
export function screenPane(shape: Shape): string {
  const points = pairs(shape.glass);
  const header = endOf(screenLine(shape));
  const roof = points[6]!;
  const [x1, y1, x2, y2] = `${header} ${roof}`.split(" ").map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const bow = `${(x1 + x2) / 2} ${(y1 + y2) / 2 - 3.6}`;
  return `${screenLine(shape)}Q${bow} ${roof}L${points[0]}Z`;
}

/** Where the headlamp begins: its light spreads from there. */
export const lampAt = ({ lamps: { front } }: Shape): [x: number, y: number] =>
  pairs(front[0]!)[0]!.split(" ").map(Number) as [number, number];

const pairs = (path: string): string[] => path.match(/-?[\d.]+ -?[\d.]+/g)!;

/** Half the chord that a circle round an axle cuts out of the sill. */
const chord = (shape: Shape, radius: number): number =>
  Math.sqrt(radius ** 2 - (shape.sill - (GROUND - shape.tyre)) ** 2);

/** The body with the arches cut out, as one closed path. */
export function bodyPath(shape: Shape, radius = shape.arch): string {
  const { outline: { start, nose, hood, screen, roof, tail, rear }, sill, axles } = shape;
  const half = chord(shape, radius);
  const arch = (axle: number) =>
    `L${axle + half} ${sill}A${radius} ${radius} 0 1 0 ${axle - half} ${sill}`;
  return `M${start}${nose}${hood}${screen}${roof}${tail}${rear}${arch(axles[1])}${arch(axles[0])}Z`;
}

/** The opening of one arch, down to the sill. */
export function archPath(shape: Shape, axle: number): string {
  const half = chord(shape, shape.arch);
  return `M${axle + half} ${shape.sill}A${shape.arch} ${shape.arch} 0 1 0 ${
    axle - half
  } ${shape.sill}Z`;
}

/** All that lies under an open line that crosses the car from front to rear. */
export const below = (line: string): string => `${line}V${GROUND + 20}H0Z`;
