import { HttpError, page } from "fresh";
import PrintButton from "../../../../islands/PrintButton.tsx";
import { atDealer } from "../../../../lib/console/at_dealer.ts";
import { readOrderDesk } from "../../../../lib/console/order_desk.ts";
import { handoverProtocolText } from "../../../../lib/i18n/handover_protocol.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { HandoverProtocol } from "../../../../lib/shop_ui/HandoverProtocol.tsx";
import { shortId } from "../../../../lib/ids/short_id.ts";
import { define } from "../../../../lib/web/define.ts";
import { orderId } from "../../../api/schemas.ts";
import { protocolOf } from "../../../my/(_components)/handover_protocol.ts";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { platform, shop, language } = state;
    const parsed = orderId.safeParse(params.order);
    const desk = parsed.success ? await readOrderDesk(platform, parsed.data) : undefined;
    if (!desk?.car) throw new HttpError(404);
    atDealer(state, "deliveries.work", desk.car.appointment?.dealerId);
    const { id, order, car, signed } = desk;
    const protocol = protocolOf({
      showroom: platform.showroom,
      id,
      order,
      car,
      signed,
      models: shop.models,
      // The buyer's name stays with the buyer, who writes it.
      buyer: undefined,
      vin: desk.vin,
      language,
      now: platform.now(),
    });
    return page({ id, done: car.signature !== null, protocol });
  },
});

/** The handover's protocol, to be signed at the dealer's on paper, or as it was signed on screen. */
export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const text = handoverProtocolText(language);
  const order = `/staff/vehicle-orders/${data.id}`;
  return (
    <ConsolePage
      staff={staff}
      section="vehicles"
      title={text.title}
      heading={<span class="figures">{fill(text.number, { id: shortId(data.id) })}</span>}
      url={url}
    >
      <p class="sheet__tools">
        {data.done
          ? <a href={order}>{text.backToOrder}</a>
          : <a href={`${order}/handover`}>{text.backToHandover}</a>}{" "}
        <PrintButton label={text.print} />
      </p>
      <HandoverProtocol
        brand={shop.brand}
        data={data.protocol}
        text={text}
        code={shop.code}
        within
      />
    </ConsolePage>
  );
});
