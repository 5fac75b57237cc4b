import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { garage } from "../../../actors/members/garage.ts";
import { lastKm, MOST_REPAIR_DAYS, MOST_REPEATS } from "../../../lib/garage/clocks.ts";
import { parsePlate } from "../../../lib/garage/plate.ts";
import { see } from "../../../lib/http/see.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { removeCar } from "../../../lib/members/cars.ts";
import { type CarView, loadCars } from "../../../lib/members/hub.ts";
import { beijingDay, startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { StockLine } from "../../../lib/ui/PlaceLine.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { MyPart } from "../(_components)/MyPart.tsx";
import { type Looks, looksOf, pictureOf } from "../(_components)/car_look.ts";
import { Clocks } from "../(_components)/CarStrip.tsx";
import { textOf } from "../(_components)/forms.ts";
import { lastDayOf } from "../(_components)/times.ts";

interface CarPage {
  readonly car: CarView;
  readonly looks: Looks;
  readonly now: number;
  readonly least?: number;
}

export const handler = define.handlers({
  async GET({ state, params }) {
    const car = await ownCar(state, params.car!);
    return page<CarPage>({ car, looks: await looksOf(state, [car]), now: state.platform.now() });
  },
  async POST({ req, state, params }) {
    const car = await ownCar(state, params.car!);
    const form = await req.formData();
    const { platform, who } = state;
    const { memberId, role } = who!;
    const { carId } = car.facts;
    const here = `/my/cars/${carId}`;
    const by = { by: { id: memberId, role } };
    const act = textOf(form, "do");
    if (act === "remove") {
      await removeCar(platform, memberId, carId);
      return see("/my/cars");
    }
    if (act === "insure") {
      const until = startOfBeijingDay(textOf(form, "until"));
      if (until !== undefined) {
        const day = { carId, until: until + DAY_MS };
        await platform.system.ask(garage(memberId), "insure", day, by);
      }
      return see(here);
    }
    if (act !== "km") throw new HttpError(400, `cannot "${act}"`);
    const km = Number(textOf(form, "km"));
    if (!Number.isInteger(km) || km < 0 || km > 2_000_000) return see(here);
    const answer = await platform.system.ask(garage(memberId), "read_odometer", { carId, km }, by);
    if (answer.ok) return see(here);
    const looks = await looksOf(state, [car]);
    const least = lastKm(car.facts);
    return page<CarPage>({ car, looks, now: platform.now(), least }, { status: 400 });
  },
});

/** Another's car is not told apart from none. */
async function ownCar({ platform, who }: State, carId: string): Promise<CarView> {
  const cars = await loadCars(platform, who!.memberId);
  const found = cars.find(({ facts }) => facts.carId === carId);
  if (!found) throw new HttpError(404);
  return found;
}

export default define.page<typeof handler>(({ data, state: { my, shop } }) => {
  const { car: { facts, plate, vin, guarantee }, car, looks, now, least } = data;
  const text = my.cars;
  const { code } = shop;
  const { name } = shop.models[facts.model];
  const type = plate ? parsePlate(plate)?.type : undefined;
  const km = lastKm(facts);
  return (
    <div class="my-page">
      <Head>
        <title>{`${name} · ${shop.brand}`}</title>
      </Head>
      <header class="car-head">
        <div class="stack stack--tight">
          <h1 class="type-2xl">{name}</h1>
          {plate && (
            <p class="figures">
              {plate}
              {type && <span class="quiet small">{` · ${text.types[type]}`}</span>}
            </p>
          )}
          {vin && (
            <p class="quiet small figures">{`${vin.slice(0, 3)} ******** ${vin.slice(-6)}`}</p>
          )}
          <p class="small">
            {text.proof[facts.proof]}
            {facts.proof === "none" && <span class="quiet">{` · ${text.proof_text}`}</span>}
          </p>
          <p class="no-print">
            <ButtonLink href={`/service?car=${facts.carId}`}>{my.nextUp.service_do}</ButtonLink>
          </p>
        </div>
        <div class="car-head__picture">
          <Car
            model={facts.model}
            {...pictureOf(looks, facts.carId)}
            label={looks.get(facts.carId)?.label ?? fill(shop.carLabel, { name })}
          />
        </div>
      </header>
      <MyPart id="dates" title={text.clocks}>
        <Clocks car={car} now={now} my={my} code={code} />
      </MyPart>
      <MyPart id="three" title={text.three}>
        {guarantee.reached && <Notice tone="warn">{text.three_reached}</Notice>}
        {guarantee.near && <Notice tone="plain">{text.three_near}</Notice>}
        <p>
          {fill(text.three_term, {
            day: lastDayOf(guarantee.until, code),
            km: count(guarantee.untilKm, code),
          })} {now < guarantee.until && km <= guarantee.untilKm
            ? fill(text.three_left, {
              days: count(Math.ceil((guarantee.until - now) / DAY_MS), code),
              km: count(guarantee.untilKm - km, code),
            })
            : text.three_over}
        </p>
        <dl class="dues">
          <div class="due">
            <dt>{text.days}</dt>
            <dd class="figures">
              <span class="due__left">
                {fill(text.of_days, { count: String(guarantee.repairDays) })}
              </span>
              <StockLine
                left={Math.min(MOST_REPAIR_DAYS, guarantee.repairDays)}
                total={MOST_REPAIR_DAYS}
                label={text.days}
              />
            </dd>
          </div>
          <div class="due">
            <dt>{text.repeats}</dt>
            <dd class="figures">
              <span class="due__left">
                {fill(text.of_times, { count: String(guarantee.repeats) })}
              </span>
              <StockLine
                left={Math.min(MOST_REPEATS, guarantee.repeats)}
                total={MOST_REPEATS}
                label={text.repeats}
              />
            </dd>
          </div>
        </dl>
        <p class="quiet small">{text.three_text}</p>
      </MyPart>
      <section class="my-page__part my-form__pair">
        <form method="post" class="my-form">
          <input type="hidden" name="do" value="km" />
          <Input
            id="km"
            name="km"
            type="number"
            inputMode="numeric"
            min={0}
            max={2_000_000}
            required
            label={text.km}
            after={text.km_unit}
            value={String(km)}
            {...(least === undefined
              ? {}
              : { error: fill(text.km_lower, { least: count(least, code) }) })}
          />
          <div>
            <Button type="submit">{text.km_do}</Button>
          </div>
        </form>
        <form method="post" class="my-form">
          <input type="hidden" name="do" value="insure" />
          <Input
            id="until"
            name="until"
            type="date"
            required
            label={text.insured}
            value={facts.insuredUntil === null ? "" : beijingDay(facts.insuredUntil - 1)}
          />
          <div>
            <Button type="submit">{text.save}</Button>
          </div>
        </form>
      </section>
      <details class="fold">
        <summary>{text.remove}</summary>
        <form method="post" class="stack stack--tight">
          <input type="hidden" name="do" value="remove" />
          <p>{text.remove_text}</p>
          <div>
            <Button kind="danger" type="submit">{text.remove}</Button>
          </div>
        </form>
      </details>
    </div>
  );
});
