import type { ComponentChildren } from "preact";

interface RulesTableProps {
  readonly caption?: string;
  readonly titles: readonly string[];
  readonly rows: readonly {
    readonly key: string;
    readonly name: ComponentChildren;
    /** Behind the name, one for each further title. */
    readonly cells: readonly ComponentChildren[];
  }[];
}

/** A table of fields or figures that is read a row at a time; stacked on a phone as all tables here. */
export function RulesTable({ caption, titles, rows }: RulesTableProps) {
  return (
    <div class="rules-frame">
      <table class="rules-table stacks" role="table">
        {caption && <caption class="console-title">{caption}</caption>}
        <thead role="rowgroup">
          <tr role="row">
            {titles.map((title) => <th key={title} scope="col" role="columnheader">{title}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ key, name, cells }) => (
            <tr key={key} role="row">
              <th scope="row" role="rowheader">{name}</th>
              {cells.map((cell, at) => (
                <td key={at} role="cell" data-label={titles[at + 1] || undefined}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
