/**
 * Deadlines for many short waits: one coarse timer for all of them, because a timer for each request
 * costs more than the rest of reading its body.
 */
export class Deadlines {
  readonly #waiting = new Set<Wait>();
  readonly #timer: ReturnType<typeof setInterval>;

  /** Looks every `everyMs` whether a wait has lasted too long. */
  constructor(everyMs = 500) {
    this.#timer = setInterval(() => this.#expire(performance.now()), everyMs);
  }

  /** Settles as `promise` does, or rejects with `error()` once `timeoutMs` and a little have passed. */
  within<T>(promise: Promise<T>, timeoutMs: number, error: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const wait: Wait = { at: performance.now() + timeoutMs, expire: () => reject(error()) };
      this.#waiting.add(wait);
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

  #expire(now: number): void {
    for (const wait of this.#waiting) {
      // In order of their beginning, and nearly so of their end.
      if (wait.at > now) return;
      this.#waiting.delete(wait);
      wait.expire();
    }
  }
}

interface Wait {
  readonly at: number;
  readonly expire: () => void;
}
