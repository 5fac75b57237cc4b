import type { PricedConfiguration } from "../../../lib/configurator/priced.ts";
import type { Template } from "../../../lib/configurator/template.ts";
import { Words } from "../../../lib/configurator_ui/words.ts";
import type { ConfiguratorText } from "../../../lib/i18n/configurator.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";

interface NewPriceProps {
  readonly template: Template;
  readonly priced: PricedConfiguration;
  /** Today's list, and the same car by it; undefined where it cannot be ordered any more. */
  readonly now: { readonly template: Template; readonly priced: PricedConfiguration | undefined };
  /** Whether the list changed under an order that was about to be placed. */
  readonly changed: boolean;
  readonly text: ConfiguratorText;
  readonly edit: string;
}

/** The old price and the new one side by side, part by part; the buyer decides. */
export function NewPrice({ template, priced, now, changed, text, edit }: NewPriceProps) {
  const before = new Words(template, text);
  const after = new Words(now.template, text);
  const car = now.priced;
  const rows = car ? differences(priced, car) : [];
  const name = (code: string) => {
    const known = before.name(code);
    return known === code ? after.name(code) : known;
  };
  const cell = (fen: number | undefined) => fen === undefined ? "–" : before.price(fen);
  return (
    <section class="new-price stack" aria-labelledby="new-price">
      {changed && <Notice tone="warn" live title={text.priceChanged}>{text.nothingOrdered}</Notice>}
      <h2 class="type-xl" id="new-price">{text.newerList}</h2>
      <p class="quiet">
        {fill(car ? text.olderText : text.goneText, {
          old: String(template.version),
          version: String(now.template.version),
        })}
      </p>
      {car && (
        <table class="new-price__table figures">
          <thead>
            <tr>
              <td />
              <th scope="col">{fill(text.listOf, { version: String(template.version) })}</th>
              <th scope="col">{fill(text.listOf, { version: String(now.template.version) })}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, was, is }) => (
              <tr key={code}>
                <th scope="row">{name(code)}</th>
                <td>{cell(was)}</td>
                <td>{cell(is)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{text.total}</th>
              <td>{before.price(priced.priceFen)}</td>
              <td>
                {before.price(car.priceFen)}{" "}
                <small class="quiet">{before.difference(car.priceFen - priced.priceFen)}</small>
              </td>
            </tr>
          </tfoot>
        </table>
      )}
      <div class="cluster no-print">
        {car && (
          <form method="post" action="/my/orders">
            <input type="hidden" name="code" value={car.code} />
            {/* Pressed twice without script, it is one order. */}
            <input type="hidden" name="key" value={crypto.randomUUID()} />
            <Button kind="signal" type="submit">
              {fill(text.orderNow, { price: before.price(car.priceFen) })}
            </Button>
          </form>
        )}
        <ButtonLink href={edit}>{text.editNow}</ButtonLink>
      </div>
    </section>
  );
}

/** The parts that cost something else, came or went. */
function differences(before: PricedConfiguration, after: PricedConfiguration) {
  const was = new Map(before.parts.map(({ code, fen }) => [code, fen]));
  const is = new Map(after.parts.map(({ code, fen }) => [code, fen]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((code) => was.get(code) !== is.get(code))
    .map((code) => ({ code, was: was.get(code), is: is.get(code) }));
}
