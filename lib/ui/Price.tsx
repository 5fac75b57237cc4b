import type { ComponentChildren } from "preact";

interface PriceProps {
  /** As it is shown, by the language: "¥ 219,900". */
  readonly amount: string;
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  readonly size?: "large";
}

export function Price({ amount, before, after, size }: PriceProps) {
  return (
    <span class={size ? `price price--${size}` : "price"}>
      {before && <span class="price__word">{before}</span>}
      <span class="price__amount figures">{amount}</span>
      {after && <span class="price__word">{after}</span>}
    </span>
  );
}

export interface PriceLine {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly amount: string;
  readonly note?: ComponentChildren;
  /** Taken off, or given free. */
  readonly off?: boolean;
}

interface PriceBreakdownProps {
  readonly label: string;
  readonly lines: readonly PriceLine[];
  readonly total: { readonly name: ComponentChildren; readonly amount: string };
}

/** What a price is made of, and what it comes to. */
export function PriceBreakdown({ label, lines, total }: PriceBreakdownProps) {
  return (
    <dl class="breakdown" aria-label={label}>
      {lines.map(({ key, name, amount, note, off }) => (
        <div key={key} class={off ? "breakdown__line breakdown__line--off" : "breakdown__line"}>
          <dt>
            {name}
            {note && <small>{note}</small>}
          </dt>
          <dd class="figures">{amount}</dd>
        </div>
      ))}
      <div class="breakdown__line breakdown__total">
        <dt>{total.name}</dt>
        <dd class="figures">{total.amount}</dd>
      </div>
    </dl>
  );
}
