import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import PrintButton from "../../../../islands/PrintButton.tsx";
import { vehicle } from "../../../../actors/orders/vehicle.ts";
import { see } from "../../../../lib/http/see.ts";
import { handoverProtocolText } from "../../../../lib/i18n/handover_protocol.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { vinOf } from "../../../../lib/members/car_number.ts";
import { readHandover } from "../../../../lib/members/handover_record.ts";
import { HandoverProtocol } from "../../../../lib/shop_ui/HandoverProtocol.tsx";
import { define } from "../../../../lib/web/define.ts";
import { buyerName } from "../../../api/vehicle_order_steps.ts";
import { protocolOf } from "../../(_components)/handover_protocol.ts";
import { ownOrder } from "../../(_components)/own_order.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { platform: { system, vault, showroom, now }, who, shop, language } = state;
    const id = params.order!;
    if (!who) return see(`/sign-in?next=/my/orders/${id}/protocol`);
    const order = await ownOrder(state, id);
    const { vehicleId } = order;
    if (vehicleId === null) throw new HttpError(404);
    const car = await system.view(vehicle(vehicleId), (car) => structuredClone(car));
    const { memberId } = who;
    const signed = car.signature === null
      ? undefined
      : await readHandover(vault, memberId, { vehicleId, seal: car.signature });
    const vin = await vinOf(vault, vehicleId);
    const buyer = await buyerName({ vault }, who);
    const { models } = shop;
    const about = { showroom, id, order, car, signed, models, buyer, vin, language, now: now() };
    return page({ id, protocol: protocolOf(about) });
  },
});

/** The handover's protocol, as the buyer keeps it. */
export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const text = handoverProtocolText(language);
  return (
    <div class="section stack">
      <Head>
        <title>{`${text.title} · ${fill(text.number, { id: data.id })} · ${shop.brand}`}</title>
      </Head>
      <p class="sheet__tools">
        <a href={`/my/orders/${data.id}`}>{text.backToOrder}</a> <PrintButton label={text.print} />
      </p>
      <HandoverProtocol brand={shop.brand} data={data.protocol} text={text} code={shop.code} />
    </div>
  );
});
