/** Forms for all that staff do about an order of a car. Each is there when it can be done. */
import type { ComponentChildren } from "preact";
import { leftFen } from "../../../actors/orders/vehicle_order_money.ts";
import { useContext } from "preact/hooks";
import { type OrderForm, permissionOfForm } from "../../../lib/console/order_acts.ts";
import type { OrderDesk } from "../../../lib/console/order_desk.ts";
import { toInput } from "../../../lib/console/times.ts";
import { wordsFor } from "../../../lib/console/ask_api.ts";
import { DEALERS } from "../../../lib/dealers/dealers.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { OrderDeskText } from "../../../lib/i18n/order_desk.ts";
import type { VehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import type { WayText } from "../../../lib/i18n/way.ts";
import { DOCUMENTS } from "../../../lib/orders/terms.ts";
import { MILESTONES } from "../../../lib/orders/way.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Allowed, IfAllowed } from "./Allowed.tsx";

/** A form that was not taken: what was written, and why. */
export interface Refused {
  readonly form: OrderForm;
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface FormsProps {
  readonly desk: OrderDesk;
  readonly words: OrderDeskText;
  readonly text: VehicleOrdersText;
  readonly way: WayText;
  readonly code: string;
  readonly now: number;
  readonly refused: Refused | undefined;
}

interface OneProps extends Pick<FormsProps, "words" | "refused"> {
  readonly form: OrderForm;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A field, with what was written into it where its form was not taken. */
const fieldsOf =
  (refused: Refused | undefined) => (form: OrderForm, name: string, otherwise = "") => ({
    id: `${form}-${name}`,
    name,
    value: refused?.form === form ? refused.values[name] ?? "" : otherwise,
  });

const isDone = ({ order: { status } }: OrderDesk): boolean =>
  status === "delivered" || status === "registered" || status === "cancelled";

function One({ form, title, words, refused, children }: OneProps) {
  if (!useContext(Allowed)(permissionOfForm(form))) return null;
  const mine = refused?.form === form ? refused : undefined;
  return (
    <details class="fold" open={mine !== undefined} id={form}>
      <summary>{title}</summary>
      <form
        method="post"
        action={`#${form}`}
        class="desk-form"
        {...(mine ? { "data-refused": "" } : {})}
      >
        <input type="hidden" name="do" value={form} />
        {mine && <Notice tone="bad" live>{wordsFor(words.errors, mine.code)}</Notice>}
        {children}
      </form>
    </details>
  );
}

export function OrderForms(props: FormsProps) {
  const { desk, words, text, code, refused } = props;
  const { order } = desk;
  const { form } = words;
  const field = fieldsOf(refused);
  const open = DOCUMENTS.filter((paper) => order.documents[paper] !== "accepted");
  const bindable = order.vehicleId === null &&
    (order.status === "locked" || order.status === "settled");
  const paid = order.payments.filter(({ paymentId }) => leftFen(order, paymentId) > 0);
  const one = { words, refused };
  return (
    <div class="desk-forms">
      {order.status !== "cancelled" && order.status !== "registered" && (
        <One {...one} form="paper" title={form.paper}>
          {open.length === 0
            ? <p>{form.papersDone}</p>
            : open.map((paper) => (
              <p key={paper} class="between">
                {order.files[paper]
                  ? (
                    <a href={`/staff/vehicle-orders/${desk.id}/papers/${paper}`}>
                      {fill(form.paperFile, { paper: text.document[paper] })}
                    </a>
                  )
                  : (
                    <span class="quiet">
                      {`${text.document[paper]} · ${text.documentStatus[order.documents[paper]]}`}
                    </span>
                  )}
                <button
                  class="button button--plain button--small"
                  type="submit"
                  name="code"
                  value={paper}
                >
                  {fill(form.accept, { paper: text.document[paper] })}
                </button>
              </p>
            ))}
        </One>
      )}
      {!isDone(desk) && (
        <One {...one} form="expect" title={form.expect}>
          <div class="desk-form__row">
            <Input {...field("expect", "from")} type="date" label={form.from} required />
            <Input {...field("expect", "to")} type="date" label={form.to} required />
          </div>
          <Input {...field("expect", "reason")} label={form.reason} required maxLength={200} />
          <Button type="submit" size="small">{form.tell}</Button>
        </One>
      )}
      {bindable && (
        <One {...one} form="bind" title={form.bind}>
          <Input
            {...field("bind", "vin")}
            label={form.vin}
            autocomplete="off"
            required
            maxLength={40}
          />
          <Button type="submit" size="small">{form.bindDo}</Button>
        </One>
      )}
      {order.status === "settled" && order.invoice === null && order.vehicleId !== null && (
        <One {...one} form="invoice" title={form.invoice}>
          <Input
            {...field("invoice", "number")}
            label={form.invoiceNumber}
            inputmode="numeric"
            required
            pattern="\d{8,20}"
          />
          <Button type="submit" size="small">{form.invoiceDo}</Button>
        </One>
      )}
      <CarForms {...props} />
      {order.status === "delivered" && (
        <One {...one} form="plate" title={form.plate}>
          <Input {...field("plate", "plate")} label={form.plateField} required maxLength={12} />
          <Button type="submit" size="small">{form.plateDo}</Button>
        </One>
      )}
      {paid.length > 0 && (
        <One {...one} form="refund" title={form.refund}>
          <Select
            {...field("refund", "payment")}
            label={form.payment}
            options={paid.map(({ paymentId, purpose }) => ({
              value: paymentId,
              label: `${text.purpose[purpose]} · ${yuan(leftFen(order, paymentId), code)}`,
            }))}
          />
          {paid.map(({ paymentId }) => (
            <input
              key={paymentId}
              type="hidden"
              name={`left-${paymentId}`}
              value={String(leftFen(order, paymentId))}
            />
          ))}
          <Input {...field("refund", "amount")} label={form.amount} inputmode="decimal" required />
          <Button type="submit" size="small">{form.refundDo}</Button>
        </One>
      )}
      {!isDone(desk) && order.status !== "ready" && (
        <One {...one} form="fail" title={form.fail}>
          <p>{form.failWhy}</p>
          <Input {...field("fail", "reason")} label={form.reason} required maxLength={200} />
          <Button type="submit" size="small" kind="danger">{form.failDo}</Button>
        </One>
      )}
    </div>
  );
}

function CarForms({ desk, words, way, code, now, refused }: FormsProps) {
  const { car } = desk;
  if (!car || car.ownerId !== null) return null;
  const { form } = words;
  const field = fieldsOf(refused);
  const ahead = MILESTONES.filter((one) => car.way[one].actualAt === null);
  const next = ahead[0];
  const one = { words, refused };
  const named = (codes: readonly (typeof MILESTONES)[number][]) =>
    codes.map((value) => ({ value, label: way.milestone[value] }));
  const { appointment } = car;
  return (
    <>
      {next && next !== "handed_over" && (
        <One {...one} form="reach" title={form.reach}>
          <Select id="reach-code" name="code" label={form.milestone} options={named([next])} />
          <Input {...field("reach", "place")} label={form.place} required maxLength={80} />
          <Input {...field("reach", "source")} label={form.source} required maxLength={40} />
          <Button type="submit" size="small">{form.reachDo}</Button>
        </One>
      )}
      <One {...one} form="revise" title={form.revise}>
        <Select {...field("revise", "code")} label={form.milestone} options={named(ahead)} />
        <Input {...field("revise", "at")} type="datetime-local" label={form.plannedAt} required />
        <Input {...field("revise", "reason")} label={form.reason} required maxLength={200} />
        <Button type="submit" size="small">{form.reviseDo}</Button>
      </One>
      <One {...one} form="appoint" title={form.appoint}>
        <input type="hidden" name="was" value={String(appointment?.at ?? "")} />
        <Input
          {...field("appoint", "at", appointment ? toInput(appointment.at) : "")}
          type="datetime-local"
          label={form.at}
          min={toInput(now)}
          required
        />
        <Select
          {...field("appoint", "dealer", appointment?.dealerId ?? "")}
          label={form.dealer}
          options={DEALERS.map(({ id, name }) => ({
            value: id,
            label: code === "en" ? name.en : name.zh,
          }))}
        />
        <Button type="submit" size="small">{form.appointDo}</Button>
      </One>
      {appointment && desk.order.status === "ready" && car.way.at_dealer.actualAt !== null && (
        <IfAllowed to={permissionOfForm("handover")}>
          <p>
            <ButtonLink kind="signal" href={`/staff/vehicle-orders/${desk.id}/handover`}>
              {form.handover}
            </ButtonLink>
          </p>
        </IfAllowed>
      )}
    </>
  );
}
