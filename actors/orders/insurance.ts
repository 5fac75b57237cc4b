/**
 * The insurance of a car on order; the actor's id is the order's.
 *
 * INS-1: quotes are asked for the car alone; new ones take the place of the former.
 * INS-2: a policy is bought from a quote that is still good, once, and only with the buyer's consent
 * to their data being given to that insurer.
 * INS-3: a purchase that the insurer did not answer may be tried again; a policy in force stays.
 * INS-4: thirty days before it ends its owner is reminded.
 * INS-5: a policy is issued only once its premium was paid; one premium is open at a time.
 * INS-6: a premium that brings no policy goes back whole: paid twice, too late, or refused.
 * INS-7: until it begins a policy can be cancelled, and its premium goes back once the insurer has
 * agreed; from then on it cannot.
 * INS-8: with its order ends what has not begun.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import { policy, quote, wish } from "../../lib/insurance/cover.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import {
  type InsuranceState,
  insuranceState,
  notInsured,
  openPremium,
  paidPremium,
  premiumOf,
} from "./insurance_state.ts";

const REMIND_BEFORE_MS = 30 * DAY_MS;
/** The provider's page stays open so long. */
const PAY_WITHIN_MS = 30 * 60_000;
/** The insurer is still to be asked when the premium has come in at the last moment. */
const ISSUE_MARGIN_MS = 5 * 60_000;

const car = z.object({
  model: z.string(),
  priceFen: z.int().min(1),
  drive: z.enum(["new_energy", "fuel"]),
});
const memberId = z.string().min(1);
const paymentId = z.string().min(1);
const purchase = z.object({ memberId, quote, consent: z.int(), from: z.int() });
const premiumEvent = z.object({ paymentId, amountFen: z.int() });

const commands = {
  ask: z.object({ memberId, car, wish, requestId: z.string().min(1) }),
  quoted: z.object({ requestId: z.string(), result: z.object({ quotes: z.array(quote) }) }),
  not_quoted: z.object({ requestId: z.string(), reason: z.string().optional() }),
  /** Begins to pay the premium; `paymentId` is used if none is open. */
  buy: z.object({
    memberId,
    quoteId: z.string(),
    consent: z.int().min(1).nullable(),
    from: z.int(),
    paymentId,
    provider: z.string(),
  }),
  /** The premium is paid in another way, or not now. */
  drop_payment: z.object({
    memberId,
    /** This payment and no other: a tab that has lain open must not close a later one. */
    paymentId: paymentId.optional(),
  }),
  payment_succeeded: z.object({ paymentId, amountFen: z.int() }),
  payment_closed: z.object({ paymentId }),
  refund_done: z.object({ refundId: z.string() }),
  bought: z.object({ result: z.object({ policy }) }),
  not_bought: z.object({ reason: z.string().optional() }),
  cancel: z.object({ memberId }),
  order_ended: z.object({}),
  cancelled: z.object({}),
  not_cancelled: z.object({ reason: z.string().optional() }),
  remind: z.object({}),
};

const events = {
  quotes_asked: z.object({ memberId, car, wish, requestId: z.string() }),
  quoted: z.object({ quotes: z.array(quote) }),
  not_quoted: z.object({}),
  payment_begun: purchase.extend({
    paymentId,
    provider: z.string(),
    amountFen: z.int(),
    expiresAt: z.int(),
  }),
  payment_let_go: z.object({ paymentId }),
  payment_dropped: z.object({ paymentId }),
  premium_paid: premiumEvent,
  /** Money that no policy comes of; it goes back. */
  paid_for_nothing: premiumEvent,
  purchase_begun: purchase,
  insured: z.object({ memberId, policy }),
  purchase_failed: z.object({}),
  cancelling: z.object({ policy }),
  cancelled: z.object({ memberId, policyNo: z.string() }),
  cancel_failed: z.object({}),
  order_ended: z.object({}),
  refund_due: premiumEvent.extend({ refundId: z.string(), reason: z.string() }),
  refund_done: z.object({ paymentId }),
  renewal_near: z.object({ memberId, to: z.int() }),
};

export const insurance = defineActor("insurance", {
  version: 2,
  live: true,
  state: insuranceState,
  initial: notInsured,
  commands,
  events,
  refusals: [
    "not_yours",
    "insured_already",
    "buying_already",
    "payment_open",
    "order_ended",
    "unknown_quote",
    "quote_over",
    "consent_missing",
    "not_insured",
    "begun_already",
  ],
  decide: {
    ask(insured, asked, turn) {
      if (insured.memberId !== "" && insured.memberId !== asked.memberId) {
        return turn.refuse("not_yours");
      }
      const refusal = taken(insured);
      if (refusal) return turn.refuse(refusal);
      return turn.emit("quotes_asked", asked).reply({});
    },
    quoted(insured, { requestId, result: { quotes } }, turn) {
      if (insured.requestId !== requestId || insured.status !== "asking") return turn.reply({});
      return turn.emit("quoted", { quotes }).reply({});
    },
    not_quoted(insured, { requestId }, turn) {
      if (insured.requestId === requestId && insured.status === "asking") {
        turn.emit("not_quoted", {});
      }
      return turn.reply({});
    },
    buy(insured, { memberId, quoteId, consent, from, paymentId, provider }, turn) {
      if (insured.memberId !== memberId) return turn.refuse("not_yours");
      const open = openPremium(insured);
      if (open && insured.chosen === quoteId) {
        const { paymentId, amountFen, expiresAt } = open;
        return turn.reply({ paymentId, amountFen, expiresAt });
      }
      const refusal = taken(insured);
      if (refusal) return turn.refuse(refusal);
      const quote = insured.quotes.find((one) => one.quoteId === quoteId);
      if (!quote) return turn.refuse("unknown_quote");
      const payable = quote.validUntil - ISSUE_MARGIN_MS;
      if (turn.at >= payable) return turn.refuse("quote_over");
      if (consent === null) return turn.refuse("consent_missing");
      const amountFen = quote.totalFen;
      const expiresAt = Math.min(turn.at + PAY_WITHIN_MS, payable);
      const begun = { memberId, quote, consent, from, paymentId, provider, amountFen, expiresAt };
      return turn.emit("payment_begun", begun).reply({ paymentId, amountFen, expiresAt });
    },
    drop_payment(insured, { memberId, paymentId }, turn) {
      if (insured.memberId !== memberId) return turn.refuse("not_yours");
      const open = openPremium(insured);
      if (open && (paymentId ?? open.paymentId) === open.paymentId) {
        turn.emit("payment_let_go", { paymentId: open.paymentId });
      }
      return turn.reply({});
    },
    payment_succeeded(insured, { paymentId, amountFen }, turn) {
      const premium = premiumOf(insured, paymentId);
      if (!premium || (premium.status !== "open" && premium.status !== "closed")) {
        return turn.reply({});
      }
      const { memberId, chosen, consent, from, orderEnded } = insured;
      const quote = insured.quotes.find((one) => one.quoteId === chosen);
      const due = premium.status === "open" && quote && consent !== null && from !== null;
      if (!due || orderEnded) {
        turn.emit("paid_for_nothing", { paymentId, amountFen });
        turn.emit("refund_due", refundOf(paymentId, amountFen, "no_policy"));
        return turn.reply({});
      }
      turn.emit("premium_paid", { paymentId, amountFen });
      return turn.emit("purchase_begun", { memberId, quote, consent, from }).reply({});
    },
    payment_closed(insured, { paymentId }, turn) {
      if (openPremium(insured)?.paymentId === paymentId) {
        turn.emit("payment_dropped", { paymentId });
      }
      return turn.reply({});
    },
    refund_done(insured, { refundId }, turn) {
      const premium = insured.premiums.find((one) => refundIdOf(one.paymentId) === refundId);
      if (premium?.status === "returning") {
        turn.emit("refund_done", { paymentId: premium.paymentId });
      }
      return turn.reply({});
    },
    bought(insured, { result: { policy } }, turn) {
      if (insured.status !== "buying") return turn.reply({});
      turn.emit("insured", { memberId: insured.memberId, policy });
      if (insured.orderEnded && turn.at < policy.from) turn.emit("cancelling", { policy });
      else turn.remind("renew", policy.to - REMIND_BEFORE_MS, "remind", {});
      return turn.reply({});
    },
    not_bought(insured, _reason, turn) {
      if (insured.status !== "buying") return turn.reply({});
      turn.emit("purchase_failed", {});
      payBack(insured, "not_issued", turn);
      return turn.reply({});
    },
    cancel(insured, { memberId }, turn) {
      if (insured.memberId !== memberId) return turn.refuse("not_yours");
      if (insured.status === "cancelling" || insured.status === "cancelled") return turn.reply({});
      const policy = insured.policies.at(-1);
      if (insured.status !== "insured" || !policy) return turn.refuse("not_insured");
      if (turn.at >= policy.from) return turn.refuse("begun_already");
      return turn.emit("cancelling", { policy }).reply({});
    },
    order_ended(insured, _none, turn) {
      if (insured.memberId === "" || insured.orderEnded) return turn.reply({});
      turn.emit("order_ended", {});
      const open = openPremium(insured);
      if (open) turn.emit("payment_let_go", { paymentId: open.paymentId });
      const policy = insured.policies.at(-1);
      if (insured.status === "insured" && policy && turn.at < policy.from) {
        turn.emit("cancelling", { policy });
      }
      return turn.reply({});
    },
    cancelled(insured, _none, turn) {
      const policy = insured.policies.at(-1);
      if (insured.status !== "cancelling" || !policy) return turn.reply({});
      const { memberId } = insured;
      turn.emit("cancelled", { memberId, policyNo: policy.policyNo }).forget("renew");
      payBack(insured, "cancelled", turn);
      return turn.reply({});
    },
    not_cancelled(insured, _reason, turn) {
      if (insured.status === "cancelling") turn.emit("cancel_failed", {});
      return turn.reply({});
    },
    remind(insured, _none, turn) {
      const to = insured.policies.at(-1)?.to;
      if (to !== undefined && insured.status === "insured") {
        turn.emit("renewal_near", { memberId: insured.memberId, to });
      }
      return turn.reply({});
    },
  },
  evolve: {
    quotes_asked(insured, { memberId, wish, requestId }) {
      insured.memberId = memberId;
      insured.wish = wish;
      insured.requestId = requestId;
      insured.status = "asking";
      insured.quotes = [];
    },
    quoted(insured, { quotes }) {
      insured.status = "quoted";
      insured.quotes = quotes;
    },
    not_quoted: (insured) => void (insured.status = "no_quotes"),
    payment_begun(insured, { quote, consent, from, paymentId, amountFen, expiresAt }) {
      insured.status = "paying";
      insured.chosen = quote.quoteId;
      insured.consent = consent;
      insured.from = from;
      insured.premiums.push({ paymentId, amountFen, expiresAt, status: "open" });
    },
    payment_let_go: () => {},
    payment_dropped(insured, { paymentId }) {
      premiumOf(insured, paymentId)!.status = "closed";
      insured.status = "quoted";
    },
    premium_paid: (insured, { paymentId, amountFen }) =>
      void Object.assign(premiumOf(insured, paymentId)!, { status: "paid", amountFen }),
    paid_for_nothing: (insured, { paymentId, amountFen }) =>
      void Object.assign(premiumOf(insured, paymentId)!, { status: "paid", amountFen }),
    purchase_begun(insured, { quote, consent, from }) {
      insured.status = "buying";
      insured.chosen = quote.quoteId;
      insured.consent = consent;
      insured.from = from;
    },
    insured(insured, { policy }) {
      insured.status = "insured";
      insured.policies.push(policy);
      insured.quotes = [];
    },
    purchase_failed: (insured) => void (insured.status = "failed"),
    cancelling: (insured) => void (insured.status = "cancelling"),
    cancelled(insured) {
      insured.status = "cancelled";
      insured.policies.pop();
    },
    cancel_failed: (insured) => void (insured.status = "insured"),
    order_ended: (insured) => void (insured.orderEnded = true),
    refund_due: (insured, { paymentId }) =>
      void (premiumOf(insured, paymentId)!.status = "returning"),
    refund_done: (insured, { paymentId }) =>
      void (premiumOf(insured, paymentId)!.status = "returned"),
    renewal_near: () => {},
  },
});

/** Why nothing can be asked or bought now. */
function taken({ status, orderEnded }: InsuranceState) {
  if (orderEnded) return "order_ended";
  switch (status) {
    case "insured":
    case "cancelling":
      return "insured_already";
    case "buying":
      return "buying_already";
    case "paying":
      return "payment_open";
    default:
      return undefined;
  }
}

const refundIdOf = (paymentId: string): string => `${paymentId}-premium`;

const refundOf = (paymentId: string, amountFen: number, reason: string) => ({
  refundId: refundIdOf(paymentId),
  paymentId,
  amountFen,
  reason,
});

function payBack(
  insured: InsuranceState,
  reason: string,
  turn: Turn<typeof commands, typeof events, never>,
): void {
  const premium = paidPremium(insured);
  if (premium && premium.amountFen > 0) {
    turn.emit("refund_due", refundOf(premium.paymentId, premium.amountFen, reason));
  }
}
