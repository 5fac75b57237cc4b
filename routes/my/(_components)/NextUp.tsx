import type { Hub } from "../../../lib/members/hub.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import type { ShopText } from "../../../lib/i18n/shop.ts";
import { beijing, count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { daysUntil, lastDayOf } from "./times.ts";

type CarOrder = Hub["carOrders"][number];

interface NextUpProps {
  readonly hub: Hub;
  readonly now: number;
  readonly my: MyText;
  readonly shop: ShopText;
  /** What a car on order is called. */
  readonly nameOf: (car: CarOrder) => string;
}

interface Thing {
  readonly text: string;
  readonly action: string;
  readonly href: string;
  readonly urgent: boolean;
}

const SOON_MS = 45 * DAY_MS;
const NEAR_MS = 2 * DAY_MS;

/** What a car on order waits for its buyer to do; the farther it is, the sooner it is said. */
const STEPS = ["ready", "locked", "ordered", "reserved"] as const;

function carStep({ hub, my: { nextUp }, nameOf }: NextUpProps): Thing | undefined {
  for (const step of STEPS) {
    const order = hub.carOrders.find(({ status }) => status === step);
    if (!order) continue;
    const text = fill(nextUp.car[step], { car: nameOf(order) });
    return { text, action: nextUp.car_do, href: `/my/orders/${order.id}`, urgent: true };
  }
  return undefined;
}

/**
 * The one thing to do now: money that runs out, then a visit, then a car on order, then a car's dates,
 * then points, then what waits.
 */
export function nextThing(props: NextUpProps): Thing | undefined {
  const { hub, now, my, shop } = props;
  const text = my.nextUp;
  const { code } = shop;
  const held = hub.orders.find(({ status }) => status === "reserved");
  if (held) {
    const words = { time: beijing(held.payBy, code), number: String(held.number) };
    return {
      text: fill(text.pay, words),
      action: text.pay_do,
      href: `/orders/${held.id}`,
      urgent: true,
    };
  }
  const visit = hub.bookings.find(({ status, mustMove }) => status === "offered" || mustMove) ??
    hub.bookings.find(({ status, startAt }) => status === "confirmed" && startAt < now + NEAR_MS);
  if (visit) {
    const { id, status, mustMove } = visit;
    const time = beijing(visit.startAt, code, "minute");
    const said = mustMove ? "visit_move" : status === "offered" ? "visit_offer" : "visit";
    return {
      text: fill(text[said], { time }),
      action: text.visit_do,
      href: `/my/bookings/${id}`,
      urgent: said !== "visit",
    };
  }
  const step = carStep(props);
  if (step) return step;
  const served = new Set(
    hub.bookings.flatMap(({ about }) => about.kind === "maintenance" ? [about.carId] : []),
  );
  const clocks = hub.cars.flatMap(({ facts, clocks }) =>
    clocks.filter(({ dueAt, over, code }) =>
      !(code === "maintenance" && served.has(facts.carId)) && (over || dueAt < now + SOON_MS)
    ).map((clock) => ({
      facts,
      ...clock,
    }))
  ).sort((a, b) => a.dueAt - b.dueAt);
  const clock = clocks.find((one) => one.code === "maintenance" || one.code === "insurance");
  if (clock) {
    const when = clock.over
      ? my.cars.over
      : fill(my.cars.left_days, { days: String(daysUntil(clock.dueAt, now)) });
    const car = shop.models[clock.facts.model].name;
    return {
      text: fill(text.clock, { car, clock: my.cars.clock[clock.code], when }),
      action: clock.code === "maintenance" ? text.service_do : text.clock_do,
      href: clock.code === "maintenance"
        ? `/service?car=${clock.facts.carId}`
        : `/my/cars/${clock.facts.carId}`,
      urgent: clock.over,
    };
  }
  const { soon } = hub.points;
  if (soon) {
    const words = { points: count(soon.points, code), day: lastDayOf(soon.expiresAt, code) };
    return {
      text: fill(text.points, words),
      action: text.points_do,
      href: "/my/points#shop",
      urgent: false,
    };
  }
  const paid = hub.orders.find(({ status }) => status === "paid");
  if (paid) {
    const words = { number: String(paid.number) };
    return {
      text: fill(text.delivery, words),
      action: text.delivery_do,
      href: `/orders/${paid.id}`,
      urgent: false,
    };
  }
  if (!hub.termsAgreed) {
    return { text: text.terms, action: text.terms_do, href: "/my/privacy#terms", urgent: false };
  }
  return undefined;
}

export function NextUp(props: NextUpProps) {
  const thing = nextThing(props);
  const { nextUp } = props.my;
  return (
    <section class="next" aria-label={props.my.next}>
      <p class="next__label">{props.my.next}</p>
      <p class="next__text">{thing?.text ?? nextUp.calm}</p>
      {thing
        ? (
          <ButtonLink kind={thing.urgent ? "signal" : "plain"} href={thing.href}>
            {thing.action}
          </ButtonLink>
        )
        : <p class="quiet">{nextUp.calm_text}</p>}
    </section>
  );
}
