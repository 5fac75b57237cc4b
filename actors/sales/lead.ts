/**
 * A lead: one person the maker may serve, with every sale they took part in. It has the member's id
 * and nothing personal; name and phone are in the member's vault.
 *
 * LEAD-1: each participant of a sale is a lead, whether a car was allocated or not.
 * LEAD-2: a person is one lead, in however many sales, and has one entry for each sale.
 * LEAD-3: an entry follows what becomes of the participant; older news never replaces newer.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { participantOrigin } from "./origin.ts";

/** What has become of a participant, as far as it is known. */
export const leadOutcome = z.enum([
  /** In the waiting room, or registered for a draw. */
  "entered",
  /** A car is held. */
  "allocated",
  /** In line for returned cars. */
  "sold_out",
  /** The deposit is paid. */
  "ordered",
  "lapsed",
  "cancelled",
  /** Left the line. */
  "left",
]);

export type LeadOutcome = z.infer<typeof leadOutcome>;

const news = z.object({
  saleId: z.string(),
  outcome: leadOutcome,
  /** The car's number, or the place in line. */
  position: z.int().min(1),
  /** Epoch milliseconds. */
  enteredAt: z.int(),
  from: participantOrigin.optional(),
});

const entry = news.extend({ updatedAt: z.int() });

const state = z.object({ entries: z.array(entry) });

export type LeadState = z.infer<typeof state>;

export const lead = defineActor("lead", {
  version: 2,
  state,
  initial: { entries: [] },
  commands: {
    enter: news,
    follow: z.object({
      saleId: z.string(),
      outcome: leadOutcome,
      position: z.int().min(1),
      /** When it came to that, epoch milliseconds. */
      at: z.int(),
    }),
  },
  events: {
    entered: news,
    followed: z.object({
      saleId: z.string(),
      outcome: leadOutcome,
      position: z.int().min(1),
      updatedAt: z.int(),
    }),
  },
  refusals: [],
  decide: {
    enter(lead, news, turn) {
      const known = lead.entries.find(({ saleId }) => saleId === news.saleId);
      if (known === undefined) return turn.emit("entered", news).reply({ entered: true });
      const { saleId, outcome, position, enteredAt } = news;
      if (known.outcome === "entered" && outcome !== "entered") {
        turn.emit("followed", { saleId, outcome, position, updatedAt: enteredAt });
      }
      return turn.reply({ entered: false });
    },
    follow(lead, { saleId, outcome, position, at }, turn) {
      const known = lead.entries.find((entry) => entry.saleId === saleId);
      if (known === undefined) {
        return turn.emit("entered", { saleId, outcome, position, enteredAt: at }).reply({});
      }
      if (at >= known.updatedAt && outcome !== known.outcome) {
        turn.emit("followed", { saleId, outcome, position, updatedAt: at });
      }
      return turn.reply({});
    },
  },
  evolve: {
    entered: (lead, news) => void lead.entries.push({ ...news, updatedAt: news.enteredAt }),
    followed(lead, { saleId, ...news }) {
      const entry = lead.entries.find((entry) => entry.saleId === saleId);
      if (entry) Object.assign(entry, news);
    },
  },
});
