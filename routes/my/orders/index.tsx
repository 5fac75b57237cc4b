import { page } from "fresh";
import { Head } from "fresh/runtime";
import { see } from "../../../lib/http/see.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { define } from "../../../lib/web/define.ts";
import { paged } from "../../../lib/web/paged.ts";
import { link } from "../../(_components)/booking/choice.ts";
import { Pages } from "../../(_components)/Pages.tsx";
import { IDEMPOTENCY_KEY } from "../../api/idempotency_key.ts";
import { ordersOf, placeVehicleOrder } from "../../api/vehicle_orders.ts";
import { CarOrderList, ORDERS_A_PAGE } from "../(_components)/CarOrderList.tsx";

export const handler = define.handlers({
  async GET({ url: { searchParams: params }, state: { platform, who } }) {
    if (!who) return see("/sign-in?next=/my/orders");
    const orders = await ordersOf(platform, who);
    return page({ params, orders: paged(orders, params.get("page"), ORDERS_A_PAGE) });
  },
  /** Orders the configuration of a share code. */
  async POST({ req, state: { platform, who } }) {
    const form = await req.formData();
    const wanted = String(form.get("code") ?? "");
    const key = String(form.get("key") ?? "");
    if (!who) return see(`/sign-in?next=/configurations/${encodeURIComponent(wanted)}`);
    try {
      const same = IDEMPOTENCY_KEY.test(key) ? key : undefined;
      return see(`/my/orders/${await placeVehicleOrder(platform, who, wanted, same)}`);
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

export default define.page<typeof handler>(
  ({ data: { params, orders }, state: { platform, shop, language } }) => {
    const text = vehicleOrdersText(language);
    return (
      <div class="section stack">
        <Head>
          <title>{`${text.title} · ${shop.brand}`}</title>
        </Head>
        <h1 class="type-2xl">{text.title}</h1>
        {orders.shown.length === 0
          ? (
            <Empty
              title={text.none}
              text={text.noneText}
              action={<ButtonLink href="/models">{text.noneDo}</ButtonLink>}
            />
          )
          : (
            <>
              <CarOrderList
                orders={orders.shown}
                label={text.title}
                showroom={platform.showroom}
                language={language}
              />
              <Pages
                of={orders}
                language={language}
                href={(at) => link("/my/orders", params, { page: at })}
              />
            </>
          )}
      </div>
    );
  },
);
