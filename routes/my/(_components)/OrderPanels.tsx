/** The parts of an order's page: what is to be done, money, papers. */
import { type VehicleOrderState, WAY } from "../../../actors/orders/vehicle_order_state.ts";
import {
  balanceFen,
  dueFen,
  earnestFen,
  heldFen,
  openPayment,
} from "../../../actors/orders/vehicle_order_money.ts";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { VehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { DOCUMENTS, RESERVATION_FEN, WARNINGS } from "../../../lib/orders/terms.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Checkbox, Input } from "../../../lib/ui/Field.tsx";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { type Step, Timeline } from "../../../lib/ui/Timeline.tsx";
import { dayOf } from "./times.ts";

interface PanelProps {
  readonly order: VehicleOrderState;
  readonly text: VehicleOrdersText;
  /** The language's code, for figures. */
  readonly code: string;
  /** What a trim or an option is called. */
  readonly nameOf: (code: string) => string;
}

function timeOf(order: VehicleOrderState, step: (typeof WAY)[number]): number | null {
  const paidAt = (purpose: string) =>
    order.payments.findLast((one) => one.purpose === purpose && one.status === "paid")?.paidAt ??
      null;
  switch (step) {
    case "placed":
      return order.placedAt;
    case "reserved":
      return paidAt("reservation");
    case "ordered":
      return paidAt("earnest");
    case "locked":
      return order.lockedAt;
    case "delivered":
      return order.deliveredAt;
    case "registered":
      return order.registeredAt;
    case "settled":
      return paidAt("balance");
    case "ready":
      return null;
  }
}

/** The way of the order; of one that was cancelled, as far as it came. */
export function OrderTimeline({ order, text, code }: PanelProps) {
  const cancelled = order.status === "cancelled";
  const at = WAY.findIndex((step) => step === order.status);
  const stepAs = (key: string, title: string, state: Step["state"], time: number | null): Step => ({
    key,
    title,
    state,
    stateWord: text.state[state],
    ...(time === null ? {} : { time: beijing(time, code, "minute") }),
  });
  const steps = WAY.flatMap((key, nth) => {
    const time = timeOf(order, key);
    const reached = cancelled ? time !== null : nth <= at;
    if (cancelled && !reached) return [];
    const state = reached ? "done" : nth === at + 1 ? "now" : "ahead";
    return [stepAs(key, text.step[key], state, reached ? time : null)];
  });
  if (cancelled) steps.push(stepAs("cancelled", text.status.cancelled, "failed", null));
  return <Timeline label={text.title} steps={steps} />;
}

const Do = ({ act }: { act: string }) => <input type="hidden" name="do" value={act} />;

/** What the buyer can do now. */
export function NextSteps({ order, text, code }: PanelProps) {
  const before = ["placed", "reserved", "ordered"].includes(order.status);
  const unpaid = order.status === "placed" || order.status === "reserved";
  const balance = balanceFen(order);
  const open = openPayment(order);
  const earnest = dueFen(order, "earnest");
  return (
    <div class="stack">
      {open && order.status !== "cancelled" && (
        <div class="stack stack--tight">
          <Notice>
            {fill(text.paying, {
              purpose: text.purpose[open.purpose],
              sum: yuan(open.amountFen, code),
              time: beijing(open.expiresAt, code, "minute"),
            })}
          </Notice>
          <div class="cluster">
            <ButtonLink kind="signal" href={`/pay/${open.paymentId}`}>{text.payOn}</ButtonLink>
            <form method="post">
              <Do act="drop" />
              <Button kind="quiet" type="submit">{text.payNot}</Button>
            </form>
          </div>
        </div>
      )}
      {order.status === "placed" && !open && (
        <form method="post">
          <Do act="reservation" />
          <Button kind="signal" size="large" type="submit">
            {fill(text.pay.reservation, { sum: yuan(RESERVATION_FEN, code) })}
          </Button>
        </form>
      )}
      {unpaid && order.realName === null && (
        <form method="post" class="stack">
          <h2>{text.name}</h2>
          <p class="quiet">{text.nameText}</p>
          <Do act="name" />
          <Input id="name" name="name" label={text.nameField} autocomplete="name" required />
          <Input id="number" name="number" label={text.numberField} autocomplete="off" required />
          <Button type="submit">{text.nameSend}</Button>
        </form>
      )}
      {before && order.realName !== null && <p>{text.named}</p>}
      {typeof earnest === "number" && !open && (
        <form method="post">
          <Do act="earnest" />
          {/* Beside the reservation, which is the next step, it is the other way on. */}
          <Button
            kind={order.status === "placed" ? "plain" : "signal"}
            size="large"
            type="submit"
          >
            {fill(text.pay.earnest, { sum: yuan(earnest, code) })}
          </Button>
        </form>
      )}
      {order.status === "ordered" && (
        <>
          {order.refundableUntil !== null && (
            <p>{fill(text.free, { time: beijing(order.refundableUntil, code, "minute") })}</p>
          )}
          {order.warned === null
            ? (
              <form method="post" class="stack">
                <h2>{text.warnings}</h2>
                <Do act="warnings" />
                {WARNINGS.map((warning) => (
                  <Checkbox
                    key={warning}
                    id={warning}
                    name="warning"
                    value={warning}
                    label={text.warning[warning]}
                    required
                  />
                ))}
                <Button type="submit">{text.warningsSend}</Button>
              </form>
            )
            : (
              <form method="post" class="stack">
                <p>{text.warned}</p>
                <Do act="lock" />
                <Button kind="signal" size="large" type="submit">{text.lock}</Button>
              </form>
            )}
        </>
      )}
      {order.status === "locked" && !open && (
        <form method="post">
          <Do act="balance" />
          <Button kind="signal" size="large" type="submit">
            {fill(text.pay.balance, { sum: yuan(balance, code) })}
          </Button>
        </form>
      )}
    </div>
  );
}

export function Money({ order, text, code, nameOf }: PanelProps) {
  return (
    <section class="stack">
      <h2>{text.price}</h2>
      <List label={text.price}>
        {order.car!.parts.map((part) => (
          <ListRow
            key={part.code}
            title={nameOf(part.code)}
            text={text.part[part.kind]}
            end={yuan(part.amountFen, code)}
          />
        ))}
        {order.invoice && (
          <ListRow
            title={text.tax}
            text={fill(text.taxRate, { day: order.invoice.ruleFrom })}
            end={yuan(order.invoice.taxFen, code)}
          />
        )}
      </List>
      <p class="between figures car-order__sum">
        <span class="quiet">{fill(text.held, { sum: yuan(heldFen(order), code) })}</span>
        {order.status !== "cancelled" && (
          <span>{fill(text.left, { sum: yuan(balanceFen(order), code) })}</span>
        )}
      </p>
      {order.payments.length > 0 && (
        <List label={text.payments}>
          {order.payments.map((one) => (
            <ListRow
              key={one.paymentId}
              title={text.purpose[one.purpose]}
              text={text.paymentStatus[one.status]}
              end={yuan(one.amountFen, code)}
            />
          ))}
          {order.refunds.map((one) => (
            <ListRow
              key={one.refundId}
              title={text.refund}
              text={text.refundStatus[one.status]}
              end={yuan(-one.amountFen, code)}
            />
          ))}
        </List>
      )}
    </section>
  );
}

export function Papers({ order, text }: PanelProps) {
  return (
    <>
      <h2>{text.documents}</h2>
      <List label={text.documents}>
        {DOCUMENTS.map((code) => (
          <ListRow
            key={code}
            title={text.document[code]}
            end={text.documentStatus[order.documents[code]]}
          />
        ))}
      </List>
    </>
  );
}

export function Expected({ order, text, code }: PanelProps) {
  const day = (at: number) => dayOf(at, code);
  const [last, ...past] = order.expected.toReversed();
  return (
    <section class="stack stack--tight">
      <h2>{text.expected}</h2>
      {last
        ? <p class="figures">{`${day(last.from)} – ${day(last.to)} · ${last.reason}`}</p>
        : <p class="quiet">{order.lockedAt === null ? text.expectedNone : text.expectedSoon}</p>}
      {past.length > 0 && (
        <details class="fold">
          <summary>{text.expectedPast}</summary>
          <ol>
            {past.map(({ from, to, reason, at }) => (
              <li key={at} class="figures">{`${day(from)} – ${day(to)} · ${reason}`}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

export function Cancel({ order, text, code }: PanelProps) {
  const kept = order.lockedAt === null ? 0 : earnestFen(order);
  return (
    <details class="fold">
      <summary>{text.cancel}</summary>
      <form method="post" class="stack stack--tight">
        <Do act="cancel" />
        <p>{kept > 0 ? fill(text.cancelKept, { sum: yuan(kept, code) }) : text.cancelFree}</p>
        <Button kind="danger" type="submit">{text.cancelSure}</Button>
      </form>
    </details>
  );
}
