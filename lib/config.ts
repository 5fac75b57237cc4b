/** The settings, parsed from the environment once, with errors that say what was expected. */
import * as z from "zod";
import { normalisePhone } from "./auth/identity.ts";

const flag = z.enum(["", "0", "1", "false", "true"]).default("")
  .transform((text) => text === "1" || text === "true");

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DENO_KV_URL: z.string().min(1).default("data/forecourt.db"),
  SESSION_SECRET: z.string().refine(
    (secrets) => secrets.split(",").every((secret) => secret.trim().length >= 16),
    "expected 16 characters or more, or several such secrets separated by commas",
  ).optional(),
  VAULT_SECRET: z.string().min(16).optional(),
  STAFF_PHONES: z.string().default("").transform((text, context) => {
    const phones = text.split(",").map((part) => part.trim()).filter(Boolean);
    return phones.map((written) => {
      const phone = normalisePhone(written);
      if (!phone) context.addIssue(`expected mobile numbers separated by commas, got "${written}"`);
      return phone ?? written;
    });
  }),
  LOADTEST: flag,
  SANDBOX: flag,
  RANDOMNESS: z.enum(["sandbox", "drand"]).default("sandbox"),
  SALE_CARS: z.coerce.number().int().min(1).max(1_000_000).default(2017),
  PROXY_HEADER: z.string().regex(/^[\w-]*$/).transform((name) => name.toLowerCase()).default(""),
  PROXY_HOPS: z.coerce.number().int().min(1).max(10).default(1),
  OTEL_DENO: flag,
});

export type Config = z.infer<typeof settings>;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/;
const DEMO_STAFF_PHONE = "13900000000";

/** The variables that are read; see `.env.example`. */
export const VARIABLES = Object.keys(settings.shape) as (keyof Config)[];

/** @throws {Error} naming each variable that does not fit, and what was expected. */
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
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new Error(`Cannot start with these settings:\n${lines.join("\n")}`);
}
