import { page } from "fresh";
import { Head } from "fresh/runtime";
import {
  isModel,
  type Model,
  MODELS,
  quoteOf,
  SERVICE_ITEMS,
  serviceItem,
  type ServiceQuote,
} from "../lib/appointments/services.ts";
import { lastKm } from "../lib/garage/clocks.ts";
import { Problem } from "../lib/http/problem.ts";
import { see } from "../lib/http/see.ts";
import { type BookingsText, bookingsText } from "../lib/i18n/bookings.ts";
import { monthDay } from "../lib/i18n/booking_times.ts";
import { count, yuan } from "../lib/i18n/figures.ts";
import { fill } from "../lib/i18n/language.ts";
import { type CarView, loadCars } from "../lib/members/hub.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { Car } from "../lib/ui/cars/Car.tsx";
import { Input } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { define, type State } from "../lib/web/define.ts";
import { toSignIn } from "../lib/web/held_form.ts";
import { book, maintenanceOf, waitFor } from "./api/booking_desk.ts";
import { billFor, type BillView } from "./api/service_bill.ts";
import { BillChoices, BillLines, linesOf, offersSome } from "./(_components)/booking/BillForm.tsx";
import {
  type Choice,
  link,
  readChoice,
  signInTo,
  type To,
  waitIn,
} from "./(_components)/booking/choice.ts";
import { PlaceChoice, Step } from "./(_components)/booking/Choosing.tsx";
import { Confirm, type Offer, Taken } from "./(_components)/booking/Confirm.tsx";
import { TimeChoice, toStart } from "./(_components)/booking/TimeChoice.tsx";
import { type Looks, looksOf, pictureOf } from "./my/(_components)/car_look.ts";
import { FACES } from "./models/(_components)/faces.ts";

const PATH = "/service";

interface Service {
  readonly cars: readonly CarView[];
  readonly looks: Looks;
  readonly car: CarView | null;
  readonly model: Model;
  readonly items: readonly string[];
  readonly courtesyCar: boolean;
  readonly pickUp: boolean;
  readonly quote: ServiceQuote;
  /** With coupons and points; null for who is not signed in or has no car here. */
  readonly bill: BillView | null;
  readonly choice: Choice;
  readonly now: number;
  readonly offers?: readonly Offer[];
  readonly failed?: string;
  readonly least?: number;
  /** What was entered as its mileage, where the page comes back. */
  readonly typedKm?: string;
}

export const handler = define.handlers({
  async GET({ state, url }) {
    return page<Service>(await read(state, url.searchParams));
  },
  async POST({ req, state, url }) {
    const { platform, who } = state;
    if (!who) return await toSignIn(state, { req, url }, "/my");
    const service = await read(state, url.searchParams);
    const { car, choice, items, courtesyCar, pickUp } = service;
    if (!car) return see("/my/cars#add");
    const form = await req.formData();
    const text = (name: string) => String(form.get(name) ?? "");
    const km = form.has("wait") ? lastKm(car.facts) : Number(text("km"));
    const { carId } = car.facts;
    const wish = { kind: "maintenance" as const, car: { carId }, km, items, courtesyCar, pickUp };
    try {
      if (form.has("wait")) {
        const [id] = await waitFor(platform, who, { ...waitIn(form, choice), wish });
        return see(`/my/bookings/${id}`);
      }
      const { id } = await book(platform, who, {
        dealerId: choice.dealer.id,
        wish,
        startAt: Number(text("start")),
        ...(service.bill
          ? {
            bill: {
              coupons: service.bill.chosen,
              usePoints: service.bill.usesPoints,
              ...(form.has("pay") ? { payFen: Number(text("pay")) } : {}),
            },
          }
          : {}),
      });
      return see(`/my/bookings/${id}?new=1`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Pressed twice, or back from the booking and pressed again.
      if (error.code === "booked_already") {
        return see(`/my/bookings/${error.options.more!.booking}?new=1`);
      }
      const { offers, least } = (error.options.more ?? {}) as {
        offers?: readonly Offer[];
        least?: number;
      };
      const told = error.code === "slot_taken"
        ? { offers: offers ?? [] }
        : { failed: error.code, ...(least === undefined ? {} : { least }) };
      return page<Service>({ ...service, ...told, typedKm: text("km") }, { status: 409 });
    }
  },
});

async function read(state: State, params: URLSearchParams): Promise<Service> {
  const { platform, who } = state;
  const cars = who ? await loadCars(platform, who.memberId) : [];
  const car = cars.find(({ facts }) => facts.carId === params.get("car")) ?? cars[0] ?? null;
  const asked = params.get("model") ?? "";
  const model = car?.facts.model ?? (isModel(asked) ? asked : "lu");
  const named = params.getAll("items").filter((code) => serviceItem(code));
  const items = named.length > 0 ? [...new Set(named)] : ["maintenance"];
  const courtesyCar = params.get("courtesy") === "1";
  const pickUp = params.get("fetch") === "1";
  const { visit } = maintenanceOf({ model, items, courtesyCar, pickUp });
  const choice = await readChoice(platform, params, "maintenance", visit);
  const quote = quoteOf(items, model)!;
  const asksFor = { coupons: params.getAll("coupon"), usePoints: params.get("points") === "1" };
  const bill = who && car && quote.priceFen > 0
    ? await billFor(platform, who.memberId, quote.priceFen, asksFor)
    : null;
  const wished = { items, courtesyCar, pickUp, quote, bill };
  const looks = await looksOf(state, cars);
  return { cars, looks, car, model, ...wished, choice, now: platform.now() };
}

function CarChoice(
  { data, text, names, code, to }: {
    data: Service;
    text: BookingsText;
    names: Readonly<Record<Model, { name: string }>>;
    code: string;
    to: To;
  },
) {
  const { cars, looks, car, model } = data;
  if (cars.length === 0) {
    return (
      <>
        <p class="quiet">{text.service.carOfModel}</p>
        <ul class="booking-models">
          {MODELS.map((one) => (
            <li key={one} class="booking-model">
              <a
                href={to({ model: one, day: null, start: null })}
                aria-current={one === model ? "true" : "false"}
              >
                <Car model={one} paint={FACES[one].paint} roof={FACES[one].roof} />
                <span>{names[one].name}</span>
              </a>
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <ul class="booking-models booking-models--own">
      {cars.map(({ facts, plate, clocks }) => {
        const due = clocks.find((clock) => clock.code === "maintenance");
        return (
          <li key={facts.carId} class="booking-model">
            <a
              href={to({ car: facts.carId, day: null, start: null })}
              aria-current={facts.carId === car?.facts.carId ? "true" : "false"}
            >
              <Car model={facts.model} {...pictureOf(looks, facts.carId)} />
              <span>{names[facts.model].name}</span>
              {plate && <span class="quiet small figures">{plate}</span>}
              {due && (
                <span class="quiet small">
                  {fill(text.service.next, { day: monthDay(due.dueAt, code) })}
                  {due.leftKm !== null && due.dueKm !== null &&
                    ` ${fill(text.service.nextKm, { km: count(due.dueKm, code) })}`}
                </span>
              )}
            </a>
          </li>
        );
      })}
      <li class="booking-model">
        <a class="booking-chip" href="/my/cars#add">{text.service.addCar}</a>
      </li>
    </ul>
  );
}

/** What else is chosen, carried along by a form that changes something. */
function Kept({ params, names }: { params: URLSearchParams; names: readonly string[] }) {
  return names.flatMap((name) =>
    params.getAll(name).map((value) => (
      <input key={`${name}-${value}`} type="hidden" name={name} value={value} />
    ))
  );
}

const BESIDE_BILL = [
  "car",
  "model",
  "items",
  "courtesy",
  "fetch",
  "city",
  "dealer",
  "day",
  "start",
];

function Bill(
  { bill, text, code, params }: {
    bill: BillView;
    text: BookingsText;
    code: string;
    params: URLSearchParams;
  },
) {
  if (!offersSome(bill)) return null;
  const choosing = bill.held.length > 0 || (bill.accepted && bill.payable.points > 0);
  return (
    <form method="get" action={`${PATH}#bill`} class="booking-bill" id="bill">
      <Kept params={params} names={BESIDE_BILL} />
      <h2>{text.bill.title}</h2>
      <BillChoices bill={bill} text={text} code={code} />
      {choosing && (
        <div>
          <Button type="submit">{text.bill.update}</Button>
        </div>
      )}
    </form>
  );
}

function Items(
  { data, text, code, params }: {
    data: Service;
    text: BookingsText;
    code: string;
    params: URLSearchParams;
  },
) {
  const { model, items, courtesyCar, pickUp } = data;
  const more = [
    ["courtesy", courtesyCar, text.service.courtesy, text.service.courtesyText],
    ["fetch", pickUp, text.service.fetch, text.service.fetchText],
  ] as const;
  return (
    <form method="get" action={`${PATH}#items`} class="stack">
      <Kept params={params} names={["car", "model", "city", "dealer", "coupon", "points"]} />
      <div class="booking-items">
        {SERVICE_ITEMS.map((item) => {
          const words = text.service.item[item.code as keyof typeof text.service.item];
          const fen = item.priceFen[model];
          return (
            <label key={item.code} class="booking-item">
              <input
                class="choice__control"
                type="checkbox"
                name="items"
                value={item.code}
                checked={items.includes(item.code)}
              />
              <span>
                {words[0]}
                <small>{words[1]}</small>
              </span>
              <span class="figures">{fen === 0 ? text.service.free : yuan(fen, code)}</span>
            </label>
          );
        })}
        {more.map(([name, checked, label, detail]) => (
          <label key={name} class="booking-item">
            <input
              class="choice__control"
              type="checkbox"
              name={name}
              value="1"
              checked={checked}
            />
            <span>
              {label}
              <small>{detail}</small>
            </span>
            <span>{text.service.free}</span>
          </label>
        ))}
      </div>
      <div>
        <Button type="submit">{text.service.itemsDo}</Button>
      </div>
    </form>
  );
}

function Sums(
  { data: { quote, bill }, text, code }: { data: Service; text: BookingsText; code: string },
) {
  return (
    <dl class="booking-sums">
      {quote.items.map(({ code: item, priceFen }) => (
        <div key={item}>
          <dt class="quiet">
            {text.service.item[item as keyof typeof text.service.item][0]}
          </dt>
          <dd class="figures">{priceFen === 0 ? text.service.free : yuan(priceFen, code)}</dd>
        </div>
      ))}
      <div class="booking-sums__total">
        <dt>
          {text.service.total}{" "}
          <span class="quiet small">
            {fill(text.service.hours, { hours: String(quote.minutes / 60) })}
          </span>
        </dt>
        <dd class="figures">{yuan(quote.priceFen, code)}</dd>
      </div>
      {bill && (
        <BillLines
          lines={linesOf({ bill, text, code })}
          toPayFen={bill.toPayFen}
          text={text}
          code={code}
        />
      )}
    </dl>
  );
}

export default define.page<typeof handler>(({ data, state: { shop, language, who }, url }) => {
  const { car, model, quote, bill, choice, now, offers, failed, least, typedKm } = data;
  const text = bookingsText(language);
  const params = url.searchParams;
  const { code } = shop;
  const to: To = (change, anchor) => link(PATH, params, change, anchor);
  const signIn = who ? {} : { signIn: signInTo(PATH, params) };
  const failures: Readonly<Record<string, string>> = text.one.failed;
  const kmWrong = least === undefined
    ? {}
    : { error: fill(text.service.kmWrong, { least: count(least, code) }) };
  return (
    <div class="wrap booking">
      <Head>
        <title>{`${text.service.title} · ${shop.brand}`}</title>
        <meta name="description" content={text.service.lead} />
      </Head>
      <header class="booking__head">
        <h1 class="type-3xl">{text.service.headline}</h1>
        <p class="lead quiet">{text.service.lead}</p>
      </header>
      {offers && <Taken offers={offers} text={text} code={code} to={toStart(to)} />}
      {failed && (
        <Notice tone="bad" live>
          {"error" in kmWrong
            ? <a href="#km">{kmWrong.error}</a>
            : failed === "address_missing"
            ? <a href="/my/profile#addresses">{text.service.noAddress}</a>
            : failed === "too_many_bookings"
            ? <a href="/my/bookings">{failures[failed]}</a>
            : failures[failed] ?? text.one.failed.other}
        </Notice>
      )}
      <div class="booking__body">
        <div class="booking__steps">
          <Step id="car" number={1} title={text.service.car}>
            <CarChoice data={data} text={text} names={shop.models} code={code} to={to} />
          </Step>
          <Step id="items" number={2} title={text.service.items}>
            <Items data={data} text={text} code={code} params={params} />
          </Step>
          <Step id="place" number={3} title={text.choose.dealer}>
            <PlaceChoice choice={choice} text={text} language={language} to={to} />
          </Step>
          <Step id="when" number={4} title={text.choose.time}>
            <TimeChoice
              choice={choice}
              now={now}
              text={text}
              code={code}
              to={to}
              {...signIn}
            />
          </Step>
        </div>
        <aside class="booking__side">
          <p class="type-xl">{shop.models[model].name}</p>
          <Sums data={data} text={text} code={code} />
          <p class="quiet small">{text.service.price}</p>
          {bill && <Bill bill={bill} text={text} code={code} params={params} />}
          <Confirm
            choice={choice}
            language={language}
            text={text}
            code={code}
            summary={<p class="quiet small">{text.bring.maintenance}</p>}
            action={to({})}
            button={fill(text.service.book, {
              price: yuan(bill?.toPayFen ?? quote.priceFen, code),
            })}
            {...signIn}
            {...(who && !car
              ? {
                missing: (
                  <>
                    <p>{text.service.noCar}</p>
                    <ButtonLink kind="signal" size="large" wide href="/my/cars#add">
                      {text.service.addCar}
                    </ButtonLink>
                  </>
                ),
              }
              : {})}
          >
            {bill && <input type="hidden" name="pay" value={bill.toPayFen} />}
            <Input
              id="km"
              name="km"
              type="number"
              inputMode="numeric"
              required
              min={0}
              max={2_000_000}
              label={text.service.km}
              after={text.service.kmUnit}
              value={typedKm || (car && lastKm(car.facts) > 0 ? String(lastKm(car.facts)) : "")}
              {...kmWrong}
            />
          </Confirm>
        </aside>
      </div>
    </div>
  );
});
