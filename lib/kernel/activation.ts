/** One actor in the memory of one node: its mailbox, its state, and the head that both stand on. */
import type { Json } from "./actor.ts";
import { fromJson, toText } from "./codec.ts";
import { KernelError } from "./errors.ts";
import { type Head, inlineState, readHead, type SnapshotRef, type Steward } from "./head.ts";
import type { Host } from "./host.ts";
import type { AnyOutcome, CommandItem, HandedItem, Item, ViewItem } from "./item.ts";
import type { Entry } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Row } from "./store.ts";
import { type Base, decideTurn, type KeptAnswer, keptKey, type Plan, TurnSpoiled } from "./turn.ts";

/**
 * `cold`: nothing is known of the state. `loading`: it is being read. `idle`: a turn may start.
 * `turning`: a turn is being prepared or committed. `held`: a joint turn or a snapshot has it.
 */
export type Phase = "cold" | "loading" | "idle" | "turning" | "held";

/** What one command of a joint turn came to. */
export type JointDecision =
  | { readonly plan: Plan; readonly outcome: AnyOutcome; readonly error?: undefined }
  | { readonly error: KernelError };

const HEAT_WINDOW_MS = 1_000;

export class Activation {
  readonly kind: Kind;
  readonly id: string;
  readonly base: Base;
  phase: Phase = "cold";
  /** Whether the committer has it in a queue. */
  queued = false;
  /** When the last turn ended, by the node's monotonic clock. */
  usedAt = 0;
  snapshotting = false;

  readonly #host: Host;
  #mailbox: Item[] = [];
  /** Letters and reminders in the mailbox, so that sweeps do not add them again. */
  readonly #waitingIds = new Set<string>();
  /** The state holds nothing that is not committed. */
  #clean = true;
  #kept: Map<string, KeptAnswer> | undefined;
  #foreground = 0;
  /** Items in the mailbox that carry an idempotency key. */
  #keyed = 0;
  #readItems = 0;
  readonly #holders: (() => void)[] = [];
  #heat = 0;
  #ownUntil = 0;
  #remote: Steward | undefined;
  #heatSince = 0;

  constructor(host: Host, kind: Kind, id: string) {
    this.#host = host;
    this.kind = kind;
    this.id = id;
    this.base = { id, head: undefined, headVersion: null, state: undefined };
  }

  // ---- mailbox

  get waiting(): number {
    return this.#mailbox.length;
  }

  /** Whether someone outside waits for an answer. */
  get urgent(): boolean {
    return this.#foreground > 0;
  }

  /** Whether nothing would be lost by forgetting this activation. */
  get evictable(): boolean {
    return this.#mailbox.length === 0 && this.#holders.length === 0 && !this.queued &&
      (this.phase === "idle" || this.phase === "cold");
  }

  /** Adds an item; false where the mailbox is full or has this letter or reminder already. */
  push(item: Item): boolean {
    if (this.#mailbox.length >= this.#host.limits.mailboxItems) return false;
    const waitingId = idOf(item);
    if (waitingId !== undefined) {
      if (this.#waitingIds.has(waitingId)) return false;
      this.#waitingIds.add(waitingId);
    }
    this.#count(item);
    this.#mailbox.push(item);
    return true;
  }

  #count(item: Item): void {
    if (item.type !== "letter" && item.type !== "reminder") this.#foreground++;
    if (isKeyed(item)) this.#keyed++;
  }

  /** Takes all items that `wanted` picks out of the mailbox. */
  remove<T extends Item>(wanted: (item: Item) => item is T): T[] {
    const taken = this.#mailbox.filter(wanted);
    if (taken.length > 0) {
      this.#mailbox = this.#mailbox.filter((item) => !wanted(item));
      this.#recount();
    }
    return taken;
  }

  #recount(): void {
    this.#waitingIds.clear();
    this.#foreground = 0;
    this.#keyed = 0;
    for (const item of this.#mailbox) {
      const waitingId = idOf(item);
      if (waitingId !== undefined) this.#waitingIds.add(waitingId);
      this.#count(item);
    }
  }

  // ---- turns

  /** The other node that runs this actor, as far as is known here; its hint may have run out. */
  get remote(): Steward | undefined {
    return this.#host.clock.monotonic() < this.#ownUntil ? undefined : this.#remote;
  }

  /** Notes who runs the actor: a hint read off a newer head than the state stands on. */
  noteSteward(steward: Steward | undefined): void {
    const { node, clock, store } = this.#host;
    const elsewhere = store.shared && steward !== undefined && steward.node !== node &&
      steward.until > clock.now();
    this.#remote = elsewhere ? steward : undefined;
  }

  /** The steward does not answer: from now on this node runs the actor, whatever the hint says. */
  takeOver(): void {
    this.#ownUntil = this.#host.clock.monotonic() + this.#host.limits.stewardMs;
  }

  /** Whether this handed-over letter waits here already. */
  hasHanded(from: string, n: number): boolean {
    return this.#waitingIds.has(`handed ${from} ${n}`);
  }

  /** Whether the next turn needs rows that only the store has. */
  get mustRead(): boolean {
    if (this.#kept !== undefined) return false;
    if (this.#keyed > 0) return true;
    const { headVersion } = this.base;
    return headVersion !== null && this.#waitingIds.size > 0 &&
      this.#mailbox.some((item) => item.type === "letter" && item.seenAt < headVersion);
  }

  /**
   * Reads what the next turn needs: answers kept under idempotency keys, and letters that may have
   * been taken since they were seen. Both are read after the head version was, so a commit that
   * checks the head proves that they still hold.
   */
  async read(): Promise<void> {
    const { store, limits } = this.#host;
    const { kind } = this.kind.actor;
    const version = this.base.headVersion;
    const items = this.#mailbox.slice(0, limits.turnItems);
    const slots: string[] = [];
    const wanted = [];
    for (const command of items.flatMap(commandsOf)) {
      if (!command.idempotency) continue;
      slots.push(keptKey(command.by, command.idempotency));
      wanted.push(keys.idempotent(kind, this.id, command.by.id, command.idempotency.key));
    }
    const letters = items.filter((item) =>
      item.type === "letter" && version !== null && item.seenAt < version
    );
    const rows = await store.getMany([...wanted, ...letters.map((letter) => keyOf(letter))]);
    const kept = new Map<string, KeptAnswer>();
    slots.forEach((slot, i) => {
      const row = rows[i];
      if (row) kept.set(slot, fromJson(row.value));
    });
    letters.forEach((letter, i) => {
      if (letter.type === "letter" && rows[slots.length + i]) letter.seenAt = version!;
    });
    this.#kept = kept;
    // What has come in since then was not looked up: it waits for the turn after.
    this.#readItems = items.length;
  }

  /** Decides what waits. Undefined where the state was spoiled and has to be read again. */
  decide(): Plan | undefined {
    const ready = this.#kept ? this.#mailbox.slice(0, this.#readItems) : this.#mailbox;
    this.phase = "turning";
    try {
      const plan = this.#turn(ready);
      this.#mailbox = plan.items.length === this.#mailbox.length
        ? []
        : this.#mailbox.slice(plan.items.length);
      this.#kept = undefined;
      this.#foreground = 0;
      this.#keyed = 0;
      // Ids stay known until the turn has landed; only the counters start anew.
      for (const item of this.#mailbox) this.#count(item);
      return plan;
    } catch (error) {
      if (!(error instanceof TurnSpoiled)) throw error;
      error.culprit.poison = error.message;
      this.reset();
      return undefined;
    }
  }

  /** The turn that only points the head at a snapshot. The caller holds the actor. */
  decideSnapshot(snapshot: SnapshotRef): Plan {
    return this.#turn([], snapshot);
  }

  /**
   * Decides one command of a joint turn. The caller holds the actor and resets it, should the turn
   * not be submitted. Undefined where the state was spoiled.
   */
  decideOne(command: Pick<CommandItem, "command" | "payload" | "by">): JointDecision | undefined {
    const ignore = () => {};
    try {
      const plan = this.#turn([{ type: "command", ...command, resolve: ignore, reject: ignore }]);
      const [result] = plan.results;
      if (result && "outcome" in result) return { plan, outcome: result.outcome };
      return {
        error: result && "error" in result
          ? result.error
          : new KernelError("defect", "Cannot decide"),
      };
    } catch (error) {
      if (error instanceof TurnSpoiled) return undefined;
      throw error;
    }
  }

  #turn(items: readonly Item[], snapshot?: SnapshotRef): Plan {
    const { node, limits, clock, validate, store } = this.#host;
    const now = clock.now();
    this.#clean = false;
    return decideTurn(this.kind, this.base, items, {
      now,
      limits,
      validate,
      newId: (at) => this.#host.newId(at),
      ...(this.#kept ? { kept: this.#kept } : {}),
      ...(snapshot ? { snapshot } : {}),
      ...(store.shared && this.#isHot()
        ? { steward: { node, until: now + limits.stewardMs } }
        : {}),
    });
  }

  #isHot(): boolean {
    const now = this.#host.clock.monotonic();
    if (now - this.#heatSince > HEAT_WINDOW_MS) {
      this.#heat /= 2;
      this.#heatSince = now;
    }
    this.#heat += this.#mailbox.length;
    return this.#heat >= this.#host.limits.hotItems;
  }

  /** The turn has landed: from here on it is true, and whoever waits is told. */
  committed(plan: Plan, versionstamp: string): void {
    if (plan.head) {
      this.base.head = plan.head;
      this.base.headVersion = versionstamp;
    }
    this.#remote = undefined;
    this.#clean = true;
    this.#release(plan.items);
    this.#host.metrics.turnItems.observe(plan.items.length);
    for (let i = 0; i < plan.items.length; i++) this.#settle(plan.items[i]!, plan.results[i]!);
    this.ended();
  }

  #settle(item: Item, result: Plan["results"][number]): void {
    const { metrics } = this.#host;
    metrics.commands++;
    switch (item.type) {
      case "command":
        if ("outcome" in result) item.resolve(result.outcome);
        else if ("error" in result) item.reject(result.error);
        break;
      case "view":
        if ("value" in result) item.resolve(result.value);
        else if ("error" in result) item.reject(result.error);
        break;
      case "letter":
        if ("outcome" in result) metrics.mailApplied++;
        break;
      case "reminder":
        if ("outcome" in result) metrics.remindersFired++;
        break;
      case "handed":
        if ("handed" in result) {
          metrics.takenOver += item.commands.length;
          this.#settleOwn(item, result.handed);
        } else {
          // Taken before. A letter of our own has its answer somewhere; any other is a late copy.
          if (item.own) this.#host.recover(this, item);
          this.#host.discard(item.key);
        }
        break;
    }
    if ("error" in result && result.error.code === "defect" && item.type !== "view") {
      metrics.deadLetters++;
      this.#host.report(result.error.message, result.error.cause);
    }
  }

  #settleOwn(
    item: HandedItem,
    answers: Extract<Plan["results"][number], { handed: unknown }>["handed"],
  ): void {
    item.own?.forEach((command, i) =>
      settleAnswer(command, answers[i]!, () => this.pushAgain(command))
    );
  }

  /** Puts back a command that was not decided. */
  pushAgain(command: CommandItem): void {
    if (!this.push(command)) command.reject(mailboxFull(this));
  }

  /** Another node moved the head: what was decided is void and is decided again on the new state. */
  lost(plan: Plan): void {
    this.#host.metrics.lostRaces++;
    this.#mailbox = [...plan.items, ...this.#mailbox];
    this.reset();
  }

  /** The turn's outcome stays unknown, or it cannot be committed: whoever waits is told. */
  failed(plan: Plan, error: KernelError): void {
    this.#release(plan.items);
    for (const item of plan.items) rejectItem(item, error);
    this.reset();
  }

  /** Refuses all that waits, because the state cannot be had. */
  unusable(error: KernelError): void {
    const items = this.#mailbox;
    this.#mailbox = [];
    for (const item of items) rejectItem(item, error);
    this.reset();
  }

  /** Forgets the state; the next turn reads it anew. */
  reset(): void {
    this.base.head = undefined;
    this.base.headVersion = null;
    this.base.state = undefined;
    this.#kept = undefined;
    this.#clean = true;
    this.phase = "cold";
    this.#recount();
    this.ended();
  }

  #release(items: readonly Item[]): void {
    for (const item of items) {
      const waitingId = idOf(item);
      if (waitingId !== undefined) this.#waitingIds.delete(waitingId);
    }
  }

  /** A turn is over. Hands the actor to the next that wants to hold it, or goes on with the mailbox. */
  ended(): void {
    this.usedAt = this.#host.clock.monotonic();
    if (this.phase === "turning" || this.phase === "held") this.phase = "idle";
    const holder = this.phase === "idle" ? this.#holders.shift() : undefined;
    if (holder) {
      this.phase = "held";
      holder();
    } else if (this.#mailbox.length > 0 || this.#holders.length > 0) this.#host.schedule(this);
  }

  /** Resolves once no turn runs and none starts before {@linkcode ended} is called. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#holders.push(resolve);
      if (this.phase === "idle" && !this.queued) this.ended();
      else this.#host.schedule(this);
    });
  }

  get wanted(): boolean {
    return this.#mailbox.length > 0 || this.#holders.length > 0;
  }

  /** Hands the idle actor to who wants to hold it. True where someone did. */
  grant(): boolean {
    if (this.phase !== "idle" || this.#holders.length === 0) return false;
    this.ended();
    return true;
  }

  // ---- the state

  /**
   * Starts from the initial state without reading. Where the actor does exist, the commit's check
   * for "no head" does not hold, and it is read after all.
   */
  assumeNew(): void {
    this.base.state = this.kind.initial();
    this.phase = "idle";
  }

  /** Reads head and state from the store; from a state that is known, only the journal's tail. */
  async load(known?: Row | null): Promise<void> {
    const { store, metrics } = this.#host;
    const { kind } = this.kind.actor;
    this.phase = "loading";
    for (let attempt = 0;; attempt++) {
      const row = known === undefined
        ? (await store.getMany([keys.head(kind, this.id)]))[0]
        : known;
      known = undefined;
      const head = row ? readHead(row.value) : undefined;
      const state = await this.#stateAt(head);
      if (state === undefined) {
        // A newer snapshot has replaced the one this head names: the head has moved on as well.
        if (attempt < 5) continue;
        throw new Error(`Cannot read the snapshot of ${kind} "${this.id}": its chunks are missing`);
      }
      this.base.state = state;
      this.base.head = head?.state === undefined ? head : { ...head, state: true };
      this.base.headVersion = row?.versionstamp ?? null;
      this.noteSteward(head?.steward);
      break;
    }
    metrics.activationsLoaded++;
    this.#kept = undefined;
    this.#clean = true;
    this.phase = "idle";
  }

  async #stateAt(head: Head | undefined): Promise<unknown> {
    const { actor, codec } = this.kind;
    if (!head) return this.kind.initial();
    const inline = inlineState(head, codec, actor.version);
    if (inline !== undefined) return inline;
    const { base } = this;
    const goesOn = this.#clean && base.head !== undefined && base.head.schema === actor.version &&
      base.head.seq <= head.seq;
    let from = 0;
    let state: unknown;
    if (goesOn) {
      from = base.head!.seq;
      state = base.state;
    } else if (head.snapshot && head.schema === actor.version) {
      from = head.snapshot.seq;
      state = await this.#snapshot(head.snapshot);
      if (state === undefined) return undefined;
    } else state = this.kind.initial();
    return await this.#fold(state, from, head.seq);
  }

  async #snapshot(ref: SnapshotRef): Promise<unknown> {
    const { kind } = this.kind.actor;
    const wanted = Array.from(
      { length: ref.parts },
      (_, part) => keys.chunk(kind, this.id, ref.name, part),
    );
    const rows = await this.#host.store.getMany(wanted);
    if (rows.some((row) => row === undefined)) return undefined;
    return this.kind.codec.decode(JSON.parse(toText(joined(rows.map((row) => row!.value)))));
  }

  async #fold(state: unknown, after: number, upTo: number): Promise<unknown> {
    const { actor } = this.kind;
    if (after >= upTo) return state;
    let seq = after;
    const entries = this.#host.store.list({
      prefix: keys.journal(actor.kind, this.id),
      start: keys.entry(actor.kind, this.id, after + 1),
      end: keys.entry(actor.kind, this.id, upTo + 1),
    });
    for await (const row of entries) {
      const entry: Entry = fromJson(row.value);
      seq++;
      if (entry.seq !== seq) break;
      for (const [name, payload] of entry.events) {
        const event = entry.schema === actor.version
          ? payload
          : actor.upcast?.[name]?.(payload, entry.schema) ?? payload;
        const evolve = actor.evolve[name] as
          | ((state: unknown, event: Json, applied: { at: number }) => unknown)
          | undefined;
        if (!evolve) {
          throw new Error(`${actor.kind} cannot evolve the event "${name}" of entry ${seq}`);
        }
        state = evolve(state, event, { at: entry.at }) ?? state;
      }
    }
    if (seq !== upTo) {
      throw new Error(
        `Cannot fold ${actor.kind} "${this.id}": expected ${upTo} entries, got ${seq}`,
      );
    }
    return state;
  }

  /** Forgets other nodes' letters that were handed to this node when it ran the actor. */
  dropStrays(): void {
    this.remove((item): item is HandedItem => item.type === "handed" && !item.own);
  }

  /** Answers the waiting reads from the state just loaded, without a turn. */
  answerViews(): void {
    for (const view of this.remove((item): item is ViewItem => item.type === "view")) {
      try {
        view.resolve(view.read(this.base.state as never));
      } catch (cause) {
        view.reject(cause);
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

/** Tells whoever waits for a command what a handed-over letter's answer says. */
export function settleAnswer(
  command: CommandItem,
  answer: Extract<Plan["results"][number], { handed: unknown }>["handed"][number],
  again: () => void,
): void {
  if ("outcome" in answer) command.resolve(answer.outcome);
  else if ("error" in answer) {
    command.reject(new KernelError(answer.error.code, answer.error.message));
  } else again();
}

function rejectItem(item: Item, error: KernelError): void {
  if (item.type === "command" || item.type === "view") item.reject(error);
  else if (item.type === "handed") { for (const command of item.own ?? []) command.reject(error); }
  // Letters, reminders and other nodes' commands stay in the store; a sweep brings them back.
}

const idOf = (item: Item): string | undefined => {
  switch (item.type) {
    case "letter":
      return `letter ${item.id}`;
    case "reminder":
      return `reminder ${item.name} ${item.due}`;
    case "handed":
      return item.own ? undefined : `handed ${item.from} ${item.n}`;
    default:
      return undefined;
  }
};

const keyOf = (item: Item) => (item as Extract<Item, { type: "letter" }>).key;

const isKeyed = (item: Item): boolean =>
  (item.type === "command" && item.idempotency !== undefined) ||
  (item.type === "handed" && item.commands.some((command) => command.idempotency !== undefined));

const commandsOf = (item: Item) =>
  item.type === "command" ? [item] : item.type === "handed" ? item.commands : [];

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
