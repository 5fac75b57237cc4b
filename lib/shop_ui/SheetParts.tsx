/** What all sheets of paper have: whose they are and what, and facts in two columns. */
import type { ComponentChildren } from "preact";

interface SheetHeadProps {
  readonly brand: string;
  readonly title: string;
  readonly number: string;
  /** The page around has a first heading of its own, as the console's have. */
  readonly within?: boolean;
}

export function SheetHead({ brand, title, number, within }: SheetHeadProps) {
  const Title = within ? "h2" : "h1";
  return (
    <header class="sheet__head">
      <p class="sheet__brand">{brand}</p>
      <Title class="sheet__title">{title}</Title>
      <p class="figures">{number}</p>
    </header>
  );
}

/** One of the facts in a `dl` of the class `sheet__facts`; without children a line for the pen. */
export const Fact = ({ name, children }: { name: string; children?: ComponentChildren }) => (
  <div class="sheet__fact">
    <dt>{name}</dt>
    <dd class="figures">{children}</dd>
  </div>
);
