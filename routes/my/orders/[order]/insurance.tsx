import { HttpError, page } from "fresh";
import { insurance } from "../../../../actors/orders/insurance.ts";
import type { VehicleOrderState } from "../../../../actors/orders/vehicle_order_state.ts";
import PageLive from "../../../../islands/PageLive.tsx";
import { wordsFor } from "../../../../lib/console/ask_api.ts";
import { see } from "../../../../lib/http/see.ts";
import { insuranceText } from "../../../../lib/i18n/insurance.ts";
import { vehicleOrdersText } from "../../../../lib/i18n/vehicle_orders.ts";
import { fitting, USUAL, wish as wishSchema } from "../../../../lib/insurance/cover.ts";
import { DAY_MS } from "../../../../lib/time/day.ts";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define } from "../../../../lib/web/define.ts";
import { asker } from "../../../api/context.ts";
import { gatewayNamed, newPaymentId } from "../../../api/paying.ts";
import { Mispaid, mispaidOf } from "../../../pay/(_components)/Mispaid.tsx";
import { payerOf, payPlace } from "../../../pay/(_components)/pay_place.ts";
import { Premiums, Quotes, Standing, Vault } from "../../(_components)/InsuranceQuotes.tsx";
import { OrderPartHead } from "../../(_components)/OrderPartHead.tsx";
import { ownOrder } from "../../(_components)/own_order.ts";
import { WishForm } from "../../(_components)/WishForm.tsx";

/** Of the wording of the consent above the button. */
const CONSENT_VERSION = 1;

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/insurance`);
    const { car, status } = await ownOrder(state, id);
    const insured = await state.platform.system.view(
      insurance(id),
      (found) => structuredClone(found),
    );
    // Of an order that has ended only what was paid and went back is still of interest.
    if (status === "cancelled" && insured.premiums.length === 0) throw new HttpError(404);
    const now = state.platform.now();
    const premiums = insured.premiums.map(({ paymentId }) => paymentId);
    return page({
      id,
      car: car!,
      insured,
      mispaid: await mispaidOf(state.platform, premiums),
      now,
      refused: url.searchParams.get("refused"),
    });
  },
  async POST({ params, req, state: { platform, who }, state, info }) {
    const id = params.order!;
    const order = await ownOrder(state, id);
    const form = await req.formData();
    const { memberId } = who!;
    const by = { by: asker(who!) };
    const here = `/my/orders/${id}/insurance`;
    const refused = (code: string) => see(`${here}?refused=${code}`);
    switch (form.get("do")) {
      case "buy": {
        const outcome = await platform.system.ask(insurance(id), "buy", {
          memberId,
          quoteId: String(form.get("quote") ?? ""),
          consent: form.get("consent") === "1" ? CONSENT_VERSION : null,
          from: beginsAt(order, platform.now()),
          paymentId: newPaymentId(),
          provider: gatewayNamed(platform).provider,
        }, by);
        if (!outcome.ok) return refused(outcome.refusal);
        const paidFor = { of: "insurance", orderId: id } as const;
        const payer = payerOf(platform, req, info);
        return see(
          await payPlace(platform, outcome.value, paidFor, payer).catch(() =>
            `${here}?refused=away`
          ),
        );
      }
      case "drop":
      case "cancel": {
        const command = form.get("do") === "drop" ? "drop_payment" : "cancel";
        const outcome = await platform.system.ask(insurance(id), command, { memberId }, by);
        return outcome.ok ? see(here) : refused(outcome.refusal);
      }
    }
    const wished = wishSchema.safeParse({
      damage: form.get("damage") === "1",
      thirdPartyYuan: Number(form.get("third_party")),
      seatYuan: Number(form.get("seat")),
      addOns: form.getAll("add_on"),
    });
    if (!wished.success) return refused("other");
    const { model, priceFen, drive } = order.car!;
    const outcome = await platform.system.ask(insurance(id), "ask", {
      memberId,
      car: { model, priceFen, drive },
      wish: fitting(wished.data, drive),
      requestId: crypto.randomUUID().replaceAll("-", ""),
    }, by);
    return outcome.ok ? see(here) : refused(outcome.refusal);
  },
});

/** It is registered the day after at the earliest, or when the car is expected, and insured by then. */
const beginsAt = ({ expected }: VehicleOrderState, now: number): number =>
  Math.max(now + DAY_MS, expected.at(-1)?.from ?? 0);

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { id, car, insured, mispaid, now, refused } = data;
  const text = insuranceText(language);
  const waits = ["asking", "paying", "buying", "cancelling"].includes(insured.status);
  const free = !waits && insured.status !== "insured" && !insured.orderEnded;
  return (
    <div class="section stack stack--wide car-insurance">
      <OrderPartHead
        id={id}
        text={text}
        brand={shop.brand}
        language={language}
        beside={
          <PageLive
            stream={`/api/vehicle-orders/${id}/live`}
            label={vehicleOrdersText(language).live}
          />
        }
      >
        <div data-live="lead">
          {insured.status !== "insured" && <p class="quiet">{text.lead}</p>}
        </div>
        <p class="quiet small">{text.sandbox}</p>
      </OrderPartHead>
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      <div class="stack stack--wide" data-live="insured">
        {mispaid && (
          <Mispaid
            sum={mispaid}
            again={mispaid.isLast && free}
            language={language}
            code={shop.code}
          />
        )}
        <Standing insured={insured} text={text} code={shop.code} id={id} />
        {insured.policies.length > 0 && (
          <Vault
            policies={insured.policies}
            cancellable={insured.status === "insured" && now < insured.policies.at(-1)!.from}
            text={text}
            code={shop.code}
          />
        )}
        {insured.quotes.length > 0 && free && (
          <Quotes quotes={insured.quotes} text={text} code={shop.code} />
        )}
        {free && (
          <WishForm
            wish={insured.wish ?? fitting(USUAL, car.drive)}
            drive={car.drive}
            again={insured.quotes.length > 0}
            text={text}
            language={language}
          />
        )}
        <Premiums premiums={insured.premiums} text={text} code={shop.code} />
      </div>
    </div>
  );
});
