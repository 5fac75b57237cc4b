/** The `turn` that `decide` is given: it gathers what one command after the other comes to. */
import { type Asker, type Json, KERNEL } from "./actor.ts";
import type { Refused, Reply, Schemas, Turn } from "./actor.ts";
import type { AnyOutcome } from "./item.ts";
import type { Limits } from "./limits.ts";
import { own } from "./own.ts";
import type { Reminded } from "./plan.ts";

/** Of commands that have emitted none yet. Nothing is ever added to it. */
const NO_EVENTS: [string, Json][] = [];

export class Decision implements Turn<Schemas, Schemas, string> {
  readonly kind: string;
  readonly id: string;
  readonly at: number;
  by: Asker = KERNEL;
  emitted: [string, Json][] = NO_EVENTS;
  reminded: Reminded[] = [];
  /** The last that it was given to answer with. */
  answer: AnyOutcome | undefined = undefined;
  readonly #keyUnits: number;

  constructor(kind: string, id: string, at: number, { keyUnits }: Limits) {
    this.kind = kind;
    this.id = id;
    this.at = at;
    this.#keyUnits = keyUnits;
  }

  /** Begins the next command, which this one asks. */
  begin(by: Asker): void {
    this.emitted = NO_EVENTS;
    if (this.reminded.length > 0) this.reminded = [];
    this.by = by;
  }

  /** Whether the command has events or reminders, which a repeat must not bring about again. */
  get leaves(): boolean {
    return this.emitted.length + this.reminded.length > 0;
  }

  emit(name: string, payload: Json): this {
    // Nearly all commands have one: a list that is pushed to has room for seventeen.
    if (this.emitted.length === 0) this.emitted = [[name, payload]];
    else this.emitted.push([name, payload]);
    return this;
  }

  remind(name: string, dueAt: number, command: string, payload: Json): this {
    if (!Number.isSafeInteger(dueAt) || dueAt < 0) {
      throw new TypeError(`Cannot remind "${name}": expected epoch milliseconds, got ${dueAt}`);
    }
    if (name.length > this.#keyUnits || !name.isWellFormed()) {
      const problem = `expected a name of up to ${this.#keyUnits} whole characters`;
      throw new TypeError(`Cannot remind "${name.slice(0, 40)}": ${problem}`);
    }
    this.reminded.push({ name, due: dueAt, command, payload });
    return this;
  }

  forget(name: string): this {
    this.reminded.push({ name });
    return this;
  }

  reply<const T>(value: T): Reply<T> {
    return (this.answer = { ok: true, value: own(value) }) as Reply<T>;
  }

  refuse<const R extends string>(refusal: R, detail?: Json): Refused<R> {
    const more = detail === undefined ? undefined : { detail: own(detail) };
    return (this.answer = { ok: false, refusal, ...more }) as Refused<R>;
  }
}
