/**
 * Takes up what was left lying: reminders that are due, mail and parcels whose writer has crashed,
 * journals that followers have not finished. A lease keeps it to one node at a time, for economy;
 * two at once would do no harm.
 */
import { fromJson, jsonBytes } from "./codec.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Key } from "./store.ts";

export interface SweepTargets {
  collectHanded(): Promise<void>;
  sweepParcels(now: number): Promise<void>;
  wakeFollower(subscriber: string, kind: string, id: string): void;
  /** Snapshots and forgets what has been idle. */
  tidy(): void;
}

/** Every so many sweeps the slower chores are done as well. */
const CHORES_EVERY = 5;

export class Sweeper {
  readonly #host: Host;
  readonly #targets: SweepTargets;
  #cancel: (() => void) | undefined;
  #round = 0;
  #mailFrom: Key | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(host: Host, targets: SweepTargets) {
    this.#host = host;
    this.#targets = targets;
  }

  start(): void {
    this.#arm(this.#host.limits.sweepMs);
  }

  /** Resolves when the sweep under way has ended. */
  stop(): Promise<void> {
    this.#cancel?.();
    return this.#running;
  }

  #arm(ms: number): void {
    if (this.#host.stopped) return;
    this.#cancel = this.#host.clock.after(ms, () => {
      this.#running = this.#sweep().catch((cause) => this.#host.report("Cannot sweep", cause))
        .finally(() => this.#arm(this.#host.limits.sweepMs));
    });
  }

  async #sweep(): Promise<void> {
    const chores = this.#round++ % CHORES_EVERY === 0;
    if (chores) {
      this.#targets.tidy();
      if (this.#host.store.shared) await this.#targets.collectHanded();
    }
    if (!await this.#holdsLease()) return;
    const now = this.#host.clock.now();
    await this.#reminders(now);
    if (!chores) return;
    await this.#mail(now - this.#host.limits.mailGraceMs);
    await this.#lags();
    await this.#targets.sweepParcels(now);
  }

  async #holdsLease(): Promise<boolean> {
    const { store, node, clock, limits } = this.#host;
    if (!store.shared) return true;
    const key = keys.sweepLease();
    const [row] = await store.getMany([key]);
    const lease: { node: string; until: number } | undefined = row && fromJson(row.value);
    const now = clock.now();
    const mine = lease?.node === node;
    // A lease from a clock far ahead would never run out.
    const live = lease !== undefined && lease.until > now && lease.until < now + 2 * limits.leaseMs;
    if (live && !mine) return false;
    if (live && lease.until > now + limits.leaseMs / 2) return true;
    const { ok } = await store.commit({
      checks: [{ key, versionstamp: row?.versionstamp ?? null }],
      sets: [{ key, value: jsonBytes({ node, until: now + limits.leaseMs }) }],
      deletes: [],
    });
    return ok;
  }

  async #reminders(now: number): Promise<void> {
    const rows = this.#host.store.list({
      prefix: keys.reminders(),
      end: [...keys.reminders(), now + 1],
      limit: this.#host.limits.sweepRows,
    });
    for await (const row of rows) {
      const [, due, kind, id, name] = row.key as [string, number, string, string, string];
      const { command, payload } = fromJson(row.value);
      this.#host.deliver(kind, id, { type: "reminder", name, due, command, payload });
    }
  }

  /** Goes through all mail a piece at a time; what is young is left to the node that wrote it. */
  async #mail(writtenBefore: number): Promise<void> {
    const { store, limits } = this.#host;
    const prefix = keys.allMail();
    let seen = 0;
    let last: Key | undefined;
    const rows = store.list({
      prefix,
      limit: limits.sweepRows,
      ...(this.#mailFrom ? { start: this.#mailFrom } : {}),
    });
    for await (const row of rows) {
      seen++;
      last = row.key;
      const [, kind, id, letter] = row.key as [string, string, string, string];
      if (idTime(letter) > writtenBefore) continue;
      const { command, payload } = fromJson(row.value);
      this.#host.deliver(kind, id, {
        type: "letter",
        id: letter,
        key: row.key,
        command,
        payload,
        seenAt: row.versionstamp,
      });
    }
    this.#mailFrom = seen < limits.sweepRows
      ? undefined
      : [...last!.slice(0, -1), `${last!.at(-1)}\0`];
  }

  async #lags(): Promise<void> {
    const rows = this.#host.store.list({ prefix: keys.lags(), limit: this.#host.limits.sweepRows });
    for await (const { key } of rows) {
      const [, subscriber, kind, id] = key as [string, string, string, string];
      this.#targets.wakeFollower(subscriber, kind, id);
    }
  }
}

const ID_TIME_DIGITS = 9;

/** An id that orders by time: nine base-36 digits of epoch milliseconds, a counter, the node. */
export const makeId = (at: number, counter: number, node: string): string =>
  at.toString(36).padStart(ID_TIME_DIGITS, "0") + counter.toString(36).padStart(7, "0") + node;

/** The epoch milliseconds in an id. */
export const idTime = (id: string): number => parseInt(id.slice(0, ID_TIME_DIGITS), 36);
