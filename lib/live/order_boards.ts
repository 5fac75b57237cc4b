/**
 * Pages of the board of orders, live: each page that somebody looks at is read once after a change
 * and shared by all who look at it, whatever their number.
 */
import type { ActorSystem } from "../kernel/mod.ts";
import {
  listVehicleOrders,
  type VehicleOrderFilter,
  type VehicleOrderRow,
  vehicleOrdersByState,
} from "../read_models/vehicle_orders.ts";
import { Broadcast } from "./broadcast.ts";
import type { OrdersFrame } from "./order_protocol.ts";
import { eventFrame } from "./protocol.ts";
import { whileAllowed } from "./while_allowed.ts";

export const BOARD_ROWS = 50;
/** Pages that nobody looks at are forgotten, the longest unused first. */
const PAGES = 200;
/** A frame holds the changes of so many updates, so that a viewer may miss some. */
const FRAME_UPDATES = 8;

export interface BoardPage extends VehicleOrderFilter {
  /** The last row of the page before. */
  readonly after?: Pick<VehicleOrderRow, "placedAt" | "id">;
}

export class OrderBoards {
  readonly #system: ActorSystem;
  readonly #pages = new Map<string, Page>();
  #unfollow: (() => void) | undefined;

  constructor(system: ActorSystem) {
    this.#system = system;
  }

  /**
   * Events `orders`: the whole page at once, and what changes. `left` is called once it has ended;
   * `allowed` says whether the viewer may still know, and is asked before each frame.
   */
  async watch(
    page: BoardPage,
    left: () => void = () => {},
    allowed: () => boolean = () => true,
  ): Promise<ReadableStream<Uint8Array>> {
    this.#unfollow ??= this.#system.feed.followKind(vehicleOrdersByState.kind, () => {
      for (const one of this.#pages.values()) one.changed();
    });
    try {
      return whileAllowed(await this.#page(page).join(left), allowed);
    } catch (cause) {
      left();
      throw cause;
    }
  }

  /** Streams that are open. */
  get viewers(): number {
    return [...this.#pages.values()].reduce((sum, { viewers }) => sum + viewers, 0);
  }

  stop(): void {
    this.#unfollow?.();
    for (const page of this.#pages.values()) page.stop();
    this.#pages.clear();
  }

  #page(asked: BoardPage): Page {
    const { status, model, after } = asked;
    const name = JSON.stringify([status, model, after?.placedAt, after?.id]);
    const known = this.#pages.get(name);
    if (known) return known;
    for (const [key, idle] of this.#pages) {
      if (this.#pages.size < PAGES) break;
      if (idle.viewers > 0) continue;
      idle.stop();
      this.#pages.delete(key);
    }
    const page = new Page(asked, this.#system);
    this.#pages.set(name, page);
    return page;
  }
}

interface Shown {
  readonly text: string;
  readonly row: VehicleOrderRow;
  /** The update it came with. */
  readonly seq: number;
}

class Page {
  readonly #asked: BoardPage;
  readonly #system: ActorSystem;
  readonly #broadcast: Broadcast;
  #shown: readonly Shown[] = [];
  #seq = 0;
  #frame: Uint8Array | undefined;
  /** Counts changes; a reading is current as long as this has not moved. */
  #changes = 0;
  #readAt = -1;
  #reading: Promise<void> | undefined;

  constructor(asked: BoardPage, system: ActorSystem) {
    this.#asked = asked;
    this.#system = system;
    this.#broadcast = new Broadcast(
      () => this.#current().then(() => this.#frame),
      () => system.metrics.commands,
    );
  }

  get viewers(): number {
    return this.#broadcast.size;
  }

  changed(): void {
    this.#changes++;
    this.#broadcast.changed();
  }

  async join(left: () => void): Promise<ReadableStream<Uint8Array>> {
    await this.#current();
    return this.#broadcast.join(this.#frameSince(0), { left });
  }

  stop(): void {
    this.#broadcast.close();
  }

  async #current(): Promise<void> {
    while (this.#readAt < this.#changes) {
      this.#reading ??= this.#read().finally(() => this.#reading = undefined);
      await this.#reading;
    }
  }

  async #read(): Promise<void> {
    const changes = this.#changes;
    const { after, ...filter } = this.#asked;
    const rows = await listVehicleOrders(this.#system.rows(vehicleOrdersByState), filter, {
      limit: BOARD_ROWS,
      ...(after ? { after } : {}),
    });
    this.#readAt = changes;
    const before = new Map(this.#shown.map((one) => [one.row.id, one]));
    const seq = this.#seq + 1;
    const shown = rows.map((row): Shown => {
      const text = JSON.stringify(row);
      const known = before.get(row.id);
      return known?.text === text ? known : { text, row, seq };
    });
    const same = shown.length === this.#shown.length &&
      shown.every((one, at) => one === this.#shown[at]);
    if (same && this.#seq > 0) return;
    this.#shown = shown;
    this.#seq = seq;
    this.#frame = this.#frameSince(Math.max(0, seq - FRAME_UPDATES));
  }

  #frameSince(since: number): Uint8Array {
    const frame: OrdersFrame = {
      seq: this.#seq,
      since,
      ids: this.#shown.map(({ row }) => row.id),
      rows: this.#shown.filter(({ seq }) => seq > since).map(({ row }) => row),
    };
    return eventFrame("orders", undefined, frame);
  }
}
