import { StaffFigures } from "../live/staff_figures.ts";
import type { Platform } from "../platform.ts";

const ofPlatform = new WeakMap<Platform, StaffFigures>();

/** One reader a platform, so that all who look share what was read. */
export function figuresOf(platform: Platform): StaffFigures {
  let figures = ofPlatform.get(platform);
  if (!figures) ofPlatform.set(platform, figures = new StaffFigures(platform));
  return figures;
}
