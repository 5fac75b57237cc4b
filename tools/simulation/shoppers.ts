/** The people of a simulated sale, each with a mind of their own. */
import { lot, type LotState } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import type { Lobby } from "./lobby.ts";
import { SALE } from "./sealing.ts";
import { DEPOSIT_FEN, type SaleStage } from "./stage.ts";

/** How often someone looks who holds a car, as a part of the shortest hold. */
const LOOKS_A_HOLD = 8;
const OPENING_MS = 1_000;
const NEVER = new AbortController().signal;

interface Begun {
  readonly paymentId: string;
  readonly amountFen: number;
  readonly expiresAt: number;
}

type Mood =
  | "pays"
  | "pays_late"
  | "abandons"
  | "opens_and_abandons"
  | "cancels"
  | "pays_and_cancels"
  | "mispays";

export class Shoppers {
  /** What each was told by the lot. */
  readonly answers = new Map<string, string>();
  sold = 0;
  returned = 0;
  readonly #stage: SaleStage;
  readonly #lobby: Lobby | undefined;
  readonly #chance: Chance;
  readonly #seen = new Set<string>();
  #arriving = 0;
  #acting = 0;

  constructor(stage: SaleStage, lobby?: Lobby) {
    this.#stage = stage;
    this.#lobby = lobby;
    this.#chance = stage.chance.fork();
    const { people, arrivalMs } = stage.plan;
    for (let i = 1; i <= people; i++) {
      this.#arriving++;
      const times = this.#chance.hits(0.2) ? 2 : 1;
      const at = OPENING_MS + this.#chance.between(-0.05, 1) * arrivalMs;
      stage.world.after(at, () => void this.#arrive(`m${i}`, times));
    }
    this.#look();
  }

  get done(): boolean {
    return this.#arriving === 0 && this.#acting === 0;
  }

  async #arrive(memberId: string, times: number): Promise<void> {
    const { world } = this.#stage;
    if (this.#lobby && !await this.#lobby.enter(memberId)) return void this.#arriving--;
    // Two tabs, or an impatient finger.
    await Promise.all(Array.from({ length: times }, () => this.#claim(memberId)));
    await this.#lobby?.finish(memberId);
    if (this.#chance.hits(0.05)) {
      await world.sleep(this.#chance.between(0, 60_000));
      await this.#stage.insist((system) => system.ask(lot(SALE), "leave", { memberId }));
    }
    this.#arriving--;
  }

  async #claim(memberId: string): Promise<void> {
    const { world } = this.#stage;
    while (true) {
      const outcome = await this.#stage.insist((system) =>
        system.ask(lot(SALE), "claim", { memberId })
      );
      if (outcome.ok) return void this.answers.set(memberId, JSON.stringify(outcome.value));
      await world.sleep(200);
    }
  }

  /** Looks who holds a car, and has each new holder act. */
  #look(): void {
    const { holdMs, offerMs } = this.#stage.plan;
    this.#stage.repeat(Math.min(holdMs, offerMs) / LOOKS_A_HOLD, () => this.look());
  }

  async look(): Promise<void> {
    const system = await this.#stage.someSystem();
    const held = await system.view(lot(SALE), holders);
    this.returned = held.returned;
    this.sold = held.sold;
    for (const [memberId, orderId] of held.orders) {
      if (this.#seen.has(orderId)) continue;
      this.#seen.add(orderId);
      this.#acting++;
      void this.#hold(memberId, orderId).finally(() => this.#acting--);
    }
  }

  async #hold(memberId: string, orderId: string): Promise<void> {
    const { plan, world } = this.#stage;
    const mood: Mood = this.#chance.hits(plan.abandons)
      ? this.#chance.pick(["abandons", "opens_and_abandons"])
      : this.#chance.weighted({
        pays: 20,
        pays_late: 3,
        cancels: 2,
        pays_and_cancels: 2,
        mispays: 3,
      });
    const cancel = () =>
      this.#stage.insist((system) => system.ask(order(orderId), "cancel", { memberId }));
    if (mood === "abandons") return await this.#comeAgain(memberId);
    const open = await this.#openPayment(memberId, orderId);
    if (mood === "cancels") {
      await world.sleep(this.#chance.between(0, plan.offerMs));
      await cancel();
      // Some pay all the same: the page is still open in another tab.
      if (open && this.#chance.hits(0.5)) this.#pay(open.paymentId);
      return;
    }
    if (!open || mood === "opens_and_abandons") return await this.#comeAgain(memberId);
    // By the clock of a node that is hours ahead it may be more; nobody waits that long.
    const leftMs = Math.min(open.expiresAt - this.#stage.now, plan.holdMs + plan.offerMs);
    if (mood === "pays_late") {
      await world.sleep(leftMs + plan.holdMs * this.#chance.between(0, 3));
      return void this.#pay(open.paymentId);
    }
    // At once, some time, or in the last millisecond.
    await world.sleep(this.#chance.pick([0, leftMs * this.#chance.float(), leftMs - 1]));
    this.#pay(open.paymentId, mood === "mispays" ? DEPOSIT_FEN - 1 : undefined);
    if (mood !== "pays_and_cancels") return;
    await world.sleep(this.#chance.between(0, 10_000));
    await cancel();
  }

  async #openPayment(memberId: string, orderId: string) {
    const { world } = this.#stage;
    const begin = async (paymentId: string) => {
      while (true) {
        const outcome = await this.#stage.insist((system) =>
          system.ask(order(orderId), "begin_payment", { paymentId, memberId, provider: "sim" })
        );
        if (outcome.ok) return outcome.value;
        // The order is placed by a letter, a moment after the claim was answered.
        if (outcome.refusal !== "unknown_order") return undefined;
        await world.sleep(100);
      }
    };
    const tabs = this.#chance.hits(0.2) ? ["a", "b"] : ["a"];
    const [begun] = await Promise.all(tabs.map((tab) => begin(`${orderId}-${tab}`)));
    return begun && await this.#shown(begun) ? begun : undefined;
  }

  /** As the shop does: of a payment that was settled meanwhile nobody is given the page. */
  async #shown({ paymentId, amountFen, expiresAt }: Begun): Promise<boolean> {
    const stage = this.#stage;
    const { gateway } = stage.provider;
    const page = { subject: "", returnUrl: "", signal: NEVER };
    await stage.insist(() => gateway.create({ paymentId, amountFen, expiresAt, ...page }));
    const status = await stage.insist((system) =>
      system.view(payment(paymentId), ({ status }) => status)
    );
    const over = status === "settling" || status === "closed";
    if (over) await stage.insist(() => gateway.close({ paymentId, signal: NEVER }));
    else stage.provider.show(paymentId);
    return !over;
  }

  #pay(paymentId: string, amountFen?: number): boolean {
    return this.#stage.provider.pay(paymentId, this.#stage.now, amountFen);
  }

  async #comeAgain(memberId: string): Promise<void> {
    if (!this.#chance.hits(0.2)) return;
    const { plan, world } = this.#stage;
    await world.sleep(plan.holdMs * 2);
    await this.#stage.insist((system) => system.ask(lot(SALE), "rejoin", { memberId }));
  }
}

function holders({ allocated, returned, sold }: LotState) {
  const orders = [...allocated].map(([memberId, { orderId }]) => [memberId, orderId] as const);
  return { orders, returned, sold };
}
