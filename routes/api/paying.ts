/** How money is asked for, whatever it is for: at which provider, and on which page of it. */
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { order } from "../../actors/sales/order.ts";
import { payment, type PaymentState } from "../../actors/sales/payment.ts";
import type { Payer, PaymentGateway, PayPage } from "../../lib/adapters/payments/port.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker } from "./context.ts";
import { accepted } from "./outcome.ts";

export type { Payer };

const CREATE_TIMEOUT_MS = 8_000;
/** So long a browser waits for the former payment to be closed, before it is shown that it is. */
const CLOSES_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 50;

type Api = Pick<ApiContext, "system" | "gateways" | "offered" | "now">;

/** What a payment is for: a kind of order and its id. */
export type PaidFor = Pick<NonNullable<PaymentState["request"]>, "of" | "orderId">;

export interface Begun {
  readonly paymentId: string;
  readonly amountFen: number;
  readonly expiresAt: number;
}

/** How the payer wants to pay; left out, with the first provider, on a desktop. */
export interface PayWish {
  readonly provider?: string | undefined;
  readonly payer?: Payer | undefined;
}

export const newPaymentId = (): string => crypto.randomUUID().replaceAll("-", "");

/** Where the payer goes on after paying. */
export function homeOf({ of, orderId }: PaidFor): string {
  switch (of) {
    case "vehicle_order":
      return `/my/orders/${orderId}`;
    case "insurance":
      return `/my/orders/${orderId}/insurance`;
    case undefined:
      return `/orders/${orderId}`;
  }
}

/**
 * What the payer reads at the provider. The same at each asking, as providers compare it; so it is in
 * both languages.
 */
function subjectOf({ of, orderId }: PaidFor): string {
  switch (of) {
    case "vehicle_order":
      return `购车款 Car ${orderId}`;
    case "insurance":
      return `保费 Insurance ${orderId}`;
    case undefined:
      return `订金 Deposit ${orderId}`;
  }
}

/** The provider that was asked for, or the first one. @throws {Problem} */
export function gatewayNamed(
  { gateways, offered }: Pick<Api, "gateways" | "offered">,
  name: string | undefined = offered[0],
): PaymentGateway {
  if (name === undefined) throw new Problem("provider_unavailable");
  const gateway = offered.includes(name) ? gateways.get(name) : undefined;
  if (!gateway) throw new Problem("unknown_provider");
  return gateway;
}

/**
 * The page of a payment that was begun, at the provider it was begun with. Nobody is given one of a
 * payment that was settled meanwhile: the provider had nothing to close then, and has now.
 * @throws {Problem}
 */
export async function pageOf(
  api: Api,
  begun: Begun,
  paidFor: PaidFor,
  wish: PayWish = {},
) {
  const gateway = await gatewayOf(api, begun.paymentId, wish.provider);
  const { provider } = gateway;
  const { paymentId } = begun;
  let page: PayPage;
  try {
    page = await gateway.create({
      paymentId,
      subject: subjectOf(paidFor),
      amountFen: begun.amountFen,
      expiresAt: begun.expiresAt,
      returnUrl: homeOf(paidFor),
      signal: AbortSignal.timeout(CREATE_TIMEOUT_MS),
      ...(wish.payer ? { payer: wish.payer } : {}),
    });
  } catch (cause) {
    // The provider takes no payment that would end at once.
    if (api.now() >= begun.expiresAt - 1_000) throw new Problem("hold_over");
    console.error(`Cannot open payment "${paymentId}" at ${provider}`, cause);
    throw new Problem("provider_unavailable", { retryAfterMs: 2_000 });
  }
  const status = await api.system.view(payment(paymentId), ({ status }) => status);
  if (status !== "settling" && status !== "closed") return { ...begun, ...page, provider };
  await gateway.close({ paymentId, signal: AbortSignal.timeout(CREATE_TIMEOUT_MS) })
    .catch((cause) => console.error(`Cannot close payment "${paymentId}" at ${provider}`, cause));
  throw new Problem("hold_over");
}

/** A payment that is open already stays with its provider, whichever is asked for now. */
async function gatewayOf(api: Api, paymentId: string, asked?: string): Promise<PaymentGateway> {
  const provider = await api.system.view(payment(paymentId), ({ request }) => request?.provider);
  if (provider === undefined) return gatewayNamed(api, asked);
  const gateway = api.gateways.get(provider);
  if (!gateway) throw new Problem("provider_unavailable");
  return gateway;
}

/** The payer's own payment is to be closed, where it is the one that is open. */
function drop(api: Api, who: Claims, { of, orderId }: PaidFor, paymentId: string) {
  const said = { memberId: who.memberId, paymentId };
  const by = { by: asker(who) };
  switch (of) {
    case "vehicle_order":
      return api.system.ask(vehicleOrder(orderId), "drop_payment", said, by);
    case "insurance":
      return api.system.ask(insurance(orderId), "drop_payment", said, by);
    case undefined:
      return api.system.ask(order(orderId), "drop_payment", said, by);
  }
}

/** Begins again what `former` was for; where something else is open by now, it is that. */
async function beginAgain(
  api: Api,
  who: Claims,
  { of, orderId }: PaidFor,
  former: { readonly paymentId: string; readonly amountFen: number },
  wish: { readonly paymentId: string; readonly provider: string },
): Promise<Begun> {
  const begin = { memberId: who.memberId, ...wish };
  const by = { by: asker(who) };
  switch (of) {
    case "vehicle_order": {
      const address = vehicleOrder(orderId);
      const purpose = await api.system.view(
        address,
        ({ payments }) => payments.find(({ paymentId }) => paymentId === former.paymentId)?.purpose,
      );
      if (!purpose) throw new Problem("unknown_payment");
      const part = purpose === "balance" ? { amountFen: former.amountFen } : {};
      return accepted(
        await api.system.ask(address, "begin_payment", { ...begin, purpose, ...part }, by),
      );
    }
    case "insurance": {
      const address = insurance(orderId);
      const { chosen, consent, from } = await api.system.view(
        address,
        ({ chosen, consent, from }) => ({ chosen, consent, from }),
      );
      if (chosen === null || from === null) throw new Problem("unknown_payment");
      const buying = { ...begin, quoteId: chosen, consent, from };
      const outcome = await api.system.ask(address, "buy", buying, by);
      if (!outcome.ok) throw new Problem("not_due");
      return outcome.value;
    }
    case undefined:
      return accepted(await api.system.ask(order(orderId), "begin_payment", begin, by));
  }
}

/** `isNew` where it was begun by this very wish; else another tab has begun it, maybe elsewhere. */
export interface Switched extends Begun {
  readonly isNew: boolean;
}

/**
 * Pays with another provider: the open payment is queried and closed, and only then a new one is
 * begun. Undefined while the former one is not closed yet, or where it turned out to be paid.
 * @throws {Problem} where nothing can be paid any more
 */
export async function switchProvider(
  api: Api,
  who: Claims,
  paidFor: PaidFor,
  former: { readonly paymentId: string; readonly amountFen: number },
  provider: string,
): Promise<Switched | undefined> {
  const wish = { paymentId: newPaymentId(), provider: gatewayNamed(api, provider).provider };
  await drop(api, who, paidFor, former.paymentId);
  for (let waited = 0; waited <= CLOSES_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const status = await api.system.view(payment(former.paymentId), ({ status }) => status);
    if (status === "succeeded") return undefined;
    if (status === "closed") {
      const begun = await beginAgain(api, who, paidFor, former, wish);
      // Until it has heard of the closing, the order answers with the former one.
      if (begun.paymentId !== former.paymentId) {
        return { ...begun, isNew: begun.paymentId === wish.paymentId };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return undefined;
}
