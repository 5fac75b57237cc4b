/** Couriers of the member's centre: points rules, partners, erasure. */
import { privacy } from "../../actors/members/privacy.ts";
import { payment } from "../../actors/sales/payment.ts";
import { erasure, type ErasureResult } from "../adapters/erasure/port.ts";
import {
  loyaltyRules,
  type LoyaltyRulesRequest,
  type LoyaltyRulesResult,
} from "../adapters/loyalty_rules/port.ts";
import { ownership } from "../adapters/ownership/port.ts";
import { type PartnerGateway, partners } from "../adapters/partners/port.ts";
import { type ActorSystem, defineCourier, Undeliverable } from "../kernel/mod.ts";
import { awardsFor } from "../loyalty/programme.ts";
import type { Identity } from "../auth/identity.ts";
import type { Vault } from "../vault/vault.ts";
import { openOrders } from "./business.ts";
import { eraseMember } from "./erase.ts";
import { makeOwner } from "./ownership.ts";
import { programmeInForce } from "./programme.ts";

export interface MemberCouriersOptions {
  /** The system that the couriers are a part of; there once they carry. */
  readonly system: () => ActorSystem;
  readonly vault: Vault;
  readonly identity: Identity;
  readonly now: () => number;
  readonly partners: PartnerGateway;
}

const QUICK = { maxAttempts: 8, firstPauseMs: 200, longestPauseMs: 60_000 };

export const memberCouriers = (options: MemberCouriersOptions) => [
  rulesCourier(options),
  partnersCourier(options),
  erasureCourier(options),
  ownershipCourier(options),
];

const ownershipCourier = ({ system, ...rest }: MemberCouriersOptions) =>
  defineCourier(ownership, (request) => makeOwner({ system: system(), ...rest }, request), QUICK);

const rulesCourier = ({ system }: MemberCouriersOptions) =>
  defineCourier(loyaltyRules, (request) => whatRulesSay(system(), request), QUICK);

async function whatRulesSay(
  system: ActorSystem,
  request: LoyaltyRulesRequest,
): Promise<LoyaltyRulesResult> {
  const nothing = { awards: [], paidFen: 0, refundFen: 0 };
  if (request.ask === "refunded") {
    const { paymentId, refundId } = request;
    const refundFen = await system.view(
      payment(paymentId),
      ({ refunds }) => refunds.get(refundId)?.amountFen,
    );
    if (refundFen === undefined) throw new Undeliverable(`no refund ${refundId} of ${paymentId}`);
    return { ...nothing, refundFen };
  }
  const amountFen = request.ask === "paid"
    ? await system.view(payment(request.paymentId), ({ success }) => success?.amountFen)
    : request.amountFen;
  if (amountFen === undefined) throw new Undeliverable("nothing was paid by that payment");
  const { at } = request;
  const behaviour = request.ask === "paid" ? "order_paid" : request.behaviour;
  const programme = await programmeInForce(system, at);
  return {
    ...nothing,
    awards: awardsFor(programme, { behaviour, amountFen, at }),
    paidFen: amountFen,
  };
}

/** Whether data may leave is asked of the member's actor in the last moment (PRIVACY-4). */
const partnersCourier = ({ system, vault, partners: gateway }: MemberCouriersOptions) =>
  defineCourier(partners, async (request) => {
    const { shareId, partner } = request;
    if (request.ask === "recall") {
      const { receipt } = await gateway.recall({ shareId, partner });
      return { status: "deleted", receipt };
    }
    const { memberId, purpose } = request;
    const leave = await system().ask(privacy(memberId), "leave", { shareId });
    if (!leave.ok) return { status: "stopped", receipt: null };
    const data: Record<string, string> = {};
    for (const field of leave.value.fields) {
      const text = await vault.get(memberId, field);
      if (text !== undefined) data[field] = text;
    }
    const { taken, receipt } = await gateway.deliver({ shareId, partner, purpose, data });
    return { status: taken ? "received" : "stopped", receipt };
  }, QUICK);

const erasureCourier = ({ system, vault, identity, now }: MemberCouriersOptions) =>
  defineCourier(erasure, async ({ memberId }): Promise<ErasureResult> => {
    const open = await openOrders(system(), memberId);
    if (open.length > 0) return { status: "open", open };
    await eraseMember({ system: system(), vault, identity, now }, memberId);
    return { status: "erased", open: [] };
  }, QUICK);
