import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import PageLive from "../../../../islands/PageLive.tsx";
import { vehicle } from "../../../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../../../actors/orders/vehicle_order.ts";
import type { VehicleOrderState } from "../../../../actors/orders/vehicle_order_state.ts";
import { see } from "../../../../lib/http/see.ts";
import { vinOf } from "../../../../lib/members/car_number.ts";
import { readHandover } from "../../../../lib/members/handover_record.ts";
import { CarView } from "../../../../lib/configurator_ui/View.tsx";
import { Words } from "../../../../lib/configurator_ui/words.ts";
import { Problem } from "../../../../lib/http/problem.ts";
import { configuratorText } from "../../../../lib/i18n/configurator.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { orderChangeText } from "../../../../lib/i18n/order_change.ts";
import { orderPapersText } from "../../../../lib/i18n/order_papers.ts";
import { insuranceText } from "../../../../lib/i18n/insurance.ts";
import { vehicleOrdersText } from "../../../../lib/i18n/vehicle_orders.ts";
import { DOCUMENTS, WARNINGS, WARNINGS_VERSION } from "../../../../lib/orders/terms.ts";
import { Badge } from "../../../../lib/ui/Badge.tsx";
import { Car } from "../../../../lib/ui/cars/Car.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { wayText } from "../../../../lib/i18n/way.ts";
import { define, type State } from "../../../../lib/web/define.ts";
import { asker } from "../../../api/context.ts";
import { accepted } from "../../../api/outcome.ts";
import { beginVehiclePayment, ofOthersIsNone } from "../../../api/vehicle_orders.ts";
import { proveName } from "../../../api/vehicle_order_steps.ts";
import type { Payer } from "../../../api/paying.ts";
import { Mispaid, mispaidOf } from "../../../pay/(_components)/Mispaid.tsx";
import { payerOf, payPlace } from "../../../pay/(_components)/pay_place.ts";
import { CarWay } from "../../(_components)/CarWay.tsx";
import { ownOrder } from "../../(_components)/own_order.ts";
import {
  Cancel,
  Expected,
  Money,
  NextSteps,
  OrderTimeline,
  Papers,
} from "../../(_components)/OrderPanels.tsx";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}`);
    const order = await ownOrder(state, id);
    return page({
      id,
      order,
      car: await carOf(state, order),
      mispaid: await mispaidOf(
        state.platform,
        order.payments.map(({ paymentId }) => paymentId),
      ),
      why: url.searchParams.get("failed"),
      done: url.searchParams.get("done"),
    });
  },
  async POST({ params, req, state, info }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}`);
    await ownOrder(state, id);
    try {
      return see(await act(state, id, await req.formData(), payerOf(state.platform, req, info)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return see(`/my/orders/${id}?failed=${error.code}`);
    }
  },
});

/** The car that the order is bound to, with its number and what was signed for it. */
async function carOf({ platform: { system, vault }, who }: State, order: VehicleOrderState) {
  const { vehicleId } = order;
  if (vehicleId === null) return undefined;
  const state = await system.view(vehicle(vehicleId), (car) => structuredClone(car));
  const signed = state.signature === null
    ? undefined
    : await readHandover(vault, who!.memberId, { vehicleId, seal: state.signature });
  return { state, signed, vin: await vinOf(vault, vehicleId) ?? order.vin ?? "" };
}

/** Does what a form asks for, and says where to go then. */
async function act(
  { platform, who }: State,
  id: string,
  form: FormData,
  payer: Payer,
): Promise<string> {
  const by = asker(who!);
  const { memberId } = who!;
  const address = vehicleOrder(id);
  const here = `/my/orders/${id}`;
  const asked = form.get("do");
  const outcome = await (() => {
    switch (asked) {
      case "reservation":
      case "earnest":
      case "balance":
        return undefined;
      case "name": {
        const said = { name: `${form.get("name")}`, identityNumber: `${form.get("number")}` };
        return proveName(platform, who!, id, said);
      }
      case "warnings": {
        const confirmed = form.getAll("warning");
        const warnings = WARNINGS.filter((warning) => confirmed.includes(warning));
        const said = { memberId, version: WARNINGS_VERSION, warnings };
        return platform.system.ask(address, "confirm_warnings", said, { by });
      }
      case "lock":
        return platform.system.ask(address, "lock", { memberId }, { by });
      case "cancel":
        return platform.system.ask(address, "cancel", { memberId }, { by });
      case "drop":
        return platform.system.ask(address, "drop_payment", { memberId }, { by });
      default:
        throw new HttpError(400, `cannot "${asked}"`);
    }
  })();
  if (outcome) {
    accepted(ofOthersIsNone(outcome) as never);
    return here;
  }
  const purpose = asked as "reservation" | "earnest" | "balance";
  const begun = await beginVehiclePayment(platform, who!, id, { purpose });
  return await payPlace(platform, begun, { of: "vehicle_order", orderId: id }, payer);
}

export default define.page<typeof handler>(({ data, state: { platform, shop, language } }) => {
  const { id, order, car, mispaid, why, done } = data;
  const change = orderChangeText(language);
  const text = vehicleOrdersText(language);
  if (order.status === "none" || order.car === null) return null;
  const name = Object.hasOwn(shop.models, order.car.model)
    ? order.car.model as keyof typeof shop.models
    : "lu";
  const model = shop.models[name];
  // By the template it was configured with, however the showroom has changed since.
  const opened = platform.showroom.open(order.car.code);
  const words = opened && new Words(opened.template, configuratorText(language));
  const nameOf = (code: string): string => words?.name(code) ?? code;
  const panel = { order, text, code: shop.code, nameOf };
  const reasons: Readonly<Record<string, string>> = text.why;
  const changeable = ["placed", "reserved", "ordered"].includes(order.status);
  // Where all were taken from the hand, there is nothing to hand in and no file to look at.
  const papers = DOCUMENTS.some((one) =>
    order.documents[one] !== "accepted" || order.files[one] !== undefined
  );
  const over = ["ready", "delivered", "registered", "cancelled"].includes(order.status);
  return (
    <div class="section stack stack--wide car-order">
      <Head>
        <title>{`${fill(text.order, { id })} · ${shop.brand}`}</title>
      </Head>
      <div class="car-order__head">
        <div class="stack stack--tight">
          <p class="quiet small figures cluster">
            {fill(text.order, { id })}
            <PageLive stream={`/api/vehicle-orders/${id}/live`} label={text.live} />
          </p>
          <h1 class="type-2xl">{`${model.name} · ${nameOf(order.car.trim)}`}</h1>
          <p data-live="status">
            <Badge tone={order.status === "cancelled" ? "plain" : "good"}>
              {text.status[order.status]}
            </Badge>
          </p>
          {order.fromSale && (
            <p class="small">
              <a href={`/orders/${id}`}>{text.fromSale}</a>
            </p>
          )}
          {car && <p class="figures">{fill(text.car, { vin: car.vin })}</p>}
          <p class="small no-print" data-live="change">
            {changeable && <a href={`/my/orders/${id}/change`}>{change.link}</a>}
          </p>
        </div>
        <div class="car-order__picture">
          {opened && words
            ? <CarView template={opened.template} options={order.car.options} words={words} />
            : <Car model={name} label={fill(shop.carLabel, { name: model.name })} />}
        </div>
      </div>
      {done === "changed" && <Notice tone="good" live>{change.done}</Notice>}
      {why && (
        <Notice tone="bad" live>
          {fill(text.failed, { why: Object.hasOwn(reasons, why) ? reasons[why]! : text.why.other })}
        </Notice>
      )}
      <div class="grid order-panels">
        <div class="span-6 stack stack--wide" data-live="next">
          {mispaid && (
            <Mispaid
              sum={mispaid}
              again={mispaid.isLast && order.status !== "cancelled"}
              language={language}
              code={shop.code}
            />
          )}
          <NextSteps {...panel} />
          {car && <CarWay orderId={id} car={car} language={language} code={shop.code} />}
          <section class="stack">
            <h2>{text.steps}</h2>
            <OrderTimeline {...panel} />
          </section>
          {(order.expected.length > 0 || !over) && <Expected {...panel} />}
        </div>
        <div class="span-6 stack stack--wide" data-live="money">
          <Money {...panel} />
          <section class="stack">
            {order.status !== "cancelled" && <Papers {...panel} />}
            <p class="cluster no-print">
              {!["placed", "cancelled"].includes(order.status) && papers && (
                <a href={`/my/orders/${id}/papers`}>{orderPapersText(language).link}</a>
              )}
              {order.status !== "cancelled" && (
                <a href={`/my/orders/${id}/insurance`}>{insuranceText(language).link}</a>
              )}
              <a href={`/my/orders/${id}/print`}>{wayText(language).print}</a>
            </p>
          </section>
        </div>
      </div>
      <div class="no-print" data-live="cancel">{!over && <Cancel {...panel} />}</div>
    </div>
  );
});
