import type { DealerFound } from "../../../lib/dealers/find.ts";
import { cityKey, DEALER_CITIES } from "../../../lib/dealers/find.ts";
import type { Place } from "../../../lib/dealers/distance.ts";
import { projectionOf } from "../../../lib/dealers/projection.ts";
import { ISLANDS, MAINLAND, middleOf, RIVER_COUNTRY, RIVERS } from "../../../lib/dealers/sketch.ts";
import type { DealersText } from "../../../lib/i18n/dealers.ts";
import type { Language } from "../../../lib/i18n/language.ts";
import { Mark, Sheet, smooth, Waters } from "./RiverMap.tsx";

const PROJECTION = projectionOf(RIVER_COUNTRY, 840);
/** Land does not move: drawn once for all pages. */
const LAND =
  MAINLAND.map(([longitude, latitude], index) =>
    `${index === 0 ? "M" : "L"}${PROJECTION.point(longitude, latitude).join(" ")}`
  ).join("") + "Z";
const ISLAND_PATHS = ISLANDS.map((island) => smooth(island, PROJECTION, true));
/** Cities whose names would lie over others' on the usual side, or be cut off by the sheet's edge. */
const BEFORE: ReadonlySet<string> = new Set(["nj", "gz", "sh", "hz", "wh"]);

interface CountryMapProps {
  readonly found: readonly DealerFound[];
  readonly near: Place | undefined;
  readonly hrefOf: (city: string) => string;
  readonly text: DealersText;
  readonly language: Language;
}

/** Coast and rivers, and a light in each city that has what is looked for. */
export function CountryMap({ found, near, hrefOf, text, language }: CountryMapProps) {
  const cities = DEALER_CITIES.filter(({ key }) =>
    found.some(({ dealer }) => cityKey(dealer) === key)
  );
  const nearest = near && found[0];
  const you = near && PROJECTION.holds(near) && PROJECTION.point(near.longitude, near.latitude);
  const goal = nearest && PROJECTION.point(nearest.dealer.at.longitude, nearest.dealer.at.latitude);
  return (
    <Sheet projection={PROJECTION} label={text.mapOfRivers} note={text.sketch}>
      <path class="map__coast map__coast--far" d={LAND} />
      <path class="map__coast" d={LAND} />
      <path class="map__land" d={LAND} />
      {ISLAND_PATHS.map((path) => <path key={path} class="map__land" d={path} />)}
      <Waters waters={RIVERS} projection={PROJECTION} broad={1.3} language={language} />
      {you && goal && <path class="map__way" d={`M${you.join(" ")}L${goal.join(" ")}`} />}
      {cities.map(({ key, name }) => {
        const middle = middleOf(key);
        return (
          <Mark
            key={key}
            at={PROJECTION.point(middle.longitude, middle.latitude)}
            label={name[language]}
            side={BEFORE.has(key) ? "start" : "end"}
            href={hrefOf(key)}
            size={6}
          />
        );
      })}
      {you && <Mark at={you} kind="you" size={7} />}
    </Sheet>
  );
}
