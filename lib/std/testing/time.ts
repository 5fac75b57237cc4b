/**
 * `@std/testing/time`, answered from the tree: a clock that moves when the test says so. It takes the
 * place of `Date` and of the global timers; not of `node:timers`.
 *
 * @module
 */

/** A fake clock was used in a way that it does not allow. */
export class TimeError extends Error {
  override readonly name = "TimeError";
}

/** How a fake clock runs. */
export interface FakeTimeOptions {
  /** Moves by itself with real time, in steps of so many milliseconds; stands still by default. */
  advanceRate?: number;
  /** How often it moves by itself, milliseconds. */
  advanceFrequency?: number;
}

/** How a delay ends early. */
export interface DelayOptions {
  signal?: AbortSignal;
}

type Callback = (...args: unknown[]) => void;

interface Timer {
  readonly id: number;
  readonly due: number;
  readonly callback: Callback;
  readonly args: readonly unknown[];
  /** Undefined for a timer that rings once. */
  readonly every?: number;
}

const NAMES = ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;

const real = {
  Date: globalThis.Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
};

let current: FakeTime | undefined;

/** Replaces real time until it is restored, best by `using`. */
export class FakeTime implements Disposable {
  readonly #timers = new Map<number, Timer>();
  readonly #ticker: ReturnType<typeof setInterval> | undefined;
  #start: number;
  #now: number;
  #lastId = 0;

  /** @param start where the clock starts; the real time by default. */
  constructor(start?: number | string | Date | null, options: FakeTimeOptions = {}) {
    if (current) throw new TimeError("Cannot construct FakeTime: time is faked already");
    this.#start = this.#now = start instanceof real.Date
      ? start.valueOf()
      : typeof start === "string"
      ? real.Date.parse(start)
      : start ?? real.Date.now();
    if (Number.isNaN(this.#start)) throw new TimeError(`Cannot start at "${start}": no such time`);
    current = this;
    Object.assign(globalThis, this.#fakes());
    const { advanceRate = 0, advanceFrequency = 10 } = options;
    if (advanceRate > 0) {
      const tick = () => void this.tick(advanceRate * advanceFrequency);
      this.#ticker = real.setInterval(tick, advanceFrequency);
    }
  }

  #fakes(): Record<(typeof NAMES)[number], unknown> {
    const now = () => this.#now;
    class FakeDate extends real.Date {
      // deno-lint-ignore no-explicit-any
      constructor(...args: any[]) {
        super(...(args.length === 0 ? [now()] : args) as [number]);
      }
      static override now = now;
    }
    const clear = (id?: number) => void this.#timers.delete(Number(id));
    return {
      // Called without `new`, Date gives a string.
      Date: new Proxy(FakeDate, { apply: () => new FakeDate().toString() }),
      setTimeout: (callback: Callback, delay = 0, ...args: unknown[]) =>
        this.#set(callback, delay, args),
      setInterval: (callback: Callback, delay = 0, ...args: unknown[]) =>
        this.#set(callback, delay, args, Math.max(1, delay)),
      clearTimeout: clear,
      clearInterval: clear,
    };
  }

  #set(callback: Callback, delay: number, args: readonly unknown[], every?: number): number {
    const id = ++this.#lastId;
    const due = this.#now + Math.max(0, Number(delay) || 0);
    this.#timers.set(id, { id, due, callback, args, ...(every === undefined ? {} : { every }) });
    return id;
  }

  /** The time, epoch milliseconds. Setting it moves on to then and runs what is due on the way. */
  get now(): number {
    return this.#now;
  }
  set now(value: number) {
    if (value < this.#now) throw new TimeError("Cannot set time in the past");
    for (let timer = this.#due(value); timer; timer = this.#due(value)) this.#ring(timer);
    this.#now = value;
  }

  /** Where the clock started, epoch milliseconds. */
  get start(): number {
    return this.#start;
  }
  set start(value: number) {
    if (value > this.#now) throw new TimeError("Cannot set the start after the present");
    this.#start = value;
  }

  /** The timer that rings first, up to the given time. */
  #due(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers.values()) {
      if (timer.due <= until && (first === undefined || timer.due < first.due)) first = timer;
    }
    return first;
  }

  #ring(timer: Timer): void {
    const { id, due, every, callback, args } = timer;
    this.#now = Math.max(this.#now, due);
    this.#timers.delete(id);
    if (every !== undefined) this.#timers.set(id, { ...timer, due: due + every });
    callback(...args);
  }

  /** Moves on by so many milliseconds and runs what is due on the way. */
  tick(ms = 0): void {
    this.now += ms;
  }

  /** The same, with a pause for promises before each timer and at the end. */
  async tickAsync(ms = 0): Promise<void> {
    const until = this.#now + ms;
    await this.runMicrotasks();
    for (let timer = this.#due(until); timer; timer = this.#due(until)) {
      this.#ring(timer);
      await this.runMicrotasks();
    }
    this.now = Math.max(until, this.#now);
  }

  /** Moves on to the next timer and runs it; false where there is none. */
  next(): boolean {
    const timer = this.#due(Infinity);
    if (timer) this.#ring(timer);
    return timer !== undefined;
  }

  /** The same, with a pause for promises before it. */
  async nextAsync(): Promise<boolean> {
    await this.runMicrotasks();
    return this.next();
  }

  /** Runs all timers, also those that they set. */
  runAll(): void {
    while (this.next());
  }

  /** The same, with a pause for promises before each. */
  async runAllAsync(): Promise<void> {
    while (await this.nextAsync());
  }

  /** Lets promises that can settle do so. */
  async runMicrotasks(): Promise<void> {
    await new Promise<void>((resolve) => void real.setTimeout(resolve, 0));
  }

  /** Waits on the fake clock. */
  delay(ms: number, { signal }: DelayOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#timers.delete(id);
        reject(signal!.reason);
      };
      const id = this.#set(
        () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
        ms,
        [],
      );
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Puts real time back. */
  restore(): void {
    if (current !== this) throw new TimeError("Cannot restore time: it is not faked");
    current = undefined;
    if (this.#ticker !== undefined) real.clearInterval(this.#ticker);
    Object.assign(globalThis, real);
  }

  /** Puts real time back, whoever faked it. */
  static restore(): void {
    if (!current) throw new TimeError("Cannot restore time: it is not faked");
    current.restore();
  }

  [Symbol.dispose](): void {
    if (current === this) this.restore();
  }
}
