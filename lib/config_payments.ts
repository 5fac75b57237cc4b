/** The settings of payment providers; each one that was chosen needs its own. */
import * as z from "zod";

export const PROVIDERS = ["sandbox", "alipay", "wechat", "stripe"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What each provider cannot do without. */
const NEEDS: Readonly<Record<Provider, readonly string[]>> = {
  sandbox: [],
  alipay: [
    "PUBLIC_ORIGIN",
    "ALIPAY_APP_ID",
    "ALIPAY_SELLER_ID",
    "ALIPAY_PRIVATE_KEY",
    "ALIPAY_PUBLIC_KEY",
  ],
  wechat: [
    "PUBLIC_ORIGIN",
    "WECHAT_PAY_MERCHANT_ID",
    "WECHAT_PAY_APP_ID",
    "WECHAT_PAY_SERIAL",
    "WECHAT_PAY_PRIVATE_KEY",
    "WECHAT_PAY_PLATFORM_KEYS",
    "WECHAT_PAY_API_KEY",
  ],
  stripe: ["PUBLIC_ORIGIN", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
};

const shaped = (shape: RegExp, expected: string) =>
  z.string().regex(shape, { error: ({ input }) => `expected ${expected}, got "${input}"` })
    .optional();
/** Secrets are not quoted. */
const secret = (shape: RegExp, expected: string) =>
  z.string().regex(shape, `expected ${expected}`).optional();

/** PEM on one line has its line ends as `\n`; base64 alone is taken as well. */
const PEM = /^(-----BEGIN [A-Z ]+-----|[A-Za-z0-9+/=\s]{100,}$)/;
const pem = z.string().regex(PEM, "expected a key as PEM, or as base64").transform((text) =>
  text.replaceAll("\\n", "\n")
).optional();

const origin = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
};

export const paymentSettings = {
  PAYMENTS: z.string().default("sandbox").transform((text, context) => {
    const names = [...new Set(text.split(",").map((part) => part.trim()).filter(Boolean))];
    for (const name of names) {
      if (!(PROVIDERS as readonly string[]).includes(name)) {
        context.addIssue(`expected some of ${PROVIDERS.join(", ")}, got "${name}"`);
      }
    }
    return names as Provider[];
  }),
  PUBLIC_ORIGIN: z.string().refine(origin, {
    error: ({ input }) => `expected an address such as https://shop.example, got "${input}"`,
  }).optional(),
  ALIPAY_APP_ID: shaped(/^\d{16}$/, "16 digits"),
  ALIPAY_SELLER_ID: shaped(/^2088\d{12}$/, "16 digits that begin with 2088"),
  ALIPAY_PRIVATE_KEY: pem,
  ALIPAY_PUBLIC_KEY: pem,
  ALIPAY_GATEWAY: shaped(/^https?:\/\/\S+$/, "an address"),
  WECHAT_PAY_MERCHANT_ID: shaped(/^\d{8,12}$/, "the digits of a merchant's number"),
  WECHAT_PAY_APP_ID: shaped(/^wx\w{6,30}$/, "an app id that begins with wx"),
  WECHAT_PAY_SERIAL: shaped(/^[0-9A-Fa-f]{16,64}$/, "the hexadecimal serial of a certificate"),
  WECHAT_PAY_PRIVATE_KEY: pem,
  WECHAT_PAY_PLATFORM_KEYS: z.string().transform((text, context) => {
    const keys = text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
      const [, id, key] = /^([A-Za-z0-9_]{8,64}):(.+)$/s.exec(part) ?? [];
      if (!id || !key || !PEM.test(key)) {
        context.addIssue(
          "expected PUB_KEY_ID_…:KEY, separated by commas; a key as PEM, or as base64",
        );
      }
      return [id ?? "", (key ?? "").replaceAll("\\n", "\n")] as const;
    });
    return Object.fromEntries(keys);
  }).optional(),
  WECHAT_PAY_API_KEY: secret(/^[\x21-\x7e]{32}$/, "32 characters"),
  STRIPE_SECRET_KEY: secret(/^(sk|rk)_(test|live)_\w+$/, "sk_test_… or sk_live_…"),
  STRIPE_WEBHOOK_SECRET: secret(/^whsec_\w+$/, "whsec_…"),
  STRIPE_API: z.string().refine(origin, {
    error: ({ input }) => `expected an address such as http://127.0.0.1:12111, got "${input}"`,
  }).optional(),
};

/** Names what is missing of a provider that was chosen. */
export function expectComplete(
  settings: { readonly PAYMENTS: readonly Provider[] },
  context: z.core.$RefinementCtx,
): void {
  for (const provider of settings.PAYMENTS) {
    for (const name of NEEDS[provider] ?? []) {
      if ((settings as unknown as Record<string, unknown>)[name] !== undefined) continue;
      const message = `expected a value, since PAYMENTS has ${provider}`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  }
  const { PUBLIC_ORIGIN = "" } = settings as { PUBLIC_ORIGIN?: string };
  const toldOverTls = settings.PAYMENTS.some((name) => name === "alipay" || name === "wechat");
  if (toldOverTls && PUBLIC_ORIGIN && !PUBLIC_ORIGIN.startsWith("https://")) {
    const message = `expected https, since PAYMENTS has a provider that tells over TLS only`;
    context.addIssue({ code: "custom", path: ["PUBLIC_ORIGIN"], message });
  }
}
