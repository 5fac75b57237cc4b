import { page } from "fresh";
import {
  type BoardColumn,
  cursorOf,
  ORDER_STATES,
  type OrderFilter,
  orderFilterIn,
  readBoard,
  readOrderPage,
} from "../../../lib/console/order_list.ts";
import { saleNames, saleOptions } from "../../../lib/console/sale_names.ts";
import { stamp } from "../../../lib/console/times.ts";
import { beijing, count, yuan } from "../../../lib/i18n/figures.ts";
import { pagesText } from "../../../lib/i18n/console_pages.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import type { OrderRow } from "../../../lib/read_models/orders.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { TabLinks } from "../../../lib/ui/Tabs.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { withParams } from "../(_components)/sorting.ts";
import { toneOf } from "../(_components)/tones.ts";

export const handler = define.handlers({
  async GET({ state: { platform, may, staff }, url }) {
    const filter = orderFilterIn(url, may);
    const sales = saleOptions(await saleNames(platform.system, staff.code));
    return filter.view === "board"
      ? page({ filter, sales, board: await readBoard(platform, filter), table: undefined })
      : page({ filter, sales, board: undefined, table: await readOrderPage(platform, filter) });
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { filter, sales, board, table } = data;
  const text = staff.orders;
  const view = (one: "board" | "table") => ({
    key: one,
    label: text[one],
    href: withParams(url, { view: one, after: undefined }),
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
        <Input
          id="by-q"
          name="q"
          type="search"
          label={filter.byPhone ? text.search : text.searchNoPhone}
          value={filter.q}
        />
        <Select
          id="by-sale"
          name="sale"
          label={text.sale}
          value={filter.sale}
          options={[{ value: "", label: staff.leads.all }, ...sales]}
        />
        <Select
          id="by-state"
          name="state"
          label={text.state}
          value={filter.state}
          options={[
            { value: "", label: staff.leads.all },
            ...ORDER_STATES.map((value) => ({ value, label: text.states[value] })),
          ]}
        />
        <div class="console-filters__end">
          <Button size="small" type="submit">{text.searchButton}</Button>
        </div>
      </form>
      <TabLinks label={text.views} tabs={[view("board"), view("table")]} />
      <div class="console-section">
        {board && <Board board={board} staff={staff} url={url} sales={filter.sale ? [] : sales} />}
        {table && <OrderTable {...table} staff={staff} url={url} filter={filter} />}
      </div>
    </ConsolePage>
  );
});

/** Whether nothing fits or nothing is there at all is not the same to who looks. */
function None({ text, url: { searchParams } }: { text: StaffText["orders"]; url: URL }) {
  return ["q", "sale", "state"].some((name) => searchParams.get(name))
    ? <Empty title={text.none} text={text.noneText} />
    : <Empty title={text.nothing} text={text.nothingText} />;
}

interface ViewProps {
  readonly staff: StaffText;
  readonly url: URL;
}

interface BoardProps extends ViewProps {
  readonly board: readonly BoardColumn[];
  /** Where orders of several stand side by side, so that each says which it belongs to. */
  readonly sales: readonly { readonly value: string; readonly label: string }[];
}

/** A column for each state that orders are in; what is to be done soonest stands above. */
function Board({ board, staff, url, sales }: BoardProps) {
  const text = staff.orders;
  const saleOf = (order: OrderRow) =>
    sales.length > 1 ? sales.find(({ value }) => value === order.saleId)?.label : undefined;
  const usual = new Set<OrderRow["status"]>(["reserved", "paid", "lapsed", "cancelled"]);
  if (board.every(({ orders }) => orders.length === 0)) {
    return <None text={text} url={url} />;
  }
  return (
    <div class="console-board" role="region" aria-label={text.board} tabIndex={0}>
      {board.map(({ status, orders, more }) => {
        if (orders.length === 0 && !usual.has(status)) return null;
        return (
          <section key={status} class="console-column" aria-labelledby={`column-${status}`}>
            <h2 class="console-column__head" id={`column-${status}`}>
              <Badge tone={toneOf(status)}>{text.states[status]}</Badge>
              <span class="figures quiet">
                {count(orders.length, staff.code) + (more ? "+" : "")}
              </span>
            </h2>
            {orders.map((order) => (
              <a
                key={order.id}
                class="console-card"
                data-row
                href={`/staff/orders/${order.id}`}
              >
                {fill(text.car, { number: String(order.number) })}
                {saleOf(order) && <small>{saleOf(order)}</small>}
                <small class="figures">
                  {status === "reserved"
                    ? fill(text.until, { time: beijing(order.payBy, staff.code) })
                    : stamp(order.placedAt)}
                </small>
              </a>
            ))}
            {orders.length === 0 && <p class="quiet small">{text.empty}</p>}
            {more && (
              <p class="small">
                <a href={withParams(url, { view: "table", state: status, after: undefined })}>
                  {pagesText(staff.code).rest}
                </a>
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}

interface TableProps extends ViewProps {
  readonly orders: readonly OrderRow[];
  readonly more: boolean;
  readonly filter: OrderFilter;
}

/** A page of the index, in its own order: the time at which orders were placed. */
function OrderTable({ orders, more, filter, staff, url }: TableProps) {
  const text = staff.orders;
  const pages = pagesText(staff.code);
  const { oldestFirst, after } = filter;
  if (orders.length === 0 && !after) return <None text={text} url={url} />;
  return (
    <>
      <Table<OrderRow>
        id="orders"
        caption={text.title}
        hideCaption
        dense
        rows={orders}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "id",
            title: text.id,
            heading: true,
            cell: ({ id }) => <a href={`/staff/orders/${id}`}>{id}</a>,
          },
          {
            key: "number",
            title: text.number,
            numeric: true,
            cell: ({ number }) => count(number, staff.code),
          },
          {
            key: "state",
            title: text.state,
            cell: ({ status }) => <Badge tone={toneOf(status)}>{text.states[status]}</Badge>,
          },
          {
            key: "member",
            title: text.member,
            cell: ({ memberId }) => (
              <a class="console-person" href={`/staff/leads?lead=${memberId}`}>
                {shortId(memberId)}
              </a>
            ),
          },
          {
            key: "placed",
            title: text.placed,
            cell: ({ placedAt }) => <span class="figures">{stamp(placedAt)}</span>,
            sort: oldestFirst ? "ascending" : "descending",
            sortHref: withParams(url, { dir: oldestFirst ? undefined : "up", after: undefined }),
          },
          {
            key: "deposit",
            title: text.deposit,
            numeric: true,
            cell: ({ depositFen = 0 }) => yuan(depositFen, staff.code),
          },
        ]}
      />
      <p class="console-pages">
        {after && <a href={withParams(url, { after: undefined })} rel="first">{pages.first}</a>}
        {more && (
          <a href={withParams(url, { after: cursorOf(orders.at(-1)!) })} rel="next">{pages.next}</a>
        )}
      </p>
    </>
  );
}
