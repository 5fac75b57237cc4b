import type { Template } from "../configurator/template.ts";
import { Car } from "../ui/cars/Car.tsx";
import { dressOf } from "./dress.ts";
import type { Words } from "./words.ts";

interface ViewProps {
  readonly template: Template;
  readonly options: readonly string[];
  readonly words: Words;
  readonly class?: string;
}

/** The car as it is chosen. */
export function CarView({ template, options, words, class: more }: ViewProps) {
  return (
    <Car
      model={template.model}
      {...dressOf(template, options, words)}
      lamps
      {...(more ? { class: more } : {})}
    />
  );
}
