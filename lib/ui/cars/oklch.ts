/** A colour by lightness 0 to 1, chroma and hue in degrees, as CSS `oklch()` has it. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Linear sRGB; matrices from Björn Ottosson's definition of Oklab. */
function toLinear({ l, c, h }: Oklch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

const encode = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;

/** `#rrggbb`, for SVG that also stands alone as a file, where old viewers know no `oklch()`. */
export const toHex = (colour: Oklch): string =>
  "#" +
  toLinear(colour).map((channel) =>
    Math.round(encode(clamp(channel)) * 255).toString(16).padStart(2, "0")
  ).join("");

/** Relative luminance by WCAG 2. */
export const luminance = (colour: Oklch): number => {
  const [red, green, blue] = toLinear(colour).map(clamp) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast ratio by WCAG 2, from 1 to 21. */
export function contrast(one: Oklch, other: Oklch): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (bright + 0.05) / (dark + 0.05);
}
