import { HttpError } from "fresh";
import { order } from "../../../actors/sales/order.ts";
import { payment } from "../../../actors/sales/payment.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";
import { orderId } from "../../api/schemas.ts";

/**
 * Tells the buyer's page that something has become of the order, or of its money: that the deposit has
 * arrived, say, or has gone back.
 */
export const handler = define.handlers({
  async GET({ params, state: { platform, who }, req, info }) {
    const id = params.order!;
    if (!who || !orderId.safeParse(id).success) throw new HttpError(404);
    const address = order(id);
    const buyer = await platform.system.view(
      address,
      (state) => state.status === "none" ? undefined : state.memberId,
    );
    if (buyer !== who.memberId) throw new HttpError(404);
    const followed = async () => [
      address,
      ...await platform.system.view(
        address,
        (state) =>
          state.status === "none"
            ? []
            : [state.paymentId, state.mispaidBy].flatMap((one) => one ? [payment(one)] : []),
      ),
    ];
    return changesOf(platform, followed, { req, info });
  },
});
