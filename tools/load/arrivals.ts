/** When people come. */

/** Milliseconds after the start at which the person with this number (from 0) comes. */
export type Arrivals = (number: number) => number;

const EARLY_SHARE = 0.8;
const LATE_SPAN = 4;

/**
 * As a launch is met: 80 % come evenly in the first `seconds`, the others evenly over four times as
 * long.
 */
export function launchArrivals(count: number, seconds: number): Arrivals {
  const early = Math.ceil(count * EARLY_SHARE);
  const late = count - early;
  return (number) =>
    number < early
      ? (number / early) * seconds * 1000
      : (1 + LATE_SPAN * (number - early) / late) * seconds * 1000;
}
