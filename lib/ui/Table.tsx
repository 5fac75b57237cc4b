import type { ComponentChildren } from "preact";

export type Sort = "ascending" | "descending" | "none";

export interface Column<Row> {
  readonly key: string;
  readonly title: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers end at the right, in figures of one width. */
  readonly numeric?: boolean;
  /** Present when the column can be sorted by. */
  readonly sort?: Sort;
  /** Where a press on the title leads; an island takes `onSort` of the table instead. */
  readonly sortHref?: string;
  /** The cell that names the row. */
  readonly heading?: boolean;
}

interface TableProps<Row> {
  readonly id: string;
  readonly caption: ComponentChildren;
  readonly hideCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selected?: string;
  readonly dense?: boolean;
  readonly onSort?: (key: string) => void;
  readonly onOpen?: (row: Row) => void;
  /** Stands in the place of rows when there are none. */
  readonly empty?: ComponentChildren;
}

const ARROW: Readonly<Record<Sort, string>> = { ascending: "↑", descending: "↓", none: "↕" };

function Title<Row>({ column, onSort }: { column: Column<Row>; onSort?: (key: string) => void }) {
  const { key, title, sort, sortHref } = column;
  if (sort === undefined) return <>{title}</>;
  const inner = (
    <>
      {title}
      <span class="table__arrow" aria-hidden="true">{ARROW[sort]}</span>
    </>
  );
  return sortHref && !onSort
    ? <a class="table__sort" href={sortHref}>{inner}</a>
    : <button type="button" class="table__sort" onClick={() => onSort?.(key)}>{inner}</button>;
}

/** Up to so many columns stand side by side on a phone as well; more are stacked (`stacks.css`). */
const SIDE_BY_SIDE = 3;

/**
 * The roles are written out: what is stacked is laid out as blocks, and browsers no longer tell
 * such a table's rows and cells as those of a table.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { id, caption, hideCaption, columns, rows, rowKey, selected, dense, onSort, empty } = props;
  const { onOpen } = props;
  const look = [
    "table",
    ...(dense ? ["table--dense"] : []),
    ...(columns.length > SIDE_BY_SIDE ? ["stacks"] : []),
  ];
  return (
    <div class="table-scroll" role="region" aria-labelledby={`${id}-caption`} tabIndex={0}>
      <table class={look.join(" ")} id={id} role="table">
        <caption id={`${id}-caption`} class={hideCaption ? "visually-hidden" : undefined}>
          {caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                class={column.numeric ? "table__number" : undefined}
                aria-sort={column.sort}
              >
                <Title column={column} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              data-selected={rowKey(row) === selected ? "" : undefined}
              onClick={onOpen && (() => onOpen(row))}
            >
              {columns.map(({ key, title, cell, numeric, heading }) => {
                const look = numeric ? "table__number figures" : undefined;
                return heading
                  ? <th key={key} scope="row" role="rowheader" class={look}>{cell(row)}</th>
                  : (
                    <td
                      key={key}
                      role="cell"
                      class={look}
                      data-label={typeof title === "string" ? title : undefined}
                    >
                      {cell(row)}
                    </td>
                  );
              })}
            </tr>
          ))}
          {rows.length === 0 && empty && (
            <tr role="row">
              <td role="cell" class="table__empty" colSpan={columns.length}>{empty}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
