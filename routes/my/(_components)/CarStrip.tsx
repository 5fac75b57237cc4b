import type { CarView } from "../../../lib/members/hub.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import type { ShopText } from "../../../lib/i18n/shop.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { type Looks, pictureOf } from "./car_look.ts";
import { daysUntil, lastDayOf } from "./times.ts";

interface CarStripProps {
  readonly car: CarView;
  readonly looks: Looks;
  readonly now: number;
  readonly my: MyText;
  readonly shop: ShopText;
}

/** A car of the member's, drawn, with the dates that come next. */
export function CarStrip({ car, looks, now, my, shop }: CarStripProps) {
  const { facts, plate } = car;
  const { name } = shop.models[facts.model];
  return (
    <article class="my-car">
      <a class="my-car__picture" href={`/my/cars/${facts.carId}`} aria-label={name}>
        <Car model={facts.model} {...pictureOf(looks, facts.carId)} />
      </a>
      <div class="my-car__head">
        <h3>{name}</h3>
        <p class="quiet small figures">{plate ?? my.cars.proof[facts.proof]}</p>
      </div>
      <Clocks car={car} now={now} my={my} code={shop.code} most={2} />
    </article>
  );
}

interface ClocksProps {
  readonly car: CarView;
  readonly now: number;
  readonly my: MyText;
  readonly code: string;
  readonly most?: number;
}

export function Clocks({ car, now, my, code, most = 9 }: ClocksProps) {
  const clocks = [...car.clocks].sort((a, b) => a.dueAt - b.dueAt).slice(0, most);
  return (
    <dl class="dues">
      {clocks.map(({ code: clock, dueAt, leftKm, over }) => (
        <div key={clock} class={over ? "due due--over" : "due"}>
          <dt>{my.cars.clock[clock]}</dt>
          <dd class="figures">
            <span class="due__left">
              {over
                ? my.cars.over
                : fill(my.cars.left_days, { days: count(daysUntil(dueAt, now), code) })}
            </span>
            <span class="quiet small">
              {lastDayOf(dueAt, code)}
              {leftKm !== null && leftKm > 0 &&
                ` · ${fill(my.cars.or_km, { km: count(leftKm, code) })}`}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
