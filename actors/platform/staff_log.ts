/**
 * What staff have done to the machinery itself: dead letters sent again or discarded, actors looked
 * into, members erased, leads taken away as tables, identity numbers freed. One actor, `all`; its journal is the proof.
 *
 * STAFF-1: what staff do is recorded with who, what and why, before it is done.
 * STAFF-2: who discards, erases, frees an identity, or takes people's names away gives a reason.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const act = z.object({
  action: z.enum([
    "actor_inspected",
    "dead_letter_replayed",
    "dead_letter_discarded",
    "member_erased",
    "leads_exported",
    "people_exported",
    "identity_freed",
  ]),
  /** The id of what it was done to: of a dead letter, a member, or kind and id of an actor. */
  target: z.string().min(1).max(200),
  reason: z.string().max(200).optional(),
});

export type StaffAct = z.infer<typeof act>;

const NEED_A_REASON: ReadonlySet<string> = new Set([
  "dead_letter_discarded",
  "member_erased",
  "people_exported",
  "identity_freed",
]);

export const staffLog = defineActor("staff_log", {
  version: 1,
  state: z.object({ acts: z.int() }),
  initial: { acts: 0 },
  commands: { record: act },
  events: { recorded: act.extend({ by: z.string() }) },
  refusals: ["reason_missing"],
  decide: {
    record(_log, act, turn) {
      if (NEED_A_REASON.has(act.action) && !act.reason?.trim()) {
        return turn.refuse("reason_missing");
      }
      return turn.emit("recorded", { ...act, by: turn.by.id }).reply({});
    },
  },
  evolve: { recorded: (log) => void log.acts++ },
});
