/**
 * Couriers carry calls from the outbox to a port's adapter: at least once, with the parcel's id as
 * idempotency key, again after a growing pause, and in the end to the dead letters.
 */
import type { Json } from "./actor.ts";
import { fromJson, jsonBytes, unlessItThrows } from "./codec.ts";
import type { Port } from "./effects.ts";
import { CommitRejected } from "./errors.ts";
import { backoffMs, type Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Key, Row, Write } from "./store.ts";
import type { TracePoint } from "./trace.ts";
import {
  type DeadLetter,
  type OutgoingParcel,
  type Parcel,
  reasonOf,
  type StoredMail,
} from "./plan.ts";

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

/**
 * Serves `port` with `carry`, which throws where the call has to be tried again.
 * @throws {RangeError} for an option with which no call would ever be carried.
 */
export function defineCourier<Request extends Json, Result extends Json>(
  port: Port<Request, Result>,
  carry: (request: Request, context: CourierContext) => Promise<Result | void>,
  options: Partial<Omit<Courier, "port" | "carry">> = {},
): Courier {
  const courier = {
    port: port.name,
    carry,
    maxAttempts: 8,
    firstPauseMs: 1_000,
    longestPauseMs: 300_000,
    timeoutMs: 30_000,
    concurrency: 8,
    ...options,
  };
  for (const name of ["maxAttempts", "timeoutMs", "concurrency"] as const) {
    if (courier[name] >= 1) continue;
    throw new RangeError(
      `Cannot define a courier for "${port.name}": expected ${name} of 1 or more, got ${
        courier[name]
      }`,
    );
  }
  return courier;
}

/** Thrown by a courier's `carry` for a failure that no further attempt can mend. */
export class Undeliverable extends Error {
  override readonly name = "Undeliverable";
}

/** So long after a call's time-out another node may take the parcel for abandoned. */
const CLAIM_SLACK_MS = 5_000;
const MOST_REASON_UNITS = 1_000;

interface Waiting {
  readonly key: Key;
  readonly parcel: Parcel;
  readonly trace: TracePoint;
}

export class Couriers {
  readonly #host: Host;
  readonly #couriers: ReadonlyMap<string, Courier>;
  readonly #inHand = new Set<string>();
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #abort = new AbortController();
  #underWay = 0;

  constructor(host: Host, couriers: readonly Courier[]) {
    this.#host = host;
    this.#couriers = new Map(couriers.map((courier) => [courier.port, courier]));
    for (const courier of couriers) {
      if (this.#couriers.get(courier.port) === courier) continue;
      throw new TypeError(`Cannot register a courier for "${courier.port}": it has one already`);
    }
  }

  /** Names of the ports that this node has couriers for. */
  get ports(): string[] {
    return [...this.#couriers.keys()];
  }

  get busy(): boolean {
    return this.#host.draining ? this.#underWay > 0 : this.#inHand.size > 0;
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Takes a parcel in hand, unless this node has it already. */
  take({ key, parcel }: OutgoingParcel, trace?: TracePoint): void {
    if (this.#inHand.has(parcel.id) || this.#host.draining) return;
    const courier = this.#couriers.get(parcel.port);
    if (!courier) return this.#host.report(`No courier serves the port "${parcel.port}"`);
    const queue = this.#waiting.get(courier.port) ?? [];
    this.#waiting.set(courier.port, queue);
    if (queue.length >= this.#host.limits.courierBacklog) return;
    this.#inHand.add(parcel.id);
    queue.push({ key, parcel, trace });
    this.#next(courier);
  }

  #next(courier: Courier): void {
    const running = this.#running.get(courier.port) ?? 0;
    if (running >= courier.concurrency) return;
    const job = this.#waiting.get(courier.port)!.shift();
    if (!job) return;
    this.#underWay++;
    this.#running.set(courier.port, running + 1);
    this.#carry(courier, job).catch((cause) => {
      // The parcel lies in the outbox still; a sweep brings it back.
      this.#host.report(`Cannot settle a parcel of "${courier.port}"`, cause);
    }).finally(() => {
      this.#underWay--;
      this.#running.set(courier.port, this.#running.get(courier.port)! - 1);
      this.#inHand.delete(job.parcel.id);
      if (!this.#host.draining) this.#next(courier);
    });
  }

  async #carry(courier: Courier, { key, trace }: Waiting): Promise<void> {
    const { metrics, store, clock } = this.#host;
    const [found] = await store.getMany([key]);
    if (!found) return; // Another node has carried it.
    // Not as the policy made it, which may hold parts of a frozen event: at each attempt the same.
    const parcel: Parcel = fromJson(found.value);
    const row = await this.#claim(courier, found, parcel);
    if (!row) return; // Another node carries it.
    metrics.courierCalls++;
    let answered: Json;
    const attempt = parcel.attempt + 1;
    const timeout = new AbortController();
    const stopTimer = clock.after(
      courier.timeoutMs,
      () => timeout.abort(new Error(`it took more than ${courier.timeoutMs} ms`)),
    );
    const signal = AbortSignal.any([this.#abort.signal, timeout.signal]);
    const span = this.#host.tracer?.startSpan(`courier ${courier.port}`, {
      attributes: { "forecourt.attempt": attempt },
      under: trace,
    });
    try {
      const call = courier.carry(parcel.request as never, {
        idempotencyKey: parcel.id,
        attempt,
        signal,
      });
      answered = await Promise.race([call, aborted(signal)]) ?? null;
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
    const json = unlessItThrows(() => JSON.stringify(answered));
    // To call again would end the same way.
    if (json === undefined) {
      return await this.#bury(row, parcel, "its result cannot be kept: it is no JSON");
    }
    // As the letter in the store has it, whether it is taken from there or handed on at once.
    const result: Json = JSON.parse(json);
    const done = parcel.done &&
      { ...parcel.done, payload: withField(parcel.done.payload, "result", result) };
    try {
      await this.#settle(row, done, []);
    } catch (failure) {
      if (!(failure instanceof CommitRejected)) throw failure;
      await this.#bury(row, parcel, `its result cannot be kept: ${failure.message}`);
    }
  }

  /**
   * Where other nodes sweep too, a parcel in work is moved to when it must be over. A crash leaves
   * it there, so it is carried again, but later.
   */
  async #claim(courier: Courier, row: Row, parcel: Parcel): Promise<Row | undefined> {
    const { store, clock } = this.#host;
    if (!store.shared) return row;
    const due = Math.ceil(clock.now() + courier.timeoutMs + CLAIM_SLACK_MS);
    const key = keys.parcel(courier.port, due, parcel.id);
    const committed = await store.commit({
      checks: [{ key: row.key, versionstamp: row.versionstamp }],
      sets: [{ key, value: row.value }],
      deletes: [row.key],
    });
    return committed.ok
      ? { key, value: row.value, versionstamp: committed.versionstamp }
      : undefined;
  }

  async #bury(row: Row, parcel: Parcel, reason: string): Promise<void> {
    const { id, port, request, ...rest } = parcel;
    this.#host.metrics.deadLetters++;
    const failed = parcel.failed &&
      { ...parcel.failed, payload: withField(parcel.failed.payload, "reason", reason) };
    const at = this.#host.clock.now();
    const dead: DeadLetter = { id, at, reason, port, payload: request };
    await this.#settle(row, failed, [
      { key: keys.dead(id), value: jsonBytes({ ...dead, parcel: { id, port, ...rest } }) },
    ]);
    this.#host.report(`Gave up a call to "${port}": ${reason}`);
  }

  async #failed(
    courier: Courier,
    row: Row,
    parcel: Parcel,
    attempt: number,
    cause: unknown,
  ): Promise<void> {
    const { clock } = this.#host;
    const reason = reasonOf(cause).slice(0, MOST_REASON_UNITS);
    if (attempt >= courier.maxAttempts || cause instanceof Undeliverable) {
      return await this.#bury(row, parcel, reason);
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
