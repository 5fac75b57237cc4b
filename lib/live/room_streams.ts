/**
 * Live places of the people in one waiting room. Each sees its own, so each frame is made for one
 * viewer: often at the front, seldom behind it, spread over time, and at once when a turn comes.
 */
import { othersFirst } from "../time/slices.ts";
import { eventFrame, PING_FRAME, retryFrame } from "./protocol.ts";
import type { RoomView } from "./room_protocol.ts";

const LOOK_MS = 250;
const NEAR_PAUSE_MS = 1_000, FAR_PAUSE_MS = 5_000;
/** Who has so many or fewer ahead is near. */
const NEAR = 200;
const PING_MS = 20_000;
const RETRY_MS = 1_000, RETRY_SPREAD_MS = 4_000;
/** Viewers served before others get a turn on the event loop. */
const SLICE = 500;
/** Streams of one member; the oldest ends when another is opened. */
const STREAMS_A_MEMBER = 4;

export interface RoomStreamsOptions {
  readonly now: () => number;
  readonly view: (memberId: string) => RoomView;
  /** Called with who has opened a stream; returns what to call when it ends. */
  readonly joined: (memberId: string) => () => void;
}

interface Viewer {
  readonly memberId: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly left: () => void;
  sentId: string;
  dueAt: number;
  pingAt: number;
}

/** What a client sends back as `Last-Event-ID`: the same as long as nothing has changed for it. */
export const eventIdOf = ({ state, ahead, place, until, paused }: RoomView): string =>
  [state, place ?? "", ahead ?? "", until ?? "", paused ? "p" : ""].join(".");

export class RoomStreams {
  readonly #options: RoomStreamsOptions;
  readonly #viewers = new Set<Viewer>();
  readonly #byMember = new Map<string, Set<Viewer>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: RoomStreamsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** Opens the member's stream; begins with the place unless `lastEventId` shows it is known. */
  join(memberId: string, lastEventId?: string): ReadableStream<Uint8Array> {
    let viewer: Viewer | undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const retryMs = RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS);
        controller.enqueue(retryFrame(retryMs));
        if (this.#closed) return controller.close();
        const now = this.#options.now();
        viewer = {
          memberId,
          controller,
          left: this.#options.joined(memberId),
          sentId: lastEventId ?? "",
          dueAt: now,
          pingAt: now + PING_MS,
        };
        this.#add(viewer);
        this.#serve(viewer, now);
      },
      cancel: () => {
        if (viewer) this.#leave(viewer);
      },
    }, { highWaterMark: 4 });
  }

  /** Serves these members at the next look, whatever pause they would have. */
  hurry(memberIds: readonly string[]): void {
    for (const memberId of memberIds) {
      for (const viewer of this.#byMember.get(memberId) ?? []) viewer.dueAt = 0;
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const viewer of [...this.#viewers]) this.#end(viewer);
  }

  #add(viewer: Viewer): void {
    this.#viewers.add(viewer);
    const own = this.#byMember.get(viewer.memberId) ?? new Set();
    this.#byMember.set(viewer.memberId, own.add(viewer));
    const [oldest] = own;
    if (own.size > STREAMS_A_MEMBER && oldest) this.#end(oldest);
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_MS);
  }

  #end(viewer: Viewer): void {
    this.#leave(viewer);
    try {
      viewer.controller.close();
    } catch {
      // Gone already.
    }
  }

  #leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    const own = this.#byMember.get(viewer.memberId);
    own?.delete(viewer);
    if (own?.size === 0) this.#byMember.delete(viewer.memberId);
    viewer.left();
  }

  async #look(): Promise<void> {
    let served = 0;
    for (const viewer of this.#viewers) {
      const now = this.#options.now();
      if (viewer.dueAt > now && viewer.pingAt > now) continue;
      this.#serve(viewer, now);
      if (++served % SLICE === 0) await othersFirst();
    }
    const more = this.#viewers.size > 0 && !this.#closed;
    this.#timer = more ? setTimeout(() => void this.#look(), LOOK_MS) : undefined;
  }

  #serve(viewer: Viewer, now: number): void {
    try {
      // A slow client skips some: the next frame holds all that counts.
      if ((viewer.controller.desiredSize ?? 0) <= 0) return void (viewer.dueAt = now + LOOK_MS);
      const view = this.#options.view(viewer.memberId);
      const id = eventIdOf(view);
      if (id !== viewer.sentId) {
        viewer.sentId = id;
        viewer.pingAt = now + PING_MS;
        viewer.controller.enqueue(eventFrame("place", id, view));
      } else if (now >= viewer.pingAt) {
        viewer.pingAt = now + PING_MS;
        viewer.controller.enqueue(PING_FRAME);
      }
      const near = view.ahead !== null && view.ahead <= NEAR;
      viewer.dueAt = now + (near ? NEAR_PAUSE_MS : FAR_PAUSE_MS) * (0.8 + 0.4 * Math.random());
    } catch {
      this.#leave(viewer);
    }
  }
}
