/**
 * Takes up what was left lying: reminders that are due, mail and parcels whose writer has crashed,
 * journals that followers have not finished. A lease keeps it to one node at a time of those that know
 * the same, for economy; two at once would do no harm.
 */
import { fromJson, jsonBytes } from "./codec.ts";
import type { Host } from "./host.ts";
import { idTime } from "./ids.ts";
import { letterItem, reminderItem } from "./item.ts";
import { sha256 } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Key, Row } from "./store.ts";

export interface SweepTargets {
  collectHanded(): Promise<void>;
  /** Ports whose parcels this node can carry. */
  readonly ports: readonly string[];
  sweepParcels(now: number): Promise<void>;
  wakeFollower(subscriber: string, kind: string, id: string): void;
  /** Snapshots and forgets what has been idle. */
  tidy(): void;
}

interface Lease {
  readonly node: string;
  /** Epoch milliseconds by that node's clock. */
  readonly until: number;
}

/** Every so many sweeps the slower chores are done as well. */
const CHORES_EVERY = 5;

export class Sweeper {
  readonly #host: Host;
  readonly #targets: SweepTargets;
  #cancel: (() => void) | undefined;
  /**
   * What this node can take up, in short: a lease is among nodes that can take the same. One of another
   * version, or with other couriers, would leave lying what only this one knows.
   */
  readonly #takes: string;
  #round = 0;
  /** Where the next page of each kind of rows begins. */
  readonly #from = new Map<string, Key>();
  #running = false;
  /** The last sweep failed, and that has been told. */
  #failing = false;

  constructor(host: Host, targets: SweepTargets) {
    this.#host = host;
    this.#targets = targets;
    const kinds = [...host.kinds].map(([kind, { subscribers }]) => [
      kind,
      ...subscribers.map(({ name }) => name).sort(),
    ]);
    this.#takes = sha256(JSON.stringify([kinds.sort(), [...targets.ports].sort()]));
  }

  start(): void {
    this.#arm(this.#host.limits.sweepMs);
  }

  stop(): void {
    this.#cancel?.();
  }

  get busy(): boolean {
    return this.#running;
  }

  #arm(ms: number): void {
    if (this.#host.stopped) return;
    this.#cancel = this.#host.timers.after(ms, () => {
      this.#running = true;
      this.#sweep().then(() => void (this.#failing = false), (cause) => {
        // Several times a second it would be the same.
        if (!this.#failing) this.#host.report("Cannot sweep", cause);
        this.#failing = true;
      }).finally(() => {
        this.#running = false;
        this.#arm(this.#host.limits.sweepMs);
      });
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
    await this.#mail(now);
    await this.#lags();
    await this.#targets.sweepParcels(now);
  }

  async #holdsLease(): Promise<boolean> {
    const { store, node, clock, limits } = this.#host;
    if (!store.shared) return true;
    const key = keys.sweepLease();
    const [row] = await store.getMany([key]);
    const now = clock.now();
    // A lease from a clock far ahead would never run out.
    const live = ([, { until }]: [string, Lease]) =>
      until > now && until < now + 2 * limits.leaseMs;
    const leases = Object.fromEntries(
      Object.entries<Lease>(row ? fromJson(row.value) : {}).filter(live),
    );
    const lease = leases[this.#takes];
    if (lease && lease.node !== node) return false;
    if (lease && lease.until > now + limits.leaseMs / 2) return true;
    leases[this.#takes] = { node, until: now + limits.leaseMs };
    const { ok } = await store.commit({
      checks: [{ key, versionstamp: row?.versionstamp ?? null }],
      sets: [{ key, value: jsonBytes(leases) }],
      deletes: [],
    });
    return ok;
  }

  async #reminders(now: number): Promise<void> {
    for await (const row of this.#page(keys.reminders(), [...keys.reminders(), now + 1])) {
      const [, , kind, id] = row.key as [string, number, string, string];
      this.#host.deliver(kind, id, reminderItem(row));
    }
  }

  /**
   * Rows below `prefix`, a page a sweep and then from the start again: rows that stay, because
   * nobody here can take them, must not hide those behind them.
   */
  async *#page(prefix: Key, end?: Key): AsyncIterable<Row> {
    const { store, limits } = this.#host;
    const name = String(prefix[0]);
    const start = this.#from.get(name);
    this.#from.delete(name);
    // A clock that went back may have put the end before the start.
    const behind = start && end && (end[1] as number) <= (start[1] as number);
    let seen = 0;
    let last: Key | undefined;
    const rows = store.list({
      prefix,
      limit: limits.sweepRows,
      ...(start && !behind ? { start } : {}),
      ...(end ? { end } : {}),
    });
    for await (const row of rows) {
      seen++;
      last = row.key;
      yield row;
    }
    if (seen === limits.sweepRows) {
      this.#from.set(name, [...last!.slice(0, -1), `${last!.at(-1)}\0`]);
    }
  }

  /** Goes through all mail; what is young is left to the node that wrote it. */
  async #mail(now: number): Promise<void> {
    const { mailGraceMs } = this.#host.limits;
    for await (const row of this.#page(keys.allMail())) {
      const [, kind, id, letter] = row.key as [string, string, string, string];
      // One from the future was written by a clock that is ahead: it may have waited for long.
      if (Math.abs(now - idTime(letter)) < mailGraceMs) continue;
      this.#host.deliver(kind, id, letterItem(row));
    }
  }

  async #lags(): Promise<void> {
    for await (const { key } of this.#page(keys.lags())) {
      const [, subscriber, kind, id] = key as [string, string, string, string];
      this.#targets.wakeFollower(subscriber, kind, id);
    }
  }
}
