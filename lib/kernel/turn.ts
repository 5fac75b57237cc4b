/**
 * The turn: decides what waits, in order, each command on the state that the one before left, and
 * packs the result into the writes of one commit. Synchronous and free of I/O.
 */
import type { Asker, Json, Refused, Reply, Schemas, Turn } from "./actor.ts";
import { KERNEL } from "./actor.ts";
import { jsonBytes, toBytes } from "./codec.ts";
import type { Call, Effect, Mail, Origin } from "./effects.ts";
import { KernelError } from "./errors.ts";
import { type Head, headBytes, type SnapshotRef, type Steward, withTaken } from "./head.ts";
import type {
  AnyOutcome,
  HandedAnswer,
  HandedCommand,
  HandedItem,
  Idempotency,
  Item,
} from "./item.ts";
import { entryText, genesis, sha256 } from "./journal.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Limits } from "./limits.ts";
import type { Key, Write } from "./store.ts";

/** What a turn starts from. The turn changes `state` in place; the rest changes with its commit. */
export interface Base {
  readonly id: string;
  head: Head | undefined;
  headVersion: string | null;
  state: unknown;
}

export interface TurnEnv {
  readonly now: number;
  readonly limits: Limits;
  /** A new unique id that orders by time. */
  readonly newId: (at: number) => string;
  /** Answers kept for idempotency keys, read at the base's head version. */
  readonly kept?: ReadonlyMap<string, KeptAnswer>;
  /** Set where this turn shall claim stewardship. */
  readonly steward?: Steward;
  /** Set where the turn also records a new chunked snapshot. */
  readonly snapshot?: SnapshotRef;
  /** Checks states, payloads and events against their schemas: for tests and simulations. */
  readonly validate?: boolean;
}

/** A committed-to-be journal entry, with its events at hand. */
export interface Sealed {
  readonly seq: number;
  readonly at: number;
  readonly events: readonly (readonly [string, Json])[];
}

export interface OutgoingLetter {
  readonly id: string;
  readonly mail: Mail;
}

export interface OutgoingParcel {
  readonly key: Key;
  readonly parcel: Parcel;
}

/** A call as it lies in the outbox. */
export interface Parcel {
  readonly id: string;
  readonly port: string;
  readonly request: Json;
  readonly from: { readonly kind: string; readonly id: string };
  readonly done?: StoredMail;
  readonly failed?: StoredMail;
  readonly attempt: number;
  readonly at: number;
}

export interface StoredMail {
  readonly kind: string;
  readonly id: string;
  readonly command: string;
  readonly payload: Json;
}

export interface KeptAnswer {
  readonly command: string;
  readonly fingerprint: string;
  readonly outcome: AnyOutcome;
}

/** A letter, reminder or command that could not be decided, for staff to see and to replay. */
export interface DeadLetter {
  readonly id: string;
  readonly at: number;
  readonly reason: string;
  readonly to?: { readonly kind: string; readonly id: string; readonly command: string };
  readonly port?: string;
  readonly payload: Json;
  readonly by?: Asker;
}

/** What an item came to; told to whoever waits once the commit has landed. */
export type Result =
  | { readonly outcome: AnyOutcome }
  | { readonly error: KernelError }
  | { readonly value: unknown }
  | { readonly handed: readonly HandedAnswer[] }
  | { readonly dropped: true };

export interface Plan {
  readonly turn: string;
  readonly base: Base;
  readonly items: readonly Item[];
  readonly results: readonly Result[];
  /** The next head; undefined where the turn writes nothing and only checks. */
  readonly head: Head | undefined;
  readonly entries: readonly Sealed[];
  readonly sets: readonly Write[];
  readonly deletes: readonly Key[];
  readonly letters: readonly OutgoingLetter[];
  readonly parcels: readonly OutgoingParcel[];
  /** Due time of the earliest reminder set; Infinity without one. */
  readonly nextReminder: number;
  /** Deferred subscribers that have something to follow. */
  readonly lagging: readonly string[];
  readonly bytes: number;
}

/** The state was changed by something that then failed: start again from the store, without it. */
export class TurnSpoiled extends Error {
  override readonly name = "TurnSpoiled";
  /** The command at fault. Marked with the reason, it becomes a dead letter in the next attempt. */
  readonly culprit: Poisonable;
  constructor(culprit: Poisonable, reason: string) {
    super(reason);
    this.culprit = culprit;
  }
}

/** Whatever carries a command: an item of the mailbox or a part of a handed-over one. */
export interface Poisonable {
  readonly command: string;
  readonly payload: Json;
  poison?: string;
}

const mutationsOfOneCommand = 90;

/**
 * Decides as many of `items` as the limits allow.
 * @throws {TurnSpoiled} when an item left a state behind that must not be used.
 */
export function decideTurn(kind: Kind, base: Base, items: readonly Item[], env: TurnEnv): Plan {
  const draft = new Draft(kind, base, env);
  const results: Result[] = [];
  for (const item of items) {
    if (results.length >= env.limits.turnItems || draft.full) break;
    results.push(draft.take(item));
  }
  return draft.plan(items.slice(0, results.length), results);
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
  readonly #turn: string;
  readonly #origin: Origin;

  // Of the command being decided.
  #emitted: [string, Json][] = [];
  #reminded: (readonly [string, number, string, Json])[] = [];

  // Of the turn.
  #open: [string, Json][] = [];
  #culprits: Poisonable[] = [];
  #unitsAnEvent = 200;
  #seq: number;
  #hash: string;
  #entries: Sealed[] = [];
  #sets: Write[] = [];
  #deletes: Key[] = [];
  #letters: OutgoingLetter[] = [];
  #parcels: OutgoingParcel[] = [];
  #units = 0;
  #journalUnits = 0;
  #bytes = 0;
  #dirty = false;
  #reminders: Map<string, number>;
  #setReminders = new Map<string, Write>();
  #kept = new Map<string, KeptAnswer>();
  #taken: Head["taken"];
  #lagging = new Set<string>();
  #rows = new Map<string, { key: Key; value: Json | null }>();

  constructor(kind: Kind, base: Base, env: TurnEnv) {
    this.#kind = kind;
    this.#base = base;
    this.#env = env;
    this.kind = kind.actor.kind;
    this.id = base.id;
    // A clock that jumps back must not turn an actor's own time back.
    this.at = Math.max(env.now, base.head?.at ?? 0);
    this.#turn = env.newId(this.at);
    this.#seq = base.head?.seq ?? 0;
    this.#hash = base.head?.hash ?? genesis(this.kind, this.id);
    this.#reminders = new Map(base.head?.reminders ? Object.entries(base.head.reminders) : []);
    this.#taken = base.head?.taken;
    const address = { actor: kind.actor, kind: this.kind, id: this.id };
    this.#origin = { address, kind: this.kind, id: this.id, at: this.at };
  }

  // ---- what decide may call

  emit(name: string, payload: Json): this {
    this.#emitted.push([name, payload]);
    return this;
  }

  remind(name: string, dueAt: number, command: string, payload: Json): this {
    if (!Number.isSafeInteger(dueAt)) {
      throw new TypeError(`Cannot remind "${name}": expected epoch milliseconds, got ${dueAt}`);
    }
    this.#reminded.push([name, dueAt, command, payload]);
    return this;
  }

  forget(name: string): this {
    this.#reminded.push([name, -1, "", null]);
    return this;
  }

  reply<const T>(value: T): Reply<T> {
    return { ok: true, value };
  }

  refuse<const R extends string>(refusal: R, detail?: Json): Refused<R> {
    return detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail };
  }

  // ---- taking items

  get full(): boolean {
    return this.#units + this.#open.length * this.#unitsAnEvent >= this.#env.limits.turnUnits ||
      this.#mutations >= this.#env.limits.turnMutations;
  }

  get #mutations(): number {
    return this.#sets.length + this.#deletes.length + this.#setReminders.size + this.#rows.size +
      this.#letters.length + this.#parcels.length + 4;
  }

  take(item: Item): Result {
    switch (item.type) {
      case "command":
        return this.#takeCommand(item);
      case "view":
        try {
          return { value: item.read(this.#base.state as never) };
        } catch (cause) {
          return {
            error: new KernelError("defect", `Cannot read ${this.#where}: ${text(cause)}`, {
              cause,
            }),
          };
        }
      case "letter": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };
        this.#deletes.push(item.key);
        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);
      }
      case "reminder":
        if (this.#reminders.get(item.name) !== item.due) return { dropped: true };
        this.#clearReminder(item.name);
        return this.#decideSafely(item, KERNEL);
      case "handed":
        return this.#takeHanded(item);
    }
  }

  #takeCommand(item: HandedCommand): Exclude<Result, { value: unknown } | { handed: unknown }> {
    const { idempotency } = item;
    if (!idempotency) return this.#decideSafely(item, item.by);
    const slot = keptKey(item.by, idempotency);
    const kept = this.#kept.get(slot) ?? this.#env.kept?.get(slot);
    if (kept) {
      if (kept.command === item.command && kept.fingerprint === idempotency.fingerprint) {
        return { outcome: kept.outcome };
      }
      return {
        error: new KernelError(
          "idempotency_conflict",
          `Cannot repeat under the idempotency key "${idempotency.key}": it was used for another request`,
        ),
      };
    }
    const result = this.#decideSafely(item, item.by);
    if ("outcome" in result) {
      const { command } = item;
      const answer = { command, fingerprint: idempotency.fingerprint, outcome: result.outcome };
      this.#kept.set(slot, answer);
      this.#set(
        keys.idempotent(this.kind, this.id, item.by.id, idempotency.key),
        jsonBytes(answer),
        this.#env.limits.idempotencyMs,
      );
    }
    return result;
  }

  #takeHanded(item: HandedItem): Result {
    const last = this.#taken?.[item.from]?.[0] ?? 0;
    if (item.n <= last) {
      // Taken before; this copy arrived late. Removing it again moves nothing.
      return { dropped: true };
    }
    const answers: HandedAnswer[] = item.commands.map((command): HandedAnswer => {
      // What does not fit this commit goes back undecided.
      if (this.#mutations + mutationsOfOneCommand > 990) return { again: true };
      const result = this.#takeCommand(command);
      if ("outcome" in result) return { outcome: result.outcome };
      if ("error" in result) {
        return { error: { code: result.error.code, message: result.error.message } };
      }
      return { again: true };
    });
    this.#taken = withTaken(this.#taken, item.from, item.n, this.at);
    this.#deletes.push(item.key);
    this.#dirty = true;
    if (!item.own) {
      this.#set(
        keys.answer(item.from, this.kind, this.id, item.n),
        jsonBytes(answers),
        this.#env.limits.handoverKeptMs,
      );
      // The asking node watches its inbox; any new value wakes it.
      this.#set(keys.inbox(item.from), toBytes(this.#turn));
    }
    return { handed: answers };
  }

  // ---- deciding and applying

  #decideSafely(item: Poisonable, by: Asker): { outcome: AnyOutcome } | { error: KernelError } {
    const { command, payload, poison } = item;
    if (poison !== undefined) return this.#bury(command, payload, by, poison);
    this.#emitted = [];
    this.#reminded = [];
    this.by = by;
    let outcome: AnyOutcome;
    try {
      outcome = this.#decide(command, payload);
    } catch (cause) {
      return this.#bury(command, payload, by, text(cause), cause);
    }
    this.#apply(item);
    return { outcome };
  }

  #decide(command: string, payload: Json): AnyOutcome {
    const { actor } = this.#kind;
    const decide = actor.decide[command];
    if (!decide || !Object.hasOwn(actor.decide, command)) {
      throw new TypeError(`Cannot decide "${command}": ${this.kind} has no such command`);
    }
    if (this.#env.validate) actor.commands[command]!.parse(payload);
    const outcome = decide(this.#base.state, payload, this);
    if (outcome.ok !== true && outcome.ok !== false) {
      throw new TypeError(`Cannot decide "${command}": expected a reply or a refusal`);
    }
    if (this.#env.validate) {
      if (!outcome.ok && !actor.refusals.includes(outcome.refusal)) {
        throw new TypeError(`Cannot refuse with "${outcome.refusal}": it is not in the list`);
      }
      for (const [name, event] of this.#emitted) actor.events[name]!.parse(event);
    }
    return outcome;
  }

  #apply(item: Poisonable): void {
    const { actor, subscribers } = this.#kind;
    const before = this.#mutations;
    try {
      for (const event of this.#emitted) {
        this.#record(event, item);
        const [name, payload] = event;
        const next = actor.evolve[name]!(this.#base.state, payload, { at: this.at });
        if (next !== undefined) this.#base.state = next;
        for (const policy of this.#kind.policies.get(name) ?? []) {
          for (const effect of policy.on[name]!(payload as never, this.#origin as never)) {
            this.#effect(effect);
          }
        }
        for (const model of this.#kind.eventModels.get(name) ?? []) {
          for (const row of model.on![name]!(payload as never, this.#origin as never)) {
            this.#row(model.name, row.key, row.value);
          }
        }
        for (const subscriber of subscribers) {
          if (subscriber.events.has(name)) this.#lagging.add(subscriber.name);
        }
      }
      for (const [name, due, after, payload] of this.#reminded) {
        this.#clearReminder(name);
        if (due >= 0) this.#setReminder(name, due, after, payload);
      }
      if (this.#mutations - before > mutationsOfOneCommand) {
        throw new RangeError(
          `it causes ${this.#mutations - before} writes, at most ${mutationsOfOneCommand} fit`,
        );
      }
      if (this.#emitted.length > 0) this.#checkState();
    } catch (cause) {
      if (cause instanceof TurnSpoiled) throw cause;
      throw new TurnSpoiled(item, `"${item.command}" failed: ${text(cause)}`);
    }
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
      reason,
      to: { kind: this.kind, id: this.id, command },
      payload,
      by,
    };
    this.#set(keys.dead(dead.id), jsonBytes(dead));
    const message = `Cannot ${command} ${this.#where}: ${reason}`;
    return { error: new KernelError("defect", message, cause === undefined ? {} : { cause }) };
  }

  // ---- writing

  #record(event: [string, Json], culprit: Poisonable): void {
    this.#open.push(event);
    this.#culprits.push(culprit);
    this.#dirty = true;
    if (this.#open.length * this.#unitsAnEvent >= this.#env.limits.entryUnits) this.#seal();
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
    this.#sealAll(events, culprits);
  }

  #sealAll(events: [string, Json][], culprits: Poisonable[]): void {
    const { entryUnits, valueUnits } = this.#env.limits;
    const json = JSON.stringify(events);
    if (json.length > entryUnits && events.length > 1) {
      const half = events.length >> 1;
      this.#sealAll(events.slice(0, half), culprits.slice(0, half));
      this.#sealAll(events.slice(half), culprits.slice(half));
      return;
    }
    if (json.length > valueUnits) {
      const [name] = events[0]!;
      const reason = `event "${name}" takes ${json.length} units, at most ${valueUnits} fit`;
      throw new TurnSpoiled(culprits[0]!, reason);
    }
    const { version } = this.#kind.actor;
    this.#seq++;
    const bytes = toBytes(entryText(this.#seq, this.#hash, this.#turn, this.at, version, json));
    this.#hash = sha256(bytes);
    this.#sets.push({ key: keys.entry(this.kind, this.id, this.#seq), value: bytes });
    this.#entries.push({ seq: this.#seq, at: this.at, events });
    this.#units += json.length;
    this.#journalUnits += json.length;
    this.#bytes += bytes.byteLength;
    // A little above the average seen, so that most entries fit at the first try.
    this.#unitsAnEvent = Math.ceil(1.05 * json.length / events.length) + 1;
  }

  #set(key: Key, value: Uint8Array, expireInMs?: number): void {
    this.#sets.push(expireInMs === undefined ? { key, value } : { key, value, expireInMs });
    this.#units += value.byteLength;
    this.#bytes += value.byteLength;
    this.#dirty = true;
  }

  #effect(effect: Effect): void {
    if (effect.type === "mail") {
      const id = this.#env.newId(this.at);
      this.#letters.push({ id, mail: effect });
      this.#units += 200;
    } else {
      const parcel = toParcel(effect, this.#env.newId(this.at), this.#origin);
      this.#parcels.push({ key: keys.parcel(parcel.port, parcel.at, parcel.id), parcel });
      this.#units += 400;
    }
  }

  #row(model: string, key: Key, value: Json | null): void {
    this.#rows.set(`${model} ${JSON.stringify(key)}`, { key: keys.row(model, key), value });
  }

  #setReminder(name: string, due: number, command: string, payload: Json): void {
    this.#reminders.set(name, due);
    this.#setReminders.set(name, {
      key: keys.reminder(due, this.kind, this.id, name),
      value: jsonBytes({ command, payload }),
    });
    this.#dirty = true;
  }

  #clearReminder(name: string): void {
    const due = this.#reminders.get(name);
    if (due === undefined) return;
    this.#reminders.delete(name);
    // One that this turn itself set has not been written; any other must be deleted.
    if (!this.#setReminders.delete(name)) {
      this.#deletes.push(keys.reminder(due, this.kind, this.id, name));
    }
    this.#dirty = true;
  }

  get #where(): string {
    return `${this.kind} "${this.id}"`;
  }

  // ---- the result

  plan(items: readonly Item[], results: readonly Result[]): Plan {
    const { snapshot, steward } = this.#env;
    const head = this.#dirty || snapshot ? this.#finish(snapshot, steward) : undefined;
    return {
      turn: this.#turn,
      base: this.#base,
      items,
      results,
      head,
      entries: this.#entries,
      sets: this.#sets,
      deletes: this.#deletes,
      letters: this.#letters,
      parcels: this.#parcels,
      nextReminder: Math.min(...[...this.#setReminders.keys()].map((n) => this.#reminders.get(n)!)),
      lagging: [...this.#lagging],
      bytes: this.#bytes,
    };
  }

  #finish(snapshot: SnapshotRef | undefined, steward: Steward | undefined): Head {
    this.#seal();
    for (const { id, mail } of this.#letters) {
      const { to, command, payload } = mail;
      this.#set(keys.letter(to.kind, to.id, id), jsonBytes({ command, payload }));
    }
    for (const { key, parcel } of this.#parcels) this.#set(key, jsonBytes(parcel));
    for (const write of this.#setReminders.values()) this.#set(write.key, write.value);
    if (this.#seq > (this.#base.head?.seq ?? 0)) {
      const from = { ...this.#origin, seq: this.#seq };
      for (const model of this.#kind.stateModels) {
        for (const row of model.rows!(this.#base.state as never, from as never)) {
          this.#row(model.name, row.key, row.value);
        }
      }
    }
    for (const { key, value } of this.#rows.values()) {
      if (value === null) this.#deletes.push(key);
      else this.#set(key, jsonBytes(value));
    }
    for (const subscriber of this.#lagging) {
      this.#set(keys.lag(subscriber, this.kind, this.id), jsonBytes(this.#seq));
    }
    return this.#writeHead(snapshot, steward);
  }

  #writeHead(snapshot: SnapshotRef | undefined, steward: Steward | undefined): Head {
    const { head: before } = this.#base;
    const { actor, codec } = this.#kind;
    const { inlineStateUnits, snapshotTailUnits } = this.#env.limits;
    // A state that has outgrown the head is not encoded in every turn to see whether it shrank.
    const chunked = snapshot !== undefined ||
      (before !== undefined && before.state === undefined && before.seq > 0 &&
        before.schema === actor.version);
    const full = chunked ? undefined : codec.encode(this.#base.state);
    const inline = full !== undefined && full.length <= inlineStateUnits ? full : undefined;
    const kept = snapshot ??
      (before?.schema === actor.version && chunked ? before.snapshot : undefined);
    let tail = 0;
    if (snapshot === undefined && inline === undefined) {
      // Just outgrown: how much journal lies before is not known, so ask for a snapshot soon.
      tail = chunked ? before!.tail + this.#journalUnits : snapshotTailUnits;
    }
    const head: Omit<Head, "state"> = {
      seq: this.#seq,
      hash: this.#hash,
      turn: this.#turn,
      at: this.at,
      schema: actor.version,
      tail,
      ...(kept ? { snapshot: kept } : {}),
      ...(this.#reminders.size ? { reminders: Object.fromEntries(this.#reminders) } : {}),
      ...(steward ? { steward } : {}),
      ...(this.#taken ? { taken: this.#taken } : {}),
    };
    const bytes = headBytes(head, inline);
    this.#sets.unshift({ key: keys.head(this.kind, this.id), value: bytes });
    this.#bytes += bytes.byteLength;
    // Of the state only its presence matters from here on: the activation holds the real one.
    return inline === undefined ? head : { ...head, state: true };
  }
}

/** Where an idempotent answer is kept within one actor. */
export const keptKey = (by: Asker, idempotency: Idempotency): string =>
  `${by.id} ${idempotency.key}`;

const stored = ({ to, command, payload }: Mail): StoredMail => ({
  kind: to.kind,
  id: to.id,
  command,
  payload,
});

export function toParcel(effect: Call, id: string, from: Origin): Parcel {
  return {
    id,
    port: effect.port,
    request: effect.request,
    from: { kind: from.kind, id: from.id },
    ...(effect.done ? { done: stored(effect.done) } : {}),
    ...(effect.failed ? { failed: stored(effect.failed) } : {}),
    attempt: 0,
    at: from.at,
  };
}

const text = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause);
