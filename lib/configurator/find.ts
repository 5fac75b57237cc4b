/** Which car fits: trims by need, budget and energy, the best first. */
import { trimsOnSale } from "./offered.ts";
import type { Template, Trim } from "./template.ts";

export const NEEDS = ["city", "family", "travel", "drive"] as const;
export type Need = typeof NEEDS[number];

export interface Wanted {
  readonly need: Need;
  /** Undefined for any. */
  readonly budgetFen?: number | undefined;
  readonly energy?: Template["energy"] | undefined;
}

export interface Find {
  readonly template: Template;
  readonly trim: Trim;
}

/** The first number of a specification: "510 km" is 510. */
const figure = (trim: Trim, row: string): number =>
  Number(/\d[\d,.]*/.exec(trim.specs[row]?.en ?? "")?.[0]?.replaceAll(",", "") ?? 0);

/** How well a trim serves a need: what counts for it, each about 0 to 1. */
function fitness({ template, trim }: Find, need: Need): number {
  const range = Math.min(figure(trim, "range") / 800, 1.2);
  const length = figure(trim, "size");
  const quick = 4 / figure(trim, "zero100");
  const price = trim.priceFen / 40_000_000;
  switch (need) {
    case "city":
      return (5_200 - length) / 1_000 - price;
    case "family":
      return template.seats / 7 + figure(trim, "wheelbase") / 3_100 - price / 2;
    case "travel":
      return range * 1.5 - price / 2;
    case "drive":
      return quick * 1.5 - (length > 5_000 ? 0.5 : 0) - price / 3;
    default:
      throw need satisfies never;
  }
}

/** At most one trim of each model; where the budget allows none, the cheapest stands alone. */
export function findCars(
  templates: readonly Template[],
  { need, budgetFen, energy }: Wanted,
): { readonly finds: readonly Find[]; readonly overBudget: boolean } {
  const all = templates.filter((template) => !energy || template.energy === energy)
    .flatMap((template) => trimsOnSale(template).map((trim) => ({ template, trim })));
  const within = all.filter(({ trim }) => trim.priceFen <= (budgetFen ?? Infinity));
  if (within.length === 0) {
    const cheapest = all.toSorted((a, b) => a.trim.priceFen - b.trim.priceFen).slice(0, 1);
    return { finds: cheapest, overBudget: true };
  }
  const ranked = within.toSorted((a, b) => fitness(b, need) - fitness(a, need));
  const models = new Set<string>();
  const finds = ranked.filter(({ template: { model } }) => !models.has(model) && models.add(model));
  return { finds, overBudget: false };
}
