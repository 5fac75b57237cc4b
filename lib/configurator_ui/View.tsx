import type { Template } from "../configurator/template.ts";
import { appearanceOf } from "../configurator/appearance.ts";
import { fill } from "../i18n/language.ts";
import { Car } from "../ui/cars/Car.tsx";
import { type Paint, PAINTS } from "../ui/cars/paints.ts";
import { wheelDesigns } from "../ui/cars/Wheel.tsx";
import { Seat } from "../ui/configurator/Seat.tsx";
import type { Words } from "./words.ts";

interface ViewProps {
  readonly template: Template;
  readonly options: readonly string[];
  readonly words: Words;
  readonly class?: string;
}

/** The car as it is chosen. */
export function CarView({ template, options, words, class: more }: ViewProps) {
  const { paint, wheels, roof } = appearanceOf(template, options);
  const chosen = (group: string): string =>
    words.name(options.find((code) => code.startsWith(`${group}_`)) ?? "");
  return (
    <Car
      model={template.model}
      paint={paint && paint in PAINTS ? paint as Paint : "mist"}
      wheels={wheelDesigns.find((design) => design === wheels) ?? "blade"}
      roof={roof === "night" ? "night" : "paint"}
      lamps
      label={fill(words.text.carLabel, {
        name: words.of(template.name),
        paint: chosen("paint"),
        wheels: chosen("wheels"),
        roof: chosen("roof"),
      })}
      {...(more ? { class: more } : {})}
    />
  );
}

export function InteriorView({ template, options, words }: ViewProps) {
  const { interior } = appearanceOf(template, options);
  const code = options.find((option) =>
    template.options.some((one) => one.code === option && one.look?.interior)
  );
  if (!interior || !code) return null;
  return <Seat colours={interior} label={words.name(code)} />;
}
