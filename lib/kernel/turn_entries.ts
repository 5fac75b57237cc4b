/** The journal entries that a turn writes: the events of its commands, in order, hash-chained. */
import type { Json } from "./actor.ts";
import { unlessItThrows } from "./codec.ts";
import { freeze } from "./freeze.ts";
import { entryText, sha256 } from "./journal.ts";
import type { Limits } from "./limits.ts";
import { type Poisonable, type Sealed, TurnSpoiled } from "./plan.ts";

/** What events weigh is an estimate; so full, an entry mostly fits at the first try. */
const ENTRY_FILL = 0.95;

/** What the entries of one turn have in common, and what they follow. */
export interface EntriesOrigin {
  readonly turn: string;
  readonly at: number;
  readonly schema: number;
  /** The last entry's before the turn. */
  readonly seq: number;
  readonly hash: string;
}

export class TurnEntries {
  /** Of the last entry, as `hash` is. */
  seq: number;
  hash: string;
  readonly sealed: Sealed[] = [];
  /** The text of each. */
  readonly texts: string[] = [];
  /** UTF-16 units of the events written. */
  units = 0;
  readonly #origin: EntriesOrigin;
  readonly #limits: Limits;
  #open: [string, Json][] = [];
  #culprits: Poisonable[] = [];
  #openUnits = 0;

  constructor(origin: EntriesOrigin, limits: Limits) {
    this.#origin = origin;
    this.#limits = limits;
    this.seq = origin.seq;
    this.hash = origin.hash;
  }

  /** Units of the events written and of those yet to be written, about. */
  get weight(): number {
    return this.units + this.#openUnits;
  }

  /**
   * Notes an event, frozen: it is written at the turn's end, and a state that holds on to it must
   * not change it until then.
   * @throws {TypeError} for what JSON does not give back.
   */
  record(event: [string, Json], culprit: Poisonable): void {
    const units = freeze(event[1]) + event[0].length + 6;
    if (this.#openUnits + units > ENTRY_FILL * this.#limits.entryUnits) this.seal();
    this.#open.push(event);
    this.#culprits.push(culprit);
    this.#openUnits += units;
  }

  /**
   * Writes the open events as one entry, or as several where they turn out larger than estimated.
   * One call of JSON.stringify for hundreds of events takes half the time of one for each.
   * @throws {TurnSpoiled} naming the command whose event does not fit.
   */
  seal(): void {
    const events = this.#open;
    const culprits = this.#culprits;
    if (events.length === 0) return;
    this.#open = [];
    this.#culprits = [];
    this.#openUnits = 0;
    this.#sealAll(events, culprits);
  }

  /** Writes an entry without events. */
  sealNothing(): void {
    this.#sealAll([], []);
  }

  #sealAll(events: [string, Json][], culprits: Poisonable[]): void {
    const { entryUnits, valueUnits } = this.#limits;
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
    const { turn, at, schema } = this.#origin;
    this.seq++;
    const text = entryText(this.seq, this.hash, turn, at, schema, json);
    this.hash = sha256(text);
    this.texts.push(text);
    this.sealed.push({ seq: this.seq, at, events });
    this.units += json.length;
  }
}
