/**
 * Brings turns into the store. Turns of different actors that are ready together share one commit;
 * while commits are under way, commands gather in the mailboxes, so batches grow as load does and
 * no timer is needed.
 */
import type { Activation } from "./activation.ts";
import { toText } from "./codec.ts";
import { type Along, atomicOf, isRead, Room, type Unit } from "./commit_unit.ts";
import { CommitRejected, KernelError, StoreSilent } from "./errors.ts";
import { readHead } from "./head.ts";
import { backoffMs, type Host, retried } from "./host.ts";
import { rejectItem } from "./item.ts";
import type { Entry } from "./journal.ts";
import { keys } from "./keys.ts";
import { LinkedList } from "./linked_list.ts";
import type { Plan } from "./plan.ts";
import { Queue } from "./queue.ts";
import type { Row } from "./store.ts";
import { CommitTrace } from "./trace.ts";

/** Whether somebody outside waits for this node, or so many that each commit carries a batch. */
export type Outside = "nobody" | "some" | "rush";

/** A versionstamp that no commit has. */
const BEFORE_ALL = "0".repeat(20);
/** Background turns that ride along in a commit for which someone outside waits. */
const BACKGROUND_SHARE = 4;
/** Background turns in a commit of their own while others have just waited for theirs. */
const BACKGROUND_ALONE = 16;
/** How long they then rest, as a multiple of the time their commit took. */
const BACKGROUND_REST: Readonly<Record<Outside, number>> = { nobody: 0, some: 2, rush: 8 };
/** So long after the last urgent commit, more of them are expected. */
const URGENT_MS = 50;
/** With so many commands in one urgent commit there is a rush: the processor is what they wait for. */
const RUSH_ITEMS = 16;
export class Committer {
  readonly #host: Host;
  readonly #urgent = new Queue<Activation>();
  readonly #background = new Queue<Activation>();
  /** Decided already, but the commit of their time was full. */
  readonly #carried: Unit[] = [];
  /** When outside commands were last decided or committed, by the monotonic clock. */
  #urgentAt = -Infinity;
  /** Their commits under way. */
  #urgentUnderWay = 0;
  /** How many items the last such commit carried. */
  #urgentItems = 0;
  readonly #underWay = new LinkedList<readonly Unit[]>();
  #pumping = false;
  /** Until when background turns leave the store to those that someone waits for. */
  #restUntil = -Infinity;
  #resting = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get busy(): boolean {
    return this.underWay || this.#urgent.length > 0 || this.#background.length > 0 ||
      this.#carried.length > 0;
  }

  get underWay(): boolean {
    return this.#underWay.size > 0;
  }

  /** Tells those who wait for commits that do not end that their outcome will not be known here. */
  disown(): void {
    const error = new KernelError(
      "unavailable",
      "Cannot wait for the store: this node has stopped",
      {
        retryAfterMs: 1_000,
      },
    );
    for (const { joint, parts } of [...this.#underWay].flat()) {
      if (joint) joint(error);
      else for (const { plan } of parts) for (const item of plan.items) rejectItem(item, error);
    }
  }

  /** Who waits outside, as far as the last commits tell. */
  get outside(): Outside {
    const waited = this.#host.clock.monotonic() - this.#urgentAt < URGENT_MS;
    if (!waited && this.#urgentUnderWay === 0) return "nobody";
    return this.#urgentItems >= RUSH_ITEMS ? "rush" : "some";
  }

  /** Turns of mail and reminders that wait. */
  get background(): number {
    return this.#background.length;
  }

  /** Queues an idle activation for its turn. */
  enqueue(activation: Activation): void {
    const queue = activation.awaited ? "urgent" : "background";
    // What turns urgent while it waits in the background goes forward; its old place is void.
    if (activation.queue === queue || activation.queue === "urgent") return;
    activation.queue = queue;
    (queue === "urgent" ? this.#urgent : this.#background).push(activation);
    this.#wake();
  }

  /** Lands a joint turn's plans. */
  submit(unit: Unit): void {
    this.#carried.push(unit);
    if (this.#host.stopped) this.abandon(new KernelError("stopping", "This node has stopped"));
    else this.#wake();
  }

  /** Someone waits for an actor that is held: its turn may be one of those at rest. */
  hurry(): void {
    if (this.#resting) this.#wake();
  }

  /** Whether someone waits for an actor whose turn is decided and not on its way. */
  get #carriesAwaited(): boolean {
    return this.#carried.some(({ parts }) => parts.some(({ activation }) => activation.awaited));
  }

  /** Gives up what is decided but not on its way to the store. */
  abandon(error: KernelError): void {
    this.#fail(this.#carried.splice(0), error);
  }

  #wake(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    // After the current job, so that all that is asked within it shares the first turn.
    queueMicrotask(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { clock, store } = this.#host;
    while (this.#underWay.size < store.limits.commitsInFlight && !this.#host.stopped) {
      const began = clock.monotonic();
      const contended = began - this.#urgentAt < URGENT_MS;
      const alone = this.#urgent.length === 0 && this.#carried.every(({ along }) => along);
      const rests = alone && contended && began < this.#restUntil;
      if (rests && !this.#carriesAwaited) return this.#wakeRested(began);
      const units = this.#gather(alone && contended ? BACKGROUND_ALONE : Infinity);
      if (units.length === 0) return;
      const link = this.#underWay.add(units);
      if (!alone) this.#urgentUnderWay++;
      this.#land(units).finally(() => {
        this.#underWay.delete(link);
        const ended = clock.monotonic();
        if (!alone) {
          this.#urgentUnderWay--;
          this.#urgentAt = ended;
        } else if (contended) {
          this.#restUntil = ended + BACKGROUND_REST[this.outside] * (ended - began);
        }
        this.#pump();
      });
    }
  }

  /** Goes on with background turns once they have rested, should nothing else wake us before. */
  #wakeRested(now: number): void {
    if (this.#resting || this.#background.length + this.#carried.length === 0) return;
    this.#resting = true;
    this.#host.timers.after(Math.max(1, this.#restUntil - now), () => {
      this.#resting = false;
      this.#wake();
    });
  }

  /** Takes ready turns until a commit is full, or `most` background turns are in it. */
  #gather(most: number): Unit[] {
    const room = new Room(this.#host);
    const units: Unit[] = [];
    let background = 0;
    while (true) {
      const carried = this.#carried[0];
      if (carried) {
        if (!room.takes(carried)) break;
        this.#carried.shift();
        units.push(carried);
        continue;
      }
      let activation = this.#urgent.shift();
      if (activation) room.urgent = true;
      else {
        if (this.#host.draining) break;
        if (background >= (room.urgent ? BACKGROUND_SHARE : most)) break;
        activation = this.#background.shift();
        if (!activation) break;
        if (activation.queue !== "background") continue;
        background++;
      }
      activation.queue = "none";
      const unit = this.#decide(activation);
      if (unit) this.#carried.push(unit);
    }
    if (room.urgent) {
      this.#urgentAt = this.#host.clock.monotonic();
      this.#urgentItems = 0;
      for (const { parts } of units) {
        for (const { plan } of parts) this.#urgentItems += plan.items.length;
      }
    }
    return units;
  }

  #decide(activation: Activation): Unit | undefined {
    if (activation.phase !== "idle" || activation.grant() || activation.waiting === 0) {
      return undefined;
    }
    if (activation.remote) {
      this.#host.schedule(activation);
      return undefined;
    }
    if (this.#expects(activation)) return undefined;
    if (activation.mustRead) {
      this.#readFirst(activation);
      return undefined;
    }
    const plan = activation.decide();
    return plan && { parts: [{ activation, plan }] };
  }

  /** Whether the turn is better put off until other nodes' commands are there, which is seen to. */
  #expects(activation: Activation): boolean {
    const { flow, usedAt } = activation;
    if (!flow) return false;
    const { clock, limits, timers } = this.#host;
    const waitMs = flow.waitMs(clock.monotonic(), usedAt, limits);
    if (waitMs === 0 || flow.expecting) return waitMs > 0;
    flow.expecting = true;
    timers.after(waitMs, () => {
      flow.expecting = false;
      this.#host.schedule(activation);
    });
    return true;
  }

  #readFirst(activation: Activation): void {
    activation.phase = "turning";
    void retried(this.#host, () => activation.read()).then((cause) => {
      if (cause === undefined) return activation.ended();
      activation.unusable(
        new KernelError("unavailable", "Cannot read what the turn needs", {
          cause,
          retryAfterMs: 1_000,
        }),
      );
    });
  }

  /** Commits until every unit has landed, was lost, or had to be given up. */
  async #land(units: readonly Unit[]): Promise<void> {
    const { store, metrics, clock, timers, limits, tracer } = this.#host;
    const trace = tracer && new CommitTrace(tracer, units);
    if (units.every(isRead)) {
      await this.#confirm(units);
      return trace?.end();
    }
    const began = clock.monotonic();
    let open = units;
    let unknown = 0;
    let baffled = 0;
    while (open.length > 0) {
      let landedAt: string | undefined;
      let heads: Map<Plan | Along, Row | undefined> | undefined;
      try {
        metrics.commits++;
        const committed = await store.commit(atomicOf(this.#host, open));
        if (committed.ok) landedAt = committed.versionstamp;
        else ({ landedAt, heads } = await this.#evidence(open));
      } catch (cause) {
        if (cause instanceof CommitRejected) {
          await this.#rejected(open, cause);
          break;
        }
        metrics.unknownCommits++;
        trace?.failed(cause);
        // Those who wait have waited long enough for a store that is silent.
        const silent = cause instanceof StoreSilent;
        // On a full disk reads have nothing to wait for, and there is no doubt about them.
        const reads = silent ? [] : open.filter(isRead);
        open = open.filter((unit) => !reads.includes(unit));
        const confirmed = reads.length > 0 ? this.#confirm(reads) : undefined;
        if (open.length === 0) {
          await confirmed;
          break;
        }
        if (silent || unknown++ >= limits.commitAttempts || this.#host.stopped) {
          this.#giveUp(open, cause);
          await confirmed;
          break;
        }
        // The very same writes are safe to send again: their checks let them land once.
        await timers.pause(
          backoffMs(this.#host, unknown, limits.commitBackoffMs, limits.commitBackoffMaxMs),
        );
        await confirmed;
        continue;
      }
      if (landedAt !== undefined) {
        if (heads) metrics.landedUnseen++;
        for (const unit of open) this.#landed(unit, landedAt, trace);
        break;
      }
      const moved = (what: Plan | Along, version: string | null) =>
        (heads!.get(what)?.versionstamp ?? null) !== version;
      const stale = open.filter(({ parts, along }) =>
        baffled >= 3 || (along && moved(along, along.check.versionstamp)) ||
        parts.some(({ plan }) => moved(plan, plan.base.headVersion))
      );
      if (stale.length === 0) baffled++;
      else if (open.length > stale.length) metrics.splitCommits++;
      for (const unit of stale) this.#lost(unit);
      open = open.filter((unit) => !stale.includes(unit));
    }
    metrics.commitMs.observe(clock.monotonic() - began);
    trace?.end();
  }

  /**
   * Turns that write nothing need no commit: what was read or refused was true if the head has not
   * moved since. A commit of checks alone would cost the embedded engine as much as a write.
   */
  async #confirm(units: readonly Unit[]): Promise<void> {
    let heads: (Row | undefined)[] = [];
    const wanted = units.flatMap(({ parts }) =>
      parts.map(({ activation, plan }) => keys.head(activation.kind.actor.kind, plan.base.id))
    );
    const cause = await retried(this.#host, async () => {
      heads = await this.#host.store.getMany(wanted);
    });
    if (cause !== undefined) return this.#giveUp(units, cause);
    let i = 0;
    for (const unit of units) {
      const current = unit.parts.map(({ plan }) =>
        (heads[i++]?.versionstamp ?? null) === plan.base.headVersion
      );
      if (current.every(Boolean)) this.#landed(unit, "");
      else this.#lost(unit);
    }
  }

  /**
   * A check did not hold. Either another node was quicker, or an earlier try of this very commit
   * has landed without our hearing of it: then its turns stand in the journal.
   */
  async #evidence(
    units: readonly Unit[],
  ): Promise<{ landedAt: string | undefined; heads: Map<Plan | Along, Row | undefined> }> {
    const parts = units.flatMap((unit) => unit.parts);
    const wanted = parts.flatMap(({ activation, plan }) => {
      const { kind } = activation.kind.actor;
      return [
        keys.head(kind, activation.id),
        keys.entry(kind, activation.id, plan.entries[0]?.seq ?? 0),
      ];
    });
    const along = units.flatMap((unit) => unit.along ?? []);
    const rows = await this.#host.store.getMany([
      ...wanted,
      ...along.map(({ check }) => check.key),
    ]);
    const heads = new Map<Plan | Along, Row | undefined>();
    along.forEach((one, i) => heads.set(one, rows[wanted.length + i]));
    let landedAt: string | undefined;
    parts.forEach(({ plan }, i) => {
      const row = rows[2 * i];
      const entry = rows[2 * i + 1];
      heads.set(plan, row);
      if (!row || !plan.head) return;
      const head = readHead(row.value);
      const isOurs = (text: string) => (JSON.parse(text) as Entry).turn === plan.turn;
      if (head.turn === plan.turn) landedAt = row.versionstamp;
      // Others have moved the head on since. The entry may have got its row from one of them: that
      // it landed after the head it stood on is all that is sure, and is on the safe side.
      else if (
        (entry && isOurs(toText(entry.value))) || head.recent?.some(isOurs)
      ) landedAt ??= plan.base.headVersion ?? BEFORE_ALL;
    });
    return { landedAt, heads };
  }

  #landed(unit: Unit, versionstamp: string, trace?: CommitTrace): void {
    for (const { activation, plan } of unit.parts) {
      this.#host.metrics.turns++;
      activation.committed(plan, versionstamp);
      if (plan.head) this.#host.committed(plan, activation, versionstamp, trace?.pointOf(plan));
    }
    unit.joint?.("landed", versionstamp);
  }

  #lost(unit: Unit): void {
    for (const { activation } of unit.parts) this.#host.lostRace(activation);
    if (unit.joint) {
      for (const { activation } of unit.parts) activation.reset();
      unit.joint("lost");
    } else for (const { activation, plan } of unit.parts) activation.lost(plan);
  }

  #giveUp(units: readonly Unit[], cause: unknown): void {
    this.#host.metrics.unavailable++;
    const error = new KernelError(
      "unavailable",
      "Cannot tell whether the command was kept: the store did not answer",
      { cause, retryAfterMs: 1000 },
    );
    this.#host.report("Gave up a commit with an unknown outcome", cause);
    this.#fail(units, error);
    const doubted = () => {
      for (const { parts } of units) {
        for (const { activation } of parts) this.#host.doubted(activation);
      }
    };
    doubted();
    // It may land after all, and nobody else tells those who follow the journal.
    if (cause instanceof StoreSilent) void cause.late?.then(doubted);
  }

  #fail(units: readonly Unit[], error: KernelError): void {
    for (const unit of units) {
      if (unit.joint) {
        for (const { activation } of unit.parts) activation.reset();
        unit.joint(error);
      } else for (const { activation, plan } of unit.parts) activation.failed(plan, error);
    }
  }

  /** The store will never take this commit. Alone, each unit shows whether it is the culprit. */
  async #rejected(units: readonly Unit[], cause: CommitRejected): Promise<void> {
    if (units.length > 1) {
      for (const unit of units) await this.#land([unit]);
      return;
    }
    this.#host.report("The store rejected a commit", cause);
    for (const unit of units) {
      if (unit.joint) {
        this.#fail(
          [unit],
          new KernelError("defect", `Cannot keep the turn: ${cause.message}`, { cause }),
        );
      } else for (const { activation, plan } of unit.parts) activation.rejected(plan, cause);
    }
  }
}
