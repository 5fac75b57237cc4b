/**
 * How sales stand for those who run them, as streams: one reading a second for all who watch a sale,
 * and one after each of its changes. Where nobody watches, nothing is read.
 */
import type { ActorSystem } from "../kernel/mod.ts";
import { lotRows, saleRows } from "../read_models/sales.ts";
import { roomRows } from "../read_models/waiting_room.ts";
import { Broadcast } from "./broadcast.ts";
import { eventFrame, type StaffView } from "./protocol.ts";
import { RATE_SECONDS } from "./rate_seconds.ts";
import type { StaffFigures } from "./staff_figures.ts";
import { whileAllowed } from "./while_allowed.ts";

const SECOND_MS = 1_000;

export interface StaffStreamsOptions {
  readonly system: ActorSystem;
  readonly figures: StaffFigures;
}

export interface StaffWatch {
  readonly lastEventId?: string | undefined;
  /** Called once the stream has ended, or where there is none. */
  readonly left?: () => void;
  /** Whether the viewer may still know; asked before each frame. */
  readonly allowed?: () => boolean;
}

export class StaffStreams {
  readonly #options: StaffStreamsOptions;
  readonly #desks = new Map<string, Desk>();

  constructor(options: StaffStreamsOptions) {
    this.#options = options;
  }

  /** Undefined where there is no such sale. */
  async watch(saleId: string, watch: StaffWatch = {}): Promise<
    ReadableStream<Uint8Array> | undefined
  > {
    const { lastEventId, left = () => {}, allowed = () => true } = watch;
    const desk = this.#desk(saleId);
    desk.expected++;
    let shown: Shown | undefined;
    try {
      shown = await desk.current();
    } finally {
      desk.expected--;
      if (!shown) {
        left();
        this.#forget(saleId, desk);
      }
    }
    if (!shown) return undefined;
    const known = shown.eventId === lastEventId;
    const gone = () => {
      left();
      this.#forget(saleId, desk);
    };
    return whileAllowed(desk.broadcast.join(shown.frame, { known, left: gone }), allowed);
  }

  stop(): void {
    for (const desk of this.#desks.values()) desk.stop();
    this.#desks.clear();
  }

  #desk(saleId: string): Desk {
    let desk = this.#desks.get(saleId);
    if (!desk) this.#desks.set(saleId, desk = new Desk(saleId, this.#options));
    return desk;
  }

  #forget(saleId: string, desk: Desk): void {
    if (desk.broadcast.size > 0 || desk.expected > 0) return;
    desk.stop();
    if (this.#desks.get(saleId) === desk) this.#desks.delete(saleId);
  }
}

interface Shown {
  readonly frame: Uint8Array;
  readonly eventId: string;
}

class Desk {
  readonly broadcast: Broadcast;
  /** Those who are about to join. */
  expected = 0;
  readonly #saleId: string;
  readonly #options: StaffStreamsOptions;
  readonly #stops: (() => void)[] = [];
  /** People who came in each of the last seconds. */
  #rate: readonly number[] = new Array(RATE_SECONDS).fill(0);
  #counted: number | undefined;
  #participants = 0;
  #shown: Shown | undefined;
  #following: Promise<void> | undefined;
  #stopped = false;

  constructor(saleId: string, options: StaffStreamsOptions) {
    this.#saleId = saleId;
    this.#options = options;
    this.broadcast = new Broadcast(
      async () => (await this.current())?.frame,
      () => options.system.metrics.commands,
    );
  }

  async current(): Promise<Shown | undefined> {
    await (this.#following ??= this.#follow());
    const figures = await this.#options.figures.read(this.#saleId);
    if (!figures) return undefined;
    this.#participants = figures.sale.participants;
    this.#counted ??= this.#participants;
    const view: StaffView = { ...figures, rate: this.#rate };
    const eventId = idOf(view);
    if (this.#shown?.eventId !== eventId) {
      this.#shown = { eventId, frame: eventFrame("figures", eventId, view) };
    }
    return this.#shown;
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.broadcast.close();
  }

  async #follow(): Promise<void> {
    const { feed } = this.#options.system;
    const entry = () => this.broadcast.changed();
    const second = setInterval(() => this.#tick(), SECOND_MS);
    this.#stops.push(() => clearInterval(second));
    for (const { kind } of [saleRows, lotRows, roomRows]) {
      const stop = await feed.follow(kind, this.#saleId, { entry });
      if (this.#stopped) stop();
      else this.#stops.push(stop);
    }
  }

  #tick(): void {
    const came = Math.max(0, this.#participants - (this.#counted ?? this.#participants));
    this.#counted = this.#participants;
    // A flat line stays the one it is, so that a quiet sale sends nothing.
    if (came > 0 || this.#rate.some((one) => one > 0)) this.#rate = [...this.#rate.slice(1), came];
    this.broadcast.changed();
  }
}

/** The same on every node and at every time, as long as it says the same. */
function idOf({ sale: { now: _, ...sale }, leads: { asOf: __, ...leads }, ...rest }: StaffView) {
  const text = JSON.stringify([sale, leads, rest]);
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return hash.toString(36);
}
