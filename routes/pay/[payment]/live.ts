import { HttpError } from "fresh";
import { payment } from "../../../actors/sales/payment.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";

/** Tells the payer's page that something has become of the payment. */
export const handler = define.handlers({
  async GET({ params, state: { platform, who }, req, info }) {
    const address = payment(params.payment!);
    const payer = await platform.system.view(address, ({ request }) => request?.memberId);
    if (!who || payer !== who.memberId) throw new HttpError(404);
    return changesOf(platform, [address], { req, info });
  },
});
