import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { generateKeyPairSync } from "node:crypto";
import { DenoKvStore } from "./kernel/mod.ts";
import { openGateways } from "./adapters/payments/open.ts";
import { ConfigError, readConfig } from "./config.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const publicBase64 = publicKey.export({ type: "spki", format: "der" }).toString("base64");

const ALL: Readonly<Record<string, string>> = {
  PAYMENTS: "alipay, wechat,stripe,sandbox",
  PUBLIC_ORIGIN: "https://shop.test",
  ALIPAY_APP_ID: "2021000000000001",
  ALIPAY_SELLER_ID: "2088000000000001",
  // As it stands in a file of variables: on one line.
  ALIPAY_PRIVATE_KEY: pem.replaceAll("\n", "\\n"),
  ALIPAY_PUBLIC_KEY: publicBase64,
  WECHAT_PAY_MERCHANT_ID: "1900000001",
  WECHAT_PAY_APP_ID: "wx0000000000000001",
  WECHAT_PAY_SERIAL: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
  WECHAT_PAY_PRIVATE_KEY: pem,
  WECHAT_PAY_PLATFORM_KEYS: `PUB_KEY_ID_0001:${publicBase64}`,
  WECHAT_PAY_API_KEY: "0123456789abcdefghijklmnopqrstuv",
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
};

const read = (settings: Readonly<Record<string, string>>) => readConfig((name) => settings[name]);
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));

Deno.test("openGateways: opens what was chosen, in that order", async () => {
  const store = await DenoKvStore.open(":memory:");
  try {
    const gateways = await openGateways(read(ALL), { store, now: () => 0 });
    assertEquals(gateways.map(({ provider }) => provider), ["alipay", "wechat", "stripe"]);
    assertEquals(await openGateways(read({}), { store, now: () => 0 }), []);
  } finally {
    store.close();
  }
});

Deno.test("readConfig: a provider that was chosen wants all of its settings, by name", () => {
  for (const name of Object.keys(ALL)) {
    if (name === "PAYMENTS") continue;
    const error = assertThrows(() => read(without(name)), ConfigError);
    assertStringIncludes(error.message, `${name}: expected a value, since PAYMENTS has`);
  }
  read({ ...without(...Object.keys(ALL)), PAYMENTS: "sandbox" });
});

Deno.test("readConfig: says what was expected of a payment setting, and quotes no key", () => {
  const wrong: [string, string, string][] = [
    ["PAYMENTS", "paypal", "expected some of sandbox, alipay, wechat, stripe"],
    ["PUBLIC_ORIGIN", "shop.test", "expected an address such as"],
    ["PUBLIC_ORIGIN", "https://shop.test/path", "expected an address such as"],
    ["PUBLIC_ORIGIN", "http://shop.test", "expected https"],
    ["ALIPAY_APP_ID", "1", "expected 16 digits"],
    ["ALIPAY_SELLER_ID", "1234", "2088"],
    ["ALIPAY_PRIVATE_KEY", "hush", "expected a key as PEM"],
    ["WECHAT_PAY_PLATFORM_KEYS", "hush", "PUB_KEY_ID_"],
    ["WECHAT_PAY_API_KEY", "hush", "32 characters"],
    ["STRIPE_SECRET_KEY", "hush", "sk_test_"],
    ["STRIPE_WEBHOOK_SECRET", "hush", "whsec_"],
  ];
  for (const [name, value, expected] of wrong) {
    const error = assertThrows(() => read({ ...ALL, [name]: value }), ConfigError);
    assertStringIncludes(error.message, name);
    assertStringIncludes(error.message, expected);
    assert(!error.message.includes("hush"));
  }
});
