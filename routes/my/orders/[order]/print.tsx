import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import PrintButton from "../../../../islands/PrintButton.tsx";
import { fill } from "../../../../lib/i18n/language.ts";
import { orderSheetText } from "../../../../lib/i18n/order_sheet.ts";
import { vinOf } from "../../../../lib/members/car_number.ts";
import { OrderSheet } from "../../../../lib/shop_ui/OrderSheet.tsx";
import { define } from "../../../../lib/web/define.ts";
import { Problem } from "../../../../lib/http/problem.ts";
import { orderId } from "../../../api/schemas.ts";
import { buyerName } from "../../../api/vehicle_order_steps.ts";
import { ownVehicleOrder } from "../../../api/vehicle_orders.ts";
import { sheetOf } from "../../(_components)/order_sheet.ts";

export const handler = define.handlers({
  async GET({ params, state: { platform, who, shop, language } }) {
    const id = params.order!;
    if (!orderId.safeParse(id).success) throw new HttpError(404);
    const order = await ownVehicleOrder(platform, who!, id)
      .catch((error) => {
        throw error instanceof Problem && error.code === "unknown_order"
          ? new HttpError(404)
          : error;
      });
    const { model } = order.car!;
    const vin = order.vehicleId === null
      ? undefined
      : await vinOf(platform.vault, order.vehicleId) ?? order.vin ?? undefined;
    const name = Object.hasOwn(shop.models, model)
      ? shop.models[model as keyof typeof shop.models].name
      : model;
    const buyer = await buyerName(platform, who!);
    const now = platform.now();
    const { showroom } = platform;
    const about = { showroom, id, order, model: name, buyer, vin, language, now };
    return page({ id, sheet: sheetOf(about) });
  },
});

/** The order on paper. */
export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const text = orderSheetText(language);
  return (
    <div class="section stack">
      <Head>
        <title>{`${fill(text.number, { id: data.id })} · ${shop.brand}`}</title>
      </Head>
      <p class="sheet__tools">
        <a href={`/my/orders/${data.id}`}>{text.back}</a> <PrintButton label={text.print} />
      </p>
      <OrderSheet brand={shop.brand} data={data.sheet} text={text} code={shop.code} />
    </div>
  );
});
