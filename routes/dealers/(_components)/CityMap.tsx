import type { Dealer } from "../../../lib/dealers/dealers.ts";
import type { Place } from "../../../lib/dealers/distance.ts";
import { type Projection, projectionOf } from "../../../lib/dealers/projection.ts";
import { frameAround, frameOf } from "../../../lib/dealers/projection.ts";
import { surroundingsOf } from "../../../lib/dealers/sketch.ts";
import type { DealersText } from "../../../lib/i18n/dealers.ts";
import { fill, type Language } from "../../../lib/i18n/language.ts";
import { cityKey } from "../../../lib/dealers/find.ts";
import { Mark, Sheet, Waters } from "./RiverMap.tsx";

const WIDTH = 840;
/** A city's map is a little lower than wide. */
const TALL = 0.82;
const LEAST_KM = 9;
const AROUND_KM = 4.5;
const RINGS_KM = [1, 3];
/** Where all dealers of a city are shown, a place so near to one of them would lie under its name. */
const TOO_NEAR = 150;

interface CityMapProps {
  readonly dealers: readonly Dealer[];
  /** The one in the middle, with its surroundings; without it all of the city are in sight. */
  readonly chosen?: Dealer;
  readonly near?: Place | undefined;
  readonly label: string;
  readonly text: DealersText;
  readonly language: Language;
}

/** Without what all dealers of the city have in their names. */
export const shortName = ({ name, city }: Dealer, language: Language): string =>
  language === "en"
    ? name.en.slice(name.en.indexOf(city.en) + city.en.length).trim() || name.en
    : name.zh.slice(name.zh.indexOf(city.zh) + city.zh.length) || name.zh;

/** Waters, well-known places and dealers of a city; around one dealer with its rings of distance. */
export function CityMap({ dealers, chosen, near, label, text, language }: CityMapProps) {
  const [first] = dealers;
  if (!first) return null;
  const projection = projectionOf(
    chosen
      ? frameAround(chosen.at, AROUND_KM, TALL)
      : frameOf([...dealers.map(({ at }) => at), ...near ? [near] : []], LEAST_KM, TALL),
    WIDTH,
  );
  const { waters, landmarks } = surroundingsOf(cityKey(first));
  const pointOf = ({ longitude, latitude }: Place) => projection.point(longitude, latitude);
  const dots = dealers.map(({ at }) => pointOf(at));
  const inSight = landmarks.filter(({ at: [longitude, latitude] }) => {
    const [x, y] = projection.point(longitude, latitude);
    return projection.holds({ longitude, latitude }) &&
      (chosen || dots.every((dot) => Math.hypot(dot[0] - x, dot[1] - y) > TOO_NEAR));
  });
  return (
    <Sheet projection={projection} label={label} note={text.sketch}>
      <rect class="map__ground" width={projection.width} height={projection.height} />
      <Waters
        waters={waters}
        projection={projection}
        broad={chosen ? 9 : 4}
        language={language}
      />
      {chosen && <Rings at={pointOf(chosen.at)} projection={projection} text={text} />}
      {inSight.map(({ name, at }) => (
        <Mark
          key={name.en}
          kind="landmark"
          at={projection.point(...at)}
          label={name[language]}
          side={projection.point(...at)[0] > WIDTH * 0.7 ? "start" : "end"}
          size={7}
        />
      ))}
      {dealers.filter(({ at }) => projection.holds(at)).map((dealer) => (
        <Mark
          key={dealer.id}
          kind={dealer === chosen ? "chosen" : "dealer"}
          at={pointOf(dealer.at)}
          label={shortName(dealer, language)}
          side={pointOf(dealer.at)[0] > WIDTH * 0.62 ? "start" : "end"}
          {...(dealer === chosen ? {} : { href: `/dealers/${dealer.id}` })}
          size={8}
        />
      ))}
      {near && projection.holds(near) && <Mark kind="you" at={pointOf(near)} size={8} />}
    </Sheet>
  );
}

function Rings(
  { at: [x, y], projection, text }: {
    at: readonly [number, number];
    projection: Projection;
    text: DealersText;
  },
) {
  return (
    <>
      {RINGS_KM.map((km) => (
        <g key={km} class="map__ring">
          <circle cx={x} cy={y} r={km * projection.kilometre} />
          <text x={x} y={y - km * projection.kilometre - 8} text-anchor="middle">
            {fill(text.ring, { km: String(km) })}
          </text>
        </g>
      ))}
    </>
  );
}
