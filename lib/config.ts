/** The settings, parsed from the environment once, with errors that say what was expected. */
import * as z from "zod";
import { normalisePhone } from "./auth/identity.ts";
import { chatSettings, expectChat } from "./config_chat.ts";
import { erpSettings, expectErp } from "./config_erp.ts";
import { expectMaps, mapsSettings } from "./config_maps.ts";
import { expectComplete, paymentSettings } from "./config_payments.ts";
import { parseBlock } from "./http/client_address.ts";

const flag = z.enum(["", "0", "1", "false", "true"], {
  error: ({ input }) => `expected 1 or 0, got "${input}"`,
}).default("").transform((text) => text === "1" || text === "true");

const whole = (least: number, most: number) =>
  z.string().transform((text, context) => {
    const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
    if (!(number >= least && number <= most)) {
      context.addIssue(`expected a whole number from ${least} to ${most}, got "${text}"`);
    }
    return number;
  });

/** Not quoted in any message. */
const SECRET = "expected 16 characters or more";

const settings = z.object({
  PORT: whole(0, 65_535).default(8000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DENO_KV_URL: z.string().min(1).default("data/forecourt.db").refine(
    (url) => /^https?:\/\/[^/]/.test(url) || !url.includes("://"),
    {
      error: ({ input }) =>
        `expected a file path, :memory:, or the http(s) URL of a KV Connect server, got "${input}"`,
    },
  ),
  SESSION_SECRET: z.string().refine(
    (secrets) => secrets.split(",").every((secret) => secret.trim().length >= 16),
    `${SECRET}, or several such secrets separated by commas`,
  ).optional(),
  VAULT_SECRET: z.string().min(16, SECRET).optional(),
  STAFF_PHONES: z.string().default("").transform((text, context) => {
    const phones = text.split(",").map((part) => part.trim()).filter(Boolean);
    return phones.map((written) => {
      const phone = normalisePhone(written);
      if (!phone) context.addIssue(`expected mobile numbers separated by commas, got "${written}"`);
      return phone ?? written;
    });
  }),
  TRUSTED_PROXIES: z.string().default("").transform((text, context) => {
    const blocks = text.split(",").map((part) => part.trim()).filter(Boolean);
    return blocks.flatMap((written) => {
      const block = parseBlock(written);
      if (!block) {
        context.addIssue(
          `expected addresses or blocks such as 10.0.0.0/8, separated by commas, got "${written}"`,
        );
      }
      return block ?? [];
    });
  }),
  LOADTEST: flag,
  SANDBOX: flag,
  RANDOMNESS: z.enum(["sandbox", "drand"]).default("sandbox"),
  SALE_CARS: whole(1, 1_000_000).default(2017),
  OTEL_DENO: flag,
  ...paymentSettings,
  ...erpSettings,
  ...chatSettings,
  ...mapsSettings,
});

export type Config = z.infer<typeof settings>;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/;
const DEMO_STAFF_PHONE = "13900000000";

/** The variables that are read; see `.env.example`. */
export const VARIABLES = Object.keys(settings.shape) as (keyof Config)[];

/** Names each variable that does not fit, and what was expected. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** @throws {ConfigError} */
export function readConfig(environment: (name: string) => string | undefined): Config {
  const given: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = environment(name);
    if (value !== undefined && value !== "") given[name] = value;
  }
  // On loopback, where nobody else comes, a newcomer finds staff and sandboxes ready. A server that
  // others reach has neither, unless it is told to.
  if (LOOPBACK.test(given.HOST ?? "127.0.0.1")) {
    given.STAFF_PHONES ??= DEMO_STAFF_PHONE;
    given.SANDBOX ??= "1";
  }
  const parsed = settings.superRefine(expectComplete).superRefine(expectErp).superRefine(expectMaps)
    .superRefine(expectChat).safeParse(given);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ConfigError(`Cannot start with these settings: ${found.join("; ")}`);
}
