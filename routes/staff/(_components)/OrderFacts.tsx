/** One order of a car as it is, and what has happened to it, in words. */
import { shortId } from "../../../lib/ids/short_id.ts";
import { PlaceLink } from "./Allowed.tsx";
import { balanceFen, heldFen } from "../../../actors/orders/vehicle_order_money.ts";
import type { OrderDesk } from "../../../lib/console/order_desk.ts";
import { stamp } from "../../../lib/console/times.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import type { OrderDeskText } from "../../../lib/i18n/order_desk.ts";
import type { VehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import type { WayText } from "../../../lib/i18n/way.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Timeline } from "../../../lib/ui/Timeline.tsx";

export interface FactsProps {
  readonly desk: OrderDesk;
  readonly words: OrderDeskText;
  readonly text: VehicleOrdersText;
  readonly way: WayText;
  readonly code: string;
  readonly nameOf: (code: string) => string;
}

const FAILED: ReadonlySet<string> = new Set(["cancelled", "name_refused", "paid_for_nothing"]);

export function OrderHistory({ desk, words, text, way, code }: FactsProps) {
  const day = (at: unknown) =>
    typeof at === "number" ? beijing(at, code, "moment").replace(/,? \d\d:\d\d:\d\d$/, "") : "";
  const steps = desk.history.map(({ of, seq, at, name, what }, nth) => {
    const title = Object.hasOwn(words.event, name)
      ? words.event[name as keyof typeof words.event]
      : name;
    const kind = what.purpose as keyof typeof text.purpose;
    const paper = what.code as keyof typeof text.document;
    const stop = what.code as keyof typeof way.milestone;
    const details = [
      typeof what.purpose === "string" && text.purpose[kind],
      typeof what.amountFen === "number" && yuan(what.amountFen, code),
      name.startsWith("document_") && text.document[paper],
      (name === "reached" || name === "revised") && way.milestone[stop],
      name === "expected" && `${day(what.from)} – ${day(what.to)}`,
      name === "revised" && typeof what.plannedAt === "number" && stamp(what.plannedAt),
      name === "appointed" && typeof what.at === "number" && stamp(what.at),
      typeof what.place === "string" && what.place,
      typeof what.vin === "string" && what.vin,
      typeof what.invoiceNumber === "string" && what.invoiceNumber,
      // Other reasons are codes, which the title tells already.
      (name === "expected" || name === "revised" || what.fault === "maker") &&
      typeof what.reason === "string" && what.reason,
    ].filter((one) => typeof one === "string" && one !== "");
    return {
      key: `${of}-${seq}-${nth}`,
      title,
      state: FAILED.has(name) ? "failed" as const : "done" as const,
      stateWord: text.state.done,
      time: stamp(at),
      ...(details.length > 0 ? { detail: details.join(" · ") } : {}),
    };
  });
  return <Timeline label={words.history} steps={steps} />;
}

export function OrderFacts({ desk, words, text, way, code, nameOf }: FactsProps) {
  const { order, car, vin, phone } = desk;
  const dealer = car?.appointment && dealerById(car.appointment.dealerId);
  const facts: (readonly [string, preact.ComponentChildren])[] = [
    [
      text.staff.state,
      <Badge key="state" tone={order.status === "cancelled" ? "plain" : "good"}>
        {text.status[order.status as keyof typeof text.status]}
      </Badge>,
    ],
    [text.staff.model, `${nameOf(order.car!.model)} · ${nameOf(order.car!.trim)}`],
    [
      words.configuration,
      <a key="car" href={`/configurations/${order.car!.code}`}>{order.car!.code}</a>,
    ],
    [text.price, yuan(order.car!.priceFen, code)],
    [words.paid, yuan(heldFen(order), code)],
    [words.left, yuan(balanceFen(order), code)],
    [text.staff.placed, stamp(order.placedAt)],
    ["VIN", vin ?? order.vin ?? words.noCar],
    [
      words.member,
      <PlaceLink
        key="member"
        class="console-person"
        href={`/staff/leads?lead=${order.memberId}`}
      >
        {shortId(order.memberId)}
      </PlaceLink>,
    ],
    [words.phone, phone ?? "–"],
  ];
  if (order.invoice) {
    const { invoiceNumber, taxFen } = order.invoice;
    facts.push([words.invoice, `${invoiceNumber} · ${text.tax} ${yuan(taxFen, code)}`]);
  }
  if (car?.appointment) {
    const name = dealer ? (code === "en" ? dealer.name.en : dealer.name.zh) : "";
    const doneAt = car.way.handed_over.actualAt;
    // What was agreed is of no interest once it is done, at whichever time.
    facts.push([
      doneAt === null ? way.appointment : way.milestone.handed_over,
      `${stamp(doneAt ?? car.appointment.at)} · ${name}`,
    ]);
  }
  return (
    <dl class="console-facts">
      {facts.map(([term, said]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd class="figures">{said}</dd>
        </div>
      ))}
    </dl>
  );
}
