import type { ComponentChildren } from "preact";

interface RulesTableProps<Key extends string> {
  readonly caption?: string;
  /** What the names in front are of. */
  readonly of: string;
  /** Titles of the columns behind the names. */
  readonly columns: Readonly<Record<Key, string>>;
  readonly rows: readonly {
    readonly key: string;
    readonly name: ComponentChildren;
    readonly cells: Readonly<Record<Key, ComponentChildren>>;
  }[];
}

/** A table of fields or figures that is read a row at a time; stacked on a phone as all tables here. */
export function RulesTable<Key extends string>(
  { caption, of, columns, rows }: RulesTableProps<Key>,
) {
  const titles = Object.entries(columns) as [Key, string][];
  return (
    <table class="rules-table stacks" role="table">
      {caption && <caption class="console-title">{caption}</caption>}
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{of}</th>
          {titles.map(([key, title]) => <th key={key} scope="col" role="columnheader">{title}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, name, cells }) => (
          <tr key={key} role="row">
            <th scope="row" role="rowheader">{name}</th>
            {titles.map(([column, title]) => (
              <td key={column} role="cell" data-label={title || undefined}>{cells[column]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
