/** An order on paper: what was ordered, at which price with all its parts, and what was paid. */
import type { ComponentChildren } from "preact";
import { beijing, yuan } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { OrderSheetText } from "../i18n/order_sheet.ts";

export interface SheetLine {
  readonly name: string;
  readonly kind: string;
  readonly amountFen: number;
}

export interface SheetData {
  readonly id: string;
  readonly placedAt: number;
  readonly status: string;
  readonly buyer: string | undefined;
  readonly car: string;
  readonly configuration: string;
  readonly version: number;
  readonly options: readonly string[];
  readonly vin: string | undefined;
  readonly lines: readonly SheetLine[];
  readonly priceFen: number;
  readonly paid: readonly { readonly name: string; readonly at: number; readonly fen: number }[];
  readonly heldFen: number;
  readonly balanceFen: number;
  readonly lockedAt: number | null;
  readonly invoice:
    | {
      readonly number: string;
      readonly at: number;
      readonly baseFen: number;
      readonly taxFen: number;
    }
    | undefined;
  readonly printedAt: number;
}

interface SheetProps {
  readonly brand: string;
  readonly data: SheetData;
  readonly text: OrderSheetText;
  /** The language's code, for figures. */
  readonly code: string;
}

const Row = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="figures">{children}</td>
  </tr>
);

export function OrderSheet({ brand, data, text, code }: SheetProps) {
  const time = (at: number) => beijing(at, code, "dated");
  const money = (fen: number) => yuan(fen, code);
  return (
    <article class="sheet">
      <header class="sheet__head">
        <p class="sheet__brand">{brand}</p>
        <h1 class="sheet__title">{text.title}</h1>
        <p class="figures">{fill(text.number, { id: data.id })}</p>
      </header>
      <table class="sheet__facts">
        <tbody>
          <Row name={text.placed}>{time(data.placedAt)}</Row>
          <Row name={text.state}>{data.status}</Row>
          {data.buyer && <Row name={text.buyer}>{data.buyer}</Row>}
          <Row name={text.car}>{data.car}</Row>
          <Row name={text.configuration}>
            {fill(text.version, { code: data.configuration, version: String(data.version) })}
          </Row>
          {data.vin && <Row name="VIN">{data.vin}</Row>}
          {data.lockedAt !== null && <Row name={text.locked}>{time(data.lockedAt)}</Row>}
        </tbody>
      </table>
      <p class="sheet__options">{data.options.join(code === "en" ? ", " : "、")}</p>
      <table class="sheet__price">
        <caption>{text.price}</caption>
        <tbody>
          {data.lines.map(({ name, kind, amountFen }, nth) => (
            <tr key={nth}>
              <th scope="row">
                {name} <span class="quiet">{kind}</span>
              </th>
              <td class="figures">{money(amountFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.total}</th>
            <td class="figures">{money(data.priceFen)}</td>
          </tr>
        </tfoot>
      </table>
      <table class="sheet__price">
        <caption>{text.payments}</caption>
        <tbody>
          {data.paid.map(({ name, at, fen }, nth) => (
            <tr key={nth}>
              <th scope="row">
                {name} <span class="quiet figures">{time(at)}</span>
              </th>
              <td class="figures">{money(fen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.held}</th>
            <td class="figures">{money(data.heldFen)}</td>
          </tr>
          <tr>
            <th scope="row">{text.left}</th>
            <td class="figures">{money(data.balanceFen)}</td>
          </tr>
        </tfoot>
      </table>
      {data.invoice && (
        <table class="sheet__facts">
          <caption>{text.invoice}</caption>
          <tbody>
            <Row name={text.invoiceNumber}>{data.invoice.number}</Row>
            <Row name={text.invoiced}>{time(data.invoice.at)}</Row>
            <Row name={text.base}>{money(data.invoice.baseFen)}</Row>
            <Row name={text.vat}>{money(data.priceFen - data.invoice.baseFen)}</Row>
            <Row name={text.tax}>{money(data.invoice.taxFen)}</Row>
          </tbody>
        </table>
      )}
      <section class="sheet__terms">
        <h2>{text.terms}</h2>
        <ol>{text.clauses.map((clause) => <li key={clause}>{clause}</li>)}</ol>
      </section>
      <div class="sheet__signs">
        <p>{text.signBuyer}</p>
        <p>{text.signMaker}</p>
      </div>
      <footer class="quiet small figures">
        {fill(text.printed, { time: time(data.printedAt) })}
      </footer>
    </article>
  );
}
