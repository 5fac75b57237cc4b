import { addressOf } from "../configurator/address.ts";
import type { PricedConfiguration } from "../configurator/priced.ts";
import type { Selection } from "../configurator/resolve.ts";
import type { Template } from "../configurator/template.ts";
import { fill } from "../i18n/language.ts";
import type { Words } from "./words.ts";

/** A price list that came out while somebody was choosing by an earlier one. */
export interface Newer {
  readonly version: number;
  /** What the car costs by it; undefined where that cannot be said. */
  readonly priceFen?: number;
}

interface NewerListProps {
  readonly template: Template;
  readonly selection: Selection;
  readonly newer: Newer;
  readonly priced: PricedConfiguration;
  readonly words: Words;
}

/** Both prices, and the way over: nothing changes under the customer's hands. */
export function NewerList({ template, selection, newer, priced, words }: NewerListProps) {
  const { text } = words;
  const { version, priceFen } = newer;
  const said = {
    old: String(template.version),
    version: String(version),
    was: words.price(priced.priceFen),
    now: priceFen === undefined ? "" : words.price(priceFen),
  };
  return (
    <aside class="newer-list" role="status">
      <p class="newer-list__title">{text.newerList}</p>
      <p class="figures">
        {fill(priceFen === undefined ? text.newerWithout : text.newerText, said)}
      </p>
      <a href={addressOf({ ...template, version }, selection)}>{text.toNewer}</a>
    </aside>
  );
}
