import { page } from "fresh";
import { Head } from "fresh/runtime";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";
import { modelName } from "../../../lib/configurator/priced.ts";
import type { Showroom } from "../../../lib/showroom/showroom.ts";
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
    const wanted = String((await req.formData()).get("code") ?? "");
    const see = (location: string) => new Response(null, { status: 303, headers: { location } });
    if (!who) return see(`/sign-in?next=/configurations/${encodeURIComponent(wanted)}`);
    try {
      return see(`/my/orders/${await placeVehicleOrder(platform, who, wanted)}`);
    } catch (error) {
      const { code } = error instanceof Problem ? error : { code: undefined };
      if (code === "price_changed") {
        return see(`/configurations/${encodeURIComponent(wanted)}?changed`);
      }
      if (code !== "unknown_configuration" && code !== "sold_out") throw error;
      return see(`/configurations?refused=${code}`);
    }
  },
});

function nameOf(
  showroom: Showroom,
  { model, trim }: { model: string; trim: string },
  language: "zh" | "en",
): string {
  const known = modelName.safeParse(model);
  const template = known.success ? showroom.latest(known.data).template : undefined;
  const named = template?.trims.find(({ code }) => code === trim);
  return `${template?.name[language] ?? model} ${named?.name[language] ?? trim}`;
}

export default define.page<typeof handler>(
  ({ data: { orders }, state: { platform, shop, language } }) => {
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
                  title={nameOf(platform.showroom, order, language)}
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
  },
);
