/** The actors that a node has in memory, and which of them goes when there is room for no more. */
import { Activation } from "./activation.ts";
import type { Host } from "./host.ts";

/** Actors looked at to find one that can be passivated. */
const LOOKS_AT_ONCE = 16;
/** For so many UTF-16 units that it would take to read an actor again it is spared for a round. */
const UNITS_A_ROUND = 20_000;
const MOST_ROUNDS = 100;
/** As many as this part of the limit, and a few, are spared at a time. */
const SPARED_SHARE = 1 / 4;

export class Roster {
  readonly #host: Host;
  readonly #activations = new Map<string, Activation>();
  /** Where the search for one to passivate goes on. */
  #hand = this.#activations.entries();
  /** How many are spared for another round. */
  #spared = 0;
  /** The one found last; it is among them. */
  #last: Activation | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  get size(): number {
    return this.#activations.size;
  }

  [Symbol.iterator](): IterableIterator<Activation> {
    return this.#activations.values();
  }

  /** Finds or makes the activation; undefined for a kind this node does not know. */
  activation(kind: string, id: string): Activation | undefined {
    // In a rush they all ask the same one, and to put its name together takes longer than to see that.
    const last = this.#last;
    if (last?.id === id && last.kind.actor.kind === kind) return last;
    const name = `${kind}/${id}`;
    const known = this.#activations.get(name);
    if (known) return this.#last = known;
    const definition = this.#host.kinds.get(kind);
    if (!definition) return undefined;
    const made = new Activation(this.#host, definition, id, name);
    if (this.size >= this.#host.limits.activations) {
      this.#passivate(Math.min(LOOKS_AT_ONCE, this.size));
    }
    this.#activations.set(name, made);
    return made;
  }

  /** After a burst of many that were all busy nobody new may come for whom room is made. */
  shrink(): void {
    if (this.size > this.#host.limits.activations) this.#passivate(2 * this.size);
  }

  /**
   * Makes room for one more. Second chance, near enough to least recently used: who has been used
   * since the hand's last round is spared for another one, and for the more of them the longer it
   * would take to read it again: else a crowd of small ones, each of which comes once, drives out the
   * one that they all came for. Where most are large that would spare all of them: only so many are
   * at a time. A few looks a call keep it cheap where nobody can go. The hand stays where it is: a walk
   * from the start would pass over all that have gone before.
   */
  #passivate(looks: number): void {
    const { activations } = this.#host.limits;
    const most = activations * SPARED_SHARE + LOOKS_AT_ONCE;
    while (this.size >= activations && looks-- > 0) {
      let step = this.#hand.next();
      if (step.done) {
        this.#hand = this.#activations.entries();
        step = this.#hand.next();
        if (step.done) return;
      }
      const [name, activation] = step.value;
      if (activation.usedAt !== activation.sparedAt) {
        activation.sparedAt = activation.usedAt;
        const rounds = Math.floor(activation.base.unitsToRead / UNITS_A_ROUND);
        this.#spare(activation, Math.min(MOST_ROUNDS, rounds));
        continue;
      }
      if (!activation.evictable) continue;
      const spared = activation.spared >= 1 && this.#spared <= most;
      this.#spare(activation, spared ? activation.spared - 1 : 0);
      if (spared) continue;
      this.#activations.delete(name);
      if (activation === this.#last) this.#last = undefined;
      this.#host.metrics.passivations++;
    }
  }

  #spare(activation: Activation, rounds: number): void {
    this.#spared += Number(rounds > 0) - Number(activation.spared > 0);
    activation.spared = rounds;
  }
}
