/** What somebody typed into the dealers' form: a city, or a place that the map service knows. */
import { type City, cityNamed } from "../../../lib/dealers/find.ts";
import type { Place } from "../../../lib/dealers/distance.ts";
import type { Origin } from "../../../lib/http/address_limits.ts";
import { Problem } from "../../../lib/http/problem.ts";
import type { Platform } from "../../../lib/platform.ts";
import { lookUp } from "../../api/places.ts";

export interface Sought {
  readonly words: string;
  readonly city?: City;
  readonly near?: { readonly name: string; readonly at: Place };
  /** Other places of that name, to be asked for in their own words. */
  readonly others: readonly string[];
  readonly problem?: "unknown" | "away" | "often";
}

const MOST_CHARACTERS = 80;
const MOST_OTHERS = 3;

/** A city with a dealer costs no question to the map service. */
export async function sought(
  platform: Platform,
  typed: string | null,
  origin: Origin,
): Promise<Sought> {
  const words = (typed ?? "").trim().slice(0, MOST_CHARACTERS);
  if (words === "") return { words, others: [] };
  const city = cityNamed(words);
  if (city) return { words, city, others: [] };
  try {
    const [first, ...more] = await lookUp(
      platform,
      origin,
      (signal) => platform.maps.suggest(words, {}, signal),
    );
    if (!first) return { words, others: [], problem: "unknown" };
    const full = ({ district, name }: typeof first) =>
      name.startsWith(district) ? name : `${district}${name}`;
    const others = [...new Set(more.map(full))].filter((one) => one !== full(first));
    return {
      words,
      near: { name: first.name, at: first.at },
      others: others.slice(0, MOST_OTHERS),
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { words, others: [], problem: error.code === "too_many_requests" ? "often" : "away" };
  }
}
