/**
 * A lead: one person the maker may serve, with every sale they took part in. It has the member's id
 * and nothing personal; name and phone are in the member's vault.
 *
 * LEAD-1: each participant of a sale is a lead, whether a car was allocated or not.
 * LEAD-2: a person is one lead, in however many sales; an entry is noted once for each sale.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { participantOrigin } from "./origin.ts";

const entry = z.object({
  saleId: z.string(),
  outcome: z.enum(["allocated", "sold_out"]),
  /** The car's number, or the place in line. */
  position: z.int().min(1),
  /** Epoch milliseconds. */
  enteredAt: z.int(),
  from: participantOrigin.optional(),
});

const state = z.object({ entries: z.array(entry) });

export type LeadState = z.infer<typeof state>;

export const lead = defineActor("lead", {
  version: 1,
  state,
  initial: { entries: [] },
  commands: { enter: entry },
  events: { entered: entry },
  refusals: [],
  decide: {
    enter(lead, entry, turn) {
      if (lead.entries.some(({ saleId }) => saleId === entry.saleId)) {
        return turn.reply({ entered: false });
      }
      return turn.emit("entered", entry).reply({ entered: true });
    },
  },
  evolve: { entered: (lead, entry) => void lead.entries.push(entry) },
});
