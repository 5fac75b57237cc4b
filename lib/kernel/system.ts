/** A node: runs actors on a store. Start one a process; any number may share a store. */
import { type Activation, mailboxFull } from "./activation.ts";
import type {
  Address,
  AnyActor,
  Asker,
  CommandsOf,
  Json,
  OutcomeOf,
  PayloadOf,
  StateOf,
} from "./actor.ts";
import { KERNEL } from "./actor.ts";
import { type Clock, type Random, sleep, systemClock, systemRandom } from "./clock.ts";
import { Committer } from "./committer.ts";
import { type Courier, Couriers } from "./courier.ts";
import { deadLetter, deadLetters, discardDeadLetter, replayDeadLetter } from "./dead_letters.ts";
import type { Policy, ReadModel } from "./effects.ts";
import { KernelError, StoreSilent } from "./errors.ts";
import { Feed, type FeedListener } from "./feed.ts";
import { Followers } from "./follower.ts";
import { Handovers } from "./handover.ts";
import { entryTexts } from "./entries.ts";
import { readHead } from "./head.ts";
import type { Host } from "./host.ts";
import { makeId, nodeName } from "./ids.ts";
import { inspect, type Inspection } from "./inspection.ts";
import { type AnyOutcome, type HandedItem, idempotencyOf, type Item } from "./item.ts";
import { joint, type JointAnswer, type JointPart } from "./joint.ts";
import { keys } from "./keys.ts";
import { commandProblem, joinKinds, type Kind } from "./kind.ts";
import { assertLimits, DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { Loader } from "./loader.ts";
import { fetchMail } from "./mail.ts";
import { Metrics } from "./metrics.ts";
import { Rerouting } from "./rerouting.ts";
import { Roster } from "./roster.ts";
import { Rows } from "./rows.ts";
import { DeadlineStore } from "./stores/deadline_store.ts";
import { Snapshots } from "./snapshots.ts";
import type { Key, Store } from "./store.ts";
import { Sweeper } from "./sweeper.ts";
import { Timers } from "./timers.ts";
import { harmless, type TracePoint, type Tracer } from "./trace.ts";
import type { DeadLetter, OutgoingLetter, OutgoingParcel, Plan } from "./plan.ts";

export interface SystemOptions {
  readonly store: Store;
  readonly actors: readonly AnyActor[];
  readonly policies?: readonly Policy[];
  readonly readModels?: readonly ReadModel[];
  readonly couriers?: readonly Courier[];
  readonly clock?: Clock;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  readonly tracer?: Tracer;
  /** Checks states, payloads and events against their schemas. For tests; costs speed. */
  readonly validate?: boolean;
  /** Told of trouble that nobody waits for. Default: `console.error`. */
  readonly report?: (message: string, cause?: unknown) => void;
}

export interface AskOptions {
  readonly by?: Asker;
  /**
   * The first reply under this key is kept for a day; a repeat gets it, another body is refused. A
   * refusal is kept only where it recorded events.
   */
  readonly idempotencyKey?: string;
}

const STOP_POLL_MS = 5;

export class ActorSystem implements Host {
  readonly node: string;
  readonly store: DeadlineStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly limits: Limits;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly validate: boolean;
  readonly tracer?: Tracer;
  readonly metrics: Metrics = new Metrics();
  readonly feed: Feed;

  readonly #report: (message: string, cause?: unknown) => void;
  readonly #roster = new Roster(this);
  readonly #committer: Committer;
  readonly #snapshots: Snapshots;
  readonly #handovers: Handovers;
  readonly #rerouting: Rerouting;
  readonly #followers: Followers;
  readonly #couriers: Couriers;
  readonly #sweeper: Sweeper;
  readonly #loader: Loader;
  /** Kinds that mail went to and this node does not know. */
  readonly #unknown = new Set<string>();
  #joints = 0;
  #tracked = 0;
  #ids = 0;
  /** A new unique id that orders by time. */
  readonly newId = (at: number): string => makeId(at, this.#ids++, this.node);
  #state: "running" | "draining" | "stopped" = "running";
  #stopping: Promise<void> | undefined;
  #stopInbox: () => void = () => {};
  readonly #leaveStore: () => void;

  /** @throws {TypeError | RangeError} where definitions or limits do not fit together. */
  constructor(options: SystemOptions) {
    this.clock = options.clock ?? systemClock;
    this.timers = new Timers(this.clock);
    this.random = options.random ?? systemRandom();
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const store = DeadlineStore.over(options.store, this.clock, this.limits);
    store.onSilence = () => this.report("The store does not answer: requests are turned away");
    store.onAnswer = (ms) => this.report(`The store answers again after ${Math.round(ms)} ms`);
    this.store = store;
    assertLimits(this.limits, this.store.limits);
    this.kinds = joinKinds(options.actors, options.policies ?? [], options.readModels ?? []);
    this.validate = options.validate ?? false;
    if (options.tracer) {
      this.tracer = harmless(options.tracer, (cause) => this.report("The tracer failed", cause));
    }
    this.#report = options.report ?? ((message, cause) => console.error(message, cause ?? ""));
    this.node = nodeName(this.random);
    this.#committer = new Committer(this);
    this.#loader = new Loader(this);
    this.#snapshots = new Snapshots(this, this.#committer);
    this.#handovers = new Handovers(this);
    this.#rerouting = new Rerouting(this, this.#handovers);
    this.#couriers = new Couriers(this, options.couriers ?? []);
    this.feed = new Feed(this, options.store);
    this.#followers = new Followers(
      this,
      { committer: this.#committer, loader: this.#loader },
      [...this.kinds.values()].flatMap((kind) => kind.subscribers),
      () => ({
        outside: this.#committer.outside,
        backlog: this.#committer.background + this.#loader.background,
      }),
      (letters, parcels, versionstamp) => this.#carryOut(letters, parcels, versionstamp),
    );
    this.#sweeper = new Sweeper(this, {
      collectHanded: () => this.#handovers.collect(),
      ports: this.#couriers.ports,
      sweepParcels: (now) => this.#couriers.sweep(now),
      wakeFollower: (subscriber, kind, id) => this.#followers.wake(subscriber, kind, id),
      tidy: () => {
        this.#roster.shrink();
        this.#snapshots.tidy(this.#roster);
      },
    });
    this.#leaveStore = store.join();
    this.#sweeper.start();
    if (this.store.shared) {
      this.#stopInbox = this.store.watch(keys.inbox(this.node), () => {
        if (this.stopped) return;
        this.track(this.#handovers.collect());
        this.#handovers.poll();
      });
    }
  }

  /**
   * Sends a command to an actor and resolves with its reply or refusal, after the turn's commit.
   * @throws {KernelError} `busy`, `unavailable` or `stopping` (transient), `defect`,
   * `idempotency_conflict` or `invalid_command` (final).
   */
  ask<A extends AnyActor, N extends CommandsOf<A>>(
    address: Address<A>,
    command: N,
    payload: PayloadOf<A, N>,
    options: AskOptions = {},
  ): Promise<OutcomeOf<A, N>> {
    return new Promise((resolve, reject) => {
      const activation = this.#admit(address, command, payload as Json, reject);
      if (!activation) return;
      const { by = KERNEL, idempotencyKey } = options;
      if (idempotencyKey !== undefined) {
        const most = this.limits.keyUnits;
        const fits = (text: string) => text.length <= most && text.isWellFormed();
        if (idempotencyKey === "" || !fits(idempotencyKey) || !fits(by.id)) {
          const problem =
            `expected an idempotency key of 1 to ${most} units and an asker of up to as many, in whole characters`;
          return reject(new KernelError("invalid_command", `Cannot ${command}: ${problem}`));
        }
      }
      const item = {
        type: "command",
        command,
        payload: payload as Json,
        by,
        resolve: resolve as (outcome: AnyOutcome) => void,
        reject,
      } as const;
      // Spreading in what is there for few would cost the others a copy each.
      if (idempotencyKey === undefined && !this.tracer) return this.#push(activation, item);
      this.#push(activation, {
        ...item,
        ...(this.tracer ? { trace: this.tracer.current() } : {}),
        ...(idempotencyKey === undefined
          ? {}
          : { idempotency: idempotencyOf(idempotencyKey, command, payload as Json) }),
      });
    });
  }

  /**
   * Reads an actor's state in the order of its turns. `read` gets the live state: it must be quick,
   * must not change it, and must return a copy of what it needs.
   */
  view<A extends AnyActor, T>(address: Address<A>, read: (state: StateOf<A>) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const activation = this.#admit(address, undefined, null, reject);
      if (!activation) return;
      this.#push(activation, {
        type: "view",
        read: read as (state: never) => unknown,
        ...(this.tracer ? { trace: this.tracer.current() } : {}),
        resolve: resolve as (value: unknown) => void,
        reject,
      });
    });
  }

  /**
   * Decides commands for up to eight different actors in one commit: all happen or none does. The
   * first refusal ends it. Meant for actors that are not hot.
   */
  joint<const P extends readonly JointPart[]>(
    parts: P,
    options: { by?: Asker } = {},
  ): Promise<JointAnswer<P>> {
    if (this.draining) return Promise.reject(stopping());
    this.#joints++;
    return joint(this, this.#committer, parts, options.by ?? KERNEL)
      .finally(() => this.#joints--) as Promise<JointAnswer<P>>;
  }

  /** Reads rows of a read model. */
  rows(model: ReadModel): Rows {
    return new Rows(this.store, model.name);
  }

  /** Follows an actor's committed entries; see {@linkcode Feed.follow}. */
  follow(address: Address, listener: FeedListener, after?: number): Promise<() => void> {
    if (this.draining) return Promise.reject(stopping());
    return this.feed.follow(address.kind, address.id, listener, after);
  }

  #admit(
    { kind, id }: { kind: string; id: string },
    command: string | undefined,
    payload: Json,
    reject: (error: KernelError) => void,
  ): Activation | undefined {
    if (this.draining) return void reject(stopping());
    const activation = this.activation(kind, id);
    if (!activation) {
      const message = `Cannot ask ${kind} "${id}": the kind is not registered`;
      return void reject(new KernelError("invalid_command", message));
    }
    const problem = command === undefined
      ? undefined
      : commandProblem(activation.kind, command, payload, this.validate);
    if (problem === undefined) return activation;
    reject(new KernelError("invalid_command", `Cannot ${command} ${kind} "${id}": ${problem}`));
    return undefined;
  }

  #push(
    activation: Activation,
    item: Exclude<Item, { type: "letter" | "reminder" | "handed" }>,
  ): void {
    if (activation.push(item)) return this.schedule(activation);
    this.metrics.busy++;
    item.reject(mailboxFull(activation));
  }

  // ---- what the parts of the node ask of it

  get draining(): boolean {
    return this.#state !== "running";
  }

  get stopped(): boolean {
    return this.#state === "stopped";
  }

  report(message: string, cause?: unknown): void {
    // That the store is silent has been told; each that felt it would only repeat it.
    if (this.stopped || cause instanceof StoreSilent) return;
    try {
      this.#report(message, cause);
    } catch { /* Who cannot even listen to trouble must not make more of it. */ }
  }

  activation(kind: string, id: string): Activation | undefined {
    return this.#roster.activation(kind, id);
  }

  deliver(kind: string, id: string, item: Item): boolean {
    // Whatever is delivered lies in the store: the next start finds it there.
    if (this.draining) return false;
    const activation = this.activation(kind, id);
    if (!activation) return false;
    const taken = activation.push(item);
    this.schedule(activation);
    return taken;
  }

  schedule(activation: Activation): void {
    if (!activation.wanted) return;
    if (this.stopped) return activation.abandon(stopping());
    if (activation.phase === "cold") {
      if (!this.#loader.assumesNew(activation.kind)) return this.#loader.load(activation);
      activation.assumeNew();
      this.#committer.enqueue(activation);
    } else if (activation.phase === "idle") {
      // One that the committer has in its queue comes back here from there.
      const remote = activation.queued ? undefined : activation.remote;
      if (remote) this.#rerouting.run(activation, remote);
      else this.#committer.enqueue(activation);
    } else if (activation.phase === "held" && activation.awaited) this.#committer.hurry();
  }

  track(job: Promise<unknown>): void {
    this.#tracked++;
    const ended = () => void this.#tracked--;
    job.then(ended, ended);
  }

  committed(plan: Plan, activation: Activation, versionstamp: string, trace?: TracePoint): void {
    const { kind } = activation.kind.actor;
    this.feed.publish(kind, activation.id, plan.entries);
    this.#carryOut(plan.letters, plan.parcels, versionstamp, trace);
    for (const subscriber of plan.lagging) this.#followers.wake(subscriber, kind, activation.id);
    this.#snapshots.grown(activation);
  }

  doubted({ kind, id }: Activation): void {
    this.feed.lookAgain(kind.actor.kind, id);
  }

  lostRace(activation: Activation): void {
    this.#loader.found(activation.kind, true);
  }

  #carryOut(
    letters: readonly OutgoingLetter[],
    parcels: readonly OutgoingParcel[],
    versionstamp: string,
    trace?: TracePoint,
  ): void {
    this.metrics.mailSent += letters.length;
    for (const { id, mail } of letters) {
      const { to, command, payload } = mail;
      if (!this.kinds.has(to.kind)) this.#reportUnknown(to.kind);
      this.deliver(to.kind, to.id, {
        type: "letter",
        id,
        key: keys.letter(to.kind, to.id, id),
        command,
        payload,
        ...(trace === undefined ? {} : { trace }),
        seenAt: versionstamp,
      });
    }
    for (const parcel of parcels) this.#couriers.take(parcel, trace);
  }

  /** Another node, of another version, may know it: the letter waits. */
  #reportUnknown(kind: string): void {
    if (this.#unknown.has(kind)) return;
    this.#unknown.add(kind);
    this.report(`Mail waits in the store: no actor of the kind "${kind}" is registered here`);
  }

  discard(key: Key): void {
    this.track(this.store.commit({ checks: [], sets: [], deletes: [key] }));
  }

  recover(activation: Activation, item: HandedItem): void {
    this.track(this.#handovers.recover(activation, item));
  }

  fetchMail(kind: string, id: string): Promise<void> {
    return fetchMail(this, kind, id);
  }

  /** Whether this node has nothing left to do but to wait. */
  get quiet(): boolean {
    return !this.#committer.busy && !this.#handovers.busy && !this.#followers.busy &&
      !this.#couriers.busy && !this.#loader.busy && this.#joints === 0;
  }

  /** The gauges are current only in what this returns. */
  readMetrics(): Metrics {
    this.metrics.activations = this.#roster.size;
    this.metrics.waiting = [...this.#roster].reduce((sum, { outstanding }) => sum + outstanding, 0);
    return this.metrics;
  }

  /**
   * Shuts down: refuses new commands with `stopping`, finishes those it has, then stops. Mail,
   * reminders and parcels stay in the store for whoever comes next. Once it resolves the store may
   * be closed, unless the time ran out on a commit that the store does not answer.
   */
  stop(options: { timeoutMs?: number } = {}): Promise<void> {
    this.#stopping ??= this.#stop(options.timeoutMs ?? 10_000);
    return this.#stopping;
  }

  async #stop(timeoutMs: number): Promise<void> {
    if (this.stopped) return;
    this.#state = "draining";
    const deadline = this.clock.monotonic() + timeoutMs;
    const pause = () => sleep(this.clock, STOP_POLL_MS);
    while (this.#askedFor && this.clock.monotonic() < deadline) await pause();
    this.halt();
    while (this.#usesStore && this.clock.monotonic() < deadline) await pause();
    this.#committer.disown();
  }

  /** Whether someone waits for this node's answer. */
  get #askedFor(): boolean {
    if (this.#joints > 0 || this.#committer.underWay || this.#handovers.busy) return true;
    for (const activation of this.#roster) if (activation.urgent) return true;
    return false;
  }

  get #usesStore(): boolean {
    return this.#committer.underWay || this.#followers.busy || this.#couriers.busy ||
      this.#sweeper.busy || this.#loader.underWay || this.#tracked > 0;
  }

  /**
   * Stops at once, as a crash would: what is not on its way to the store will not happen. Callers
   * are told `stopping`, or `unavailable` where another node may have taken the command.
   */
  halt(): void {
    if (this.stopped) return;
    this.#state = "stopped";
    this.timers.stop();
    this.#sweeper.stop();
    this.#stopInbox();
    this.#couriers.stop();
    this.feed.stop();
    this.#handovers.abandon();
    this.#committer.abandon(stopping());
    this.#leaveStore();
    for (const activation of this.#roster) activation.abandon(stopping());
  }

  // ---- for staff

  /** An actor as it lies in the store; undefined where there is none. */
  inspect(kind: string, id: string): Promise<Inspection | undefined> {
    const view = (read: (state: unknown) => Json) => {
      const { actor } = this.kinds.get(kind)!;
      return this.view({ actor, kind, id }, read);
    };
    return inspect(this, kind, id, view);
  }

  /** The journal's entries as stored: one JSON line each. */
  journal(
    { kind, id }: Pick<Address, "kind" | "id">,
    after = 0,
    limit = Infinity,
  ): AsyncIterable<string> {
    return entryTexts(this.store, kind, id, { after, limit });
  }

  /** Sequence number and hash of the last journal entry; undefined before the first turn. */
  async journalHead(
    address: Pick<Address, "kind" | "id">,
  ): Promise<{ seq: number; hash: string } | undefined> {
    const [row] = await this.store.getMany([keys.head(address.kind, address.id)]);
    if (!row) return undefined;
    const { seq, hash } = readHead(row.value);
    return { seq, hash };
  }

  /** Names of the ports to the outside that this node has couriers for. */
  get ports(): string[] {
    return this.#couriers.ports;
  }

  /** Dead letters, oldest first, behind the one of the id `after`. */
  deadLetters(limit = 1_000, after?: string): AsyncIterable<DeadLetter> {
    return deadLetters(this, limit, after);
  }

  /** The dead letter of this id. */
  deadLetter(id: string): Promise<DeadLetter | undefined> {
    return deadLetter(this, id);
  }

  /**
   * Sends a dead letter again: a call goes back to the outbox, a command into the actor's mail, now
   * as the kernel's own. False where there is none of this id, or its payload was not kept.
   */
  async replay(deadLetter: string): Promise<boolean> {
    const dead = await replayDeadLetter(this, deadLetter);
    if (dead?.parcel) await this.#couriers.sweep(this.clock.now() + 1);
    else if (dead?.to) await this.fetchMail(dead.to.kind, dead.to.id);
    return dead !== undefined;
  }

  /** Removes a dead letter for good. False where there is none of this id. */
  discardDeadLetter(deadLetter: string): Promise<boolean> {
    return discardDeadLetter(this, deadLetter);
  }
}

const stopping = () =>
  new KernelError("stopping", "Cannot take the command: this node is shutting down", {
    retryAfterMs: 1_000,
  });
