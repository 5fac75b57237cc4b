/**
 * A lead: one person the maker may serve, with every sale they took part in. It has the member's id
 * and nothing personal; name and phone are in the member's vault.
 *
 * LEAD-1: each participant of a sale is a lead, whether a car was allocated or not.
 * LEAD-2: a person is one lead, in however many sales, and has one entry for each sale.
 * LEAD-3: an entry follows what becomes of the participant; older news never replaces newer.
 * LEAD-4: one staff member at a time cares for a lead; to assign it to the same again changes nothing.
 * LEAD-5: the first response is the earliest, and stays so; later ones are counted.
 * LEAD-6: a duplicate is merged into the lead it repeats, both in one commit. Its entries stay its
 * own and go on following; it takes no assignment, no response and no duplicate until it is split.
 * LEAD-7: a lead that others were merged into is not merged itself, so that no chain comes about.
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

const memberId = z.string().min(1).max(128);

/** How staff reached the person. */
export const responseChannel = z.enum(["call", "message", "visit", "other"]);

export type ResponseChannel = z.infer<typeof responseChannel>;

const state = z.object({
  entries: z.array(entry),
  /** The staff member who cares for the person. */
  assignee: z.string().optional(),
  /** Epoch milliseconds. */
  firstResponseAt: z.int().optional(),
  responses: z.int().optional(),
  /** The lead that this one repeats. */
  mergedInto: z.string().optional(),
  /** Leads that repeat this one. */
  duplicates: z.array(z.string()).optional(),
});

export type LeadState = z.infer<typeof state>;

export const lead = defineActor("lead", {
  version: 3,
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
    assign: z.object({ staffId: memberId }),
    respond: z.object({ channel: responseChannel }),
    /** To the duplicate; `absorb` goes to the lead that stays, in the same joint turn. */
    merge: z.object({ into: memberId }),
    absorb: z.object({ from: memberId }),
    /** To the duplicate; `release` goes to the other, in the same joint turn. */
    split: z.object({}),
    release: z.object({ from: memberId }),
  },
  events: {
    entered: news,
    followed: z.object({
      saleId: z.string(),
      outcome: leadOutcome,
      position: z.int().min(1),
      updatedAt: z.int(),
    }),
    assigned: z.object({ staffId: memberId }),
    responded: z.object({ channel: responseChannel, staffId: z.string() }),
    merged: z.object({ into: memberId }),
    absorbed: z.object({ from: memberId }),
    split: z.object({ from: memberId }),
    released: z.object({ from: memberId }),
  },
  refusals: ["unknown_lead", "merged", "merges_itself", "has_duplicates", "not_merged"],
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
    assign(lead, { staffId }, turn) {
      const refusal = notServed(lead);
      if (refusal) return turn.refuse(refusal);
      if (lead.assignee !== staffId) turn.emit("assigned", { staffId });
      return turn.reply({});
    },
    respond(lead, { channel }, turn) {
      const refusal = notServed(lead);
      if (refusal) return turn.refuse(refusal);
      turn.emit("responded", { channel, staffId: turn.by.id });
      return turn.reply({ first: lead.firstResponseAt === undefined });
    },
    merge(lead, { into }, turn) {
      const refusal = notServed(lead);
      if (refusal) return turn.refuse(refusal);
      if (into === turn.id) return turn.refuse("merges_itself");
      if (lead.duplicates?.length) return turn.refuse("has_duplicates");
      return turn.emit("merged", { into }).reply({});
    },
    absorb(lead, { from }, turn) {
      const refusal = notServed(lead);
      if (refusal) return turn.refuse(refusal);
      if (!lead.duplicates?.includes(from)) turn.emit("absorbed", { from });
      return turn.reply({});
    },
    split(lead, _none, turn) {
      if (lead.mergedInto === undefined) return turn.refuse("not_merged");
      return turn.emit("split", { from: lead.mergedInto }).reply({});
    },
    release(lead, { from }, turn) {
      if (!lead.duplicates?.includes(from)) return turn.refuse("not_merged");
      return turn.emit("released", { from }).reply({});
    },
  },
  evolve: {
    entered: (lead, news) => void lead.entries.push({ ...news, updatedAt: news.enteredAt }),
    followed(lead, { saleId, ...news }) {
      const entry = lead.entries.find((entry) => entry.saleId === saleId);
      if (entry) Object.assign(entry, news);
    },
    assigned: (lead, { staffId }) => void (lead.assignee = staffId),
    responded(lead, _event, { at }) {
      lead.firstResponseAt ??= at;
      lead.responses = (lead.responses ?? 0) + 1;
    },
    merged: (lead, { into }) => void (lead.mergedInto = into),
    absorbed: (lead, { from }) => void (lead.duplicates ??= []).push(from),
    split: (lead) => void delete lead.mergedInto,
    released(lead, { from }) {
      lead.duplicates = lead.duplicates?.filter((duplicate) => duplicate !== from);
      if (!lead.duplicates?.length) delete lead.duplicates;
    },
  },
});

/** Why nobody can care for this lead: it is of nobody, or it repeats another. */
function notServed({ entries, mergedInto }: LeadState): "unknown_lead" | "merged" | undefined {
  if (entries.length === 0) return "unknown_lead";
  return mergedInto === undefined ? undefined : "merged";
}
