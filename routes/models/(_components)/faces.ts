import type { Roof } from "../../../lib/ui/cars/Car.tsx";
import type { Paint } from "../../../lib/ui/cars/paints.ts";
import type { ModelName } from "../../../lib/ui/cars/shapes.ts";

/** How each model is first shown. */
export const FACES: Readonly<Record<ModelName, { readonly paint: Paint; readonly roof: Roof }>> = {
  lu: { paint: "water", roof: "night" },
  ting: { paint: "dawn", roof: "paint" },
  xiu: { paint: "slate", roof: "paint" },
  fan: { paint: "mist", roof: "night" },
};
