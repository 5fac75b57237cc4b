/**
 * Virtual time. A world runs one event after the other, in the order of their times; between two of
 * them, everything that awaits runs until nothing is left to run. So a simulated day takes as long
 * as its events, and one seed gives one history.
 */
import { setImmediate } from "node:timers";
import type { Clock } from "../clock.ts";
import type { Chance } from "./chance.ts";

/** Whose events these are: those of the dead do not happen. */
export interface Life {
  readonly alive: boolean;
}

/**
 * What happens at some time. `quiet` says that it has settled no promise and called nobody, so that
 * nothing has to run before the next event: every other hop of an operation on a store is one.
 */
export type Happening = () => void | "quiet";

interface Event {
  readonly time: number;
  /** Decides between events of the same time, so that their order is the seed's and not the code's. */
  readonly tie: number;
  readonly run: Happening;
  readonly life: Life | undefined;
  cancelled: boolean;
}

/**
 * Steps to a round of the event loop. Microtasks run to the end before the next macrotask, so that
 * each step settles all that can settle; and asking the system for news between any two of them would
 * take longer than most of what happens in one.
 */
const STEPS = 64;

export class World {
  /** Virtual milliseconds since the world began. */
  now = 0;
  /** Events that have happened. Orders what happens at one time. */
  step = 0;
  /** What went wrong outside of any promise; ends the run. */
  failure: unknown;
  readonly #chance: Chance;
  readonly #heap: Event[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Runs `run` in `ms`, unless its owner is dead by then. Returns how to cancel. */
  after(ms: number, run: Happening, life?: Life): () => void {
    const time = this.now + Math.max(0, ms);
    const event: Event = { time, tie: this.#chance.uint32(), run, life, cancelled: false };
    this.#push(event);
    return () => void (event.cancelled = true);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Runs events until `done` says so, for at most `ms`. Whether `done` did. */
  run(done: () => boolean, ms: number): Promise<boolean> {
    const until = this.now + ms;
    return new Promise((resolve, reject) => {
      let ended = false;
      const step = () => {
        if (ended) return;
        try {
          const outcome = this.#step(done, until);
          if (outcome === undefined) return;
          resolve(outcome);
        } catch (error) {
          reject(error);
        }
        ended = true;
      };
      const round = () => {
        if (ended) return;
        for (let i = 0; i < STEPS; i++) setImmediate(step);
        setImmediate(round);
      };
      round();
    });
  }

  /** Runs events up to one after which promises have to settle; otherwise whether `done` said so. */
  #step(done: () => boolean, until: number): boolean | undefined {
    while (this.failure === undefined) {
      if (done()) return true;
      const event = this.#heap[0];
      if (!event || event.time > until) {
        this.now = until;
        return false;
      }
      this.#pop();
      if (event.cancelled || event.life?.alive === false) continue;
      this.now = event.time;
      this.step++;
      if (event.run() !== "quiet") return undefined;
    }
    throw this.failure;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Event, b: Event): boolean =>
  a.time < b.time || (a.time === b.time && a.tie < b.tie);

/** When the simulated world begins, epoch milliseconds: what every clock shows without an offset. */
export const WORLD_EPOCH = 1_800_000_000_000;

/** One node's clock. Its `now` is off by `offsetMs` and may be set; both hands run at its own rate. */
export class SimClock implements Clock {
  offsetMs = 0;
  readonly #world: World;
  readonly #life: Life;
  readonly #rate: number;

  /** `rate` 1.001 gains a second in a thousand. */
  constructor(world: World, life: Life, rate = 1) {
    this.#world = world;
    this.#life = life;
    this.#rate = rate;
  }

  now(): number {
    return Math.floor(WORLD_EPOCH + this.#world.now * this.#rate + this.offsetMs);
  }

  monotonic(): number {
    return this.#world.now * this.#rate;
  }

  after(ms: number, run: () => void): () => void {
    return this.#world.after(ms / this.#rate, run, this.#life);
  }
}
