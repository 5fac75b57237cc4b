/** What all sheets of paper have: whose they are, what and of when, and facts in two columns. */
import type { ComponentChildren } from "preact";
import { beijing } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";

/** What a sheet is given, with its own data and words. */
export interface SheetOf<Data, Text> {
  readonly brand: string;
  readonly data: Data;
  readonly text: Text;
  /** The language's code, for figures. */
  readonly code: string;
  /** On a page with a first heading of its own, as the console's have. */
  readonly within?: boolean;
}

interface SheetProps extends
  SheetOf<
    { readonly id: string; readonly printedAt: number },
    { readonly title: string; readonly number: string; readonly printed: string }
  > {
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Sheet(
  { brand, data, text, code, within = false, class: look = "", children }: SheetProps,
) {
  const Title = within ? "h2" : "h1";
  return (
    <article class={`sheet ${look}`.trimEnd()}>
      <header class="sheet__head">
        <p class="sheet__brand">{brand}</p>
        <Title class="sheet__title">{text.title}</Title>
        <p class="figures">{fill(text.number, { id: data.id })}</p>
      </header>
      {children}
      <footer class="quiet small figures">
        {fill(text.printed, { time: beijing(data.printedAt, code, "dated") })}
      </footer>
    </article>
  );
}

/** One of the facts in a `dl` of the class `sheet__facts`; without children a line for the pen. */
export const Fact = ({ name, children }: { name: string; children?: ComponentChildren }) => (
  <div class="sheet__fact">
    <dt>{name}</dt>
    <dd class="figures">{children}</dd>
  </div>
);
