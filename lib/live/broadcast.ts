/**
 * One stream of frames to many viewers. A frame is the whole state, so a viewer that is slow, or an
 * update that comes too soon after the last, may skip some: what counts is that the newest arrives.
 */
import { PING_FRAME, retryFrame } from "./protocol.ts";

const PING_MS = 20_000;
/** Between two updates, so that changes close to each other are told together. */
const SHORTEST_REST_MS = 50;
/** How long after a state that could not be read it is read again. */
const AGAIN_MS = 1_000;
/** Viewers served before others get a turn on the event loop. */
const SLICE = 500;
/** Commands a second from which on there is a rush: claims come before those who watch them. */
const RUSH = 1_000;
/** What a slice leaves to others in a rush, as a multiple of the time that it took. */
const REST_IN_A_RUSH = 1.5;
const RETRY_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;

interface Viewer {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** It has not taken the frame before; it gets the newest as soon as it has. */
  behind: boolean;
  /** The frame it was given last. */
  has: Uint8Array | undefined;
  /** What went round when it joined with something newer. */
  readonly outdated: Uint8Array | undefined;
  readonly left: () => void;
}

export interface JoinOptions {
  /** The client has the newest frame already. */
  readonly known?: boolean;
  /** Called once the stream has ended. */
  readonly left?: () => void;
  /** Is given what sends this viewer a frame that nobody else gets. */
  readonly joined?: (send: (frame: Uint8Array) => void) => void;
}

export class Broadcast {
  readonly #latest: () => Promise<Uint8Array | undefined>;
  readonly #commands: () => number;
  readonly #viewers = new Set<Viewer>();
  /** Who is served next. */
  #hand = this.#viewers.values();
  #dirty = false;
  #sending = false;
  #frame: Uint8Array | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  /** Ends each rest that is being taken. */
  readonly #resting = new Set<() => void>();

  /** `latest` gives the newest state's frame; `commands` counts what else the process does. */
  constructor(latest: () => Promise<Uint8Array | undefined>, commands: () => number = () => 0) {
    this.#latest = latest;
    this.#commands = commands;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /**
   * Opens a stream that begins with `newest`, the state as it stands at this moment. It may be ahead of
   * the round that is under way; what goes round next is given to everyone.
   */
  join(
    newest: Uint8Array | undefined,
    { known = false, left = () => {}, joined }: JoinOptions = {},
  ): ReadableStream<Uint8Array> {
    let viewer: Viewer;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const outdated = newest && this.#frame;
        viewer = { controller, behind: false, has: newest, outdated, left };
        // Spread, so that a restart does not bring all viewers back in one instant.
        controller.enqueue(retryFrame(RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)));
        if (newest && !known) controller.enqueue(newest);
        if (this.#closed) {
          left();
          return controller.close();
        }
        this.#viewers.add(viewer);
        joined?.((frame) => {
          if (this.#viewers.has(viewer)) controller.enqueue(frame);
        });
        this.#ping ??= setInterval(() => void this.#pingAll(), PING_MS);
      },
      pull: () => {
        if (!viewer.behind || !this.#frame) return;
        viewer.behind = false;
        viewer.has = this.#frame;
        viewer.controller.enqueue(this.#frame);
      },
      cancel: () => this.#leave(viewer),
    }, { highWaterMark: 4 });
  }

  /** Something has changed: the newest state will be sent, soon. */
  changed(): void {
    this.#dirty = true;
    if (this.#sending || this.#closed || this.#viewers.size === 0) return;
    this.#sending = true;
    void this.#send();
  }

  close(): void {
    this.#closed = true;
    for (const wake of this.#resting) wake();
    clearInterval(this.#ping);
    for (const { controller, left } of this.#viewers) {
      left();
      try {
        controller.close();
      } catch {
        // Gone already.
      }
    }
    this.#viewers.clear();
  }

  async #send(): Promise<void> {
    while (this.#dirty && !this.#closed && this.#viewers.size > 0) {
      const began = performance.now();
      let rest = SHORTEST_REST_MS;
      try {
        await this.#sweep();
      } catch {
        // The state could not be read, and it may have been the last change for long.
        this.#dirty = true;
        rest = AGAIN_MS;
      }
      await this.#rest(Math.max(0, rest - (performance.now() - began)));
    }
    this.#sending = false;
  }

  /**
   * Goes round until everyone has the newest frame. A change on the way is taken up at once: those
   * who come next need not be given the older frame first, and nobody waits for longer than a round.
   */
  async #sweep(): Promise<void> {
    let left = 0;
    do {
      const began = performance.now(), commands = this.#commands();
      if (this.#dirty) {
        this.#dirty = false;
        const frame = await this.#latest();
        if (frame && frame !== this.#frame) {
          this.#frame = frame;
          left = this.#viewers.size;
        }
      }
      const slice = Math.min(left, SLICE);
      for (let served = 0; served < slice; served++) this.#serveNext();
      left -= slice;
      if (left === 0) return;
      // What was handed over is written while this rests.
      await this.#rest(0);
      const took = performance.now() - began;
      const rush = (this.#commands() - commands) / took * 1_000 >= RUSH;
      if (rush) await this.#rest(REST_IN_A_RUSH * took);
    } while (!this.#closed && this.#viewers.size > 0);
  }

  #serveNext(): void {
    let next = this.#hand.next();
    if (next.done) {
      this.#hand = this.#viewers.values();
      next = this.#hand.next();
    }
    const viewer = next.value;
    if (!viewer || viewer.has === this.#frame || viewer.outdated === this.#frame) return;
    this.#give(viewer, this.#frame!);
  }

  #give(viewer: Viewer, frame: Uint8Array): void {
    const { controller } = viewer;
    try {
      if ((controller.desiredSize ?? 0) > 0) {
        controller.enqueue(frame);
        if (frame !== PING_FRAME) viewer.has = frame;
      } else viewer.behind = frame !== PING_FRAME || viewer.behind;
    } catch {
      this.#leave(viewer);
    }
  }

  async #pingAll(): Promise<void> {
    let served = 0;
    for (const viewer of this.#viewers) {
      if (++served % SLICE === 0) await this.#rest(0);
      if (this.#closed) return;
      this.#give(viewer, PING_FRAME);
    }
  }

  #rest(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#resting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#resting.add(wake);
    });
  }

  #leave(viewer: Viewer): void {
    if (this.#viewers.delete(viewer)) viewer.left();
    if (this.#viewers.size > 0) return;
    clearInterval(this.#ping);
    this.#ping = undefined;
  }
}
