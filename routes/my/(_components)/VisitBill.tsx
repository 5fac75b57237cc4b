import { isModel, quoteOf } from "../../../lib/appointments/services.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { toPayFen } from "../../../lib/read_models/bookings.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import {
  BillChoices,
  BillLines,
  linesOn,
  offersSome,
} from "../../(_components)/booking/BillForm.tsx";
import type { BillView } from "../../api/service_bill.ts";
import { Act, type PanelProps, Part } from "./BookingPanels.tsx";

interface VisitBillProps extends PanelProps {
  readonly bill: BillView | null;
  readonly names: ReadonlyMap<string, { zh: string; en: string }>;
  readonly given: boolean;
}

/** What each service costs; nothing where prices are no longer those of the day it was booked. */
function itemsOf({ about }: PanelProps["booking"]) {
  if (about.kind !== "maintenance" || !isModel(about.model)) return [];
  const quote = quoteOf(about.items, about.model);
  return quote?.priceFen === about.priceFen ? quote.items : [];
}

/** A visit's bill: what coupons and points take off, or what they could, until the visit is done. */
export function VisitBill({ booking, text, shop: { code }, bill, names, given }: VisitBillProps) {
  const { about, reduction, status } = booking;
  if (about.kind !== "maintenance" || about.priceFen === 0) return null;
  const open = status === "confirmed" || status === "checked_in";
  if (reduction) {
    return (
      <Part id="bill" title={text.bill.reduced}>
        <dl class="booking-sums">
          {itemsOf(booking).map(({ code: item, priceFen }) => (
            <div key={item}>
              <dt class="quiet">
                {text.service.item[item as keyof typeof text.service.item][0]}
              </dt>
              <dd class="figures">{yuan(priceFen, code)}</dd>
            </div>
          ))}
          <div>
            <dt>{text.service.total}</dt>
            <dd class="figures">{yuan(about.priceFen, code)}</dd>
          </div>
          <BillLines
            lines={linesOn(reduction, names, text, code)}
            toPayFen={toPayFen(booking)!}
            text={text}
            code={code}
          />
        </dl>
        {open && (
          <>
            <p class="quiet small no-print">{text.bill.on}</p>
            <Act act="restore">
              <Button type="submit">{text.bill.back}</Button>
            </Act>
          </>
        )}
      </Part>
    );
  }
  if (!open || !bill) return null;
  const choosing = bill.held.length > 0 || (bill.accepted && bill.payable.points > 0);
  return (
    <Part id="bill" title={text.bill.title}>
      {given && <p role="status">{text.bill.given}</p>}
      {!offersSome(bill) && !given && <p class="quiet">{text.bill.none}</p>}
      {offersSome(bill) && (
        <Act act="reduce">
          <BillChoices bill={bill} text={text} code={code} />
          {choosing && <Button type="submit">{text.bill.put}</Button>}
        </Act>
      )}
    </Part>
  );
}
