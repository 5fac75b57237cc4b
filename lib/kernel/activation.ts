/** One actor in the memory of one node: its mailbox, its state, and the head that both stand on. */
import { Elsewhere, type Hint } from "./elsewhere.ts";
import type { CommitRejected } from "./errors.ts";
import { KernelError } from "./errors.ts";
import type { SnapshotRef, Steward } from "./head.ts";
import { HandedFlow } from "./handed_flow.ts";
import { Heat } from "./heat.ts";
import type { Host } from "./host.ts";
import {
  type CommandItem,
  handedId,
  type HandedItem,
  type Item,
  rejectItem,
  type ViewItem,
} from "./item.ts";
import type { Kind } from "./kind.ts";
import { LoadedBase } from "./loaded_base.ts";
import { Mailbox } from "./mailbox.ts";
import { readNeeded } from "./needed.ts";
import {
  type KeptAnswer,
  type Plan,
  type Poisonable,
  readFailed,
  reasonOf,
  type TurnEnv,
  TurnFailed,
  TurnSpoiled,
} from "./plan.ts";
import { settle } from "./settlement.ts";
import type { Row } from "./store.ts";
import { Suspects } from "./suspects.ts";
import { decideTurn } from "./turn.ts";

/**
 * `cold`: nothing is known of the state. `loading`: it is being read. `idle`: a turn may start.
 * `turning`: a turn is being prepared or committed. `held`: a joint turn or a snapshot has it.
 */
export type Phase = "cold" | "loading" | "idle" | "turning" | "held";

/** Someone who wants the actor to himself: a joint turn or a snapshot. */
interface Holder {
  grant(): void;
  refuse(error: KernelError): void;
}

export class Activation {
  readonly kind: Kind;
  readonly id: string;
  /** Of kind and id: no other actor's. */
  readonly name: string;
  readonly base: LoadedBase;
  phase: Phase = "cold";
  /** The committer's queue it waits in. */
  queue: "none" | "urgent" | "background" = "none";
  /** When the last turn ended or reads were answered, by the node's monotonic clock. */
  usedAt = -Infinity;
  /** `usedAt` when the node last looked for idle actors to forget. */
  sparedAt = -Infinity;
  /** How often it passes over this one yet, should it stay idle. */
  spared = 0;
  snapshotting = false;
  /** Commands of this node for it that are under way to another node. */
  lent: { readonly size: number } | undefined;

  readonly #host: Host;
  readonly #mailbox = new Mailbox();
  #kept: Map<string, KeptAnswer> | undefined;
  #readItems = 0;
  readonly #suspects = new Suspects();
  #holders: Holder[] = [];
  /** The turn whose commit is under way. */
  #underWay: Plan | undefined;
  /**
   * The turn after that, decided while the commit is under way; its items still wait in the mailbox,
   * at the front. It goes to the store when the one before has landed, and is void if that is lost.
   */
  #ahead: Plan | undefined;
  /** With so many in the mailbox the next turn is decided ahead. */
  #aheadFrom = Infinity;
  /** The state went on ahead and cannot be used when the turn under way has ended. */
  #spoilt = false;
  /** A holder has just let go and others wait in the mailbox: they come first. */
  #mailboxFirst = false;
  #heat: Heat | undefined;
  /** What other nodes hand over; most actors never see any. */
  flow: HandedFlow | undefined;
  /** Set once another node was seen to run the actor. */
  #elsewhere: Elsewhere | undefined;

  constructor(host: Host, kind: Kind, id: string, name: string) {
    this.#host = host;
    this.kind = kind;
    this.id = id;
    this.name = name;
    this.base = new LoadedBase(host, kind, id);
  }

  get queued(): boolean {
    return this.queue !== "none";
  }

  // ---- mailbox

  get waiting(): number {
    return this.#mailbox.length;
  }

  /** Items that wait here, and commands that wait at another node. */
  get outstanding(): number {
    return this.#mailbox.length + (this.lent?.size ?? 0);
  }

  /** Whether someone outside waits for an answer. */
  get urgent(): boolean {
    return this.#mailbox.foreground > 0;
  }

  /** Whether someone waits for an answer, or for the actor itself. */
  get awaited(): boolean {
    return this.urgent || this.#holders.length > 0;
  }

  /** Whether nothing would be lost by forgetting this activation. */
  get evictable(): boolean {
    return this.#mailbox.length === 0 && this.#holders.length === 0 && !this.queued &&
      !this.lent && (this.phase === "idle" || this.phase === "cold") &&
      !this.#elsewhere?.kept;
  }

  /** Adds an item; false where the mailbox is full or has this letter or reminder already. */
  push(item: Item): boolean {
    // What comes back from another node was let in before.
    const back = item.type === "handed" && item.own !== undefined;
    if (!back && this.outstanding >= this.#host.limits.mailboxItems) return false;
    if (!this.#mailbox.add(item)) return false;
    if (item.type === "handed" && !item.own) this.#came(item.from);
    if (this.#mailbox.length === this.#aheadFrom) this.#goAhead();
    return true;
  }

  #came(node: string): void {
    this.flow ??= new HandedFlow();
    this.flow.came(node, this.#host.clock.monotonic());
  }

  /** Takes all items that `wanted` picks out of the mailbox. */
  remove<T extends Item>(wanted: (item: Item) => item is T): T[] {
    return this.#mailbox.remove(wanted);
  }

  // ---- turns

  /** The other node that runs this actor, as far as is known here; its hint may have run out. */
  get remote(): Hint | undefined {
    // What is decided ahead stands on this node's own turn, and can only follow it. Letters taken back
    // keep their numbers, so they cannot be handed to the next steward as new commands: this node has
    // to race for them.
    if (this.#ahead || this.#mailbox.takenBack > 0) return undefined;
    return this.#elsewhere?.hint;
  }

  /** Notes who runs the actor, as the head of this version says; see {@linkcode Elsewhere.note}. */
  noteSteward(steward: Steward | undefined, headVersion: string | undefined): void {
    const { node, store } = this.#host;
    if (!store.shared || steward === undefined || steward.node === node) {
      return this.#elsewhere?.clear();
    }
    this.#elsewhere ??= new Elsewhere(this.#host);
    this.#elsewhere.note(steward, headVersion);
  }

  /** The steward does not answer: from now on this node runs the actor, whatever the hint says. */
  takeOver(): void {
    this.#elsewhere ??= new Elsewhere(this.#host);
    this.#elsewhere.takeOver();
  }

  /** Whether this handed-over letter waits here already. */
  hasHanded(from: string, n: number): boolean {
    return this.#mailbox.has(handedId(from, n));
  }

  /** Whether the next turn needs rows that only the store has. */
  get mustRead(): boolean {
    if (this.#kept !== undefined || this.#ahead) return false;
    if (this.#mailbox.keyed > 0) return true;
    const { headVersion } = this.base;
    return headVersion !== null && this.#mailbox.holdsSeenBefore(headVersion);
  }

  /**
   * Reads what the next turn needs: answers kept under idempotency keys, and letters and reminders
   * that may have been taken since they were seen. Both are read after the head version was, so a commit that
   * checks the head proves that they still hold.
   */
  async read(): Promise<void> {
    const items = this.#mailbox.items.slice(0, this.#host.limits.turnItems);
    this.#kept = await readNeeded(this.#host.store, this.kind.actor.kind, this.base, items);
    // What has come in since then was not looked up: it waits for the turn after.
    this.#readItems = items.length;
  }

  /** Decides what waits. Undefined where the state was spoiled and has to be read again. */
  decide(): Plan | undefined {
    const { items } = this.#mailbox;
    const ready = this.#kept ? items.slice(0, this.#readItems) : items;
    const ahead = this.#ahead;
    this.#ahead = undefined;
    this.phase = "turning";
    this.#mailboxFirst = false;
    this.flow?.taken();
    try {
      const plan = ahead ?? this.#turn(ready);
      this.#mailbox.take(plan.items.length);
      this.#kept = undefined;
      this.#underWay = plan;
      // Less than a full turn gains more by waiting for company.
      this.#aheadFrom = Math.max(this.#host.limits.aheadItems, plan.items.length);
      if (this.#mailbox.length >= this.#aheadFrom) this.#goAhead();
      return plan;
    } catch (error) {
      this.#blame(error);
      this.reset();
      return undefined;
    }
  }

  #blame(error: unknown): void {
    if (error instanceof TurnSpoiled) error.culprit.poison = error.message;
    else if (error instanceof TurnFailed) this.#isolate(error.decided, error.cause);
    else throw error;
  }

  /** Decides the next turn as soon as the commit of this one is on its way. */
  #goAhead(): void {
    this.#aheadFrom = Infinity;
    queueMicrotask(() => this.#decideAhead());
  }

  /**
   * A flood keeps the processor busy while the store is. Only plain commands go ahead: mail,
   * reminders and idempotency keys need a head version that is not there yet.
   */
  #decideAhead(): void {
    const head = this.#underWay?.head;
    const hindered = this.phase !== "turning" || this.#ahead || this.#spoilt || this.#kept ||
      // Whoever wants the actor to himself comes after the turn under way.
      this.#holders.length > 0 || this.#suspects.most < Infinity || this.#host.stopped;
    if (!head || hindered) return;
    const ready = this.#mailbox.plainCommands();
    if (ready.length === 0) return;
    try {
      this.#ahead = this.#turn(ready, { head });
    } catch (error) {
      this.#spoilt = true;
      this.#blame(error);
    }
  }

  /** The store will never take this turn's commit: deciding less at once shows what is at fault. */
  rejected(plan: Plan, cause: CommitRejected): void {
    this.#mailbox.putBack(plan.items);
    this.#isolate(plan.decided, cause);
    this.reset();
  }

  #isolate(decided: readonly Poisonable[], cause: unknown): void {
    const reason = reasonOf(cause);
    if (this.#suspects.failed(decided, reason)) return;
    // Not even its dead letter can be written: whatever waits at the front has to go.
    const [culprit] = decided;
    const holds = (item: Item) =>
      item === culprit ||
      (item.type === "handed" && item.commands.some((command) => command === culprit));
    const { items } = this.#mailbox;
    const item = culprit ? items.find(holds) : items[0];
    this.remove((other): other is Item => other === item);
    const message = `Cannot keep the turn of ${this.kind.actor.kind} "${this.id}": ${reason}`;
    this.#host.report(message, cause);
    if (item) rejectItem(item, new KernelError("defect", message, { cause }));
  }

  /** The turn that only points the head at a snapshot. The caller holds the actor. */
  decideSnapshot(snapshot: SnapshotRef): Plan {
    return this.#turn([], { snapshot });
  }

  /**
   * Decides these for whoever holds the actor, and resets it should the turn not be submitted.
   * @throws {TurnSpoiled | TurnFailed}
   */
  decideHeld(items: readonly Item[]): Plan {
    return this.#turn(items);
  }

  #turn(items: readonly Item[], { head, snapshot }: Pick<TurnEnv, "head" | "snapshot"> = {}): Plan {
    const { node, limits, clock, validate, store, newId } = this.#host;
    const now = clock.now();
    this.base.clean = false;
    const runs = store.shared && this.#isHot();
    return decideTurn(this.kind, this.base, items, {
      now,
      limits,
      validate,
      newId,
      kept: this.#kept,
      head,
      snapshot,
      most: this.#suspects.most,
      steward: runs ? { node, until: now + limits.stewardMs } : undefined,
    });
  }

  #isHot(): boolean {
    const { clock, limits } = this.#host;
    this.#heat ??= new Heat();
    return this.#heat.add(this.#mailbox.length, clock.monotonic()) >= limits.hotItems;
  }

  /** The turn has landed: from here on it is true, and whoever waits is told. */
  committed(plan: Plan, versionstamp: string): void {
    if (plan.head) {
      this.base.head = plan.head;
      this.base.headVersion = versionstamp;
      // What was read for the next turn, before a joint turn came first, was read too early.
      this.#kept = undefined;
      this.#suspects.landed(this.#host.limits.turnItems);
    }
    this.#elsewhere?.clear();
    this.base.clean = this.#ahead === undefined;
    this.#mailbox.release(plan.items);
    this.#host.metrics.turnItems.observe(plan.items.length);
    const ahead = this.#ahead !== undefined;
    // The store has something to do before those who are told now come back with more.
    if (ahead) this.ended();
    for (let i = 0; i < plan.items.length; i++) {
      settle(this.#host, this, plan.items[i]!, plan.results[i]!);
    }
    if (this.#spoilt) this.reset();
    else if (!ahead) this.ended();
  }

  /** Puts back a command that was not decided. */
  pushAgain(command: CommandItem): void {
    if (!this.push(command)) command.reject(mailboxFull(this));
  }

  /** Another node moved the head: what was decided is void and is decided again on the new state. */
  lost(plan: Plan): void {
    this.#host.metrics.lostRaces++;
    this.#mailbox.putBack(plan.items);
    this.reset();
  }

  /** The turn's outcome stays unknown, or it cannot be committed: whoever waits is told. */
  failed(plan: Plan, error: KernelError): void {
    this.#mailbox.release(plan.items);
    for (const item of plan.items) rejectItem(item, error);
    this.reset();
  }

  /** Refuses all that waits, because the state cannot be had. */
  unusable(error: KernelError): void {
    this.abandon(error);
    this.reset();
  }

  /** Refuses all that waits. A turn under way ends as its commit does. */
  abandon(error: KernelError): void {
    const items = this.#mailbox.clear();
    const holders = this.#holders;
    this.#spoilt ||= this.#ahead !== undefined;
    this.#ahead = undefined;
    this.#holders = [];
    for (const item of items) rejectItem(item, error);
    for (const holder of holders) holder.refuse(error);
  }

  /** Forgets the state; the next turn reads it anew. */
  reset(): void {
    this.base.forget();
    this.#kept = undefined;
    this.#ahead = undefined;
    this.#spoilt = false;
    this.phase = "cold";
    this.#mailbox.recount();
    this.ended();
  }

  /** Lets go of the actor after a joint turn that has left its state as it was. */
  untouched(): void {
    this.base.clean = true;
    this.ended();
  }

  /** A turn is over. Hands the actor to the next that wants to hold it, or goes on with the mailbox. */
  ended(): void {
    this.usedAt = this.#host.clock.monotonic();
    this.#underWay = undefined;
    this.#aheadFrom = Infinity;
    if (this.phase === "held") this.#mailboxFirst = this.#mailbox.length > 0;
    if (this.phase === "turning" || this.phase === "held") this.phase = "idle";
    if (!this.grant() && this.wanted) this.#host.schedule(this);
  }

  /**
   * Resolves once no turn runs and none starts before {@linkcode ended} is called.
   * @throws {KernelError} where the state cannot be had, too many wait for it, or the node stops.
   */
  hold(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#holders.length >= this.#host.limits.mailboxItems) {
        this.#host.metrics.busy++;
        return reject(mailboxFull(this));
      }
      this.#holders.push({ grant: resolve, refuse: reject });
      if (this.queued || !this.grant()) this.#host.schedule(this);
    });
  }

  /** Takes hold of the actor at once; false where that would mean to wait, or another node runs it. */
  seize(): boolean {
    if (this.phase !== "idle" || this.queued || this.wanted || this.lent || this.remote) {
      return false;
    }
    this.phase = "held";
    return true;
  }

  /** Whether nothing is known of the actor, and nobody has asked for it. */
  get dormant(): boolean {
    return this.phase === "cold" && !this.queued && !this.wanted && !this.lent;
  }

  get wanted(): boolean {
    return this.#mailbox.length > 0 || this.#holders.length > 0;
  }

  /** Hands the idle actor to who wants to hold it. True where someone did. */
  grant(): boolean {
    // Turn about with the mailbox, so that a stream of joint turns does not starve it. Where another
    // node runs the actor, this node decides no mailbox.
    const waits = this.#mailboxFirst && this.#mailbox.length > 0 && !this.remote;
    if (this.phase !== "idle" || waits || this.#ahead) return false;
    const holder = this.#holders.shift();
    if (!holder) return false;
    this.phase = "held";
    holder.grant();
    return true;
  }

  // ---- the state

  /** Takes the actor for new, without reading; see {@linkcode LoadedBase.assumeNew}. */
  assumeNew(): void {
    this.base.assumeNew();
    this.phase = "idle";
  }

  /** Reads head and state from the store, beginning with the head's row where it is at hand. */
  async load(known?: Row | null): Promise<void> {
    this.phase = "loading";
    await this.base.read(known);
    const { head, headVersion } = this.base;
    this.noteSteward(head?.steward, headVersion ?? undefined);
    this.#host.metrics.activationsLoaded++;
    this.#kept = undefined;
    this.phase = "idle";
  }

  /** Forgets other nodes' letters that were handed to this node when it ran the actor. */
  dropStrays(): void {
    this.remove((item): item is HandedItem => item.type === "handed" && !item.own);
  }

  takeViews(): ViewItem[] {
    return this.remove((item): item is ViewItem => item.type === "view");
  }

  /** Answers reads from the state just loaded, without a turn. */
  answer(views: readonly ViewItem[]): void {
    if (views.length > 0) this.usedAt = this.#host.clock.monotonic();
    for (const view of views) {
      try {
        view.resolve(view.read(this.base.state as never));
      } catch (cause) {
        view.reject(readFailed(this.kind.actor.kind, this.id, cause));
      }
    }
  }
}

export const mailboxFull = ({ kind, id }: Activation): KernelError =>
  new KernelError(
    "busy",
    `Cannot take the command: the mailbox of ${kind.actor.kind} "${id}" is full`,
    {
      retryAfterMs: 1_000,
    },
  );
