/** The waiting room in front of a simulated sale: who is there, who has wandered off, who gets in. */
import {
  commitmentTo,
  entrantsDigest,
  seedOf,
  shuffledOrder,
} from "../../actors/sales/fair_shuffle.ts";
import {
  BURST_MS,
  type RoomPlan,
  type RoomState,
  standingOf,
} from "../../actors/sales/room_state.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import type { ActorSystem, Entry } from "../../lib/kernel/mod.ts";
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import type { SaleStage } from "./stage.ts";
import { RANDOMNESS, SALE, SECRETS } from "./sealing.ts";

export interface LobbyPlan extends Omit<RoomPlan, "opensAt" | "prequeueAt"> {
  /** Probability that someone enters and goes away without a word. */
  readonly ghosts: number;
}

/** How often a node tells the room who is there. */
const REPORT_MS = 500;
const POLL_MS = 1_000;

export function drawLobby(chance: Chance): LobbyPlan {
  return {
    ratePerMinute: chance.pick([60, 600, 6_000]),
    maxActive: chance.pick([2, 50]),
    graceMs: chance.pick([5_000, 20_000]),
    returnMs: 30_000,
    admissionMs: 60_000,
    ghosts: chance.pick([0, 0.3, 0.8]),
  };
}

export class Lobby {
  readonly #stage: SaleStage;
  readonly #plan: LobbyPlan;
  readonly #chance: Chance;
  readonly #here = new Set<string>();

  constructor(stage: SaleStage, plan: LobbyPlan) {
    this.#stage = stage;
    this.#plan = plan;
    this.#chance = stage.chance.fork();
  }

  async open(opensAt: number): Promise<void> {
    const { ghosts: _, ...limits } = this.#plan;
    await this.#stage.insist((system) =>
      system.ask(waitingRoom(SALE), "configure", {
        plan: { ...limits, opensAt, prequeueAt: null },
        commitment: SECRETS.commitmentOf(SALE),
      })
    );
    this.#report();
  }

  /** Resolves once the member is let in; false for whoever has gone away. */
  async enter(memberId: string): Promise<boolean> {
    const { world } = this.#stage;
    const ghost = this.#chance.hits(this.#plan.ghosts);
    const come = () =>
      this.#stage.insist((system) => system.ask(waitingRoom(SALE), "enter", { memberId }));
    if (!(await come()).ok || ghost) return false;
    this.#here.add(memberId);
    while (true) {
      const standing = await this.#standing(memberId);
      if (standing === "admitted") break;
      if (standing === "gone" && !(await come()).ok) break;
      await world.sleep(POLL_MS);
    }
    this.#here.delete(memberId);
    return true;
  }

  /** The member has what it came for: another may come in. */
  async finish(memberId: string): Promise<void> {
    await this.#stage.insist((system) =>
      system.ask(waitingRoom(SALE), "finish", { memberIds: [memberId] })
    );
  }

  #standing(memberId: string): Promise<string> {
    return this.#stage.insist((system) =>
      system.view(waitingRoom(SALE), (room) => {
        const place = room.places.get(memberId);
        // By the clock of the node that is asked, as the API tells it.
        return place === undefined ? "gone" : standingOf(room, place, system.clock.now()).state;
      })
    );
  }

  #report(): void {
    this.#stage.repeat(REPORT_MS, () => this.#tell());
  }

  async #tell(): Promise<void> {
    if (this.#here.size === 0) return;
    const system = await this.#stage.someSystem();
    const places = await system.view(waitingRoom(SALE), (room) => {
      const called = [...room.front.keys(), ...room.returned.keys(), ...room.passed.keys()];
      return called.filter((place) => this.#here.has(room.line[place - 1]!));
    });
    if (places.length > 0) await system.ask(waitingRoom(SALE), "seen", { places });
  }
}

interface Row {
  readonly memberId: string;
  readonly place: number;
  readonly places: readonly number[];
}

/** Follows the room's journal without its code: fair order, rate, number inside. */
export async function checkLobby(system: ActorSystem, plan: LobbyPlan): Promise<string[]> {
  const faults: string[] = [];
  const room: RoomState = await system.view(waitingRoom(SALE), (state) => structuredClone(state));
  const line: string[] = [];
  const inside = new Set<number>();
  const admittedOnce = new Set<number>();
  let openedAt = 0, admissions = 0, sealed = 0;
  for await (const text of system.journal(waitingRoom(SALE))) {
    const { at, events }: Entry = JSON.parse(text);
    for (const [name, payload] of events) {
      const { memberId, place, places = [] } = payload as unknown as Row;
      if (name === "entered") line[place - 1] = memberId;
      if (name === "sealed") sealed = line.length;
      if (name === "opened") {
        openedAt = at;
        faults.push(...checkOrder(room, line.slice(0, sealed)));
      }
      if (name === "left") inside.delete(place);
      if (name === "finished" || name === "expired") places.forEach((one) => inside.delete(one));
      if (name !== "admitted") continue;
      for (const one of places) {
        if (admittedOnce.has(one)) faults.push(`place ${one} was admitted twice`);
        admittedOnce.add(one);
        inside.add(one);
      }
      admissions += places.length;
      const allowed = plan.ratePerMinute * (at - openedAt + BURST_MS) / 60_000 + 1;
      if (admissions > allowed) faults.push(`${admissions} were admitted where ${allowed} may be`);
      if (inside.size > plan.maxActive) faults.push(`${inside.size} were inside at once`);
    }
  }
  return faults;
}

/** The pre-queue stands in the order that the published secret and its entrants give. */
function checkOrder(room: RoomState, early: readonly string[]): string[] {
  const secret = SECRETS.secretOf(SALE);
  if (commitmentTo(secret) !== room.commitment) return ["the room was committed to something else"];
  const given = (randomness: string) => {
    const seed = seedOf({
      saleId: SALE,
      secret,
      entrants: entrantsDigest(early),
      randomness,
    });
    return [...shuffledOrder(early.length, seed)].map((was) => early[was]);
  };
  const stands = room.line.slice(0, early.length).join();
  return stands === given(RANDOMNESS).join() ? [] : ["the pre-queue is not in the order drawn"];
}
