import { page } from "fresh";
import { ORDER_STATES, orderFilterIn, readOrders } from "../../../lib/console/order_list.ts";
import { short } from "../../../lib/console/people.ts";
import { stamp } from "../../../lib/console/times.ts";
import { beijing, count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import type { OrderRow } from "../../../lib/read_models/orders.ts";
import { type SaleRow, saleRows } from "../../../lib/read_models/sales.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { TabLinks } from "../../../lib/ui/Tabs.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { sorted, sortLinks, withParams } from "../(_components)/sorting.ts";
import { toneOf } from "../(_components)/tones.ts";

/** Cards that a column shows, and rows of the table: more than a person reads. */
const CARDS = 30;
const ROWS = 500;
const SALES = 200;

export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    const filter = orderFilterIn(url);
    const sales: { value: string; label: string }[] = [];
    const rows = platform.system.rows(saleRows).list<SaleRow>([], { limit: SALES });
    for await (const { key, value } of rows) {
      if (value.status !== "draft") {
        sales.push({ value: key[0] as string, label: value.plan.title });
      }
    }
    return page({ filter, sales, orders: await readOrders(platform, filter) });
  },
});

const VALUES = {
  id: (order: OrderRow) => order.id,
  number: (order: OrderRow) => order.number,
  member: (order: OrderRow) => order.memberId,
  state: (order: OrderRow) => ORDER_STATES.indexOf(order.status),
  placed: (order: OrderRow) => order.placedAt,
  deposit: (order: OrderRow) => order.depositFen ?? 0,
};

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { filter, sales, orders } = data;
  const text = staff.orders;
  const view = (one: "board" | "table") => ({
    key: one,
    label: text[one],
    href: withParams(url, { view: one }),
    current: filter.view === one,
  });
  return (
    <ConsolePage
      staff={staff}
      section="orders"
      title={text.title}
      url={url}
      actions={
        <ButtonLink size="small" href={`/staff/orders/csv${url.search}`}>{text.csv}</ButtonLink>
      }
    >
      <form method="get" class="console-filters" role="search">
        <input type="hidden" name="view" value={filter.view} />
        <Input id="by-q" name="q" type="search" label={text.search} value={filter.q} />
        <Select
          id="by-sale"
          name="sale"
          label={text.sale}
          value={filter.sale}
          options={[{ value: "", label: staff.leads.all }, ...sales]}
        />
        <div class="console-filters__end">
          <Button size="small" type="submit">{text.searchButton}</Button>
        </div>
      </form>
      <TabLinks label={text.views} tabs={[view("board"), view("table")]} />
      <div class="console-section">
        {orders.length === 0
          ? <Empty title={text.none} text={text.noneText} />
          : filter.view === "board"
          ? <Board orders={orders} staff={staff} url={url} />
          : <OrderTable orders={orders} staff={staff} url={url} />}
      </div>
    </ConsolePage>
  );
});

interface ViewProps {
  readonly orders: readonly OrderRow[];
  readonly staff: StaffText;
  readonly url: URL;
}

/** A column for each state that orders are in; what is to be done soonest stands above. */
function Board({ orders, staff, url }: ViewProps) {
  const text = staff.orders;
  const usual = new Set<OrderRow["status"]>(["reserved", "paid", "lapsed", "cancelled"]);
  return (
    <div class="console-board" role="region" aria-label={text.board} tabIndex={0}>
      {ORDER_STATES.map((status) => {
        const all = orders.filter((order) => order.status === status)
          .toSorted((a, b) => status === "reserved" ? a.payBy - b.payBy : b.placedAt - a.placedAt);
        if (all.length === 0 && !usual.has(status)) return null;
        return (
          <section key={status} class="console-column" aria-labelledby={`column-${status}`}>
            <h2 class="console-column__head" id={`column-${status}`}>
              <Badge tone={toneOf(status)}>{text.states[status]}</Badge>
              <span class="figures quiet">{count(all.length, staff.code)}</span>
            </h2>
            {all.slice(0, CARDS).map((order) => (
              <a
                key={order.id}
                class="console-card"
                data-row
                href={`/staff/orders/${order.id}`}
              >
                {fill(text.car, { number: String(order.number) })}
                <small class="figures">
                  {status === "reserved"
                    ? fill(text.until, { time: beijing(order.payBy, staff.code) })
                    : stamp(order.placedAt)}
                </small>
              </a>
            ))}
            {all.length === 0 && <p class="quiet small">{text.empty}</p>}
            {all.length > CARDS && (
              <p class="small">
                <a href={withParams(url, { view: "table", sort: "state" })}>
                  {fill(text.more, { n: count(all.length - CARDS, staff.code) })}
                </a>
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}

function OrderTable({ orders, staff, url }: ViewProps) {
  const text = staff.orders;
  const links = sortLinks(url, VALUES, { key: "placed", direction: "descending" });
  return (
    <Table<OrderRow>
      id="orders"
      caption={text.title}
      hideCaption
      dense
      rows={sorted(orders, links, VALUES).slice(0, ROWS)}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "id",
          title: text.id,
          heading: true,
          cell: ({ id }) => <a href={`/staff/orders/${id}`}>{id}</a>,
          ...links.column("id"),
        },
        {
          key: "number",
          title: text.number,
          numeric: true,
          cell: ({ number }) => count(number, staff.code),
          ...links.column("number"),
        },
        {
          key: "state",
          title: text.state,
          cell: ({ status }) => <Badge tone={toneOf(status)}>{text.states[status]}</Badge>,
          ...links.column("state"),
        },
        {
          key: "member",
          title: text.member,
          cell: ({ memberId }) => (
            <a class="console-person" href={`/staff/leads?lead=${memberId}`}>{short(memberId)}</a>
          ),
          ...links.column("member"),
        },
        {
          key: "placed",
          title: text.placed,
          cell: ({ placedAt }) => <span class="figures">{stamp(placedAt)}</span>,
          ...links.column("placed"),
        },
        {
          key: "deposit",
          title: text.deposit,
          numeric: true,
          cell: ({ depositFen = 0 }) => yuan(depositFen, staff.code),
          ...links.column("deposit"),
        },
      ]}
    />
  );
}
