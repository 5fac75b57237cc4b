import { HttpError, page } from "fresh";
import PageLive from "../../../../islands/PageLive.tsx";
import { see } from "../../../../lib/console/ask_api.ts";
import { actOnOrder, isOrderForm } from "../../../../lib/console/order_acts.ts";
import { atDealer } from "../../../../lib/console/at_dealer.ts";
import { readOrderDesk } from "../../../../lib/console/order_desk.ts";
import { Words } from "../../../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../../../lib/i18n/configurator.ts";
import { handoverProtocolText } from "../../../../lib/i18n/handover_protocol.ts";
import { orderDeskText } from "../../../../lib/i18n/order_desk.ts";
import { vehicleOrdersText } from "../../../../lib/i18n/vehicle_orders.ts";
import { wayText } from "../../../../lib/i18n/way.ts";
import { shortId } from "../../../../lib/ids/short_id.ts";
import { MILESTONES } from "../../../../lib/orders/way.ts";
import { Signed } from "../../../../lib/shop_ui/Signed.tsx";
import { WayPicture, WayTimes } from "../../../../lib/shop_ui/Way.tsx";
import { define, type State } from "../../../../lib/web/define.ts";
import { orderId } from "../../../api/schemas.ts";
import { IfAllowed } from "../../(_components)/Allowed.tsx";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";
import { OrderFacts, OrderHistory } from "../../(_components)/OrderFacts.tsx";
import { OrderForms, type Refused } from "../../(_components)/OrderForms.tsx";

async function deskOf(state: State, id: string | undefined) {
  const parsed = orderId.safeParse(id);
  const desk = parsed.success ? await readOrderDesk(state.platform, parsed.data) : undefined;
  if (!desk) throw new HttpError(404);
  atDealer(state, "orders.open", desk.car?.appointment?.dealerId);
  return desk;
}

export const handler = define.handlers({
  async GET({ params, state }) {
    return page({ desk: await deskOf(state, params.order), refused: undefined });
  },
  async POST(ctx) {
    const desk = await deskOf(ctx.state, ctx.params.order);
    const fields = await ctx.req.formData();
    const form = fields.get("do");
    if (!isOrderForm(form)) throw new HttpError(400, `cannot "${form}"`);
    const code = await actOnOrder(ctx, desk, form, fields);
    if (code === undefined) return see(`/staff/vehicle-orders/${desk.id}`);
    const texts = [...fields].filter(([, value]) => typeof value === "string");
    const values = Object.fromEntries(texts) as Record<string, string>;
    const refused: Refused | undefined = { form, code, values };
    return page({ desk, refused }, { status: 422 });
  },
});

/** One order of a car: what it is, what can be done, and all that has happened. */
export default define.page<typeof handler>(({ data, state, url }) => {
  const { desk, refused } = data;
  const { staff, shop, language } = state;
  const { order, car, id } = desk;
  const text = vehicleOrdersText(language);
  const words = orderDeskText(language);
  const way = wayText(language);
  const protocol = handoverProtocolText(language);
  const opened = state.platform.showroom.open(order.car!.code);
  const named = opened && new Words(opened.template, configuratorText(language));
  const shown = { desk, words, text, way, code: shop.code };
  const nameOf = (code: string): string =>
    opened && code === opened.template.model
      ? named!.of(opened.template.name)
      : named?.name(code) ?? code;
  const stops = car && MILESTONES.map((code) => ({ code, ...car.way[code] }));
  return (
    <ConsolePage
      staff={staff}
      section="vehicles"
      title={id}
      heading={
        <>
          {text.staff.order} <small class="console-id">{shortId(id)}</small>{" "}
          <PageLive stream={`/api/vehicle-orders/${id}/live`} label={words.live} />
        </>
      }
      url={url}
    >
      <div class="console-columns">
        <div data-live="facts">
          <h2 class="console-title">{words.now}</h2>
          <OrderFacts {...shown} nameOf={nameOf} />
          <ul class="console-links">
            <li>
              <a href={`/staff/vehicle-orders/${id}/print`}>{words.print}</a>
            </li>
            {car && (
              <IfAllowed to="deliveries.work">
                <li>
                  <a href={`/staff/vehicle-orders/${id}/protocol`}>{protocol.printLink}</a>
                </li>
              </IfAllowed>
            )}
            <IfAllowed to="machinery.see">
              <li>
                <a href={`/staff/actors/vehicle_order/${id}`}>{words.inspect}</a>
              </li>
            </IfAllowed>
          </ul>
        </div>
        <div class="no-print" data-live="forms">
          <h2 class="console-title">{words.todo}</h2>
          <OrderForms {...shown} now={state.platform.now()} refused={refused} />
          <p class="quiet">{words.nothingToDo}</p>
        </div>
      </div>
      <div class="console-section" data-live="way">
        <h2 class="console-title">{words.carOfIt}</h2>
        {stops
          ? (
            <>
              <WayPicture stops={stops} text={way} />
              <WayTimes stops={stops} text={way} code={shop.code} />
            </>
          )
          : <p class="quiet">{words.noCar}</p>}
        {car && car.signature !== null && (
          <Signed signature={desk.signed?.signature} seal={car.signature} text={way} />
        )}
      </div>
      <div class="console-section" data-live="history">
        <h2 class="console-title">{words.history}</h2>
        <OrderHistory {...shown} nameOf={nameOf} />
      </div>
    </ConsolePage>
  );
});
