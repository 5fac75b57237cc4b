/**
 * Delivers notifications until they are acknowledged, at WeChat Pay's pauses unless others are given. Nothing runs by
 * itself: somebody calls `runDue`, on any number of nodes.
 */
import type { Clock } from "../../../kernel/clock.ts";
import type { Delivery, DueDelivery, Ledger } from "./ledger.ts";
import type { Trade } from "./trade.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses before the second and further attempts: 24 hours and 4 minutes in all. */
export const RETRY_PAUSES_MS: readonly number[] = [
  15 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  3 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  30 * MINUTE_MS,
  30 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  3 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  6 * HOUR_MS,
];

/** The merchant has so long to acknowledge. */
const ANSWER_MS = 5 * SECOND_MS;
/** Another node takes up a delivery whose node has died meanwhile. */
const LEASE_MS = ANSWER_MS + 5 * SECOND_MS;
const AT_ONCE = 32;
const MOST_A_RUN = 500;

/** A notification as it is sent. */
export interface Notice {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface DeliveryOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Signed anew for each attempt. Undefined where there is nothing to be told of. */
  readonly notice: (trade: Trade, delivery: Delivery) => Notice | undefined;
  /** Whether this answer ends the repeating. */
  readonly accepts?: (response: Response, body: string) => boolean;
  readonly pausesMs?: readonly number[];
  /** Carries a notification to the merchant. */
  readonly deliver: (request: Request) => Promise<Response>;
}

export interface DeliveryCounts {
  acknowledged: number;
  /** Attempts that will be repeated. */
  failed: number;
  /** Given up after the last attempt. */
  abandoned: number;
}

export class Deliveries {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Makes every attempt that is due. Resolves when the last of them has ended. */
  async runDue(): Promise<DeliveryCounts> {
    const { ledger, clock } = this.#options;
    const counts: DeliveryCounts = { acknowledged: 0, failed: 0, abandoned: 0 };
    const due = await Array.fromAsync(ledger.due(clock.now(), MOST_A_RUN));
    const lane = async () => {
      for (let next = due.shift(); next; next = due.shift()) await this.#attempt(next, counts);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return counts;
  }

  async #attempt(found: DueDelivery, counts: DeliveryCounts): Promise<void> {
    const { ledger, clock } = this.#options;
    const delivery = { ...found.delivery, attempts: found.delivery.attempts + 1 };
    const taken = await ledger.moveDelivery(found, { due: clock.now() + LEASE_MS, delivery });
    if (!taken) return;
    if (await this.#isAcknowledged(taken)) {
      await ledger.moveDelivery(taken);
      counts.acknowledged++;
      return;
    }
    const pause = (this.#options.pausesMs ?? RETRY_PAUSES_MS)[delivery.attempts - 1];
    await ledger.moveDelivery(
      taken,
      pause === undefined ? undefined : { due: clock.now() + pause, delivery },
    );
    if (pause === undefined) counts.abandoned++;
    else counts.failed++;
  }

  async #isAcknowledged({ delivery }: DueDelivery): Promise<boolean> {
    const { ledger, clock, deliver, notice, accepts = isDone } = this.#options;
    const trade = await ledger.read(delivery.tradeNo);
    const told = trade && notice(trade, delivery);
    if (!told) return true;
    const late = new AbortController();
    // What answers within this process may not look at the signal.
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const stop = clock.after(ANSWER_MS, () => {
      reject(new Error(`no answer within ${ANSWER_MS} ms`));
      late.abort();
    });
    try {
      const answer = deliver(
        new Request(told.url, {
          method: "POST",
          headers: told.headers,
          body: told.body,
          signal: late.signal,
        }),
      );
      const response = await Promise.race([answer, tooLate]);
      return accepts(response, await response.text());
    } catch {
      return false;
    } finally {
      stop();
    }
  }
}

const isDone = ({ status }: Response): boolean => status === 200 || status === 204;
