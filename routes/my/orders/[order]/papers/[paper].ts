import { HttpError } from "fresh";
import { see } from "../../../../../lib/http/see.ts";
import { paperResponse } from "../../../../../lib/members/order_papers.ts";
import { documentCode } from "../../../../../lib/orders/terms.ts";
import { define } from "../../../../../lib/web/define.ts";
import { ownOrder } from "../../../(_components)/own_order.ts";

/** A paper that the buyer handed in, for the buyer. */
export const handler = define.handlers({
  async GET({ params, state }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/papers`);
    const order = await ownOrder(state, id);
    const code = documentCode.safeParse(params.paper);
    const { vault } = state.platform;
    const answer = code.success && await paperResponse(vault, id, order, code.data);
    if (!answer) throw new HttpError(404);
    return answer;
  },
});
