import { page } from "fresh";
import { askApi, wordsFor } from "../../../lib/console/ask_api.ts";
import { type SaleName, saleNames } from "../../../lib/console/sale_names.ts";
import { fromInput } from "../../../lib/console/times.ts";
import { parseVin } from "../../../lib/garage/vin.ts";
import { see } from "../../../lib/http/see.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { orderDeskText } from "../../../lib/i18n/order_desk.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { wayText } from "../../../lib/i18n/way.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { MILESTONES } from "../../../lib/orders/way.ts";
import { type LotRow, lotRows } from "../../../lib/read_models/sales.ts";
import { type VehicleRow, vehiclesByStage } from "../../../lib/read_models/vehicle_orders.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { TabLinks } from "../../../lib/ui/Tabs.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { CarPlaces } from "../(_components)/CarPlaces.tsx";
import { IfAllowed, PlaceLink } from "../(_components)/Allowed.tsx";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { withParams } from "../(_components)/sorting.ts";

const STAGES = ["stock", "bound", "delivered"] as const;
const PAGE = 100;

type LotLine = LotRow & SaleName;

async function read({ platform: { system }, staff }: State, url: URL) {
  const stage = STAGES.find((one) => one === url.searchParams.get("stage")) ?? "stock";
  const after = /^[a-z0-9]{1,40}$/i.exec(url.searchParams.get("after") ?? "")?.[0];
  const cars: VehicleRow[] = [];
  const range = { limit: PAGE, ...(after ? { after: [stage, after] } : {}) };
  for await (const { value } of system.rows(vehiclesByStage).list<VehicleRow>([stage], range)) {
    cars.push(value);
  }
  const lots: LotLine[] = [];
  for (const name of await saleNames(system, staff.code)) {
    const lot = await system.rows(lotRows).get<LotRow>([name.id]);
    if (lot) lots.push({ ...lot, ...name });
  }
  return { stage, cars, lots };
}

export const handler = define.handlers({
  async GET({ state, url }) {
    return page({ ...await read(state, url), wrong: undefined, values: {} });
  },
  async POST(ctx) {
    const fields = await ctx.req.formData();
    const said = (name: string) => `${fields.get(name) ?? ""}`.trim();
    const vin = parseVin(said("vin"));
    const planned = fromInput(said("planned"));
    const answer = vin === undefined
      ? { ok: false, code: "wrong_vin" }
      : await askApi(ctx, "POST", `/api/staff/vehicles/${vin}/announcement`, {
        model: said("model"),
        configuration: said("code"),
        plan: planned === undefined ? [] : [{ code: "built", plannedAt: planned }],
      });
    if (answer.ok) return see("/staff/vehicle-orders/stock");
    const values = { vin: said("vin"), code: said("code"), planned: said("planned") };
    return page({ ...await read(ctx.state, ctx.url), wrong: answer.code, values }, {
      status: 422,
    });
  },
});

/** Cars from the factory on, and the lots of sales. */
export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const { stage, cars, lots, wrong } = data;
  const values: Readonly<Record<string, string>> = data.values;
  const words = orderDeskText(language);
  const text = vehicleOrdersText(language);
  const way = wayText(language);
  const { form } = words;
  const last = cars.length === PAGE ? cars.at(-1) : undefined;
  const where = (car: VehicleRow): string => {
    const stop = MILESTONES.findLast((code) => car.way[code].actualAt !== null);
    return stop ? [way.milestone[stop], car.way[stop].place].filter(Boolean).join(" · ") : "–";
  };
  const models = Object.entries(shop.models).map(([value, { name }]) => ({ value, label: name }));
  return (
    <ConsolePage staff={staff} section="vehicles" title={words.stock} url={url}>
      <CarPlaces desk={words} here="stock" />
      <div class="console-section stack">
        <TabLinks
          label={words.car}
          tabs={STAGES.map((one) => ({
            href: `/staff/vehicle-orders/stock?stage=${one}`,
            label: words.stage[one],
            current: one === stage,
          }))}
        />
        {cars.length === 0 ? <Empty title={words.stockNone} /> : (
          <Table<VehicleRow>
            id="cars"
            caption={words.stage[stage]}
            hideCaption
            dense
            rows={cars}
            rowKey={({ id }) => id}
            columns={[
              { key: "vin", title: "VIN", heading: true, cell: ({ vin }) => vin },
              {
                key: "model",
                title: text.staff.model,
                cell: ({ model }) => models.find(({ value }) => value === model)?.label ?? model,
              },
              { key: "code", title: words.configuration, cell: (car) => car.configuration },
              { key: "where", title: words.where, cell: where },
              {
                key: "order",
                title: words.order,
                cell: ({ orderId }) =>
                  orderId === null ? "–" : (
                    <PlaceLink href={`/staff/vehicle-orders/${orderId}`}>
                      {shortId(orderId)}
                    </PlaceLink>
                  ),
              },
            ]}
          />
        )}
        {last && (
          <ButtonLink size="small" href={withParams(url, { after: last.id })}>
            {text.staff.next}
          </ButtonLink>
        )}
      </div>
      <div class="console-columns console-section">
        <IfAllowed to="orders.work">
          <section>
            <h2 class="console-title">{form.announce}</h2>
            <form method="post" class="desk-form">
              {wrong && <Notice tone="bad" live>{wordsFor(words.errors, wrong)}</Notice>}
              <Input
                id="vin"
                name="vin"
                label={form.vin}
                value={values.vin}
                required
                maxLength={40}
              />
              <Select id="model" name="model" label={form.model} options={models} />
              <Input
                id="code"
                name="code"
                label={form.code}
                value={values.code}
                required
                maxLength={120}
              />
              <Input
                id="planned"
                name="planned"
                type="datetime-local"
                label={form.planned}
                value={values.planned}
              />
              <Button type="submit" size="small">{form.announceDo}</Button>
            </form>
          </section>
        </IfAllowed>
        <section>
          <Table<LotLine>
            id="lots"
            caption={words.lots}
            dense
            rows={lots}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "sale",
                title: words.lots,
                heading: true,
                cell: ({ id, title }) => <PlaceLink href={`/staff/sales/${id}`}>{title}</PlaceLink>,
              },
              {
                key: "cars",
                title: words.lotCars,
                numeric: true,
                cell: ({ capacity }) => count(capacity, shop.code),
              },
              {
                key: "taken",
                title: words.lotTaken,
                numeric: true,
                cell: ({ allocated }) => count(allocated, shop.code),
              },
              {
                key: "sold",
                title: words.lotSold,
                numeric: true,
                cell: ({ sold }) => count(sold, shop.code),
              },
            ]}
          />
        </section>
      </div>
    </ConsolePage>
  );
});
