import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { encode } from "uqr";
import { payment } from "../../../actors/sales/payment.ts";
import HubLive from "../../../islands/HubLive.tsx";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { payText } from "../../../lib/i18n/pay.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { QrCode } from "../../../lib/ui/QrCode.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { isOnPhone } from "../../../lib/web/pay_place.ts";
import { pageOf } from "../../api/orders.ts";

/** A payment is opened by mail from its order; it comes at once, and never before the redirect. */
const OPENS_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;

const see = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });

async function ownPayment({ platform: { system }, who }: State, id: string) {
  if (!/^[A-Za-z0-9_*-]{6,32}$/.test(id)) throw new HttpError(404);
  for (let waited = 0; waited <= OPENS_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const found = await system.view(
      payment(id),
      ({ request, status }) => request && { ...request, status },
    );
    if (found?.memberId === who!.memberId) return found;
    if (found) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new HttpError(404);
}

export const handler = define.handlers({
  async GET({ params, req, state }) {
    const id = params.payment!;
    const { platform, who } = state;
    if (!who) return see(`/sign-in?next=/pay/${id}`);
    const open = await ownPayment(state, id);
    const order = open.of === "vehicle_order"
      ? `/my/orders/${open.orderId}`
      : `/orders/${open.orderId}`;
    const gateway = platform.gateways.get(open.provider);
    if (open.status !== "open" || !gateway) return see(order);
    const begun = { paymentId: id, amountFen: open.amountFen, expiresAt: open.expiresAt };
    // The provider knows best: paid or over, there is nothing to be scanned any more.
    const found = await pageOf(platform, gateway, begun, open.orderId, order).catch(() =>
      undefined
    );
    if (!found) return see(order);
    const { payUrl, qrText } = found;
    const leads = /^https?:/.test(payUrl);
    if (qrText === undefined || isOnPhone(req) && leads) return see(payUrl);
    const { size, data } = encode(qrText, { border: 2 });
    return page({ ...begun, provider: open.provider, order, payUrl, size, data });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { paymentId, provider, amountFen, expiresAt, order, payUrl } = data;
  const text = payText(language);
  const of = <T extends { other: string }>(words: T): string =>
    Object.hasOwn(words, provider) ? words[provider as keyof T] as string : words.other;
  return (
    <div class="section stack stack--wide">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <div class="between">
        <h1 class="type-2xl">{of(text.scan)}</h1>
        <HubLive label={text.live} stream={`/pay/${paymentId}/live`} />
      </div>
      <div id="hub" class="pay">
        <QrCode label={text.code} size={data.size} modules={data.data} />
        <div class="stack">
          <p class="quiet">{text.due}</p>
          <p class="type-2xl figures">{yuan(amountFen, shop.code)}</p>
          <p>{fill(text.until, { time: beijing(expiresAt, shop.code, "moment") })}</p>
          <p>
            <ButtonLink kind="signal" size="large" href={payUrl}>{of(text.open)}</ButtonLink>
          </p>
          <p class="quiet small">{text.proof}</p>
          <p>
            <a href={order}>{text.paid}</a>
          </p>
        </div>
      </div>
    </div>
  );
});
