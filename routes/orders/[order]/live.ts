import { HttpError } from "fresh";
import { order } from "../../../actors/sales/order.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";
import { orderId } from "../../api/schemas.ts";

/** Tells the buyer's page that something has become of the order: that its deposit has arrived, say. */
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
    return changesOf(platform, [address], { req, info });
  },
});
