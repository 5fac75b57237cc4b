/**
 * The single-threaded model: replays an actor's journal command by command, with the actor's own
 * pure functions and nothing of the kernel, and says what each command should have answered.
 */
import { createHash } from "node:crypto";
import type { AnyActor, Asker, Json, Outcome } from "../actor.ts";

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** JSON with sorted names, Map and Set as lists: equal texts are equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (part instanceof Map) return { map: [...part] };
    if (part instanceof Set) return { set: [...part] };
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1));
  }) ?? "undefined";
}

export interface StoredEntry {
  readonly seq: number;
  readonly prev: string;
  readonly turn: string;
  readonly at: number;
  readonly schema: number;
  readonly events: readonly (readonly [string, { readonly op: string }])[];
  readonly hash: string;
  readonly version: number;
}

/** A command found in a journal by the events it left. */
export interface Applied {
  readonly op: string;
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly step: number;
  readonly at: number;
  readonly outcome: Outcome<unknown, string>;
}

export interface Armed {
  readonly due: number;
  readonly op: string;
  readonly command: string;
  readonly payload: Json;
}

/** What stands behind a command in the journal. */
export interface Cause {
  readonly command: string;
  readonly payload: Json;
  readonly by: Asker;
}

/** A question whose answer left no trace: right if some state between asking and answer gives it. */
export interface Query {
  readonly from: number;
  readonly until: number;
  readonly holds: (state: unknown) => boolean;
  readonly what: string;
}

class ModelTurn {
  readonly events: [string, unknown][] = [];
  readonly reminders: [string, Armed | undefined][] = [];
  constructor(
    readonly at: number,
    readonly kind: string,
    readonly id: string,
    readonly by: Asker,
  ) {}
  emit(name: string, payload: unknown): this {
    this.events.push([name, payload]);
    return this;
  }
  remind(name: string, due: number, command: string, payload: Json): this {
    this.reminders.push([name, { due, command, payload, op: (payload as { op: string }).op }]);
    return this;
  }
  forget(name: string): this {
    this.reminders.push([name, undefined]);
    return this;
  }
  reply(value: unknown) {
    return { ok: true as const, value };
  }
  refuse(refusal: string, detail?: Json) {
    return { ok: false as const, refusal, ...(detail === undefined ? {} : { detail }) };
  }
}

/** What a command would answer, and whether it would leave a trace. */
export function decideOn(
  actor: AnyActor,
  id: string,
  state: unknown,
  { command, payload, by }: Cause,
  at = 0,
) {
  const turn = new ModelTurn(at, actor.kind, id, by);
  const outcome = actor.decide[command]!(state, payload, turn as never);
  return { outcome, events: turn.events, reminders: turn.reminders };
}

export class ActorModel {
  state: unknown;
  readonly reminders = new Map<string, Armed>();
  readonly applied: Applied[] = [];
  readonly faults: string[] = [];
  readonly #where: string;

  constructor(
    /** The newest version: states are its. */
    readonly actor: AnyActor,
    /** The definition that wrote entries of this schema. */
    readonly writer: (schema: number) => AnyActor,
    readonly id: string,
    readonly entries: readonly StoredEntry[],
    readonly stepOf: readonly number[],
  ) {
    this.state = structuredClone(actor.initial);
    this.#where = `${actor.kind}/${id}`;
  }

  /** Replays all, and checks the queries and the states on the way. */
  run(
    causeOf: (op: string, event: readonly [string, unknown]) => Cause | undefined,
    queries: readonly Query[],
    atSeq: (seq: number, state: unknown) => void,
  ): void {
    const waiting = [...queries].sort((a, b) => a.from - b.from);
    let open: Query[] = [];
    const ask = (step: number, nextStep: number) => {
      // This state was the newest from `step` until before `nextStep`.
      while (waiting[0] && waiting[0].from < nextStep) open.push(waiting.shift()!);
      open = open.filter((query) => {
        if (query.holds(this.state)) return false;
        if (query.until < nextStep) {
          this.#fault(`${query.what}, which no state between asking and answer gives`);
          return false;
        }
        return true;
      });
      void step;
    };
    const events = this.entries.flatMap((entry) => entry.events.map((event) => ({ entry, event })));
    let sum = 0;
    const ends = this.entries.map((entry) => sum += entry.events.length);
    let step = 0;
    let whole = 0;
    const passed = (count: number) => {
      // Entries whose events are all applied now; an entry may be empty.
      for (; whole < ends.length && ends[whole]! <= count; whole++) {
        atSeq(this.entries[whole]!.seq, this.state);
      }
    };
    passed(0);
    for (let i = 0; i < events.length;) {
      const { entry, event } = events[i]!;
      const next = this.stepOf[entry.version]!;
      ask(step, next);
      step = next;
      const { op } = event[1];
      const cause = this.#reminder(op, entry) ?? causeOf(op, event);
      if (!cause) return this.#fault(`"${op}" is in the journal, and nobody has asked for it`);
      const took = this.#apply(cause, op, events.slice(i, i + 50), entry);
      if (took === 0) return;
      i += took;
      passed(i);
    }
    ask(step, Infinity);
    for (const query of [...open, ...waiting]) this.#fault(`${query.what}, which no state gives`);
  }

  /** The reminder of this actor that `op` is the firing of; it is over with that. */
  #reminder(op: string, entry: StoredEntry): Cause | undefined {
    for (const [name, armed] of this.reminders) {
      if (armed.op !== op) continue;
      this.reminders.delete(name);
      if (entry.at < armed.due) {
        this.#fault(`the reminder "${op}" came ${armed.due - entry.at} ms before it was due`);
      }
      return { ...armed, by: { id: "kernel", role: "kernel" } };
    }
    return undefined;
  }

  #apply(
    cause: Cause,
    op: string,
    ahead: readonly { entry: StoredEntry; event: readonly [string, unknown] }[],
    entry: StoredEntry,
  ): number {
    const decided = decideOn(this.writer(entry.schema), this.id, this.state, cause, entry.at);
    const found = ahead.slice(0, decided.events.length).map(({ event }) => event);
    if (!same(found, decided.events) || found.length === 0) {
      this.#fault(
        `"${op}" (${cause.command}) should have recorded ${canonical(decided.events)} in entry ` +
          `${entry.seq}, found ${canonical(found)} on ${canonical(this.state).slice(0, 200)}`,
      );
      return 0;
    }
    for (const part of ahead.slice(0, found.length)) {
      if (part.entry.version !== entry.version) this.#fault(`"${op}" is torn between two commits`);
      this.#evolve(part.event, part.entry);
    }
    for (const [name, armed] of decided.reminders) {
      if (armed) this.reminders.set(name, armed);
      else this.reminders.delete(name);
    }
    const { version, at } = entry;
    this.applied.push({
      op,
      kind: this.actor.kind,
      id: this.id,
      version,
      step: this.stepOf[version]!,
      at,
      outcome: decided.outcome,
    });
    return found.length;
  }

  #evolve([name, payload]: readonly [string, unknown], { schema, at }: StoredEntry): void {
    const { version, upcast, evolve } = this.actor;
    const event = schema === version
      ? payload
      : upcast?.[name]?.(payload as Json, schema) ?? payload;
    const next = evolve[name]!(this.state, event as never, { at });
    if (next !== undefined) this.state = next;
  }

  #fault(what: string): void {
    this.faults.push(`${this.#where}: ${what}`);
  }
}

/** Checks chain, numbers and times of a journal. */
export function checkChain(
  where: string,
  genesis: string,
  entries: readonly StoredEntry[],
): string[] {
  const faults: string[] = [];
  let before: StoredEntry | undefined;
  const turns = new Set<string>();
  for (const entry of entries) {
    if (entry.seq !== (before?.seq ?? 0) + 1) faults.push(`entry ${entry.seq} is out of order`);
    if (entry.prev !== (before?.hash ?? genesis)) faults.push(`the chain breaks at ${entry.seq}`);
    if (before && entry.at < before.at) faults.push(`the time of ${entry.seq} goes back`);
    if (before && entry.version < before.version) faults.push(`${entry.seq} was committed early`);
    if (entry.turn !== before?.turn && turns.has(entry.turn)) {
      faults.push(`turn ${entry.turn} twice`);
    }
    if (entry.turn === before?.turn && entry.version !== before.version) {
      faults.push(`turn ${entry.turn} is torn between two commits`);
    }
    turns.add(entry.turn);
    before = entry;
  }
  return faults.map((fault) => `${where}: ${fault}`);
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
