import type { PricedConfiguration } from "../configurator/priced.ts";
import type { Template } from "../configurator/template.ts";
import { fill } from "../i18n/language.ts";
import { PriceBreakdown } from "../ui/Price.tsx";
import type { Words } from "./words.ts";

export const partLines = ({ parts }: PricedConfiguration, words: Words) =>
  parts.map(({ code, name, fen, with: by }) => ({
    key: code,
    name: words.of(name),
    amount: fen === 0 ? words.text.included : words.price(fen),
    ...(by ? { note: fill(words.text.withOption, { name: words.name(by) }) } : {}),
  }));

interface PriceBarProps {
  readonly template: Template;
  readonly priced: PricedConfiguration;
  readonly words: Words;
  /** The address of the state before. */
  readonly undo?: string | undefined;
}

/** Stays at the foot: what it comes to, of what, and where to go on. */
export function PriceBar({ template, priced, words, undo }: PriceBarProps) {
  const { text } = words;
  const total = words.price(priced.priceFen);
  return (
    <div class="price-bar">
      <details class="price-bar__parts">
        <summary>
          <span class="price-bar__total figures" aria-live="polite">{total}</span>
          <span class="price-bar__word">{text.breakdown}</span>
        </summary>
        <div class="price-bar__sheet">
          <PriceBreakdown
            label={text.breakdown}
            lines={partLines(priced, words)}
            total={{ name: text.total, amount: total }}
          />
          <p class="small quiet">{text.tax} · {text.share} {priced.code}</p>
        </div>
      </details>
      {undo && (
        <a class="button button--quiet" href={undo} data-go="undo" rel="nofollow">
          {text.undo}
        </a>
      )}
      {template.draft
        ? (
          <a class="button button--plain" href={`/staff/showroom/${template.model}`}>
            {text.toDraft}
          </a>
        )
        : <a class="button button--signal" href={`/configurations/${priced.code}`}>{text.next}</a>}
    </div>
  );
}
