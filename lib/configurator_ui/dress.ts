import { appearanceOf } from "../configurator/appearance.ts";
import type { Template } from "../configurator/template.ts";
import { fill } from "../i18n/language.ts";
import type { Dress } from "../ui/cars/live.ts";
import { type Paint, PAINTS } from "../ui/cars/paints.ts";
import { wheelDesigns } from "../ui/cars/Wheel.tsx";
import type { Words } from "./words.ts";

/** How a car with these options looks, and what its picture is called. */
export function dressOf(template: Template, options: readonly string[], words: Words): Dress {
  const { paint, wheels, roof } = appearanceOf(template, options);
  const chosen = (group: string): string =>
    words.name(options.find((code) => code.startsWith(`${group}_`)) ?? "");
  return {
    paint: paint && paint in PAINTS ? paint as Paint : "mist",
    wheels: wheelDesigns.find((design) => design === wheels) ?? "blade",
    roof: roof === "night" ? "night" : "paint",
    label: fill(words.text.carLabel, {
      name: words.of(template.name),
      paint: chosen("paint"),
      wheels: chosen("wheels"),
      roof: chosen("roof"),
    }),
  };
}
