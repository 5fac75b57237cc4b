/** The gateways that were chosen by settings. Each SDK is loaded where its provider was chosen only. */
import type { Store } from "../../kernel/store.ts";
import type { PaymentGateway } from "./port.ts";

export interface PaymentSettings {
  /** In the order in which they are offered. */
  readonly PAYMENTS: readonly string[];
  /** Where this server is reached from outside. */
  readonly PUBLIC_ORIGIN?: string | undefined;
  readonly ALIPAY_APP_ID?: string | undefined;
  readonly ALIPAY_SELLER_ID?: string | undefined;
  readonly ALIPAY_PRIVATE_KEY?: string | undefined;
  readonly ALIPAY_PUBLIC_KEY?: string | undefined;
  readonly ALIPAY_GATEWAY?: string | undefined;
  readonly WECHAT_PAY_MERCHANT_ID?: string | undefined;
  readonly WECHAT_PAY_APP_ID?: string | undefined;
  readonly WECHAT_PAY_SERIAL?: string | undefined;
  readonly WECHAT_PAY_PRIVATE_KEY?: string | undefined;
  readonly WECHAT_PAY_PLATFORM_KEYS?: Readonly<Record<string, string>> | undefined;
  readonly WECHAT_PAY_API_KEY?: string | undefined;
  readonly STRIPE_SECRET_KEY?: string | undefined;
  readonly STRIPE_WEBHOOK_SECRET?: string | undefined;
  readonly STRIPE_API?: string | undefined;
}

export interface OpenOptions {
  readonly store: Store;
  readonly now: () => number;
}

/** @throws {Error} naming the setting that does not fit */
export async function openGateways(
  settings: PaymentSettings,
  options: OpenOptions,
): Promise<PaymentGateway[]> {
  const gateways: PaymentGateway[] = [];
  for (const name of settings.PAYMENTS) {
    const gateway = await open(name, settings, options);
    if (gateway) gateways.push(gateway);
  }
  return gateways;
}

/** Undefined for the sandbox, which the platform opens by itself. */
async function open(
  name: string,
  settings: PaymentSettings,
  options: OpenOptions,
): Promise<PaymentGateway | undefined> {
  const origin = settings.PUBLIC_ORIGIN ?? "";
  const notifyUrl = `${origin}/api/payments/notify/${name}`;
  switch (name) {
    case "alipay": {
      const { openAlipay } = await import("./alipay.ts");
      return openAlipay({
        appId: settings.ALIPAY_APP_ID ?? "",
        sellerId: settings.ALIPAY_SELLER_ID ?? "",
        privateKey: settings.ALIPAY_PRIVATE_KEY ?? "",
        alipayPublicKey: settings.ALIPAY_PUBLIC_KEY ?? "",
        notifyUrl,
        origin,
        ...(settings.ALIPAY_GATEWAY ? { gateway: settings.ALIPAY_GATEWAY } : {}),
      }, options);
    }
    case "wechat": {
      const { openWechatPay } = await import("./wechat.ts");
      return openWechatPay({
        merchantId: settings.WECHAT_PAY_MERCHANT_ID ?? "",
        appId: settings.WECHAT_PAY_APP_ID ?? "",
        merchantSerial: settings.WECHAT_PAY_SERIAL ?? "",
        merchantKey: settings.WECHAT_PAY_PRIVATE_KEY ?? "",
        platformKeys: settings.WECHAT_PAY_PLATFORM_KEYS ?? {},
        apiKey: settings.WECHAT_PAY_API_KEY ?? "",
        notifyUrl,
      }, options);
    }
    case "stripe": {
      const { openStripe } = await import("./stripe.ts");
      return openStripe({
        secretKey: settings.STRIPE_SECRET_KEY ?? "",
        webhookSecret: settings.STRIPE_WEBHOOK_SECRET ?? "",
        origin,
        ...(settings.STRIPE_API ? { apiOrigin: settings.STRIPE_API } : {}),
      }, options);
    }
    default:
      return undefined;
  }
}
