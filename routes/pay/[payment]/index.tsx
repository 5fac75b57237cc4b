import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { encode } from "uqr";
import { payment } from "../../../actors/sales/payment.ts";
import HubLive from "../../../islands/HubLive.tsx";
import { Problem } from "../../../lib/http/problem.ts";
import { see } from "../../../lib/http/see.ts";
import { payText } from "../../../lib/i18n/pay.ts";
import { define, type State } from "../../../lib/web/define.ts";
import { homeOf, pageOf, type Payer, switchProvider } from "../../api/paying.ts";
import { leadsOn, payerOf } from "../(_components)/pay_place.ts";
import { Closing, Code, type PayPanel, Ways } from "../(_components)/PayPanels.tsx";

/** A payment is opened by mail from its order; it comes at once, and never before the redirect. */
const OPENS_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;

async function ownPayment({ platform: { system }, who }: State, id: string) {
  if (!/^[A-Za-z0-9_*-]{6,32}$/.test(id)) throw new HttpError(404);
  for (let waited = 0; waited <= OPENS_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const found = await system.view(
      payment(id),
      ({ request, status }) => request && { ...request, status, paymentId: id },
    );
    if (found?.memberId === who!.memberId) return found;
    if (found) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new HttpError(404);
}

type Own = Awaited<ReturnType<typeof ownPayment>>;

/** What the page shows of it: the ways to pay, the code of one of them, or that it is being closed. */
type Shown =
  | { readonly what: "ways"; readonly away: string | null }
  | { readonly what: "closing"; readonly to: string | null }
  | { readonly what: "code"; readonly payUrl: string; readonly size: number; data: boolean[][] };

export const handler = define.handlers({
  async GET({ params, req, state, url, info }) {
    const id = params.payment!;
    const { platform, who } = state;
    if (!who) return see(`/sign-in?next=/pay/${id}`);
    const open = await ownPayment(state, id);
    const home = homeOf(open);
    const several = platform.offered.length > 1;
    const show = (shown: Shown) => {
      const { paymentId, provider, amountFen, expiresAt } = open;
      const { device } = payerOf(platform, req, info);
      const others = platform.offered;
      return page({ shown, paymentId, provider, amountFen, expiresAt, home, device, others });
    };
    if (open.status === "settling") {
      return show({ what: "closing", to: url.searchParams.get("to") });
    }
    if (open.status !== "open" || !platform.gateways.has(open.provider)) return see(home);
    if (several && !url.searchParams.has("scan")) {
      return show({ what: "ways", away: url.searchParams.get("away") });
    }
    const payer = payerOf(platform, req, info);
    // The provider knows best: paid or over, there is nothing to be scanned any more.
    const found = await pageOf(platform, open, open, { payer }).catch(() => undefined);
    if (!found) return see(several ? `/pay/${id}?away=${open.provider}` : home);
    if (found.qrText === undefined || leadsOn(found, payer)) return see(found.payUrl);
    const { size, data } = encode(found.qrText, { border: 2 });
    return show({ what: "code", payUrl: found.payUrl, size, data });
  },
  /** The way to pay was chosen. */
  async POST({ params, req, state, info }) {
    const id = params.payment!;
    const { platform, who } = state;
    if (!who) return see(`/sign-in?next=/pay/${id}`);
    const open = await ownPayment(state, id);
    const provider = `${(await req.formData()).get("provider") ?? ""}`;
    if (!platform.offered.includes(provider)) {
      throw new HttpError(400, `cannot pay by "${provider}"`);
    }
    if (open.status === "succeeded") return see(homeOf(open));
    if (open.status === "open" && open.provider === provider) {
      return see(await placeOf(state, open, payerOf(platform, req, info)));
    }
    const begun = await switchProvider(platform, who, open, open, provider).catch((error) => {
      // Paid or over meanwhile: the order says so.
      if (error instanceof Problem) return "over" as const;
      throw error;
    });
    if (begun === "over") return see(homeOf(open));
    if (!begun) return see(`/pay/${id}?to=${provider}`);
    // Begun in another tab, maybe with another provider: it is shown, and can be changed there.
    if (!begun.isNew) return see(`/pay/${begun.paymentId}`);
    return see(await placeOf(state, { ...open, ...begun, provider }, payerOf(platform, req, info)));
  },
});

/** Where the payer pays: the provider's page, or ours with its code. */
async function placeOf(
  { platform }: State,
  open: Omit<Own, "status">,
  payer: Payer,
): Promise<string> {
  const { paymentId, provider } = open;
  const found = await pageOf(platform, open, open, { provider, payer }).catch(() => undefined);
  if (!found) return `/pay/${paymentId}?away=${provider}`;
  return leadsOn(found, payer) ? found.payUrl : `/pay/${paymentId}?scan`;
}

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { shown, paymentId } = data;
  const text = payText(language);
  const panel: PayPanel = { ...data, text, code: shop.code };
  return (
    <div class="wrap section stack stack--wide">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <div class="between">
        <h1 class="type-2xl">
          {shown.what === "ways"
            ? text.how
            : shown.what === "closing"
            ? text.closing
            : text.scan[panel.provider as keyof typeof text.scan] ?? text.scan.other}
        </h1>
        <HubLive label={text.live} stream={`/pay/${paymentId}/live`} />
      </div>
      <div id="hub" class="pay">
        {shown.what === "ways" && <Ways {...panel} away={shown.away} />}
        {shown.what === "closing" && <Closing {...panel} to={shown.to} />}
        {shown.what === "code" && <Code {...panel} {...shown} />}
      </div>
    </div>
  );
});
