/**
 * One node's connection to the simulated disk: operations take virtual time, fail before or after
 * they were applied, land late or twice, stall; watches tell late. What may go wrong, and how
 * often, is the seed's choice.
 */
import { CommitRejected } from "../errors.ts";
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "../store.ts";
import type { Chance } from "./chance.ts";
import type { Happening, Life, World } from "./sim_clock.ts";
import { encodeKey, type SimDisk } from "./sim_disk.ts";

/** Probabilities are for each operation; times are in virtual milliseconds. */
export interface StoreFaults {
  /** A typical operation's time; drawn from a tenth to twice of it. */
  latencyMs: number;
  slow: number;
  slowMs: number;
  /** A read fails. */
  readFails: number;
  /** A commit fails and was not applied. */
  commitFails: number;
  /** A commit was applied and fails all the same. */
  answerLost: number;
  /** A commit fails, and lands up to `lateMs` later. */
  landsLate: number;
  lateMs: number;
  /** A commit is sent twice, as KV Connect does on network errors; the second answer is told. */
  sentTwice: number;
  /** A commit is answered, and a copy of it lands up to `lateMs` later. */
  copyLate: number;
  /** A watch tells of a change up to `lateMs` late. */
  watchLate: number;
  /** The node crashes before a commit is applied, after, or right after it was told. */
  crashBefore: number;
  crashAfter: number;
  crashTold: number;
  /** Rows of one page of a list. */
  pageRows: number;
}

export const NO_FAULTS: StoreFaults = {
  latencyMs: 2,
  slow: 0,
  slowMs: 0,
  readFails: 0,
  commitFails: 0,
  answerLost: 0,
  landsLate: 0,
  lateMs: 0,
  sentTwice: 0,
  copyLate: 0,
  watchLate: 0,
  crashBefore: 0,
  crashAfter: 0,
  crashTold: 0,
  pageRows: 500,
};

/** A time in which the whole store misbehaves: commits fail (the disk is full), or all stalls. */
export interface Outage {
  readonly from: number;
  readonly until: number;
  readonly what: "full" | "stalled";
}

/** What nodes share of the conditions. Mutable, so that all faults can be healed at once. */
export interface Conditions {
  faults: StoreFaults;
  outages: readonly Outage[];
}

export interface StoreStats {
  operations: number;
  commits: number;
  unknown: number;
}

/** Deno KV reads so many keys from one state of the store. */
const KEYS_A_READ = 10;

export class SimStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  readonly stats: StoreStats = { operations: 0, commits: 0, unknown: 0 };
  /** Told of each step of an operation, for traces. */
  log: (what: string, atomic?: Atomic) => void = () => {};
  readonly #world: World;
  readonly #disk: SimDisk;
  readonly #chance: Chance;
  readonly #conditions: Conditions;
  readonly #life: Life;
  readonly #crash: () => void;
  readonly #stops = new Set<() => void>();

  constructor(
    world: World,
    disk: SimDisk,
    chance: Chance,
    conditions: Conditions,
    life: Life,
    crash: () => void = () => {},
  ) {
    this.#world = world;
    this.#disk = disk;
    this.#chance = chance;
    this.#conditions = conditions;
    this.#life = life;
    this.#crash = crash;
    this.limits = disk.limits;
    this.shared = disk.kind === "denokv";
  }

  async getMany(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    if (keys.length === 0) return [];
    if (keys.length <= KEYS_A_READ) {
      return await this.#read(() => keys.map((key) => this.#disk.get(key)));
    }
    const groups: Key[][] = [];
    for (let i = 0; i < keys.length; i += KEYS_A_READ) groups.push(keys.slice(i, i + KEYS_A_READ));
    const rows = await Promise.all(
      groups.map((group) => this.#read(() => group.map((key) => this.#disk.get(key)))),
    );
    return rows.flat();
  }

  async *list(options: ListOptions): AsyncIterable<Row> {
    let left = options.limit ?? Infinity;
    let behind: string | undefined;
    while (left > 0) {
      const size = Math.min(left, this.#conditions.faults.pageRows);
      const { rows, last } = await this.#read(() => this.#disk.page(options, size, behind));
      for (const row of rows) yield row;
      if (rows.length < size) return;
      left -= rows.length;
      behind = last;
    }
  }

  commit(atomic: Atomic): Promise<Committed> {
    const { faults } = this.#conditions;
    const chance = this.#chance;
    if (!this.#life.alive) return new Promise(() => {});
    this.stats.operations++;
    this.stats.commits++;
    return new Promise((resolve, reject) => {
      const fails = (why: string) => {
        this.stats.unknown++;
        this.log(`commit ${why}`, atomic);
        reject(new Error(`the store did not answer (${why})`));
      };
      const tell = (answer: Committed, why = "") =>
        this.#later(() => {
          this.log(answer.ok ? `committed ${answer.versionstamp}${why}` : `check failed${why}`);
          resolve(answer);
          if (chance.hits(faults.crashTold)) queueMicrotask(this.#crash);
        });
      this.#later(() => {
        if (chance.hits(faults.crashBefore)) return this.#crash();
        const outage = this.#outage();
        if (outage) return fails(outage.what);
        if (chance.hits(faults.commitFails)) return fails("lost on its way");
        if (chance.hits(faults.landsLate)) {
          this.#landLate(atomic);
          return fails("late");
        }
        let answer: Committed;
        try {
          answer = this.#disk.apply(atomic);
          this.log(answer.ok ? `applied ${answer.versionstamp}` : "not applied", atomic);
          if (chance.hits(faults.sentTwice)) answer = this.#disk.apply(atomic);
          if (chance.hits(faults.copyLate)) this.#landLate(atomic);
        } catch (cause) {
          if (!(cause instanceof CommitRejected)) throw cause;
          this.#later(() => reject(cause));
          return "quiet";
        }
        if (chance.hits(faults.crashAfter)) return this.#crash();
        if (chance.hits(faults.answerLost)) this.#later(() => fails("answer lost"));
        else tell(answer);
        return "quiet";
      }, { stall: true, outlives: this.shared });
    });
  }

  watch(key: Key, changed: () => void): () => void {
    const encoded = encodeKey(key);
    let pending = false;
    const tell = () => {
      if (pending || !this.#life.alive) return;
      pending = true;
      const { watchLate, lateMs, latencyMs } = this.#conditions.faults;
      const late = this.#chance.hits(watchLate) ? this.#chance.between(0, lateMs) : 0;
      this.#world.after(late + latencyMs * this.#chance.between(0.2, 2), () => {
        pending = false;
        if (this.#stops.has(stop)) changed();
      }, this.#life);
    };
    const { watchers } = this.#disk;
    if (!watchers.has(encoded)) watchers.set(encoded, new Set());
    watchers.get(encoded)!.add(tell);
    const stop = () => {
      watchers.get(encoded)!.delete(tell);
      this.#stops.delete(stop);
    };
    this.#stops.add(stop);
    // A watch begins by telling of the value that is there.
    tell();
    return stop;
  }

  close(): void {
    for (const stop of [...this.#stops]) stop();
  }

  #read<T>(job: () => T): Promise<T> {
    this.stats.operations++;
    return new Promise((resolve, reject) => {
      this.#later(() => {
        if (this.#chance.hits(this.#conditions.faults.readFails)) {
          this.log("read failed");
          return reject(new Error("the store did not answer (a read)"));
        }
        const result = job();
        this.#later(() => resolve(result));
        return "quiet";
      }, { stall: true });
    });
  }

  /**
   * One way's travel. With `stall`, it ends not before an outage that stalls everything is over;
   * what `outlives` its node is on the wire already, and arrives though the node has crashed.
   */
  #later(run: Happening, { stall = false, outlives = false } = {}): void {
    const { latencyMs, slow, slowMs } = this.#conditions.faults;
    let ms = latencyMs * this.#chance.between(0.1, 2) / 2;
    if (this.#chance.hits(slow)) ms += this.#chance.between(0, slowMs);
    const life = outlives ? undefined : this.#life;
    if (outlives) this.#disk.travelling++;
    const arrive = () => {
      if (outlives) this.#disk.travelling--;
      return run();
    };
    this.#world.after(ms, () => {
      const outage = stall ? this.#outage() : undefined;
      if (outage?.what !== "stalled") return arrive();
      this.#world.after(outage.until - this.#world.now + ms, arrive, life);
      return "quiet";
    }, life);
  }

  #outage(): Outage | undefined {
    const { now } = this.#world;
    return this.#conditions.outages.find(({ from, until }) => now >= from && now < until);
  }

  /** The copy travels on, whatever becomes of the node that sent it. */
  #landLate(atomic: Atomic): void {
    this.#disk.travelling++;
    this.#world.after(this.#chance.between(0, this.#conditions.faults.lateMs), () => {
      this.#disk.travelling--;
      try {
        const answer = this.#disk.apply(atomic);
        this.log(answer.ok ? `applied late ${answer.versionstamp}` : "late, not applied", atomic);
      } catch (cause) {
        if (!(cause instanceof CommitRejected)) throw cause;
      }
      return "quiet";
    });
  }
}
