/**
 * The insurance of a car on order; the actor's id is the order's.
 *
 * INS-1: quotes are asked for the car alone; new ones take the place of the former.
 * INS-2: a policy is bought from a quote that is still good, once, and only with the buyer's consent
 * to their data being given to that insurer.
 * INS-3: a purchase that the insurer did not answer may be tried again; a policy in force stays.
 * INS-4: thirty days before it ends its owner is reminded.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { policy, quote, wish } from "../../lib/insurance/cover.ts";

const REMIND_BEFORE_MS = 30 * 86_400_000;

const car = z.object({
  model: z.string(),
  priceFen: z.int().min(1),
  drive: z.enum(["new_energy", "fuel"]),
});
const memberId = z.string().min(1);

const state = z.object({
  memberId: z.string(),
  wish: wish.nullable(),
  /** Of the quotes that are being asked for or are shown. */
  requestId: z.string().nullable(),
  status: z.enum(["none", "asking", "quoted", "no_quotes", "buying", "failed", "insured"]),
  quotes: z.array(quote),
  chosen: z.string().nullable(),
  /** The version of the wording of the consent. */
  consent: z.int().nullable(),
  policies: z.array(policy),
});
export type InsuranceState = z.infer<typeof state>;

const initial: InsuranceState = {
  memberId: "",
  wish: null,
  requestId: null,
  status: "none",
  quotes: [],
  chosen: null,
  consent: null,
  policies: [],
};

export const insurance = defineActor("insurance", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    ask: z.object({ memberId, car, wish, requestId: z.string().min(1) }),
    quoted: z.object({ requestId: z.string(), result: z.object({ quotes: z.array(quote) }) }),
    not_quoted: z.object({ requestId: z.string(), reason: z.string().optional() }),
    buy: z.object({
      memberId,
      quoteId: z.string(),
      consent: z.int().min(1).nullable(),
      from: z.int(),
    }),
    bought: z.object({ result: z.object({ policy }) }),
    not_bought: z.object({ reason: z.string().optional() }),
    remind: z.object({}),
  },
  events: {
    quotes_asked: z.object({ memberId, car, wish, requestId: z.string() }),
    quoted: z.object({ quotes: z.array(quote) }),
    not_quoted: z.object({}),
    purchase_begun: z.object({ memberId, quote, consent: z.int(), from: z.int() }),
    insured: z.object({ memberId, policy }),
    purchase_failed: z.object({}),
    renewal_near: z.object({ memberId, to: z.int() }),
  },
  refusals: [
    "not_yours",
    "insured_already",
    "buying_already",
    "unknown_quote",
    "quote_over",
    "consent_missing",
  ],
  decide: {
    ask(insured, asked, turn) {
      if (insured.memberId !== "" && insured.memberId !== asked.memberId) {
        return turn.refuse("not_yours");
      }
      if (insured.status === "insured") return turn.refuse("insured_already");
      if (insured.status === "buying") return turn.refuse("buying_already");
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
    buy(insured, { memberId, quoteId, consent, from }, turn) {
      if (insured.memberId !== memberId) return turn.refuse("not_yours");
      if (insured.status === "insured") return turn.refuse("insured_already");
      if (insured.status === "buying") {
        return insured.chosen === quoteId ? turn.reply({}) : turn.refuse("buying_already");
      }
      const quote = insured.quotes.find((one) => one.quoteId === quoteId);
      if (!quote) return turn.refuse("unknown_quote");
      if (turn.at > quote.validUntil) return turn.refuse("quote_over");
      if (consent === null) return turn.refuse("consent_missing");
      return turn.emit("purchase_begun", { memberId, quote, consent, from }).reply({});
    },
    bought(insured, { result: { policy } }, turn) {
      if (insured.status !== "buying") return turn.reply({});
      turn.emit("insured", { memberId: insured.memberId, policy });
      return turn.remind("renew", policy.to - REMIND_BEFORE_MS, "remind", {}).reply({});
    },
    not_bought(insured, _reason, turn) {
      if (insured.status === "buying") turn.emit("purchase_failed", {});
      return turn.reply({});
    },
    remind(insured, _none, turn) {
      const to = insured.policies.at(-1)?.to;
      if (to !== undefined) turn.emit("renewal_near", { memberId: insured.memberId, to });
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
    purchase_begun(insured, { quote, consent }) {
      insured.status = "buying";
      insured.chosen = quote.quoteId;
      insured.consent = consent;
    },
    insured(insured, { policy }) {
      insured.status = "insured";
      insured.policies.push(policy);
      insured.quotes = [];
    },
    purchase_failed: (insured) => void (insured.status = "failed"),
    renewal_near: () => {},
  },
});
