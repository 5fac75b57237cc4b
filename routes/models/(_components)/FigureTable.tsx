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
  return (
    <div class="model-sheet" tabIndex={0} role="region" aria-label={text.figures}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.trim}</th>
            {trims.map(({ code, name }) => <th key={code} scope="col">{name[language]}</th>)}
          </tr>
        </thead>
        <tbody class="figures">
          <tr>
            <th scope="row">{text.price}</th>
            {trims.map(({ code, priceFen }) => <td key={code}>{yuan(priceFen, language)}</td>)}
          </tr>
          {specs.map((spec) => (
            <tr key={spec.code}>
              <th scope="row">{spec.name[language]}</th>
              {trims.map((trim) => (
                <td key={trim.code}>{trim.specs[spec.code]?.[language] ?? "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
