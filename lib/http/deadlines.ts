/**
 * Deadlines for many short waits: one coarse timer for all of them, because a timer for each request
 * costs more than the rest of reading its body. Time is counted in ticks of that timer, so that a
 * wait costs no look at the clock, and a process that was held up ends none of them early.
 */
import { LinkedList } from "../kernel/linked_list.ts";

export class Deadlines {
  readonly #everyMs: number;
  readonly #waiting = new LinkedList<Wait>();
  readonly #timer: ReturnType<typeof setInterval>;
  #tick = 0;

  /** Looks every `everyMs` whether a wait has lasted too long. */
  constructor(everyMs = 500) {
    this.#everyMs = everyMs;
    this.#timer = setInterval(() => this.#expire(++this.#tick), everyMs);
  }

  /** Settles as `promise` does, or rejects with `error()` once `timeoutMs` and a little have passed. */
  within<T>(promise: Promise<T>, timeoutMs: number, error: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // The tick under way has been counted already.
      const tick = this.#tick + Math.ceil(timeoutMs / this.#everyMs) + 1;
      const wait = this.#waiting.add({ tick, expire: () => reject(error()) });
      promise.then(
        (value) => {
          this.#waiting.delete(wait);
          resolve(value);
        },
        (cause) => {
          this.#waiting.delete(wait);
          reject(cause);
        },
      );
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #expire(tick: number): void {
    for (let wait = this.#waiting.first; wait; wait = this.#waiting.first) {
      // In order of their beginning, and nearly so of their end.
      if (wait.tick > tick) return;
      this.#waiting.shift();
      wait.expire();
    }
  }
}

interface Wait {
  readonly tick: number;
  readonly expire: () => void;
}
