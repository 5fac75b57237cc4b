/** The embedded provider on virtual time, for tests. */
import type { Clock } from "../../../kernel/clock.ts";
import { DenoKvStore } from "../../../kernel/mod.ts";
import { Chance } from "../../../kernel/testing/chance.ts";
import type { NotifyRequest, PaymentGateway } from "../port.ts";
import { openPaymentSandbox, type PaymentSandbox, type SandboxOptions } from "../sandbox.ts";

/** A clock that moves only when it is told to. */
export class ManualClock implements Clock {
  time = 1_800_000_000_000;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now = (): number => this.time;
  monotonic = (): number => this.time;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  set(time: number): void {
    this.time = time;
    for (const timer of [...this.#timers]) {
      if (timer.at > time || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }
}

export interface SandboxBench {
  readonly clock: ManualClock;
  readonly store: DenoKvStore;
  readonly sandbox: PaymentSandbox;
  readonly gateway: PaymentGateway;
  readonly received: NotifyRequest[];
  acknowledges: boolean;
  now(): number;
  advance(ms: number): Promise<void>;
  pay(paymentId: string, behaviour?: Parameters<PaymentSandbox["cashier"]["pay"]>[1]): Promise<
    boolean
  >;
  stop(): void;
}

export async function openBench(
  options: Partial<SandboxOptions> = {},
  gatewayOf: (sandbox: PaymentSandbox, clock: Clock) => PaymentGateway = ({ gateway }) => gateway,
): Promise<SandboxBench> {
  const clock = new ManualClock();
  const store = await DenoKvStore.open(":memory:");
  const received: NotifyRequest[] = [];
  const sandbox = await openPaymentSandbox({
    store,
    clock,
    random: new Chance(4).uint32,
    deliver: async (request) => {
      received.push({ headers: request.headers, body: await request.text() });
      return bench.acknowledges ? gateway.acknowledge() : new Response("later", { status: 503 });
    },
    ...options,
  });
  const gateway = gatewayOf(sandbox, clock);
  const bench: SandboxBench = {
    clock,
    store,
    sandbox,
    gateway,
    received,
    acknowledges: true,
    now: clock.now,
    async advance(ms) {
      const until = clock.time + ms;
      for (
        let due = await sandbox.nextDue();
        due !== undefined && due <= until;
        due = await sandbox.nextDue()
      ) {
        clock.set(Math.max(clock.time, due));
        await sandbox.runDue();
      }
      clock.set(until);
    },
    pay: async (paymentId, behaviour) => await sandbox.cashier.pay(paymentId, behaviour) === "paid",
    stop: () => store.close(),
  };
  return bench;
}
