import { page } from "fresh";
import { count } from "../../lib/i18n/figures.ts";
import { saleTitle } from "../../lib/i18n/sale_title.ts";
import { rehearsalText } from "../../lib/i18n/rehearsals.ts";
import type { LotRow, SaleRow } from "../../lib/read_models/sales.ts";
import { lotRows, saleRows } from "../../lib/read_models/sales.ts";
import { stamp } from "../../lib/console/times.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { Table } from "../../lib/ui/Table.tsx";
import { define } from "../../lib/web/define.ts";
import { IfAllowed } from "./(_components)/Allowed.tsx";
import { ConsolePage } from "./(_components)/ConsolePage.tsx";
import { sorted, sortLinks } from "./(_components)/sorting.ts";
import { toneOf } from "./(_components)/tones.ts";

interface Line {
  readonly id: string;
  /** As the reader's language has it. */
  readonly title: string;
  readonly status: "scheduled" | "open" | "paused" | "closed";
  readonly opensAt: number;
  readonly cars: number;
  readonly allocated: number;
  readonly sold: number;
  readonly waiting: number;
  readonly people: number;
}

const MOST = 500;

export const handler = define.handlers({
  async GET({ state: { platform, staff } }) {
    const { system } = platform;
    const lots = new Map<string, LotRow>();
    for await (const { key, value } of system.rows(lotRows).list<LotRow>([], { limit: MOST })) {
      lots.set(key[0] as string, value);
    }
    const sales: Line[] = [];
    for await (const { key, value } of system.rows(saleRows).list<SaleRow>([], { limit: MOST })) {
      if (value.status === "draft") continue;
      const id = key[0] as string;
      const lot = lots.get(id);
      const { opensAt, capacity } = value.plan;
      const due = value.status === "scheduled" && platform.now() >= opensAt;
      sales.push({
        id,
        title: saleTitle(value.plan, staff.code).text,
        status: due ? "open" : value.status,
        opensAt,
        cars: lot?.capacity || capacity,
        allocated: lot?.allocated ?? 0,
        sold: lot?.sold ?? 0,
        waiting: lot?.waiting ?? 0,
        people: lot?.participants ?? 0,
      });
    }
    return page({ sales });
  },
});

const VALUES = {
  name: (line: Line) => line.title,
  state: (line: Line) => line.status,
  opens: (line: Line) => line.opensAt,
  cars: (line: Line) => line.cars,
  allocated: (line: Line) => line.allocated,
  sold: (line: Line) => line.sold,
  waiting: (line: Line) => line.waiting,
  people: (line: Line) => line.people,
} as const;

export default define.page<typeof handler>(({ data: { sales }, state: { staff }, url }) => {
  const text = staff.sales;
  const links = sortLinks(url, VALUES, { key: "opens", direction: "descending" });
  const number = (key: "cars" | "allocated" | "sold" | "waiting" | "people") => ({
    key,
    title: text[key],
    numeric: true,
    cell: (line: Line) => count(line[key], staff.code),
    ...links.column(key),
  });
  return (
    <ConsolePage
      staff={staff}
      section="sales"
      title={text.title}
      url={url}
      actions={
        <>
          <ButtonLink size="small" href="/staff/rehearsals">
            {rehearsalText(staff.code).title}
          </ButtonLink>
          <IfAllowed to="sales.run">
            <ButtonLink size="small" kind="signal" href="/staff/sales/new">{text.fresh}</ButtonLink>
          </IfAllowed>
        </>
      }
    >
      <Table<Line>
        id="sales"
        caption={text.caption}
        hideCaption
        dense
        rows={sorted(sales, links, VALUES)}
        rowKey={({ id }) => id}
        empty={<Empty title={text.none} text={text.noneText} />}
        columns={[
          {
            key: "name",
            title: text.name,
            heading: true,
            cell: ({ id, title }) => (
              <>
                <a href={`/staff/sales/${id}`}>{title}</a>
                <small class="console-id">{id}</small>
              </>
            ),
            ...links.column("name"),
          },
          {
            key: "state",
            title: text.state,
            cell: ({ status }) => (
              <Badge tone={toneOf(status)} live={status === "open"}>{staff.states[status]}</Badge>
            ),
            ...links.column("state"),
          },
          {
            key: "opens",
            title: text.opens,
            cell: ({ opensAt }) => <span class="figures">{stamp(opensAt)}</span>,
            ...links.column("opens"),
          },
          number("cars"),
          number("allocated"),
          number("sold"),
          number("waiting"),
          number("people"),
        ]}
      />
    </ConsolePage>
  );
});
