/**
 * The shoppers of a rehearsal: they come, wait, claim or register, and pay for a car, let it lapse, give
 * it back or pay too late.
 */
import { draw } from "../../actors/sales/draw.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import type { RehearsalPlan } from "../../actors/sales/rehearsals.ts";
import { type ActorSystem, type FeedEntry, KernelError } from "../kernel/mod.ts";
import type { Chance } from "../kernel/testing/chance.ts";
import { type World, WORLD_EPOCH } from "../kernel/testing/sim_clock.ts";
import { arrivedBy } from "./arrivals.ts";
import { PAYS_WITHIN } from "./expectation.ts";
import { TILL, type Till } from "./till.ts";

export const SALE = "rehearsal";
const AGAIN_MS = 200;
/** Money that comes too late comes so many times as long after the page was opened as it stood open. */
const TOO_LATE = [1.3, 2.5] as const;
/** How often a node tells the waiting room who is there. */
const HERE_MS = 1_000;

export interface ShoppersOptions {
  readonly plan: RehearsalPlan;
  readonly system: ActorSystem;
  readonly world: World;
  readonly chance: Chance;
  readonly till: Till;
  /** When the first may come, world time. */
  readonly from: number;
  /** Told of a shopper who could not go on. */
  readonly failed: (cause: unknown) => void;
}

interface Held {
  readonly memberId: string;
  readonly orderId: string;
}

export class Shoppers {
  readonly #options: ShoppersOptions;
  /** Who waits in the waiting room, by the place. */
  readonly #inRoom = new Map<number, { memberId: string; letIn: () => void }>();
  #arriving = 0;
  #acting = 0;

  constructor(options: ShoppersOptions) {
    this.#options = options;
    const { plan, world, chance, from } = options;
    this.#arriving = plan.participants;
    for (let i = 1; i <= plan.participants; i++) {
      const at = from + arrivedBy(plan.curve, chance.float()) * plan.arrivalMs;
      world.after(at - world.now, () => this.#letGo(this.#arrive(`r${i}`)));
    }
    if (plan.room) this.#beHere();
  }

  /** Nobody is on the way or about to do something. */
  get done(): boolean {
    return this.#arriving === 0 && this.#acting === 0;
  }

  /** What the lot has recorded: whoever was given a car begins to act. */
  lotTold({ events }: FeedEntry): void {
    for (const [name, payload] of events) {
      if (name !== "claimed" && name !== "offered") continue;
      this.#acting++;
      this.#letGo(this.#hold(payload as unknown as Held).finally(() => this.#acting--));
    }
  }

  roomTold({ events }: FeedEntry): void {
    for (const [name, payload] of events) {
      if (name === "admitted") this.#letIn(payload as { places: number[] });
      // The pre-queue is dealt out anew when it opens.
      if (name === "opened") this.#letGo(this.#findPlaces());
    }
  }

  /**
   * What a shopper does is waited for by nobody. One whose question was open when the rehearsal ended
   * took the whole server down with it, and the real sale that ran there.
   */
  #letGo(done: Promise<void>): void {
    done.catch((cause) => this.#options.failed(cause));
  }

  async #arrive(memberId: string): Promise<void> {
    const { plan, system } = this.#options;
    if (plan.mode === "draw") {
      await this.#insist(() => system.ask(draw(SALE), "register", { memberId }));
    } else {
      if (plan.room) await this.#wait(memberId);
      await this.#insist(() => system.ask(lot(SALE), "claim", { memberId }));
      if (plan.room) {
        await this.#insist(() =>
          system.ask(waitingRoom(SALE), "finish", { memberIds: [memberId] })
        );
      }
    }
    this.#arriving--;
  }

  async #wait(memberId: string): Promise<void> {
    const { system } = this.#options;
    const room = waitingRoom(SALE);
    await this.#insist(() => system.ask(room, "enter", { memberId }));
    const { place, inside } = await this.#answer(() =>
      system.view(room, ({ places, admitted }) => {
        const place = places.get(memberId)!;
        return { place, inside: admitted.has(place) };
      })
    );
    if (inside) return;
    await new Promise<void>((letIn) => this.#inRoom.set(place, { memberId, letIn }));
  }

  #letIn({ places }: { places: readonly number[] }): void {
    for (const place of places) {
      this.#inRoom.get(place)?.letIn();
      this.#inRoom.delete(place);
    }
  }

  async #findPlaces(): Promise<void> {
    const waiting = [...this.#inRoom.values()];
    this.#inRoom.clear();
    await this.#answer(() =>
      this.#options.system.view(waitingRoom(SALE), ({ places, admitted }) => {
        for (const one of waiting) {
          const place = places.get(one.memberId)!;
          if (admitted.has(place)) one.letIn();
          else this.#inRoom.set(place, one);
        }
      })
    );
  }

  #beHere(): void {
    const again = () => void this.#options.world.after(HERE_MS, () => this.#beHere());
    if (this.#arriving === 0) return;
    this.#sayHere().then(again, again);
  }

  async #sayHere(): Promise<void> {
    const { system } = this.#options;
    if (this.#inRoom.size === 0) return;
    const called = await system.view(
      waitingRoom(SALE),
      (room) => [...room.front.keys(), ...room.returned.keys(), ...room.passed.keys()],
    );
    const places = called.filter((place) => this.#inRoom.has(place)).slice(0, 2_000);
    if (places.length > 0) await system.ask(waitingRoom(SALE), "seen", { places });
  }

  async #hold(held: Held): Promise<void> {
    const { chance, till } = this.#options;
    switch (this.#mood()) {
      case "abandons":
        // Every second one has seen the payment page, and leaves it at that.
        if (chance.hits(0.5)) await this.#openPage(held);
        return;
      case "cancels":
        if (chance.hits(0.5)) await this.#pay(held);
        return await this.#giveBack(held);
      case "late": {
        const open = await this.#openPage(held);
        if (!open) return;
        await this.#options.world.sleep(open.leftMs * chance.between(...TOO_LATE));
        return till.payLate(open.paymentId);
      }
      case "buys":
        return await this.#pay(held);
    }
  }

  #mood(): "abandons" | "cancels" | "late" | "buys" {
    const { plan: { abandon, cancel = 0, late = 0 }, chance } = this.#options;
    if (chance.hits(abandon)) return "abandons";
    const which = chance.float();
    return which < cancel ? "cancels" : which < cancel + late ? "late" : "buys";
  }

  async #openPage({ memberId, orderId }: Held) {
    const { system, world, till } = this.#options;
    const begun = await this.#insist(() =>
      system.ask(order(orderId), "begin_payment", {
        paymentId: `${orderId}-pay`,
        memberId,
        provider: TILL,
      })
    );
    if (begun === undefined) return undefined;
    till.open(begun.paymentId, begun);
    return { ...begun, leftMs: begun.expiresAt - WORLD_EPOCH - world.now };
  }

  async #pay(held: Held): Promise<void> {
    const { world, chance, till } = this.#options;
    const open = await this.#openPage(held);
    if (!open) return;
    await world.sleep(open.leftMs * chance.between(...PAYS_WITHIN));
    till.pay(open.paymentId);
  }

  async #giveBack({ memberId, orderId }: Held): Promise<void> {
    const { plan, system, world, chance } = this.#options;
    await world.sleep(Math.min(plan.holdMs, plan.offerMs) * chance.between(...PAYS_WITHIN));
    await this.#insist(() => system.ask(order(orderId), "cancel", { memberId }));
  }

  /** Asks until it is taken; undefined where the time for it is over. */
  async #insist<T>(
    ask: () => Promise<{ ok: true; value: T } | { ok: false; refusal: string }>,
  ): Promise<T | undefined> {
    while (true) {
      const answer = await this.#answer(ask);
      if (answer.ok) return answer.value;
      if (!NOT_YET.has(answer.refusal)) return undefined;
      await this.#options.world.sleep(AGAIN_MS);
    }
  }

  /** Asks until there is an answer: where a mailbox is full a browser asks again, too. */
  async #answer<T>(ask: () => Promise<T>): Promise<T> {
    while (true) {
      try {
        return await ask();
      } catch (cause) {
        if (!(cause instanceof KernelError && cause.transient)) throw cause;
      }
      await this.#options.world.sleep(AGAIN_MS);
    }
  }
}

/** What the letter or the reminder that it hangs on will change in a moment. */
const NOT_YET: ReadonlySet<string> = new Set([
  "unknown_order",
  "unknown_draw",
  "unknown_sale",
  "not_open_yet",
  "paused",
]);
