import { HttpError } from "fresh";
import { privacy } from "../../../../../actors/members/privacy.ts";
import { atDealer } from "../../../../../lib/console/at_dealer.ts";
import { readOrderDesk } from "../../../../../lib/console/order_desk.ts";
import { fill } from "../../../../../lib/i18n/language.ts";
import { orderDeskText } from "../../../../../lib/i18n/order_desk.ts";
import { paperResponse } from "../../../../../lib/members/order_papers.ts";
import { documentCode } from "../../../../../lib/orders/terms.ts";
import { define } from "../../../../../lib/web/define.ts";
import { orderId } from "../../../../api/schemas.ts";

/** A paper that a buyer handed in, to be checked; the buyer's ledger says who looked. */
export const handler = define.handlers({
  async GET({ params, state }) {
    const { platform, who } = state;
    const parsed = orderId.safeParse(params.order);
    const desk = parsed.success ? await readOrderDesk(platform, parsed.data) : undefined;
    const code = documentCode.safeParse(params.paper);
    if (!desk || !code.success || !desk.order.files[code.data]) throw new HttpError(404);
    atDealer(state, "orders.open", desk.car?.appointment?.dealerId);
    const { order, id } = desk;
    // First written down, then shown.
    const why = fill(orderDeskText("zh").paperLook, { id });
    const looked = await platform.system.ask(
      privacy(order.memberId),
      "look",
      { why, fields: ["papers"] },
      { by: { id: who!.memberId, role: "staff" } },
    );
    if (!looked.ok) throw new HttpError(404);
    const answer = await paperResponse(platform.vault, id, order, code.data);
    if (!answer) throw new HttpError(404);
    return answer;
  },
});
