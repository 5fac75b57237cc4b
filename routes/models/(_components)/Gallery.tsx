import { fill } from "../../../lib/i18n/language.ts";
import type { ModelsText } from "../../../lib/i18n/models.ts";
import { Car, type Roof } from "../../../lib/ui/cars/Car.tsx";
import { Landscape } from "../../../lib/ui/cars/Landscape.tsx";
import { type Paint, PAINTS } from "../../../lib/ui/cars/paints.ts";
import { toHex } from "../../../lib/ui/cars/oklch.ts";
import type { ModelName } from "../../../lib/ui/cars/shapes.ts";

export interface NamedPaint {
  readonly paint: Paint;
  readonly name: string;
}

interface GalleryProps {
  readonly model: ModelName;
  readonly name: string;
  readonly roof: Roof;
  readonly paints: readonly NamedPaint[];
  readonly chosen: NamedPaint;
  readonly text: ModelsText;
}

const HOURS_SHOWN = ["dawn", "dusk", "night"] as const;

/** One paint in three lights; each paint is a link, so that it needs no script and can be shared. */
export function Gallery({ model, name, roof, paints, chosen, text }: GalleryProps) {
  return (
    <>
      <ul class="swatches" aria-label={text.paints}>
        {paints.map(({ paint, name }) => (
          <li key={paint}>
            <a
              class="swatch"
              href={`?paint=${paint}#gallery`}
              aria-current={paint === chosen.paint ? "true" : undefined}
              style={`--swatch:${toHex(PAINTS[paint])}`}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
      <div class="model-gallery">
        {HOURS_SHOWN.map((hour) => (
          <figure key={hour} class={`model-gallery__view stage--${hour}`}>
            <Landscape hour={hour} />
            <div class="model-gallery__car">
              <Car
                model={model}
                paint={chosen.paint}
                roof={roof}
                lamps={hour !== "dawn"}
                label={fill(text.picture, { paint: chosen.name, name, hour: text.at[hour] })}
              />
            </div>
          </figure>
        ))}
      </div>
    </>
  );
}
