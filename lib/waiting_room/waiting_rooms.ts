/**
 * The waiting rooms as one node serves them: a board a sale, who is there, who is let in. What has to
 * last is in the actors; everything here can be lost with the process and comes back by itself.
 */
import { PLACES } from "../../actors/sales/room_state.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import type { SealedSecrets } from "../adapters/sealed_secret/port.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { RoomStreams } from "../live/room_streams.ts";
import { Door, type DoorLimits } from "./door.ts";
import { RoomBoard } from "./room_board.ts";
import { createTickets, passOf, type Refusal, type Tickets } from "./tickets.ts";

export interface WaitingRoomsOptions {
  readonly system: ActorSystem;
  readonly now: () => number;
  /** Sign tickets, passes and challenges; the first signs, all are taken. */
  readonly secrets: readonly string[];
  readonly sealed: SealedSecrets;
  readonly limits?: DoorLimits;
  /** Whether addresses are limited. Not in a load test, where all come from one. */
  readonly byAddress?: boolean;
}

/** How often the rooms are told who is there and who has finished. */
const REPORT_MS = 500;
/** How long a sale counts as one without a waiting room, once looked at. */
const NONE_MS = 2_000;
const MOST_NONE = 1_000;
const FORGET_MS = 60_000;
/** A room that nobody asked for in so long leaves the memory; its journal brings it back. */
const IDLE_MS = 600_000;
const TICKET_MS = 24 * 3_600_000;

interface Open {
  readonly board: RoomBoard;
  readonly streams: RoomStreams;
  usedAt: number;
  stop(): void;
}

export class WaitingRooms {
  readonly door: Door;
  readonly tickets: Tickets;
  readonly sealed: SealedSecrets;
  readonly #options: WaitingRoomsOptions;
  readonly #open = new Map<string, Open>();
  readonly #opening = new Map<string, Promise<Open | undefined>>();
  /** Sales without a waiting room, with when they were looked at. */
  readonly #none = new Map<string, number>();
  readonly #finished = new Map<string, Set<string>>();
  #reporting: Promise<void> | undefined;
  #reportSoon = false;
  #cancelTimer: (() => void) | undefined;
  #forgetAt = 0;
  #stopped = false;

  constructor(options: WaitingRoomsOptions) {
    this.#options = options;
    this.door = new Door(options.secrets, options.limits, { byAddress: options.byAddress ?? true });
    this.tickets = createTickets(options.secrets);
    this.sealed = options.sealed;
  }

  /** The sale's room; undefined where it has none. At once, where this node has it in memory. */
  board(saleId: string): RoomBoard | undefined | Promise<RoomBoard | undefined> {
    const open = this.#open.get(saleId);
    if (open) {
      open.usedAt = this.#options.now();
      return open.board;
    }
    const looked = this.#none.get(saleId);
    if (looked !== undefined && this.#options.now() - looked < NONE_MS) return undefined;
    return this.#load(saleId).then((open) => open?.board);
  }

  /** A room was set up here a moment ago: it is there from now on. */
  created(saleId: string): void {
    this.#none.delete(saleId);
  }

  /** Whether the sale lets in only whom its waiting room has admitted. */
  guards(saleId: string): boolean | Promise<boolean> {
    const board = this.board(saleId);
    return board instanceof Promise ? board.then(isOn) : isOn(board);
  }

  ticketFor(saleId: string, memberId: string): string {
    return this.tickets.ticket(saleId, memberId, this.#options.now() + TICKET_MS);
  }

  /**
   * Why the request is not one of a member whom the room has admitted; undefined where it is. Looks
   * at the pass alone: no I/O, and the same on every node.
   */
  admissionOf(
    request: Request,
    saleId: string,
    memberId: string,
    nowMs: number,
  ): Refusal | undefined {
    return this.tickets.refusePass(passOf(request), { saleId, memberId }, nowMs);
  }

  /** The member has what it came for: another may come in. Told in batches, a moment later. */
  finished(saleId: string, memberId: string): void {
    const members = this.#finished.get(saleId) ?? new Set();
    this.#finished.set(saleId, members.add(memberId));
    this.#startTimer();
  }

  /** The member's live stream. */
  async watch(
    saleId: string,
    memberId: string,
    lastEventId?: string,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    const open = this.#open.get(saleId) ?? await this.#load(saleId);
    return open?.streams.join(memberId, lastEventId);
  }

  get viewers(): number {
    let viewers = 0;
    for (const { streams } of this.#open.values()) viewers += streams.size;
    return viewers;
  }

  /** Tells the rooms who is there and who has finished. Called by a timer, and by tests. */
  report(): Promise<void> {
    this.#reporting ??= this.#report().finally(() => this.#reporting = undefined);
    return this.#reporting;
  }

  async stop(): Promise<void> {
    this.#cancelTimer?.();
    await this.report().catch(() => {});
    this.#stopped = true;
    this.#cancelTimer?.();
    for (const open of this.#open.values()) open.stop();
    this.#open.clear();
  }

  #load(saleId: string): Promise<Open | undefined> {
    const opening = this.#opening.get(saleId);
    if (opening) return opening;
    const begun = this.#follow(saleId).finally(() => this.#opening.delete(saleId));
    this.#opening.set(saleId, begun);
    return begun;
  }

  async #follow(saleId: string): Promise<Open | undefined> {
    const { system, now } = this.#options;
    const address = waitingRoom(saleId);
    if (this.#stopped || !await system.journalHead(address)) {
      if (this.#none.size >= MOST_NONE) this.#none.clear();
      this.#none.set(saleId, now());
      return undefined;
    }
    const board = new RoomBoard(saleId, {
      moved: (memberIds) => streams.hurry(memberIds),
      called: () => this.#soon(),
      changed: () => {},
    });
    const streams = new RoomStreams({
      now,
      view: (memberId) => board.view(memberId, now()),
      joined: (memberId) => board.presence.follow(memberId, now(), now),
    });
    const leave = await system.follow(address, {
      entry: (entry) => {
        try {
          board.apply(entry);
        } catch (cause) {
          // What is behind the journal must not answer: the next who asks reads it anew.
          this.#open.get(saleId)?.stop();
          this.#open.delete(saleId);
          throw cause;
        }
      },
    }, 0);
    const open: Open = {
      board,
      streams,
      usedAt: now(),
      stop: () => {
        leave();
        streams.close();
      },
    };
    // A sale that was scheduled without a room has told it so: a journal, and nothing in it.
    if (board.state.status === "none" || this.#stopped) {
      open.stop();
      this.#none.set(saleId, now());
      return undefined;
    }
    this.#open.set(saleId, open);
    this.#startTimer();
    return open;
  }

  /** Somebody was called: tell at once that they are there, and not only at the next report. */
  #soon(): void {
    if (this.#reportSoon || this.#stopped) return;
    this.#reportSoon = true;
    this.#options.system.clock.after(0, () => {
      this.#reportSoon = false;
      if (!this.#stopped) this.report().catch(() => {});
    });
  }

  #startTimer(): void {
    if (this.#cancelTimer || this.#stopped) return;
    this.#cancelTimer = this.#options.system.clock.after(REPORT_MS, () => {
      this.#cancelTimer = undefined;
      // What could not be told is told by the next report.
      this.report().catch(() => {}).then(() => this.#startTimer());
    });
  }

  async #report(): Promise<void> {
    const { system, now } = this.#options;
    for (const [saleId, members] of this.#finished) {
      this.#finished.delete(saleId);
      for (const memberIds of parts([...members])) {
        await system.ask(waitingRoom(saleId), "finish", { memberIds });
      }
    }
    const forget = now() >= this.#forgetAt;
    if (forget) this.#forgetAt = now() + FORGET_MS;
    for (const [saleId, open] of this.#open) {
      const { board, streams, usedAt } = open;
      if (streams.size === 0 && now() - usedAt > IDLE_MS) {
        open.stop();
        this.#open.delete(saleId);
        continue;
      }
      for (const places of parts(board.presentPlaces(now()))) {
        await system.ask(waitingRoom(saleId), "seen", { places });
      }
      const { plan } = board.state;
      if (forget && plan) board.presence.forgetBefore(now() - 2 * plan.graceMs);
    }
  }
}

const isOn = (board: RoomBoard | undefined): boolean =>
  board !== undefined && board.state.status !== "closed";

function parts<T>(all: readonly T[]): T[][] {
  const parts = [];
  for (let from = 0; from < all.length; from += PLACES) parts.push(all.slice(from, from + PLACES));
  return parts;
}
