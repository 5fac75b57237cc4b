/**
 * The public state of each sale on this node: read once after each change and shared by all who
 * ask or watch. A thousand viewers cost one read and one encoding an update.
 */
import type { ActorSystem, FeedEntry } from "../kernel/mod.ts";
import { type LotRow, lotRows, type SaleRow, saleRows } from "../read_models/sales.ts";
import { titlesOf } from "../words/titles.ts";
import { Broadcast } from "./broadcast.ts";
import { OwnPlaces, type ReadStanding } from "./own_places.ts";
import { eventFrame, type SaleView } from "./protocol.ts";

/** Boards that nobody watches are forgotten, the longest unused first. */
const BOARDS = 200;

export interface SaleBoardsOptions {
  readonly system: ActorSystem;
  readonly now: () => number;
}

export class SaleBoards {
  readonly #options: SaleBoardsOptions;
  readonly #boards = new Map<string, Board>();

  constructor(options: SaleBoardsOptions) {
    this.#options = options;
  }

  /** The sale as it stands now; undefined where there is none. */
  async view(saleId: string): Promise<SaleView | undefined> {
    return (await this.#board(saleId).current())?.view;
  }

  /**
   * A stream of server-sent events with the sale's state: at once, unless `lastEventId` shows that
   * the client has it, and after each change; for a member also with their own standing. Undefined
   * where there is no such sale. `left` is called once the stream has ended, or where there is none.
   */
  async watch(
    saleId: string,
    { lastEventId, left = () => {}, member }: WatchOptions = {},
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    const board = this.#board(saleId);
    let current: Shown | undefined;
    try {
      current = await board.current();
    } finally {
      if (!current) left();
    }
    if (!current) return undefined;
    const known = lastEventId === current.eventId;
    if (!member) return board.broadcast.join(current.frame, { known, left });
    let unwatch = () => {};
    return board.broadcast.join(current.frame, {
      known,
      left: () => {
        unwatch();
        left();
      },
      joined: (send) => unwatch = board.ownPlaces.watch(member.id, member.standing, send),
    });
  }

  /** Streams that are open. */
  get viewers(): number {
    let viewers = 0;
    for (const board of this.#boards.values()) viewers += board.broadcast.size;
    return viewers;
  }

  stop(): void {
    for (const board of this.#boards.values()) board.stop();
    this.#boards.clear();
  }

  #board(saleId: string): Board {
    let board = this.#boards.get(saleId);
    if (board) return board;
    for (const [id, idle] of this.#boards) {
      if (this.#boards.size < BOARDS) break;
      if (idle.broadcast.size > 0) continue;
      idle.stop();
      this.#boards.delete(id);
    }
    board = new Board(saleId, this.#options);
    this.#boards.set(saleId, board);
    return board;
  }
}

export interface WatchOptions {
  readonly lastEventId?: string | undefined;
  readonly left?: () => void;
  readonly member?: { readonly id: string; readonly standing: ReadStanding } | undefined;
}

interface Shown {
  readonly view: SaleView;
  readonly eventId: string;
  readonly frame: Uint8Array;
}

class Board {
  readonly broadcast: Broadcast;
  readonly ownPlaces = new OwnPlaces();
  readonly #saleId: string;
  readonly #options: SaleBoardsOptions;
  #shown: Shown | undefined;
  /** Counts changes; a reading is current as long as this has not moved. */
  #changes = 0;
  #readAt = -1;
  #reading: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #stops: (() => void)[] = [];
  #stopped = false;

  constructor(saleId: string, options: SaleBoardsOptions) {
    this.#saleId = saleId;
    this.#options = options;
    this.broadcast = new Broadcast(
      () => this.#latestFrame(),
      () => options.system.metrics.commands,
    );
  }

  async current(): Promise<Shown | undefined> {
    await (this.#following ??= this.#follow());
    await this.#refresh();
    if (this.#shown && stateOf(this.#shown.view, this.#options.now()) !== this.#shown.view.state) {
      this.#changes++;
      await this.#refresh();
    }
    return this.#shown;
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.broadcast.close();
  }

  async #follow(): Promise<void> {
    const changed = {
      entry: ({ events }: FeedEntry) => {
        this.#changes++;
        this.broadcast.changed();
        this.ownPlaces.happened(events);
      },
    };
    try {
      for (const kind of [saleRows.kind, lotRows.kind]) {
        const stop = await this.#options.system.feed.follow(kind, this.#saleId, changed);
        if (this.#stopped) stop();
        else this.#stops.push(stop);
      }
    } catch (cause) {
      this.#following = undefined;
      throw cause;
    }
  }

  async #latestFrame(): Promise<Uint8Array | undefined> {
    return (await this.current())?.frame;
  }

  async #refresh(): Promise<void> {
    while (this.#readAt < this.#changes) {
      this.#reading ??= this.#read().finally(() => this.#reading = undefined);
      await this.#reading;
    }
  }

  async #read(): Promise<void> {
    const { system, now } = this.#options;
    const changes = this.#changes;
    const [sale, lot] = await Promise.all([
      system.rows(saleRows).get<SaleRow>([this.#saleId]),
      system.rows(lotRows).get<LotRow>([this.#saleId]),
    ]);
    this.#readAt = changes;
    if (!sale || sale.status === "draft") return void (this.#shown = undefined);
    const {
      model,
      opensAt,
      closesAt,
      capacity,
      mode,
      identity = "none",
      depositFen,
      holdMs,
    } = sale.plan;
    const view: SaleView = {
      id: this.#saleId,
      ...titlesOf(sale.plan),
      model,
      state: "scheduled",
      mode,
      identity,
      depositFen,
      holdMs,
      capacity: lot?.capacity || capacity,
      allocated: lot?.allocated ?? 0,
      sold: lot?.sold ?? 0,
      returned: lot?.returned ?? 0,
      waiting: lot?.waiting ?? 0,
      called: lot?.called ?? 0,
      participants: lot?.participants ?? 0,
      opensAt,
      closesAt,
      seq: lot?.seq ?? 0,
      now: now(),
    };
    view.state = sale.status === "scheduled" ? stateOf(view, now()) : sale.status;
    const eventId = `${sale.seq}.${view.seq}.${view.state}`;
    // The rows may be ahead of the feed: what its entry then brings has been told already.
    if (eventId === this.#shown?.eventId) return;
    this.#shown = { view, eventId, frame: eventFrame("sale", eventId, view) };
  }
}

/** A scheduled sale is open from its time on, whether or not its reminder has fired yet. */
function stateOf({ state, opensAt }: SaleView, now: number): SaleView["state"] {
  return state === "scheduled" && now >= opensAt ? "open" : state;
}
