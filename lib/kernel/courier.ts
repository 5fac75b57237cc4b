/**
 * Couriers carry calls from the outbox to a port's adapter: at least once, with the parcel's id as
 * idempotency key, again after a growing pause, and in the end to the dead letters.
 */
import type { Json } from "./actor.ts";
import { fromJson, jsonBytes } from "./codec.ts";
import type { Port } from "./effects.ts";
import { backoffMs, type Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Key, Row, Write } from "./store.ts";
import type { DeadLetter, OutgoingParcel, Parcel, StoredMail } from "./turn.ts";

export interface CourierContext {
  /** The same at every attempt of one call. Pass it on to the other end. */
  readonly idempotencyKey: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** How one port is served. */
export interface Courier {
  readonly port: string;
  readonly carry: (request: never, context: CourierContext) => Promise<Json | void>;
  readonly maxAttempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly timeoutMs: number;
  /** Calls under way at once. */
  readonly concurrency: number;
}

/** Serves `port` with `carry`, which throws where the call has to be tried again. */
export function defineCourier<Request extends Json, Result extends Json>(
  port: Port<Request, Result>,
  carry: (request: Request, context: CourierContext) => Promise<Result | void>,
  options: Partial<Omit<Courier, "port" | "carry">> = {},
): Courier {
  return {
    port: port.name,
    carry,
    maxAttempts: 8,
    firstPauseMs: 1_000,
    longestPauseMs: 300_000,
    timeoutMs: 30_000,
    concurrency: 8,
    ...options,
  };
}

/** Thrown by a courier's `carry` for a failure that no further attempt can mend. */
export class Undeliverable extends Error {
  override readonly name = "Undeliverable";
}

export class Couriers {
  readonly #host: Host;
  readonly #couriers: ReadonlyMap<string, Courier>;
  readonly #inHand = new Set<string>();
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, { key: Key; parcel: Parcel }[]>();
  readonly #abort = new AbortController();

  constructor(host: Host, couriers: readonly Courier[]) {
    this.#host = host;
    this.#couriers = new Map(couriers.map((courier) => [courier.port, courier]));
  }

  get busy(): boolean {
    return this.#inHand.size > 0;
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Takes a parcel in hand, unless this node has it already. */
  take({ key, parcel }: OutgoingParcel): void {
    if (this.#inHand.has(parcel.id) || this.#host.stopped) return;
    const courier = this.#couriers.get(parcel.port);
    if (!courier) return this.#host.report(`No courier serves the port "${parcel.port}"`);
    this.#inHand.add(parcel.id);
    const queue = this.#waiting.get(courier.port) ?? [];
    this.#waiting.set(courier.port, queue);
    queue.push({ key, parcel });
    this.#next(courier);
  }

  #next(courier: Courier): void {
    const running = this.#running.get(courier.port) ?? 0;
    if (running >= courier.concurrency) return;
    const job = this.#waiting.get(courier.port)!.shift();
    if (!job) return;
    this.#running.set(courier.port, running + 1);
    this.#carry(courier, job.key, job.parcel).catch((cause) => {
      // The parcel lies in the outbox still; a sweep brings it back.
      this.#host.report(`Cannot settle a parcel of "${courier.port}"`, cause);
    }).finally(() => {
      this.#running.set(courier.port, this.#running.get(courier.port)! - 1);
      this.#inHand.delete(job.parcel.id);
      if (!this.#host.stopped) this.#next(courier);
    });
  }

  async #carry(courier: Courier, key: Key, parcel: Parcel): Promise<void> {
    const { metrics, store, clock } = this.#host;
    const [row] = await store.getMany([key]);
    if (!row) return; // Another node has carried it.
    metrics.courierCalls++;
    let result: Json;
    const attempt = parcel.attempt + 1;
    const timeout = new AbortController();
    const stopTimer = clock.after(
      courier.timeoutMs,
      () => timeout.abort(new Error(`it took more than ${courier.timeoutMs} ms`)),
    );
    const signal = AbortSignal.any([this.#abort.signal, timeout.signal]);
    const span = this.#host.tracer?.startSpan(`courier ${courier.port}`, {
      attributes: { "forecourt.attempt": attempt },
    });
    try {
      const call = courier.carry(parcel.request as never, {
        idempotencyKey: parcel.id,
        attempt,
        signal,
      });
      result = await Promise.race([call, aborted(signal)]) ?? null;
    } catch (cause) {
      metrics.courierFailures++;
      if (cause instanceof Error) span?.recordException(cause);
      if (this.#host.stopped) return;
      await this.#failed(courier, row, parcel, attempt, cause);
      return;
    } finally {
      stopTimer();
      span?.end();
    }
    await this.#settle(
      row,
      parcel.done && { ...parcel.done, payload: withField(parcel.done.payload, "result", result) },
      [],
    );
  }

  async #failed(
    courier: Courier,
    row: Row,
    parcel: Parcel,
    attempt: number,
    cause: unknown,
  ): Promise<void> {
    const { clock } = this.#host;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (attempt >= courier.maxAttempts || cause instanceof Undeliverable) {
      this.#host.metrics.deadLetters++;
      const { id, port, request } = parcel;
      const dead: DeadLetter = { id, at: clock.now(), reason, port, payload: request };
      const failed = parcel.failed &&
        { ...parcel.failed, payload: withField(parcel.failed.payload, "reason", reason) };
      await this.#settle(row, failed, [
        { key: keys.dead(id), value: jsonBytes({ ...dead, parcel }) },
      ]);
      this.#host.report(`Gave up a call to "${port}" after ${attempt} attempts: ${reason}`);
      return;
    }
    const pause = backoffMs(this.#host, attempt - 1, courier.firstPauseMs, courier.longestPauseMs);
    const due = Math.ceil(clock.now() + pause);
    await this.#settle(row, undefined, [
      { key: keys.parcel(parcel.port, due, parcel.id), value: jsonBytes({ ...parcel, attempt }) },
    ]);
  }

  /** Takes the parcel out of the outbox and tells its sender, in one commit. */
  async #settle(row: Row, mail: StoredMail | undefined, more: readonly Write[]): Promise<void> {
    const { store, clock, metrics } = this.#host;
    const id = this.#host.newId(clock.now());
    const sets = [...more];
    if (mail) {
      const { kind, id: to, command, payload } = mail;
      sets.push({ key: keys.letter(kind, to, id), value: jsonBytes({ command, payload }) });
    }
    const committed = await store.commit({
      checks: [{ key: row.key, versionstamp: row.versionstamp }],
      sets,
      deletes: [row.key],
    });
    if (!committed.ok || !mail) return;
    metrics.mailSent++;
    const { kind, id: to, command, payload } = mail;
    this.#host.deliver(kind, to, {
      type: "letter",
      id,
      key: keys.letter(kind, to, id),
      command,
      payload,
      seenAt: committed.versionstamp,
    });
  }

  /** Takes in hand what is due in the outbox. */
  async sweep(now: number): Promise<void> {
    for (const port of this.#couriers.keys()) {
      const rows = this.#host.store.list({
        prefix: keys.outbox(port),
        end: [...keys.outbox(port), now],
        limit: this.#host.limits.sweepRows,
      });
      for await (const row of rows) this.take({ key: row.key, parcel: fromJson(row.value) });
    }
  }
}

const withField = (payload: Json, name: string, value: Json): Json => ({
  ...(payload as Record<string, Json>),
  [name]: value,
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
