import { page } from "fresh";
import { STATUSES } from "../../../actors/orders/vehicle_order_state.ts";
import { short } from "../../../lib/console/people.ts";
import { stamp } from "../../../lib/console/times.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import {
  listVehicleOrders,
  type VehicleOrderRow,
  vehicleOrdersByState,
} from "../../../lib/read_models/vehicle_orders.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Select } from "../../../lib/ui/Field.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { withParams } from "../(_components)/sorting.ts";

const PAGE = 50;
const SHOWN = STATUSES.filter((status) => status !== "none");

export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    const status = SHOWN.find((one) => one === url.searchParams.get("status"));
    const model = url.searchParams.get("model") ?? "";
    const [, placedAt, id] = /^(\d{1,16})_([a-z0-9.-]{1,80})$/
      .exec(url.searchParams.get("after") ?? "") ?? [];
    const orders = await listVehicleOrders(
      platform.system.rows(vehicleOrdersByState),
      { ...(status ? { status } : {}), ...(model ? { model } : {}) },
      { limit: PAGE, ...(id ? { after: { placedAt: Number(placedAt), id } } : {}) },
    );
    return page({ orders, status: status ?? "", model });
  },
});

export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const { orders, status, model } = data;
  const text = vehicleOrdersText(language);
  const last = orders.length === PAGE ? orders.at(-1) : undefined;
  const any = { value: "", label: text.staff.any };
  const models = Object.entries(shop.models).map(([value, { name }]) => ({ value, label: name }));
  const states = SHOWN.map((value) => ({ value, label: text.status[value] }));
  return (
    <ConsolePage staff={staff} section="vehicles" title={text.staff.title} url={url}>
      <form method="get" class="console-filters" role="search">
        <Select
          id="by-status"
          name="status"
          label={text.staff.state}
          value={status}
          options={[any, ...states]}
        />
        <Select
          id="by-model"
          name="model"
          label={text.staff.model}
          value={model}
          options={[any, ...models]}
        />
        <div class="console-filters__end">
          <Button size="small" type="submit">{text.staff.show}</Button>
        </div>
      </form>
      <div class="console-section stack">
        {orders.length === 0 ? <Empty title={text.staff.none} /> : (
          <Table<VehicleOrderRow>
            id="vehicle-orders"
            caption={text.staff.title}
            hideCaption
            dense
            rows={orders}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "id",
                title: text.staff.order,
                heading: true,
                cell: ({ id }) => <a href={`/staff/actors/vehicle_order/${id}`}>{short(id)}</a>,
              },
              { key: "model", title: text.staff.model, cell: (one) => `${one.model} ${one.trim}` },
              { key: "status", title: text.staff.state, cell: (one) => text.status[one.status] },
              {
                key: "price",
                title: text.price,
                numeric: true,
                cell: ({ priceFen }) => yuan(priceFen, staff.code),
              },
              {
                key: "member",
                title: text.staff.member,
                cell: ({ memberId }) => short(memberId),
              },
              { key: "vin", title: "VIN", cell: ({ vin }) => vin ?? "–" },
              {
                key: "placed",
                title: text.staff.placed,
                cell: ({ placedAt }) => stamp(placedAt),
              },
            ]}
          />
        )}
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
});
