import { HttpError, page } from "fresh";
import PrintButton from "../../../../islands/PrintButton.tsx";
import { atDealer } from "../../../../lib/console/at_dealer.ts";
import { readOrderDesk } from "../../../../lib/console/order_desk.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { orderSheetText } from "../../../../lib/i18n/order_sheet.ts";
import { OrderSheet } from "../../../../lib/shop_ui/OrderSheet.tsx";
import { shortId } from "../../../../lib/ids/short_id.ts";
import { define } from "../../../../lib/web/define.ts";
import { orderId } from "../../../api/schemas.ts";
import { sheetOf } from "../../../my/(_components)/order_sheet.ts";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { platform, shop, language } = state;
    const parsed = orderId.safeParse(params.order);
    const desk = parsed.success ? await readOrderDesk(platform, parsed.data) : undefined;
    if (!desk) throw new HttpError(404);
    atDealer(state, "orders.open", desk.car?.appointment?.dealerId);
    const { id, order, vin } = desk;
    const { model } = order.car!;
    const name = Object.hasOwn(shop.models, model)
      ? shop.models[model as keyof typeof shop.models].name
      : model;
    // Staff print it for the buyer, whose name stays with the buyer.
    const now = platform.now();
    const { showroom } = platform;
    const about = { showroom, id, order, model: name, buyer: undefined, vin, language, now };
    return page({ id, sheet: sheetOf(about) });
  },
});

/** The order on paper, as the buyer has it. */
export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const text = orderSheetText(language);
  return (
    <ConsolePage
      staff={staff}
      section="vehicles"
      title={text.title}
      heading={<span class="figures">{fill(text.number, { id: shortId(data.id) })}</span>}
      url={url}
    >
      <p class="sheet__tools">
        <a href={`/staff/vehicle-orders/${data.id}`}>{text.back}</a>{" "}
        <PrintButton label={text.print} />
      </p>
      <OrderSheet brand={shop.brand} data={data.sheet} text={text} code={shop.code} within />
    </ConsolePage>
  );
});
