import { dressOf } from "../../../lib/configurator_ui/dress.ts";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { builtCars } from "../../../lib/members/built_cars.ts";
import type { CarView } from "../../../lib/members/hub.ts";
import type { Dress } from "../../../lib/ui/cars/live.ts";
import type { State } from "../../../lib/web/define.ts";

/** How cars look, by their ids; those are missing whose look nobody knows. */
export type Looks = ReadonlyMap<string, Dress>;

export async function looksOf(
  { platform, language }: Pick<State, "platform" | "language">,
  cars: readonly CarView[],
): Promise<Looks> {
  const text = configuratorText(language);
  const built = [...await builtCars(platform, cars)].flatMap(([carId, code]) => {
    const opened = platform.showroom.open(code);
    if (!opened) return [];
    const { template, priced } = opened;
    return [[carId, dressOf(template, priced.options, new Words(template, text))] as const];
  });
  return new Map(built);
}

/** As a picture beside the car's name, which says all there is to say. */
export function pictureOf(looks: Looks, carId: string): Partial<Omit<Dress, "label">> {
  const { paint = "water", wheels, roof } = looks.get(carId) ?? {};
  return { paint, ...(wheels && { wheels }), ...(roof && { roof }) };
}
