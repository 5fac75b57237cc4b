import { page } from "fresh";
import { Head } from "fresh/runtime";
import HubLive from "../../islands/HubLive.tsx";
import { bookingsText } from "../../lib/i18n/bookings.ts";
import { beijing, count, yuan } from "../../lib/i18n/figures.ts";
import { fill, type Language } from "../../lib/i18n/language.ts";
import { vehicleOrdersText } from "../../lib/i18n/vehicle_orders.ts";
import { type Hub, loadHub } from "../../lib/members/hub.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { BookingList } from "./(_components)/BookingList.tsx";
import { looksOf } from "./(_components)/car_look.ts";
import { carName } from "./(_components)/car_name.ts";
import { CarStrip } from "./(_components)/CarStrip.tsx";
import { sentence } from "./(_components)/messages.ts";
import { NextUp } from "./(_components)/NextUp.tsx";
import { TierLine, tierName } from "./(_components)/TierLine.tsx";
import { lastDayOf, partOfDay } from "./(_components)/times.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const { platform, who } = state;
    const hub = await loadHub(platform, who!.memberId);
    return page({ hub, looks: await looksOf(state, hub.cars), now: platform.now() });
  },
});

type Words = Pick<State, "my" | "shop">;
type NameOf = (car: Hub["carOrders"][number]) => string;

const MOST_ORDERS = 4;

function Points({ hub: { points }, my, shop: { code } }: { hub: Hub } & Words) {
  return (
    <section class="my-part" aria-labelledby="my-points">
      <h2 id="my-points" class="my-part__title">
        <a href="/my/points">{my.points.available}</a>
      </h2>
      <p class="my-figure figures">{count(points.available, code)}</p>
      {points.pending > 0 && (
        <p class="quiet small">
          {fill(my.points.pending, { points: count(points.pending, code) })}
        </p>
      )}
      {points.debt > 0 && (
        <p class="small my-bad">
          {fill(my.points.debt, { points: count(points.debt, code) })}
        </p>
      )}
      <TierLine progress={points.tier} my={my} code={code} />
    </section>
  );
}

function Orders(
  { hub, my, shop, language, nameOf }: { hub: Hub; language: Language; nameOf: NameOf } & Words,
) {
  const { status } = vehicleOrdersText(language);
  const cars = hub.carOrders.slice(0, MOST_ORDERS);
  const sales = hub.orders.slice(0, MOST_ORDERS - cars.length);
  return (
    <section class="my-part" aria-labelledby="my-orders">
      <h2 id="my-orders" class="my-part__title">
        <a href="/orders">{my.orders.title}</a>
      </h2>
      {cars.length + sales.length === 0
        ? <p class="quiet">{my.orders.none}</p>
        : (
          <List label={my.orders.title}>
            {cars.map((order) => (
              <ListRow
                key={order.id}
                href={`/my/orders/${order.id}`}
                title={nameOf(order)}
                text={`${status[order.status]} · ${beijing(order.placedAt, shop.code, "minute")}`}
                end={yuan(order.priceFen, shop.code)}
              />
            ))}
            {sales.map((order) => (
              <ListRow
                key={order.id}
                href={`/orders/${order.id}`}
                title={fill(my.orders.number, { number: String(order.number) })}
                text={`${shop.orders.status[order.status]} · ${
                  beijing(order.placedAt, shop.code, "moment")
                }`}
                end={yuan(order.depositFen ?? 0, shop.code)}
              />
            ))}
          </List>
        )}
    </section>
  );
}

function Bookings({ hub, my, shop, language }: { hub: Hub; language: Language } & Words) {
  const text = bookingsText(language);
  return (
    <section class="my-part" aria-labelledby="my-bookings" id="bookings">
      <h2 id="my-bookings" class="my-part__title">
        <a href="/my/bookings">{my.bookings.title}</a>
      </h2>
      {hub.bookings.length > 0
        ? (
          <BookingList
            bookings={hub.bookings.slice(0, 3)}
            label={my.bookings.title}
            text={text}
            shop={shop}
            language={language}
          />
        )
        : <p class="quiet small">{my.bookings.text}</p>}
      <p class="cluster">
        <a href="/test-drive">{text.hub.drive}</a>
        <a href="/service">{text.hub.service}</a>
      </p>
    </section>
  );
}

function Offers({ hub, my, shop: { code } }: { hub: Hub } & Words) {
  return (
    <section class="my-part" aria-labelledby="my-offers">
      <h2 id="my-offers" class="my-part__title">{my.offers.title}</h2>
      {hub.coupons.length === 0 && <p class="quiet">{my.offers.none}</p>}
      {hub.coupons.length > 0 && (
        <List label={my.offers.title}>
          {hub.coupons.slice(0, 4).map(({ id, coupon, expiresAt }) => (
            <ListRow
              key={id}
              title={tierName(coupon.name, code)}
              text={coupon.stacks === "alone" ? my.coupons.stacks_alone : my.coupons.stacks_group}
              end={fill(my.offers.until, { day: lastDayOf(expiresAt, code) })}
            />
          ))}
        </List>
      )}
      <p>
        <a href="/my/points#shop">{my.offers.shop}</a>
      </p>
    </section>
  );
}

function Messages(
  { hub, my, shop: { code }, language }: { hub: Hub; language: Language } & Words,
) {
  return (
    <section class="my-part" aria-labelledby="my-messages">
      <h2 id="my-messages" class="my-part__title">
        <a href="/my/inbox">{my.messages.title}</a>
        {hub.unread > 0 && (
          <span class="my-part__count small">
            {fill(my.messages.unread, { count: String(hub.unread) })}
          </span>
        )}
      </h2>
      {hub.messages.length === 0
        ? <p class="quiet">{my.messages.none}</p>
        : (
          <List label={my.messages.title}>
            {hub.messages.map((message) => (
              <ListRow
                key={message.id}
                title={sentence(message, my, language)}
                text={beijing(message.at, code, "minute")}
                {...(message.href ? { href: message.href } : {})}
              />
            ))}
          </List>
        )}
    </section>
  );
}

export default define.page<typeof handler>(
  ({ data: { hub, looks, now }, state: { platform, my, shop, language } }) => {
    const nameOf: NameOf = (car) => carName(platform.showroom, car, language);
    const greeting = my.greeting[partOfDay(now)];
    const name = hub.name ?? hub.phone;
    const words = { my, shop };
    return (
      <div class="hub">
        <Head>
          <title>{`${my.title} · ${shop.brand}`}</title>
        </Head>
        <header class="between">
          <h1 class="type-2xl">
            {name
              ? (
                <>
                  {fill(my.hello, { greeting, name: "" })}
                  <bdi>{name}</bdi>
                </>
              )
              : greeting}
          </h1>
          <HubLive label={my.live} />
        </header>
        <div id="hub" class="hub__parts">
          <NextUp hub={hub} now={now} nameOf={nameOf} {...words} />
          <Points hub={hub} {...words} />
          <section class="my-part hub__cars" aria-labelledby="my-cars">
            <h2 id="my-cars" class="my-part__title">
              <a href="/my/cars">{my.cars.title}</a>
            </h2>
            {hub.cars.length === 0
              ? (
                <>
                  <p>{my.cars.none}</p>
                  <p class="quiet small">{my.cars.none_text}</p>
                  <p>
                    <a href="/my/cars">{my.cars.add}</a>
                  </p>
                </>
              )
              : hub.cars.map((car) => (
                <CarStrip key={car.facts.carId} car={car} looks={looks} now={now} {...words} />
              ))}
          </section>
          <Orders hub={hub} language={language} nameOf={nameOf} {...words} />
          <Bookings hub={hub} language={language} {...words} />
          <Messages hub={hub} language={language} {...words} />
          <Offers hub={hub} {...words} />
        </div>
        <form method="post" action="/sign-out">
          <Button kind="quiet" class="button--edge" type="submit">{shop.nav.out}</Button>
        </form>
      </div>
    );
  },
);
