/**
 * The turn: decides what waits, in order, each command on the state that the one before left, and
 * packs the result into the writes of one commit. Synchronous and free of I/O.
 */
import { type Asker, type Json, KERNEL } from "./actor.ts";
import type { Refused, Reply, Schemas, Turn } from "./actor.ts";
import { jsonBytes, toBytes, unlessItThrows } from "./codec.ts";
import type { Effect, Origin } from "./effects.ts";
import { KernelError } from "./errors.ts";
import { freeze } from "./freeze.ts";
import {
  fitsHead,
  type Head,
  headBytes,
  headText,
  sharedRecent,
  type SnapshotRef,
  type Steward,
  withTaken,
} from "./head.ts";
import {
  answerText,
  type AnyOutcome,
  type HandedAnswer,
  type HandedCommand,
  type HandedItem,
  type Item,
} from "./item.ts";
import { entryText, genesis, sha256 } from "./journal.ts";
import { keyBytes, keys } from "./keys.ts";
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
  reasonOf,
  type Reminded,
  type ReminderSet,
  type Result,
  type Sealed,
  toParcel,
  type TurnEnv,
  TurnFailed,
  TurnSpoiled,
} from "./plan.ts";
import type { Key, Write } from "./store.ts";
import { TurnReminders } from "./turn_reminders.ts";

const MOST_REASON_UNITS = 1_000;
/** What events weigh is an estimate; so full, an entry mostly fits at the first try. */
const ENTRY_FILL = 0.95;
const NOBODY: readonly string[] = [];
/** Of commands that have emitted none yet. Nothing is ever added to it. */
const NO_EVENTS: [string, Json][] = [];

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

/** One turn under construction; also the `turn` that `decide` is given. */
class Draft implements Turn<Schemas, Schemas, string> {
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  by: Asker = KERNEL;
  readonly #kind: Kind;
  readonly #base: Base;
  readonly #env: TurnEnv;
  readonly #before: Head | undefined;
  readonly #turn: string;
  readonly #origin: Origin;
  readonly #applied: { readonly at: number };

  // Of the command being decided.
  #emitted: [string, Json][] = NO_EVENTS;
  #reminded: Reminded[] = [];
  /** The last that it was given to answer with. */
  #answer: AnyOutcome | undefined;

  // Of the turn.
  readonly decided: Poisonable[] = [];
  #open: [string, Json][] = [];
  #culprits: Poisonable[] = [];
  #openUnits = 0;
  #seq: number;
  #hash: string;
  #entries: Sealed[] = [];
  /** The text of each entry. */
  #texts: string[] = [];
  #sets: Write[] = [];
  #deletes: Key[] = [];
  #letters: OutgoingLetter[] = [];
  #parcels: OutgoingParcel[] = [];
  #units = 0;
  #journalUnits = 0;
  #bytes = 0;
  #keysBytes = 0;
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
  #rows: Map<string, { key: Key; value: Uint8Array | null }> | undefined;

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
    this.#applied = Object.freeze({ at: this.at });
    this.#turn = env.newId(this.at);
    this.#seq = before?.seq ?? 0;
    this.#hash = before?.hash ?? genesis(this.kind, this.id);
    this.#taken = before?.taken;
    const address = { actor: kind.actor, kind: this.kind, id: this.id };
    this.#origin = { address, kind: this.kind, id: this.id, at: this.at };
  }

  // ---- what decide may call

  emit(name: string, payload: Json): this {
    // Nearly all commands have one: a list that is pushed to has room for seventeen.
    if (this.#emitted.length === 0) this.#emitted = [[name, payload]];
    else this.#emitted.push([name, payload]);
    return this;
  }

  remind(name: string, dueAt: number, command: string, payload: Json): this {
    if (!Number.isSafeInteger(dueAt) || dueAt < 0) {
      throw new TypeError(`Cannot remind "${name}": expected epoch milliseconds, got ${dueAt}`);
    }
    if (name.length > this.#env.limits.keyUnits || !name.isWellFormed()) {
      const problem = `expected a name of up to ${this.#env.limits.keyUnits} whole characters`;
      throw new TypeError(`Cannot remind "${name.slice(0, 40)}": ${problem}`);
    }
    this.#reminded.push({ name, due: dueAt, command, payload });
    return this;
  }

  forget(name: string): this {
    this.#reminded.push({ name });
    return this;
  }

  reply<const T>(value: T): Reply<T> {
    return (this.#answer = { ok: true, value: own(value) }) as Reply<T>;
  }

  refuse<const R extends string>(refusal: R, detail?: Json): Refused<R> {
    const more = detail === undefined ? undefined : { detail: own(detail) };
    return (this.#answer = { ok: false, refusal, ...more }) as Refused<R>;
  }

  get full(): boolean {
    const { limits, most } = this.#env;
    return this.#units + this.#openUnits >= limits.turnUnits ||
      this.#mutations >= limits.turnMutations || this.#keysBytes >= limits.turnKeysBytes ||
      (most !== undefined && this.decided.length >= most);
  }

  get #mutations(): number {
    return this.#sets.length + this.#texts.length + this.#deletes.length +
      (this.#reminders?.mutations ?? 0) + (this.#rows?.size ?? 0) + 4;
  }

  take(item: Item): Result {
    switch (item.type) {
      case "command":
        return this.#takeCommand(item);
      case "view":
        try {
          return { value: item.read(this.#base.state as never) };
        } catch (cause) {
          const message = `Cannot read ${this.#where}: ${reasonOf(cause)}`;
          return { error: new KernelError("defect", message, { cause }) };
        }
      case "letter": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };
        this.#delete(item.key);
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
    const left = this.#emitted.length + this.#reminded.length > 0;
    if (!("outcome" in result) || !(result.outcome.ok || left)) return result;
    const answer = { command, fingerprint, outcome: result.outcome };
    this.#kept = (this.#kept ?? new Map()).set(slot, answer);
    try {
      const { idempotencyMs } = this.#env.limits;
      const row = keys.idempotent(this.kind, this.id, by.id, key);
      this.#set(row, this.#fitting("answer", answer), idempotencyMs);
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
    this.#delete(item.key);
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
    this.#emitted = NO_EVENTS;
    if (this.#reminded.length > 0) this.#reminded = [];
    this.by = by;
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
    const decided = decide(this.#base.state, payload, this);
    if (decided.ok !== true && decided.ok !== false) {
      throw new TypeError(`Cannot decide "${command}": expected a reply or a refusal`);
    }
    // What decide has put together by itself may share its parts with the state.
    const outcome = decided === this.#answer ? decided : own(decided);
    if (this.#env.validate) {
      if (!outcome.ok && !actor.refusals.includes(outcome.refusal)) {
        throw new TypeError(`Cannot refuse with "${outcome.refusal}": it is not in the list`);
      }
      for (const [name, event] of this.#emitted) actor.events[name]!.parse(event);
    }
    return outcome;
  }

  #apply(item: Poisonable): void {
    const { evolve, consequences } = this.#kind;
    const before = this.#mutations;
    try {
      for (const event of this.#emitted) {
        this.#record(event, item);
        const [name, payload] = event;
        const next = evolve.get(name)!(this.#base.state, payload, this.#applied);
        if (next !== undefined) this.#base.state = next;
        const following = consequences.get(name);
        if (following) this.#follow(following, name, payload);
      }
      for (const reminded of this.#reminded) {
        if ("due" in reminded) this.#setReminder(reminded);
        else this.#forget(reminded.name);
      }
      const writes = this.#mutations - before;
      const { commandMutations } = this.#env.limits;
      if (writes > commandMutations) {
        throw new RangeError(`it causes ${writes} writes, at most ${commandMutations} fit`);
      }
      if (this.#emitted.length > 0) this.#checkState();
    } catch (cause) {
      if (cause instanceof TurnSpoiled) throw cause;
      throw new TurnSpoiled(item, `"${item.command}" failed: ${reasonOf(cause)}`);
    }
  }

  #follow({ policies, models, subscribers }: Consequences, name: string, payload: Json): void {
    for (const policy of policies) {
      for (const effect of policy.on[name]!(payload as never, this.#origin as never)) {
        this.#effect(effect);
      }
    }
    for (const model of models) {
      for (const row of model.on![name]!(payload as never, this.#origin as never)) {
        this.#row(model.name, row.key, row.value);
      }
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
    const bytes = unlessItThrows(() => this.#fitting("dead letter", dead)) ??
      jsonBytes({ ...dead, payload: null, lost: true });
    this.#set(keys.dead(dead.id), bytes);
    this.#traceless = true;
    const message = `Cannot ${command} ${this.#where}: ${reason}`;
    return { error: new KernelError("defect", message, cause === undefined ? {} : { cause }) };
  }

  // ---- writing

  #record(event: [string, Json], culprit: Poisonable): void {
    // It is written at the turn's end. A state that holds on to it must not change it until then.
    const units = freeze(event[1]) + event[0].length + 6;
    if (this.#openUnits + units > ENTRY_FILL * this.#env.limits.entryUnits) this.#seal();
    this.#open.push(event);
    this.#culprits.push(culprit);
    this.#openUnits += units;
    this.#dirty = true;
  }

  /**
   * Writes the open events as one entry, or as several where they turn out larger than estimated.
   * One call of JSON.stringify for hundreds of events takes half the time of one for each.
   */
  #seal(): void {
    const events = this.#open;
    const culprits = this.#culprits;
    if (events.length === 0) return;
    this.#open = [];
    this.#culprits = [];
    this.#openUnits = 0;
    this.#sealAll(events, culprits);
  }

  #sealAll(events: [string, Json][], culprits: Poisonable[]): void {
    const { entryUnits, valueUnits } = this.#env.limits;
    const json = unlessItThrows(() => JSON.stringify(events));
    if (events.length > 1 && (json === undefined || json.length > entryUnits)) {
      const half = events.length >> 1;
      this.#sealAll(events.slice(0, half), culprits.slice(0, half));
      this.#sealAll(events.slice(half), culprits.slice(half));
      return;
    }
    if (json === undefined) {
      throw new TurnSpoiled(culprits[0]!, `event "${events[0]![0]}" cannot be written as JSON`);
    }
    if (json.length > valueUnits) {
      const [name] = events[0]!;
      const reason = `event "${name}" takes ${json.length} units, at most ${valueUnits} fit`;
      throw new TurnSpoiled(culprits[0]!, reason);
    }
    const { version } = this.#kind.actor;
    this.#seq++;
    const text = entryText(this.#seq, this.#hash, this.#turn, this.at, version, json);
    this.#hash = sha256(text);
    this.#texts.push(text);
    this.#entries.push({ seq: this.#seq, at: this.at, events });
    this.#units += json.length;
    this.#journalUnits += json.length;
  }

  #set(key: Key, value: Uint8Array, expireInMs?: number): void {
    this.#put(expireInMs === undefined ? { key, value } : { key, value, expireInMs });
    this.#units += value.byteLength;
    this.#dirty = true;
  }

  #put(write: Write): void {
    this.#sets.push(write);
    const size = keyBytes(write.key);
    this.#keysBytes += size;
    this.#bytes += size + write.value.byteLength;
  }

  #delete(key: Key): void {
    this.#deletes.push(key);
    this.#bytes += keyBytes(key);
  }

  /**
   * The bytes of `value` as JSON.
   * @throws {RangeError} where they are more than a row of the store can hold.
   */
  #fitting(what: string, value: unknown): Uint8Array {
    const bytes = jsonBytes(value);
    const most = 3 * this.#env.limits.valueUnits;
    if (bytes.byteLength > most) {
      throw new RangeError(`its ${what} takes ${bytes.byteLength} bytes, at most ${most} fit`);
    }
    return bytes;
  }

  #effect(effect: Effect): void {
    const id = this.#env.newId(this.at);
    if (effect.type === "mail") {
      const { to, command, payload } = effect;
      this.#set(keys.letter(to.kind, to.id, id), this.#fitting("mail", { command, payload }));
      this.#letters.push({ id, mail: effect });
    } else {
      const parcel = toParcel(effect, id, this.#origin);
      const key = keys.parcel(parcel.port, parcel.at, parcel.id);
      this.#set(key, this.#fitting("call", parcel));
      this.#parcels.push({ key, parcel });
    }
  }

  #row(model: string, key: Key, value: Json | null): void {
    const bytes = value === null || value === undefined ? null : this.#fitting("row", value);
    const name = `${model} ${JSON.stringify(key)}`;
    (this.#rows ??= new Map()).set(name, { key: keys.row(model, key), value: bytes });
    this.#units += bytes?.byteLength ?? 0;
  }

  get #turnReminders(): TurnReminders {
    return this.#reminders ??= new TurnReminders(this.#before?.reminders);
  }

  #setReminder({ name, due, command, payload }: ReminderSet): void {
    const row = this.#fitting("reminder", { command, payload });
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
    const { snapshot, steward } = this.#env;
    const head = this.#dirty || snapshot ? this.#finish(snapshot, steward) : undefined;
    return {
      turn: this.#turn,
      base: this.#base,
      items,
      results,
      decided: this.decided,
      head,
      entries: this.#entries,
      sets: this.#sets,
      deletes: this.#deletes,
      letters: this.#letters,
      parcels: this.#parcels,
      lagging: this.#lagging ? [...this.#lagging] : NOBODY,
      bytes: this.#bytes,
      keysBytes: this.#keysBytes,
    };
  }

  #finish(snapshot: SnapshotRef | undefined, steward: Steward | undefined): Head {
    this.#seal();
    if (this.#traceless && this.#entries.length === 0) this.#sealAll([], []);
    if (this.#reminders) this.#writeReminders(this.#reminders);
    if (this.#seq > (this.#before?.seq ?? 0)) {
      const from = { ...this.#origin, seq: this.#seq };
      for (const model of this.#kind.stateModels) {
        for (const row of model.rows!(this.#base.state as never, from as never)) {
          this.#row(model.name, row.key, row.value);
        }
      }
    }
    for (const { key, value } of this.#rows?.values() ?? []) {
      if (value === null) this.#delete(key);
      else this.#set(key, value);
    }
    for (const subscriber of this.#lagging ?? []) {
      this.#set(keys.lag(subscriber, this.kind, this.id), jsonBytes(this.#seq));
    }
    return this.#writeHead(snapshot, steward);
  }

  #writeReminders(reminders: TurnReminders): void {
    const key = (name: string, due: number) => keys.reminder(due, this.kind, this.id, name);
    const { sets, deletes } = reminders.writes();
    for (const [name, due] of deletes) this.#delete(key(name, due));
    for (const [name, due, row] of sets) this.#set(key(name, due), row);
  }

  #writeHead(snapshot: SnapshotRef | undefined, steward: Steward | undefined): Head {
    const before = this.#before;
    const { actor, codec } = this.#kind;
    const { inlineStateUnits, snapshotTailUnits } = this.#env.limits;
    // A state that has outgrown the head is not encoded in every turn to see whether it shrank.
    const chunked = snapshot !== undefined ||
      (before !== undefined && before.state === undefined && before.seq > 0 &&
        before.schema === actor.version);
    const full = chunked ? undefined : codec.encode(this.#base.state);
    let inline = full !== undefined && full.length <= inlineStateUnits ? full : undefined;
    const kept = snapshot ??
      (before?.schema === actor.version && chunked ? before.snapshot : undefined);
    let tail = 0;
    if (snapshot === undefined && inline === undefined) {
      // Just outgrown: how much journal lies before is not known, so ask for a snapshot soon.
      tail = chunked ? before!.tail + this.#journalUnits : snapshotTailUnits;
    }
    const head: { -readonly [P in keyof Head]: Head[P] } = {
      seq: this.#seq,
      hash: this.#hash,
      turn: this.#turn,
      at: this.at,
      schema: actor.version,
      tail,
    };
    const reminders = this.#reminders ? this.#reminders.due : before?.reminders;
    if (kept) head.snapshot = kept;
    if (reminders) head.reminders = reminders;
    if (steward) head.steward = steward;
    if (this.#taken) head.taken = this.#taken;
    let text = headText(head);
    if (inline !== undefined && !fitsHead(text, inline, this.#env.limits)) {
      inline = undefined;
      head.tail = snapshotTailUnits;
      text = headText(head);
    }
    const room = this.#env.limits.recentUnits - text.length - (inline?.length ?? 0);
    const { recent, written } = sharedRecent(before?.recent ?? [], this.#texts, room);
    let seq = this.#seq - recent.length - written.length;
    for (const text of written) {
      this.#put({ key: keys.entry(this.kind, this.id, ++seq), value: toBytes(text) });
    }
    const bytes = headBytes(text, recent, inline);
    this.#put({ key: keys.head(this.kind, this.id), value: bytes });
    if (recent.length > 0) head.recent = recent;
    // Of the state only its presence matters from here on: the activation holds the real one.
    if (inline !== undefined) head.state = true;
    return head;
  }
}
