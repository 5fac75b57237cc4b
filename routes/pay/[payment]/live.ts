import { HttpError } from "fresh";
import { payment } from "../../../actors/sales/payment.ts";
import type { Connection } from "../../../lib/http/client_address.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";

/** Tells the payer's page that something has become of the payment. */
export const handler = define.handlers({
  async GET({ params, state: { platform, who }, req, info }) {
    const address = payment(params.payment!);
    const payer = await platform.system.view(address, ({ request }) => request?.memberId);
    if (!who || payer !== who.memberId) throw new HttpError(404);
    const connection = info as unknown as Connection;
    return changesOf(platform, [address] as never, { connection, headers: req.headers });
  },
});
