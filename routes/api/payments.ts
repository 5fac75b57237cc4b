/**
 * `POST /api/payments/notify/{provider}`: where providers tell of payments and refunds. It is
 * acknowledged only once it is kept; with any other answer the provider tells it again.
 */
import type { Context, Env, Hono } from "hono";
import {
  type Notification,
  NotifyError,
  type PaymentGateway,
} from "../../lib/adapters/payments/port.ts";
import type { Deadlines } from "../../lib/http/deadlines.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readAnyText } from "../../lib/http/read_json.ts";

/** The largest notification of any provider is a few kilobytes. */
const MAX_BODY_BYTES = 64 * 1024;
const BODY_TIMEOUT_MS = 4_000;
/** Providers give up after five seconds; told then, they tell it again, and an answer is too late. */
const KEEP_TIMEOUT_MS = 4_500;

export interface NotifyOptions {
  readonly gateways: ReadonlyMap<string, PaymentGateway>;
  readonly deadlines: Deadlines;
  /** Keeps what was told. It may be told again, before this has resolved as well. */
  readonly onNotify: (provider: string, notification: Notification) => Promise<void>;
}

export function addPaymentNotify<E extends Env>(app: Hono<E>, options: NotifyOptions): void {
  app.post("/api/payments/notify/:provider", (c) => answer(options, c));
}

async function answer(options: NotifyOptions, c: Context): Promise<Response> {
  const { gateways, deadlines, onNotify } = options;
  const name = c.req.param("provider") ?? "";
  const gateway = gateways.get(name);
  if (!gateway) {
    throw new Problem("unknown_provider", {
      detail: `no gateway is called "${name.slice(0, 40)}"`,
    });
  }
  const body = await readAnyText(c.req.raw, {
    maxBytes: MAX_BODY_BYTES,
    timeoutMs: BODY_TIMEOUT_MS,
    deadlines,
  });
  const notification = verified(gateway, c.req.raw.headers, body);
  await deadlines.within(
    onNotify(name, notification),
    KEEP_TIMEOUT_MS,
    () => new Problem("unavailable", { detail: "it is not kept yet; tell it again" }),
  );
  return gateway.acknowledge();
}

function verified(gateway: PaymentGateway, headers: Headers, body: string): Notification {
  try {
    return gateway.parseNotify({ headers, body });
  } catch (error) {
    if (!(error instanceof NotifyError)) throw error;
    // Either somebody tries to forge payments, or keys or clocks are wrong: both want a person.
    console.warn(`Refused a notification of ${gateway.provider} (${error.code}): ${error.message}`);
    throw new Problem("notice_refused", { detail: error.code });
  }
}
