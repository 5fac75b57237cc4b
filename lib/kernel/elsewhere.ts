/** What a node believes of another one that runs an actor: for speed only, never for safety. */
import type { Steward } from "./head.ts";
import type { Host } from "./host.ts";

/** For so many stewardships one that no clock ends is remembered; sweeps bring mail meanwhile. */
const KEPT = 4;

/** Another node's stewardship, as far as it is believed here. */
export interface Hint {
  readonly node: string;
  /** By this node's monotonic clock. */
  readonly until: number;
}

export class Elsewhere {
  readonly #host: Host;
  #believed: Hint | undefined;
  /** The last hint, and the head's version it was first read off. */
  #last: Hint & { readonly headVersion: string | undefined } | undefined;
  #ownUntil = -Infinity;
  #keptUntil = -Infinity;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Who runs the actor, unless this node has taken it over; the hint may have run out. */
  get hint(): Hint | undefined {
    if (this.#believed === undefined) return undefined;
    return this.#host.clock.monotonic() < this.#ownUntil ? undefined : this.#believed;
  }

  /** Whether this must not be forgotten: the hint's end by the steward's clock may be far away. */
  get kept(): boolean {
    return this.#host.clock.monotonic() < this.#keptUntil;
  }

  /**
   * A hint was read off the head of this version, which may be newer than the one the state stands
   * on. It runs out here `stewardMs` after the version was first seen at the latest: a steward whose
   * clock was ahead would be waited for long after its death.
   */
  note(steward: Steward, headVersion: string | undefined): void {
    const { clock, limits } = this.#host;
    const now = clock.monotonic();
    if (headVersion !== this.#last?.headVersion) {
      const left = steward.until - clock.now();
      const until = now + Math.min(left, limits.stewardMs);
      this.#last = { headVersion, node: steward.node, until };
      if (left > limits.stewardMs) this.#keptUntil = now + KEPT * limits.stewardMs;
    }
    const hint = this.#last!;
    this.#believed = hint.until > now ? hint : undefined;
  }

  /** Nobody else runs the actor, as far as is known. */
  clear(): void {
    this.#believed = undefined;
  }

  /** The steward does not answer: from now on this node runs the actor, whatever the hint says. */
  takeOver(): void {
    this.#ownUntil = this.#host.clock.monotonic() + this.#host.limits.stewardMs;
  }
}
