import { page } from "fresh";
import { PLACED_STATUSES } from "../../../actors/orders/vehicle_order_state.ts";
import OrderBoard from "../../../islands/staff/OrderBoard.tsx";
import { modelName } from "../../../lib/configurator/priced.ts";
import { findVehicleOrders } from "../../../lib/console/vehicle_search.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { orderDeskText } from "../../../lib/i18n/order_desk.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { BOARD_ROWS } from "../../../lib/live/order_boards.ts";
import {
  COUNTED,
  countVehicleOrders,
  listVehicleOrders,
  vehicleOrdersByState,
} from "../../../lib/read_models/vehicle_orders.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { define } from "../../../lib/web/define.ts";
import { boardPage, boardQuery } from "../../api/vehicle_live.ts";
import { CarPlaces } from "../(_components)/CarPlaces.tsx";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { withParams } from "../(_components)/sorting.ts";

const STREAM = "/api/staff/vehicle-orders/live";

const upTo = (count: number): string => count < COUNTED ? `${count}` : `${COUNTED - 1}+`;

export const handler = define.handlers({
  async GET({ state: { platform, may }, url }) {
    const query = (url.searchParams.get("q") ?? "").trim().slice(0, 80);
    const asked = [...url.searchParams].filter(([, value]) => value !== "");
    const { data: filter = {} } = boardQuery.safeParse(Object.fromEntries(asked));
    if (query !== "") {
      return page({
        orders: await findVehicleOrders(platform, query, may),
        query,
        filter,
        counts: undefined,
        stream: "",
      });
    }
    const { after, ...shown } = boardPage(filter);
    const rows = platform.system.rows(vehicleOrdersByState);
    const [orders, counts] = await Promise.all([
      listVehicleOrders(rows, shown, { limit: BOARD_ROWS, ...(after ? { after } : {}) }),
      countVehicleOrders(rows, shown),
    ]);
    const stream = `${STREAM}?${new URLSearchParams(filter)}`;
    return page({ orders, query, filter, counts, stream });
  },
});

export default define.page<typeof handler>(
  ({ data, state: { platform, staff, shop, language, may }, url }) => {
    const { orders, query, filter, counts, stream } = data;
    const text = vehicleOrdersText(language);
    const desk = orderDeskText(language);
    const last = query === "" && orders.length === BOARD_ROWS ? orders.at(-1) : undefined;
    const any = { value: "", label: text.staff.any };
    const models = Object.entries(shop.models).map(([value, { name }]) => ({ value, label: name }));
    const states = PLACED_STATUSES.map((value) => {
      const label = text.status[value];
      return { value, label: counts ? `${label} · ${upTo(counts[value])}` : label };
    });
    const trims = Object.fromEntries(
      modelName.options.flatMap((model) =>
        platform.showroom.latest(model).template.trims.map(({ code, name }) => [
          `${model} ${code}`,
          name[language],
        ])
      ),
    );
    const filtered = filter.status !== undefined || filter.model !== undefined;
    const none = query !== ""
      ? fill(desk.notFound, { q: query })
      : filtered
      ? text.staff.none
      : text.none;
    return (
      <ConsolePage staff={staff} section="vehicles" title={text.staff.title} url={url}>
        <CarPlaces desk={desk} here="orders" />
        <form method="get" class="console-filters" role="search">
          <Input
            id="by-q"
            name="q"
            type="search"
            label={desk.search}
            placeholder={may("orders.open") ? desk.searchHint : desk.searchHintNoPhone}
            value={query}
          />
          <Select
            id="by-status"
            name="status"
            label={text.staff.state}
            value={filter.status ?? ""}
            options={[any, ...states]}
          />
          <Select
            id="by-model"
            name="model"
            label={text.staff.model}
            value={filter.model ?? ""}
            options={[any, ...models]}
          />
          <div class="console-filters__end">
            <Button size="small" type="submit">{text.staff.show}</Button>
          </div>
        </form>
        <div class="console-section stack">
          <OrderBoard
            rows={orders}
            opens={may("orders.open")}
            stream={stream}
            words={{
              title: text.staff.title,
              order: text.staff.order,
              model: text.staff.model,
              state: text.staff.state,
              price: text.price,
              left: desk.left,
              placed: text.staff.placed,
              none,
              live: desk.live,
              reconnecting: desk.reconnecting,
              status: text.status,
              models: Object.fromEntries(models.map(({ value, label }) => [value, label])),
              trims,
              code: staff.code,
            }}
          />
          {last && (
            <ButtonLink
              size="small"
              href={withParams(url, { after: `${last.placedAt}_${last.id}` })}
            >
              {text.staff.next}
            </ButtonLink>
          )}
        </div>
      </ConsolePage>
    );
  },
);
