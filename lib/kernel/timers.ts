/** A node's timers, which end with it: nothing of a stopped node happens any more. */
import type { Clock } from "./clock.ts";
import { LinkedList } from "./linked_list.ts";

export class Timers {
  readonly #clock: Clock;
  /** How to end each that is set: what to call, and whether somebody awaits it. */
  readonly #open = new LinkedList<{ readonly cancel: () => void; readonly awaited?: () => void }>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `run` once after `ms`, unless the node has stopped by then. Returns how to cancel. */
  after(ms: number, run: () => void): () => void {
    if (this.#stopped) return () => {};
    const cancel = this.#clock.after(ms, () => {
      this.#open.delete(timer);
      run();
    });
    const timer = this.#open.add({ cancel });
    return () => {
      if (this.#open.delete(timer)) cancel();
    };
  }

  /**
   * Resolves after `ms`, or as soon as the node stops: who pauses looks at that when it goes on. The
   * process stays alive until then, since somebody waits.
   */
  pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, () => {
        this.#open.delete(timer);
        resolve();
      }, true);
      const timer = this.#open.add({ cancel, awaited: resolve });
    });
  }

  stop(): void {
    this.#stopped = true;
    for (let open = this.#open.shift(); open; open = this.#open.shift()) {
      open.cancel();
      open.awaited?.();
    }
  }
}
