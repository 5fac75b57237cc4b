import { trimsOnSale } from "../../../lib/configurator/offered.ts";
import type { Template } from "../../../lib/configurator/template.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import type { ModelsText } from "../../../lib/i18n/models.ts";

interface FigureTableProps {
  readonly template: Template;
  readonly text: ModelsText;
  readonly language: "zh" | "en";
}

/** Every figure of every trim, side by side. */
export function FigureTable({ template, text, language }: FigureTableProps) {
  const { specs } = template;
  const trims = trimsOnSale(template);
  const prices = trims.map(({ priceFen }) => yuan(priceFen, language));
  const rows = [
    { code: "price", name: text.price, cells: prices },
    ...specs.map(({ code, name }) => ({
      code,
      name: name[language],
      cells: trims.map((trim) => trim.specs[code]?.[language] ?? "–"),
    })),
  ];
  return (
    <div class="compare__frame" tabIndex={0} role="region" aria-label={text.figures}>
      <table class="compare" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <td class="quiet">{text.trim}</td>
            {trims.map(({ code, name }) => (
              <th key={code} scope="col" role="columnheader">{name[language]}</th>
            ))}
          </tr>
        </thead>
        <tbody class="figures" role="rowgroup">
          {rows.map(({ code, name, cells }) => (
            <tr key={code} role="row">
              <th scope="row" role="rowheader">{name}</th>
              {cells.map((cell, at) => <td key={trims[at]!.code} role="cell">{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
