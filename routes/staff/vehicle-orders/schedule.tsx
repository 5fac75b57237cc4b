import { page } from "fresh";
import { type Handover, handoversAhead, handoversBehind } from "../../../lib/console/handovers.ts";
import { stamp } from "../../../lib/console/times.ts";
import { dealerById, DEALERS } from "../../../lib/dealers/dealers.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { orderDeskText } from "../../../lib/i18n/order_desk.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Select } from "../../../lib/ui/Field.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { CarPlaces } from "../(_components)/CarPlaces.tsx";
import { PlaceLink } from "../(_components)/Allowed.tsx";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  async GET({ state: { platform: { system, now } }, url }) {
    const past = url.searchParams.get("when") === "past";
    const dealer = url.searchParams.get("dealer") ?? "";
    const read = past ? handoversBehind : handoversAhead;
    const shown = await read(system, now(), dealer || undefined);
    const days = Map.groupBy(shown, ({ at }) => beijingDay(at));
    return page({ days: [...days], past, dealer });
  },
});

/** What is handed over when and where, day by day. */
export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const { days, past, dealer } = data;
  const words = orderDeskText(language);
  const text = vehicleOrdersText(language);
  const dealerName = (id: string): string =>
    dealerById(id)?.name[language === "en" ? "en" : "zh"] ?? id;
  const modelName = (model: string): string =>
    Object.hasOwn(shop.models, model) ? shop.models[model as keyof typeof shop.models].name : model;
  return (
    <ConsolePage staff={staff} section="vehicles" title={words.schedule} url={url}>
      <CarPlaces desk={words} here="schedule" />
      <form method="get" class="console-filters" role="search">
        <Select
          id="by-when"
          name="when"
          label={words.form.at}
          value={past ? "past" : "upcoming"}
          options={[
            { value: "upcoming", label: words.upcoming },
            { value: "past", label: words.past },
          ]}
        />
        <Select
          id="by-dealer"
          name="dealer"
          label={words.form.dealer}
          value={dealer}
          options={[
            { value: "", label: text.staff.any },
            ...DEALERS.map(({ id }) => ({ value: id, label: dealerName(id) })),
          ]}
        />
        <div class="console-filters__end">
          <Button size="small" type="submit">{text.staff.show}</Button>
        </div>
      </form>
      {days.length === 0 && <Empty title={words.scheduleNone} />}
      {days.map(([day, planned]) => (
        <section key={day} class="console-section">
          <Table<Handover>
            id={`day-${day}`}
            caption={fill(words.scheduleDay, { day, count: String(planned.length) })}
            dense
            rows={planned}
            rowKey={({ vehicleId }) => vehicleId}
            columns={[
              { key: "at", title: words.form.at, cell: ({ at }) => stamp(at).slice(0, 11) },
              {
                key: "order",
                title: words.order,
                heading: true,
                cell: ({ orderId }) => (
                  <PlaceLink href={`/staff/vehicle-orders/${orderId}`}>
                    {shortId(orderId)}
                  </PlaceLink>
                ),
              },
              {
                key: "model",
                title: text.staff.model,
                cell: ({ order }) => order ? modelName(order.model) : "–",
              },
              {
                key: "vin",
                title: "VIN",
                cell: ({ order }) => order?.vin ? `…${order.vin.slice(-4)}` : "–",
              },
              {
                key: "dealer",
                title: words.form.dealer,
                cell: ({ dealerId }) => dealerName(dealerId),
              },
              {
                key: "state",
                title: text.staff.state,
                cell: ({ order }) => order ? text.status[order.status] : "–",
              },
            ]}
          />
        </section>
      ))}
    </ConsolePage>
  );
});
