/**
 * The turn: decides what waits, in order, each command on the state that the one before left, and
 * packs the result into the writes of one commit. Synchronous and free of I/O.
 */
import { type Asker, type Json, KERNEL } from "./actor.ts";
import { jsonBytes, toBytes, unlessItThrows } from "./codec.ts";
import { Decision } from "./decision.ts";
import type { Effect, Origin, ReadModel, RowChange } from "./effects.ts";
import { KernelError } from "./errors.ts";
import { type Head, withTaken } from "./head.ts";
import {
  answerText,
  type AnyOutcome,
  type HandedAnswer,
  type HandedCommand,
  type HandedItem,
  type Item,
} from "./item.ts";
import { genesis } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Consequences, Kind } from "./kind.ts";
import { own } from "./own.ts";
import {
  type Base,
  type DeadLetter,
  type KeptAnswer,
  keptKey,
  type OutgoingLetter,
  type OutgoingParcel,
  type Plan,
  type Poisonable,
  readFailed,
  reasonOf,
  type ReminderSet,
  type Result,
  toParcel,
  type TurnEnv,
  TurnFailed,
  TurnSpoiled,
} from "./plan.ts";
import type { Key } from "./store.ts";
import { TurnEntries } from "./turn_entries.ts";
import { writeHead } from "./turn_head.ts";
import { TurnReminders } from "./turn_reminders.ts";
import { TurnWrites } from "./turn_writes.ts";

const MOST_REASON_UNITS = 1_000;
/** Rows that a turn's end adds at most to those counted: head, a last entry, and what lags. */
const AROUND_MUTATIONS = 4;
const NOBODY: readonly string[] = [];

/**
 * Decides as many of `items` as the limits allow.
 * @throws {TurnSpoiled | TurnFailed} when a state was left behind that must not be used.
 */
export function decideTurn(kind: Kind, base: Base, items: readonly Item[], env: TurnEnv): Plan {
  const draft = new Draft(kind, base, env);
  const results: Result[] = [];
  try {
    for (const item of items) {
      if (results.length >= env.limits.turnItems || draft.full) break;
      results.push(draft.take(item));
    }
    return draft.plan(items.slice(0, results.length), results);
  } catch (error) {
    throw error instanceof TurnSpoiled ? error : new TurnFailed(draft.decided, error);
  }
}

/** What follows from an event is written elsewhere than its actor: who reads of it is told where. */
const failedIn = (what: string, name: string, cause: unknown): Error =>
  new Error(`${what} "${name}": ${reasonOf(cause)}`, { cause });

/** One turn under construction. */
class Draft {
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  readonly #kind: Kind;
  readonly #base: Base;
  readonly #env: TurnEnv;
  readonly #before: Head | undefined;
  readonly #turn: string;
  readonly #origin: Origin;
  readonly #applied: { readonly at: number };

  readonly #decision: Decision;
  readonly decided: Poisonable[] = [];
  readonly #entries: TurnEntries;
  readonly #writes: TurnWrites;
  #letters: OutgoingLetter[] = [];
  #parcels: OutgoingParcel[] = [];
  #dirty = false;
  /**
   * The turn writes what must not be written twice. Should it record no event, an empty entry shows
   * that it has landed, however far the head has moved on before someone looks.
   */
  #traceless = false;
  #taken: Head["taken"];
  // Of most turns there are none, and an empty map takes as long to make as a command to decide.
  #reminders: TurnReminders | undefined;
  #kept: Map<string, KeptAnswer> | undefined;
  #lagging: Set<string> | undefined;

  constructor(kind: Kind, base: Base, env: TurnEnv) {
    this.#kind = kind;
    this.#base = base;
    this.#env = env;
    this.kind = kind.actor.kind;
    this.id = base.id;
    this.#before = env.head ?? base.head;
    const before = this.#before;
    // A clock that jumps back must not turn an actor's own time back.
    this.at = Math.max(env.now, before?.at ?? 0);
    this.#decision = new Decision(this.kind, this.id, this.at, env.limits);
    this.#applied = Object.freeze({ at: this.at });
    this.#turn = env.newId(this.at);
    this.#entries = new TurnEntries({
      turn: this.#turn,
      at: this.at,
      schema: kind.actor.version,
      seq: before?.seq ?? 0,
      hash: before?.hash ?? genesis(this.kind, this.id),
    }, env.limits);
    this.#writes = new TurnWrites(env.limits);
    this.#taken = before?.taken;
    const address = { actor: kind.actor, kind: this.kind, id: this.id };
    this.#origin = { address, kind: this.kind, id: this.id, at: this.at };
  }

  get full(): boolean {
    const { limits, most } = this.#env;
    return this.#entries.weight + this.#writes.units >= limits.turnUnits ||
      this.#mutations >= limits.turnMutations || this.#writes.keysBytes >= limits.turnKeysBytes ||
      (most !== undefined && this.decided.length >= most);
  }

  get #mutations(): number {
    return this.#writes.mutations + this.#entries.texts.length +
      (this.#reminders?.mutations ?? 0) + AROUND_MUTATIONS;
  }

  take(item: Item): Result {
    switch (item.type) {
      case "command":
        return this.#takeCommand(item);
      case "view":
        try {
          return { value: item.read(this.#base.state as never) };
        } catch (cause) {
          return { error: readFailed(this.kind, this.id, cause) };
        }
      case "letter": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };
        this.#writes.delete(item.key);
        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);
      }
      case "reminder": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };
        if (!this.#turnReminders.stands(item.name, item.due)) return { dropped: true };
        // The clock that found it due was ahead of ours, or ours was set back: it comes again.
        if (item.due > this.at) return { dropped: true };
        this.#forget(item.name);
        return this.#decideSafely(item, KERNEL);
      }
      case "handed":
        return this.#takeHanded(item);
    }
  }

  #takeCommand(item: HandedCommand): Exclude<Result, { value: unknown } | { handed: unknown }> {
    const { command, by, idempotency } = item;
    if (!idempotency) return this.#decideSafely(item, by);
    const { key, fingerprint } = idempotency;
    const slot = keptKey(by, idempotency);
    const kept = this.#kept?.get(slot) ?? this.#env.kept?.get(slot);
    if (kept) {
      if (kept.command === command && kept.fingerprint === fingerprint) {
        return { outcome: kept.outcome };
      }
      const problem = "it was used for another request";
      const message = `Cannot repeat under the idempotency key "${key}": ${problem}`;
      return { error: new KernelError("idempotency_conflict", message) };
    }
    const result = this.#decideSafely(item, by);
    // A refusal that left nothing behind leaves nothing to repeat: who was too early may ask again
    // under the same key, and is decided anew.
    if (!("outcome" in result) || !(result.outcome.ok || this.#decision.leaves)) return result;
    const answer = { command, fingerprint, outcome: result.outcome };
    this.#kept = (this.#kept ?? new Map()).set(slot, answer);
    try {
      const { idempotencyMs } = this.#env.limits;
      const row = keys.idempotent(this.kind, this.id, by.id, key);
      this.#set(row, this.#writes.fitting("answer", answer), idempotencyMs);
    } catch (cause) {
      throw new TurnSpoiled(item, reasonOf(cause));
    }
    return result;
  }

  #takeHanded(item: HandedItem): Result {
    const last = this.#taken?.[item.from]?.[0] ?? 0;
    if (item.n <= last) {
      // Taken before; this copy arrived late. Removing it again moves nothing.
      return { dropped: true };
    }
    const answers: HandedAnswer[] = [];
    const texts: string[] = [];
    let units = 0;
    for (const command of item.commands) {
      // What does not fit this commit, or this letter's answer, goes back undecided.
      const answer = this.full || units > this.#env.limits.valueUnits / 2
        ? { again: true } as const
        : this.#answerTo(command);
      answers.push(answer);
      if (item.own) continue;
      const text = answerText(answer, this.#env.limits.valueUnits / 3);
      texts.push(text);
      units += text.length;
    }
    this.#taken = withTaken(this.#taken, item.from, item.n, this.at);
    this.#writes.delete(item.key);
    this.#dirty = true;
    if (!item.own) {
      const row = keys.answer(item.from, this.kind, this.id, item.n);
      this.#set(row, toBytes(`[${texts.join(",")}]`), this.#env.limits.handoverKeptMs);
      // The asking node watches its inbox; any new value wakes it.
      this.#set(keys.inbox(item.from), toBytes(this.#turn));
    }
    return { handed: answers };
  }

  #answerTo(command: HandedCommand): HandedAnswer {
    const result = this.#takeCommand(command);
    if ("outcome" in result) return { outcome: result.outcome };
    if ("error" in result) {
      return { error: { code: result.error.code, message: result.error.message } };
    }
    return { again: true };
  }

  // ---- deciding and applying

  #decideSafely(item: Poisonable, by: Asker): { outcome: AnyOutcome } | { error: KernelError } {
    const { command, payload, poison } = item;
    this.decided.push(item);
    if (poison !== undefined) return this.#bury(command, payload, by, poison);
    this.#decision.begin(by);
    let outcome: AnyOutcome;
    try {
      outcome = this.#decide(command, payload);
    } catch (cause) {
      return this.#bury(command, payload, by, reasonOf(cause), cause);
    }
    this.#apply(item);
    return { outcome };
  }

  #decide(command: string, payload: Json): AnyOutcome {
    const { actor } = this.#kind;
    const decide = this.#kind.decide.get(command);
    if (!decide) {
      throw new TypeError(`Cannot decide "${command}": ${this.kind} has no such command`);
    }
    if (this.#env.validate) actor.commands[command]!.parse(payload);
    const decided = decide(this.#base.state, payload, this.#decision);
    if (decided?.ok !== true && decided?.ok !== false) {
      throw new TypeError(`Cannot decide "${command}": expected a reply or a refusal`);
    }
    // What decide has put together by itself may share its parts with the state.
    const outcome = decided === this.#decision.answer ? decided : own(decided);
    if (this.#env.validate) {
      if (!outcome.ok && !actor.refusals.includes(outcome.refusal)) {
        throw new TypeError(`Cannot refuse with "${outcome.refusal}": it is not in the list`);
      }
      for (const [name, event] of this.#decision.emitted) actor.events[name]!.parse(event);
    }
    return outcome;
  }

  #apply(item: Poisonable): void {
    const { evolve, consequences } = this.#kind;
    const { emitted, reminded } = this.#decision;
    const before = this.#mutations;
    try {
      for (const event of emitted) {
        this.#entries.record(event, item);
        this.#dirty = true;
        const [name, payload] = event;
        const apply = evolve.get(name);
        if (!apply) throw new TypeError(`${this.kind} has no event "${name}"`);
        const next = apply(this.#base.state, payload, this.#applied);
        if (next !== undefined) this.#base.state = next;
        const following = consequences.get(name);
        if (following) this.#follow(following, name, payload);
      }
      for (const reminder of reminded) {
        if ("due" in reminder) this.#setReminder(reminder);
        else this.#forget(reminder.name);
      }
      const writes = this.#mutations - before;
      const { commandMutations } = this.#env.limits;
      if (writes > commandMutations) {
        throw new RangeError(`it causes ${writes} writes, at most ${commandMutations} fit`);
      }
      if (emitted.length > 0) this.#checkState();
    } catch (cause) {
      if (cause instanceof TurnSpoiled) throw cause;
      throw new TurnSpoiled(item, `"${item.command}" failed: ${reasonOf(cause)}`);
    }
  }

  #follow({ policies, models, subscribers }: Consequences, name: string, payload: Json): void {
    for (const policy of policies) {
      try {
        for (const effect of policy.on[name]!(payload as never, this.#origin as never)) {
          this.#effect(effect);
        }
      } catch (cause) {
        throw failedIn("policy", policy.name, cause);
      }
    }
    for (const model of models) {
      this.#noteRows(model, () => model.on![name]!(payload as never, this.#origin as never));
    }
    for (const subscriber of subscribers) (this.#lagging ??= new Set()).add(subscriber);
  }

  #checkState(): void {
    const { actor } = this.#kind;
    const verdict = actor.invariant?.(this.#base.state);
    if (verdict === false || typeof verdict === "string") {
      throw new Error(`the invariant does not hold${verdict ? `: ${verdict}` : ""}`);
    }
    if (this.#env.validate) actor.state.parse(this.#base.state);
  }

  #bury(
    command: string,
    payload: Json,
    by: Asker,
    reason: string,
    cause?: unknown,
  ): { error: KernelError } {
    const dead: DeadLetter = {
      id: this.#env.newId(this.at),
      at: this.at,
      reason: reason.slice(0, MOST_REASON_UNITS),
      to: { kind: this.kind, id: this.id, command },
      payload,
      by,
    };
    const bytes = unlessItThrows(() => this.#writes.fitting("dead letter", dead)) ??
      jsonBytes({ ...dead, payload: null, lost: true });
    this.#set(keys.dead(dead.id), bytes);
    this.#traceless = true;
    const message = `Cannot ${command} ${this.#where}: ${reason}`;
    return { error: new KernelError("defect", message, cause === undefined ? {} : { cause }) };
  }

  // ---- writing

  #set(key: Key, value: Uint8Array, expireInMs?: number): void {
    this.#writes.set(key, value, expireInMs);
    this.#dirty = true;
  }

  #effect(effect: Effect): void {
    const id = this.#env.newId(this.at);
    if (effect.type === "mail") {
      const { to, command, payload } = effect;
      this.#set(
        keys.letter(to.kind, to.id, id),
        this.#writes.fitting("mail", { command, payload }),
      );
      this.#letters.push({ id, mail: effect });
    } else {
      const parcel = toParcel(effect, id, this.#origin);
      const key = keys.parcel(parcel.port, parcel.at, parcel.id);
      this.#set(key, this.#writes.fitting("call", parcel));
      this.#parcels.push({ key, parcel });
    }
  }

  get #turnReminders(): TurnReminders {
    return this.#reminders ??= new TurnReminders(this.#before?.reminders);
  }

  #setReminder({ name, due, command, payload }: ReminderSet): void {
    const row = this.#writes.fitting("reminder", { command, payload });
    this.#turnReminders.set(name, due, row, this.#env.limits.reminderBytes);
    this.#traceless = true;
    this.#dirty = true;
  }

  #forget(reminder: string): void {
    if (this.#turnReminders.clear(reminder)) this.#dirty = true;
  }

  get #where(): string {
    return `${this.kind} "${this.id}"`;
  }

  plan(items: readonly Item[], results: readonly Result[]): Plan {
    const head = this.#dirty || this.#env.snapshot ? this.#finish() : undefined;
    const { sets, deletes, bytes, keysBytes } = this.#writes;
    return {
      turn: this.#turn,
      base: this.#base,
      items,
      results,
      decided: this.decided,
      head,
      entries: this.#entries.sealed,
      sets,
      deletes,
      letters: this.#letters,
      parcels: this.#parcels,
      lagging: this.#lagging ? [...this.#lagging] : NOBODY,
      bytes,
      keysBytes,
    };
  }

  #finish(): Head {
    const entries = this.#entries;
    const before = this.#before;
    entries.seal();
    if (this.#traceless && entries.sealed.length === 0) entries.sealNothing();
    if (this.#reminders) this.#writeReminders(this.#reminders);
    if (entries.seq > (before?.seq ?? 0)) this.#noteStateRows(entries.seq);
    this.#writes.writeRows();
    for (const subscriber of this.#lagging ?? []) {
      this.#set(keys.lag(subscriber, this.kind, this.id), jsonBytes(entries.seq));
    }
    const ended = {
      kind: this.#kind,
      base: this.#base,
      env: this.#env,
      before,
      turn: this.#turn,
      at: this.at,
      entries,
      reminders: this.#reminders ? this.#reminders.due : before?.reminders,
      taken: this.#taken,
    };
    return writeHead(ended, this.#writes);
  }

  #noteStateRows(seq: number): void {
    const from = { ...this.#origin, seq };
    for (const model of this.#kind.stateModels) {
      this.#noteRows(model, () => model.rows!(this.#base.state as never, from as never));
    }
  }

  #noteRows({ name }: ReadModel, derive: () => readonly RowChange[]): void {
    try {
      for (const { key, value } of derive()) this.#writes.row(name, key, value);
    } catch (cause) {
      throw failedIn("read model", name, cause);
    }
  }

  #writeReminders(reminders: TurnReminders): void {
    const key = (name: string, due: number) => keys.reminder(due, this.kind, this.id, name);
    const { sets, deletes } = reminders.writes();
    for (const [name, due] of deletes) this.#writes.delete(key(name, due));
    for (const [name, due, row] of sets) this.#set(key(name, due), row);
  }
}
