import { page } from "fresh";
import { Head } from "fresh/runtime";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";
import { currentTemplates } from "../../../lib/showroom/showroom.ts";
import { Empty } from "../../../lib/ui/States.tsx";
import { define } from "../../../lib/web/define.ts";
import { ordersOf, placeVehicleOrder } from "../../api/vehicle_orders.ts";

export const handler = define.handlers({
  async GET({ state: { platform, who } }) {
    if (!who) {
      return new Response(null, { status: 303, headers: { location: "/sign-in?next=/my/orders" } });
    }
    return page({ orders: await ordersOf(platform, who) });
  },
  /** Orders the configuration of a share code. */
  async POST({ req, state: { platform, who } }) {
    const code = String((await req.formData()).get("code") ?? "");
    const see = (location: string) => new Response(null, { status: 303, headers: { location } });
    if (!who) return see(`/sign-in?next=/configurations/${encodeURIComponent(code)}`);
    try {
      return see(`/my/orders/${await placeVehicleOrder(platform, who, code)}`);
    } catch (error) {
      const { code } = error instanceof Problem ? error : { code: undefined };
      if (code !== "unknown_configuration" && code !== "sold_out") throw error;
      return see(`/configurations?refused=${code}`);
    }
  },
});

function nameOf({ model, trim }: { model: string; trim: string }, language: "zh" | "en"): string {
  const template = currentTemplates().find((one) => one.model === model);
  const named = template?.trims.find(({ code }) => code === trim);
  return `${template?.name[language] ?? model} ${named?.name[language] ?? trim}`;
}

export default define.page<typeof handler>(({ data: { orders }, state: { shop, language } }) => {
  const text = vehicleOrdersText(language);
  return (
    <div class="section stack">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      {orders.length === 0
        ? <Empty title={text.none} text={text.noneText} />
        : (
          <List label={text.title}>
            {orders.map((order) => (
              <ListRow
                key={order.id}
                href={`/my/orders/${order.id}`}
                title={nameOf(order, language)}
                text={`${text.status[order.status]} · ${
                  beijing(order.placedAt, shop.code, "moment")
                }`}
                end={yuan(order.priceFen, shop.code)}
              />
            ))}
          </List>
        )}
    </div>
  );
});
