import { csvLine, csvResponse } from "../../../lib/console/csv.ts";
import { orderFilterIn, readOrders } from "../../../lib/console/order_list.ts";
import { define } from "../../../lib/web/define.ts";

/** The orders that the filters of the page leave. */
export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    const orders = await readOrders(platform, orderFilterIn(url));
    function lines() {
      const head = [
        "order",
        "sale",
        "car",
        "state",
        "member",
        "placed_at",
        "pay_by",
        "deposit_fen",
      ];
      return [
        csvLine(head),
        ...orders.map((order) =>
          csvLine([
            order.id,
            order.saleId,
            order.number,
            order.status,
            order.memberId,
            new Date(order.placedAt).toISOString(),
            new Date(order.payBy).toISOString(),
            order.depositFen,
          ])
        ),
      ];
    }
    return csvResponse("orders", ReadableStream.from(lines()));
  },
});
