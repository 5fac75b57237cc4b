/**
 * A payment provider within this process, for development, tests and rehearsals. It behaves as a
 * real one does, speaks a signed wire format, and keeps what it knows in the same store.
 */
import { type Clock, type Random, systemRandom } from "../../kernel/clock.ts";
import { StoreSilent } from "../../kernel/errors.ts";
import type { Store } from "../../kernel/store.ts";
import type { PaymentGateway } from "./port.ts";
import { type Behaviour, PROMPT } from "./sandbox/behaviour.ts";
import { Deliveries, type DeliveryCounts } from "./sandbox/deliveries.ts";
import { loadSandboxKeys, type SandboxKeys } from "./sandbox/keys.ts";
import { Ledger } from "./sandbox/ledger.ts";
import { SandboxProvider } from "./sandbox/provider.ts";
import { signedNotice } from "./sandbox/tell.ts";
import { Till } from "./sandbox/till.ts";
import type { Trade, TradeRefusal } from "./sandbox/trade.ts";
import { type Dialect, SANDBOX_DIALECT } from "./v3/dialect.ts";
import { V3Gateway } from "./v3/gateway.ts";

export interface SandboxOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random?: Random;
  /** Carries a notification to `POST /api/payments/notify/sandbox`: `fetch`, or our own app. */
  readonly deliver: (request: Request) => Promise<Response>;
  /** Where this server is reached; only notifications go by it. */
  readonly origin?: string;
  /** How payments are told of, unless it is chosen for one. */
  readonly behaviour?: Behaviour;
  /** How long a refund is only accepted. */
  readonly refundSettlesMs?: number;
  readonly closableAfterMs?: number;
  readonly dialect?: Dialect;
  /** Instead of those in the store. */
  readonly keys?: SandboxKeys;
}

/** What a payer does, as the cashier page and load tests ask for it. */
export interface Cashier {
  look(paymentId: string): Promise<Trade | undefined>;
  pay(paymentId: string, behaviour?: Behaviour): Promise<"paid" | TradeRefusal>;
}

export interface PaymentSandbox {
  readonly gateway: PaymentGateway;
  readonly cashier: Cashier;
  readonly provider: SandboxProvider;
  readonly till: Till;
  readonly keys: SandboxKeys;
  /** Makes every attempt to notify that is due. Call it from a timer, on each node. */
  runDue(): Promise<DeliveryCounts>;
  /** When the next attempt is due; undefined where none is left. */
  nextDue(): Promise<number | undefined>;
}

export const SANDBOX_MERCHANT = "1900000001";
const SANDBOX_APP = "wx0000000000sandbox";
const REFUND_SETTLES_MS = 2_000;
const API_ORIGIN = "https://pay.sandbox.invalid";

export const cashierPath = (paymentId: string): string =>
  `/sandbox/pay/${encodeURIComponent(paymentId)}`;

export async function openPaymentSandbox(options: SandboxOptions): Promise<PaymentSandbox> {
  const { store, clock, deliver, origin = "http://localhost" } = options;
  const { random = systemRandom(), dialect = SANDBOX_DIALECT, closableAfterMs = 0 } = options;
  const now = () => clock.now();
  const ledger = new Ledger(store, now);
  const keys = options.keys ?? await loadSandboxKeys(ledger, dialect);
  const merchantId = SANDBOX_MERCHANT;
  const till = new Till({
    ledger,
    now,
    random,
    behaviour: options.behaviour ?? PROMPT,
    refundSettlesMs: options.refundSettlesMs ?? REFUND_SETTLES_MS,
    closableAfterMs,
  });
  const provider = new SandboxProvider({
    till,
    keys,
    dialect,
    merchantId,
    appId: SANDBOX_APP,
    now,
    random,
    payUrl: cashierPath,
  });
  const deliveries = new Deliveries({
    ledger,
    clock,
    deliver,
    notice: (trade, delivery) =>
      signedNotice(trade, delivery, { dialect, merchantId, keys, now, random }),
  });
  const gateway = new V3Gateway({
    provider: "sandbox",
    dialect,
    origin: API_ORIGIN,
    fetch: (request) => provider.handle(request),
    merchant: { id: merchantId, serial: keys.merchant.serial, key: keys.merchant.privateKey },
    appId: SANDBOX_APP,
    platformKeys: new Map([[keys.platform.serial, keys.platform.publicKey]]),
    apiKey: keys.apiKey,
    notifyUrl: `${origin}/api/payments/notify/sandbox`,
    closableAfterMs,
    now,
    random,
  });
  return {
    gateway,
    cashier: till,
    till,
    provider,
    keys,
    runDue: () => deliveries.runDue(),
    nextDue: () => ledger.nextDue(),
  };
}

const DELIVER_EVERY_MS = 200;

/**
 * Calls `runDue` every so often, one run after the other. Returns how to stop, which waits for the
 * run that is under way.
 */
export function keepDelivering(
  { runDue }: Pick<PaymentSandbox, "runDue">,
  clock: Clock,
  report: (what: string, cause: unknown) => void = console.error,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let cancel = () => {};
  const again = () => {
    if (stopped) return;
    cancel = clock.after(DELIVER_EVERY_MS, () => {
      running = runDue()
        // That the store is silent is told where it is noticed.
        .catch((cause) =>
          cause instanceof StoreSilent || report("Cannot deliver payment notifications", cause)
        )
        .then(again);
    });
  };
  again();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
