/**
 * A car whose paint, wheels and roof change in place. Its gradients take their colours from what holds
 * it, all wheels stand ready, and the night roof is drawn and hidden: nothing is drawn anew.
 */
import type { Roof } from "./Car.tsx";
import { type Paint, type PaintStops, paintStops } from "./paints.ts";
import type { WheelDesign } from "./Wheel.tsx";

export interface Dress {
  readonly paint: Paint;
  readonly wheels: WheelDesign;
  readonly roof: Roof;
  readonly label: string;
}

export const LIVE_STOPS: PaintStops = {
  sky: "var(--car-sky)",
  shoulder: "var(--car-shoulder)",
  base: "var(--car-base)",
  flank: "var(--car-flank)",
  floor: "var(--car-floor)",
};

/** The address of a wheel that a live car has ready; pictures beside it may use it as well. */
export const liveWheel = (design: WheelDesign): string => `#live-${design}-wheel`;

/** The paint as a style of what holds the car. */
export const paintStyle = (paint: Paint): string =>
  Object.entries(paintStops(paint)).map(([name, colour]) => `--car-${name}:${colour}`).join(";");

/** Puts the car that `holder` holds into another dress. */
export function dress(holder: HTMLElement, { paint, wheels, roof, label }: Dress): void {
  holder.style.cssText = paintStyle(paint);
  holder.dataset.roof = roof;
  for (const wheel of holder.querySelectorAll(".car__wheel")) {
    wheel.setAttribute("href", liveWheel(wheels));
  }
  holder.querySelector(".car")?.setAttribute("aria-label", label);
}
