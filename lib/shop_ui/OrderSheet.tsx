/** An order on paper: what was ordered, at which price with all its parts, and what was paid. */
import { beijing, yuan } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { OrderSheetText } from "../i18n/order_sheet.ts";
import { Fact, Sheet, type SheetOf } from "./SheetParts.tsx";

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

export function OrderSheet(sheet: SheetOf<SheetData, OrderSheetText>) {
  const { data, text, code } = sheet;
  const time = (at: number) => beijing(at, code, "dated");
  const money = (fen: number) => yuan(fen, code);
  return (
    <Sheet {...sheet}>
      <dl class="sheet__facts">
        <Fact name={text.placed}>{time(data.placedAt)}</Fact>
        <Fact name={text.state}>{data.status}</Fact>
        {data.buyer && <Fact name={text.buyer}>{data.buyer}</Fact>}
        <Fact name={text.car}>{data.car}</Fact>
        <Fact name={text.configuration}>
          {fill(text.version, { code: data.configuration, version: String(data.version) })}
        </Fact>
        {data.vin && <Fact name="VIN">{data.vin}</Fact>}
        {data.lockedAt !== null && <Fact name={text.locked}>{time(data.lockedAt)}</Fact>}
      </dl>
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
        <section>
          <h2>{text.invoice}</h2>
          <dl class="sheet__facts">
            <Fact name={text.invoiceNumber}>{data.invoice.number}</Fact>
            <Fact name={text.invoiced}>{time(data.invoice.at)}</Fact>
            <Fact name={text.base}>{money(data.invoice.baseFen)}</Fact>
            <Fact name={text.vat}>{money(data.priceFen - data.invoice.baseFen)}</Fact>
            <Fact name={text.tax}>{money(data.invoice.taxFen)}</Fact>
          </dl>
        </section>
      )}
      <section class="sheet__terms">
        <h2>{text.terms}</h2>
        <ol>{text.clauses.map((clause) => <li key={clause}>{clause}</li>)}</ol>
      </section>
      <div class="sheet__signs">
        <p>{text.signBuyer}</p>
        <p>{text.signMaker}</p>
      </div>
    </Sheet>
  );
}
