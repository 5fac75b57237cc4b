import { page } from "fresh";
import { Head } from "fresh/runtime";
import { see } from "../../lib/http/see.ts";
import { beijing, yuan } from "../../lib/i18n/figures.ts";
import { appText } from "../../lib/i18n/app.ts";
import { fill } from "../../lib/i18n/language.ts";
import { type OrderRow, ordersOfMember } from "../../lib/read_models/orders.ts";
import { LAUNCH_SALE } from "../../lib/showroom/seed.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import { InstallOffer } from "../(_components)/InstallOffer.tsx";

const MOST = 200;

export const handler = define.handlers({
  async GET({ state }) {
    const { platform, who } = state;
    if (!who) return see("/sign-in?next=/orders");
    const orders: OrderRow[] = [];
    const rows = platform.system.rows(ordersOfMember);
    for await (const { value } of rows.list<OrderRow>([who.memberId], { limit: MOST })) {
      orders.push(value);
    }
    return page({ orders: orders.sort((a, b) => b.placedAt - a.placedAt) });
  },
});

export default define.page<typeof handler>(({ data: { orders }, state: { shop, language } }) => (
  <div class="wrap section stack">
    <Head>
      <title>{`${shop.orders.title} · ${shop.brand}`}</title>
    </Head>
    <h1 class="type-2xl">{shop.orders.title}</h1>
    {orders.length === 0
      ? (
        <Empty
          title={shop.orders.empty}
          text={shop.orders.emptyText}
          action={<ButtonLink href={`/sales/${LAUNCH_SALE}`}>{shop.home.sale}</ButtonLink>}
        />
      )
      : (
        <List label={shop.orders.title}>
          {orders.map((order) => (
            <ListRow
              key={order.id}
              href={`/orders/${order.id}`}
              title={fill(shop.orders.car, { number: String(order.number) })}
              text={`${shop.orders.status[order.status]} · ${
                beijing(order.placedAt, shop.code, "moment")
              }`}
              end={yuan(order.depositFen ?? 0, shop.code)}
            />
          ))}
        </List>
      )}
    <p>
      <a href="/notifications">{appText(language).push.title}</a>
    </p>
    <InstallOffer words={appText(language).install} />
  </div>
));
