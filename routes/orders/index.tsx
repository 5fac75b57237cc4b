import { page } from "fresh";
import { Head } from "fresh/runtime";
import { see } from "../../lib/http/see.ts";
import { beijing, yuan } from "../../lib/i18n/figures.ts";
import { appText } from "../../lib/i18n/app.ts";
import { fill } from "../../lib/i18n/language.ts";
import { saleTitle } from "../../lib/i18n/sale_title.ts";
import { type OrderRow, ordersOfMember } from "../../lib/read_models/orders.ts";
import { LAUNCH_SALE } from "../../lib/showroom/seed.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import { paged } from "../../lib/web/paged.ts";
import { link } from "../(_components)/booking/choice.ts";
import { Pages } from "../(_components)/Pages.tsx";
import { ordersOf } from "../api/vehicle_orders.ts";
import { CarOrderList, ORDERS_A_PAGE } from "../my/(_components)/CarOrderList.tsx";
import { InstallOffer } from "../(_components)/InstallOffer.tsx";

export const handler = define.handlers({
  async GET({ state, url: { searchParams: params } }) {
    const { platform, who, shop } = state;
    if (!who) return see("/sign-in?next=/orders");
    const orders: OrderRow[] = [];
    const rows = platform.system.rows(ordersOfMember);
    for await (const { value } of rows.list<OrderRow>([who.memberId])) orders.push(value);
    orders.sort((a, b) => b.placedAt - a.placedAt);
    const fromSales = paged(orders, params.get("page"), ORDERS_A_PAGE);
    const titles = new Map<string, string>();
    for (const id of new Set(fromSales.shown.map(({ saleId }) => saleId))) {
      const sale = await platform.boards.view(id);
      if (sale) titles.set(id, saleTitle(sale, shop.code).text);
    }
    return page({
      titles,
      params,
      orders: fromSales,
      cars: paged(await ordersOf(platform, who), params.get("cars"), ORDERS_A_PAGE),
    });
  },
});

/** What a member has from sales, and the cars they ordered: whoever comes here looks for either. */
export default define.page<typeof handler>((
  { data: { params, orders, cars, titles }, state: { shop, language, platform } },
) => (
  <div class="wrap section stack stack--wide">
    <Head>
      <title>{`${shop.orders.title} · ${shop.brand}`}</title>
    </Head>
    <h1 class="type-2xl">{shop.orders.title}</h1>
    {orders.shown.length + cars.shown.length === 0 && (
      <Empty
        title={shop.orders.empty}
        text={shop.orders.emptyText}
        action={<ButtonLink href={`/sales/${LAUNCH_SALE}`}>{shop.home.sale}</ButtonLink>}
      />
    )}
    {cars.shown.length > 0 && (
      <section class="stack">
        <h2 class="type-lg">{shop.foot.cars}</h2>
        <CarOrderList
          orders={cars.shown}
          label={shop.foot.cars}
          showroom={platform.showroom}
          language={language}
        />
        <Pages
          of={cars}
          label={shop.foot.cars}
          language={language}
          href={(at) => link("/orders", params, { cars: at })}
        />
      </section>
    )}
    {orders.shown.length > 0 && (
      <section class="stack">
        <h2 class="type-lg">{shop.orders.sales}</h2>
        <List label={shop.orders.sales}>
          {orders.shown.map((order) => (
            <ListRow
              key={order.id}
              href={`/orders/${order.id}`}
              title={fill(shop.orders.car, { number: String(order.number) })}
              text={[
                titles.get(order.saleId),
                shop.orders.status[order.status],
                beijing(order.placedAt, shop.code, "moment"),
              ].filter(Boolean).join(" · ")}
              end={yuan(order.depositFen ?? 0, shop.code)}
            />
          ))}
        </List>
        <Pages
          of={orders}
          label={shop.orders.sales}
          language={language}
          href={(at) => link("/orders", params, { page: at })}
        />
      </section>
    )}
    <p>
      <a href="/notifications">{appText(language).push.title}</a>
    </p>
    <InstallOffer words={appText(language).install} />
  </div>
));
