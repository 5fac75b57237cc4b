import { csvLine, csvResponse } from "../../../lib/console/csv.ts";
import { allOrders, orderFilterIn } from "../../../lib/console/order_list.ts";
import { define } from "../../../lib/web/define.ts";

/** The orders that the filters of the page leave. */
export const handler = define.handlers({
  GET({ state: { platform, may }, url }) {
    async function* lines() {
      yield csvLine([
        ...["order", "sale", "car", "state", "member"],
        ...["placed_at", "pay_by", "deposit_fen"],
      ]);
      for await (const order of allOrders(platform, orderFilterIn(url, may))) {
        yield csvLine([
          ...[order.id, order.saleId, order.number, order.status, order.memberId],
          ...[new Date(order.placedAt).toISOString(), new Date(order.payBy).toISOString()],
          order.depositFen,
        ]);
      }
    }
    return csvResponse("orders", lines());
  },
});
