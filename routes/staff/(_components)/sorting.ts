/** Tables that are sorted by their address, so that a sorted view can be kept and sent. */
import type { Sort } from "../../../lib/ui/Table.tsx";

type Values<Row> = Readonly<Record<string, (row: Row) => string | number>>;

interface Order {
  readonly key: string;
  readonly direction: "ascending" | "descending";
}

export interface SortLinks extends Order {
  /** What a column needs to be sorted by. */
  column(key: string): { sort: Sort; sortHref: string };
}

/** By `?sort=` and `?dir=`; a press on the column that is sorted by turns it round. */
export function sortLinks<Row>(url: URL, values: Values<Row>, standard: Order): SortLinks {
  const asked = url.searchParams.get("sort") ?? "";
  const known = Object.hasOwn(values, asked);
  const key = known ? asked : standard.key;
  const direction = known
    ? url.searchParams.get("dir") === "down" ? "descending" : "ascending"
    : standard.direction;
  return {
    key,
    direction,
    column(one) {
      const turned = one === key && direction === "ascending";
      return {
        sort: one === key ? direction : "none",
        sortHref: withParams(url, { sort: one, dir: turned ? "down" : "up", page: undefined }),
      };
    },
  };
}

export function sorted<Row>(rows: readonly Row[], order: Order, values: Values<Row>): Row[] {
  const value = values[order.key]!;
  const sign = order.direction === "ascending" ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(value(a), value(b)));
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

/** The same page with some of its parameters changed or left out. */
export function withParams(
  url: URL,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const next = new URL(url);
  for (const [name, value] of Object.entries({ lang: undefined, ...changes })) {
    if (value === undefined) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  return next.pathname + next.search;
}
