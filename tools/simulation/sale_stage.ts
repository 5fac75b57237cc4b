/** The stage of a simulated sale. */
import { draw } from "../../actors/sales/draw.ts";
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { paymentsCourier } from "../../lib/adapters/payments/courier.ts";
import type { PaymentGateway } from "../../lib/adapters/payments/port.ts";
import { sealedSecretCourier } from "../../lib/adapters/sealed_secret/derived.ts";
import { sms } from "../../lib/adapters/sms/port.ts";
import { defineCourier, type Entry, type Policy } from "../../lib/kernel/mod.ts";
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import { entriesIn } from "../../lib/kernel/testing/stored_journal.ts";
import { paymentPolicies } from "../../lib/policies/payments.ts";
import { salesPolicies } from "../../lib/policies/sales.ts";
import { waitingRoomPolicies } from "../../lib/policies/waiting_room.ts";
import { orderReadModels } from "../../lib/read_models/orders.ts";
import { salesReadModels } from "../../lib/read_models/sales.ts";
import type { LobbyPlan } from "./lobby.ts";
import { RANDOMNESS, SECRETS } from "./sealing.ts";
import { type Cast, Stage, type StagePlan } from "./stage.ts";

export const DEPOSIT_FEN = 200_000;

export type SaleActor = typeof lot | typeof order | typeof payment | typeof waitingRoom;

/** What may be put in the place of an actor or a policy, to see that its flaw is found. */
export interface Variant {
  readonly actors?: { readonly [kind: string]: SaleActor };
  readonly policies?: readonly Policy[];
}

export interface SalePlan extends StagePlan {
  readonly cars: number;
  readonly people: number;
  readonly holdMs: number;
  readonly offerMs: number;
  /** Probability that a held car is not paid for. */
  readonly abandons: number;
  /** When the last shopper comes, milliseconds after the opening. */
  readonly arrivalMs: number;
  /** The waiting room in front of it, if there is one. */
  readonly lobby: LobbyPlan | undefined;
}

export class SaleStage extends Stage<SalePlan> {
  /** When the car of each order was given back, world time. */
  readonly releasedAt = new Map<string, number>();
  readonly #variant: Variant;

  constructor(plan: SalePlan, chance: Chance, variant: Variant) {
    super(plan, chance);
    this.#variant = variant;
    this.disk.onCommit = ({ sets }) => {
      for (const { kind, text } of sets.flatMap(entriesIn)) {
        if (kind === "lot") this.#noteReleases(text);
      }
    };
  }

  protected override get cast(): Cast {
    const { actors = {}, policies = [...salesPolicies, ...paymentPolicies] } = this.#variant;
    const mail = defineCourier(sms, () => this.world.sleep(5).then(() => ({ messageId: "m" })));
    const pay = paymentsCourier([this.provider.gateway as PaymentGateway]);
    return {
      actors: [
        sale,
        lead,
        draw,
        ...[lot, order, payment, waitingRoom].map((actor) => actors[actor.kind] ?? actor),
      ],
      policies: [...policies, ...waitingRoomPolicies],
      readModels: [...salesReadModels, ...orderReadModels],
      couriers: [mail, pay, sealedSecretCourier(SECRETS, () => Promise.resolve(RANDOMNESS))],
      validate: this.plan.people <= 1_000,
    };
  }

  /** A head tells its last entries again and again: the first time counts. */
  #noteReleases(text: string): void {
    const { events }: Entry = JSON.parse(text);
    for (const [name, payload] of events) {
      const { orderId } = payload as { orderId: string };
      if (name !== "released" || this.releasedAt.has(orderId)) continue;
      this.releasedAt.set(orderId, this.world.now);
    }
  }
}
