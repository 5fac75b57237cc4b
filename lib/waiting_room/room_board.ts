/**
 * One waiting room in the memory of a node: the fold of its journal, with what a quick answer needs
 * beside it. Hundreds of thousands ask where they stand; none of them asks the actor.
 */
import {
  initial,
  readyAt,
  type RoomState,
  type Standing,
  standingOf,
} from "../../actors/sales/room_state.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import type { FeedEntry } from "../kernel/mod.ts";
import type { RoomView } from "../live/room_protocol.ts";
import { CountTree } from "./count_tree.ts";
import { Pace } from "./pace.ts";
import { Presence } from "./presence.ts";

/** Polls: at the front, behind it, before the opening at most, and where nothing will change soon. */
const FRONT_POLL_MS = 4_000, FAR_POLL_MS = 15_000, EARLY_POLL_MS = 20_000, IDLE_POLL_MS = 30_000;
const SOON_POLL_MS = 2_000;
/** Polls within a grace period: one may be lost, and still nobody counts as gone. */
const POLLS_A_GRACE = 4;

export interface BoardEvents {
  /** These members were admitted or lost their turn: they want to know at once. */
  moved(memberIds: readonly string[]): void;
  /** People were called to the front: whether they are there is wanted at once. */
  called(): void;
  /** Anything at all. */
  changed(): void;
}

export class RoomBoard {
  readonly saleId: string;
  readonly presence = new Presence();
  readonly state: RoomState = structuredClone(initial);
  readonly #events: BoardEvents;
  readonly #pace = new Pace();
  /** Places behind the front that were left: they do not count as people ahead. */
  #left = new CountTree();

  constructor(saleId: string, events: BoardEvents) {
    this.saleId = saleId;
    this.#events = events;
  }

  apply({ at, events }: FeedEntry): void {
    for (const [name, payload] of events) {
      const evolve = waitingRoom.evolve[name as keyof typeof waitingRoom.evolve];
      evolve(this.state, payload as never, { at });
      this.#note(name, payload as { places?: number[]; place?: number }, at);
    }
    this.#events.changed();
  }

  #note(name: string, { places, place }: { places?: number[]; place?: number }, at: number): void {
    switch (name) {
      case "opened":
        this.#left = new CountTree();
        for (const place of this.state.left) this.#left.add(place);
        this.#pace.restart(at);
        break;
      case "rate_set":
      case "resumed":
        if (this.state.status === "open") this.#pace.restart(at);
        break;
      case "paused":
      case "closed":
        this.#pace.stop();
        break;
      case "left":
        if (this.state.left.has(place!)) this.#left.add(place!);
        break;
      case "admitted":
      case "passed":
        this.#pace.moved(places!.length, at);
        this.#events.moved(places!.map((place) => this.state.line[place - 1]!));
        break;
      case "called":
      case "called_again":
        this.#events.called();
        break;
    }
  }

  /** How the member stands; undefined for one who never entered. */
  standing(memberId: string, nowMs: number): Standing | undefined {
    const place = this.state.places.get(memberId);
    return place === undefined ? undefined : standingOf(this.state, place, nowMs);
  }

  view(memberId: string, nowMs: number): RoomView {
    const standing = this.standing(memberId, nowMs);
    const shown = this.#shown(standing);
    const ahead = shown === "waiting" ? this.#ahead(standing!.place) : null;
    const { plan, pausedAt } = this.state;
    const moving = pausedAt === null && (plan?.ratePerMinute ?? 0) > 0;
    const until = standing?.state === "admitted"
      ? standing.until
      : standing?.state === "passed"
      ? standing.returnBy
      : undefined;
    return {
      state: shown,
      place: shown === "none" || shown === "closed" || shown === "prequeue"
        ? null
        : standing!.place,
      ahead,
      // Who is next waits for one admission as well.
      estimateSeconds: ahead === null || !moving ? null : this.#pace.estimate(ahead + 1, nowMs),
      pollAfterMs: this.#pollAfterMs(shown, ahead, nowMs),
      paused: pausedAt !== null,
      opensAt: plan?.opensAt ?? 0,
      ...(until === undefined ? {} : { until }),
    };
  }

  #shown(standing: Standing | undefined): RoomView["state"] {
    if (standing && standing.state !== "gone") return standing.state;
    return this.state.status === "closed" ? "closed" : "none";
  }

  #ahead(place: number): number {
    const { front, returned, called } = this.state;
    if (returned.has(place)) return indexOf(returned, place);
    if (place <= called) return returned.size + indexOf(front, place);
    const left = this.#left.upTo(place - 1) - this.#left.upTo(called);
    return returned.size + front.size + (place - 1 - called) - left;
  }

  #pollAfterMs(shown: RoomView["state"], ahead: number | null, nowMs: number): number {
    const { plan } = this.state;
    const most = (plan?.graceMs ?? IDLE_POLL_MS) / POLLS_A_GRACE;
    const spread = 0.8 + 0.4 * Math.random();
    const pause = () => {
      switch (shown) {
        case "prequeue": {
          const left = (plan?.opensAt ?? nowMs) - nowMs;
          return Math.min(EARLY_POLL_MS, Math.max(SOON_POLL_MS, left));
        }
        case "waiting":
          return Math.min(most, ahead! <= 2 * readyAt(this.state) ? FRONT_POLL_MS : FAR_POLL_MS);
        case "passed":
          return SOON_POLL_MS;
        default:
          return IDLE_POLL_MS;
      }
    };
    return Math.round(spread * pause());
  }

  /** Places of people who are there and of whom the room should be told that they are. */
  presentPlaces(nowMs: number): number[] {
    const { status, plan, front, returned, passed, line } = this.state;
    if (status !== "open" || plan === null) return [];
    const fresh = plan.graceMs / 2;
    const lastHeard = (place: number) => this.presence.lastHeard(line[place - 1]!, nowMs);
    const wanted: number[] = [];
    const look = (place: number, heardAt: number | null) => {
      if (heardAt !== null && nowMs - heardAt <= fresh) return;
      const last = lastHeard(place);
      if (last !== undefined && nowMs - last <= fresh) wanted.push(place);
    };
    for (const [place, heardAt] of returned) look(place, heardAt);
    for (const [place, { heardAt }] of front) look(place, heardAt);
    for (const [place, returnBy] of passed) {
      const last = lastHeard(place);
      if (nowMs < returnBy && last !== undefined && last > returnBy - plan.returnMs) {
        wanted.push(place);
      }
    }
    return wanted;
  }
}

/** How many keys come before `place`. */
function indexOf(places: ReadonlyMap<number, unknown>, place: number): number {
  let index = 0;
  for (const before of places.keys()) {
    if (before === place) break;
    index++;
  }
  return index;
}
