/**
 * The rules of points, version after version. One actor, `main`. What members earned under a version
 * stays what it was; the next one counts from its own time.
 *
 * LOYALTY-1: a version never changes once it is published, and follows the one before by number.
 * LOYALTY-2: a version begins in the future or now, never before: nobody's past is rewritten.
 * LOYALTY-3: whoever publishes has seen the version before it; a version that came between is told.
 * LOYALTY-4: a version that has not begun can be withdrawn.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { type Programme, programme } from "../../lib/loyalty/programme.ts";

/** Past versions beyond this are in the journal only. */
const KEPT = 12;

const state = z.object({ versions: z.array(programme), last: z.int() });

const initial: z.infer<typeof state> = {
  versions: [FIRST_PROGRAMME],
  last: FIRST_PROGRAMME.version,
};

export const loyaltyProgramme = defineActor("loyalty_programme", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    publish: z.object({ programme, after: z.int() }),
    withdraw: z.object({ version: z.int() }),
  },
  events: {
    published: z.object({ programme, by: z.string() }),
    withdrawn: z.object({ version: z.int(), by: z.string() }),
  },
  refusals: ["published_meanwhile", "begins_in_the_past", "unknown_version", "begun_already"],
  decide: {
    publish({ last, versions }, { programme, after }, turn) {
      if (after !== last) return turn.refuse("published_meanwhile", { last });
      const from = Math.max(programme.from, turn.at);
      if (programme.from !== 0 && programme.from < turn.at) {
        return turn.refuse("begins_in_the_past");
      }
      const waits = versions.at(-1)!.from > from;
      if (waits) return turn.refuse("published_meanwhile", { last });
      const version = last + 1;
      turn.emit("published", { programme: { ...programme, version, from }, by: turn.by.id });
      return turn.reply({ version, from });
    },
    withdraw({ versions }, { version }, turn) {
      const found = versions.find((one) => one.version === version);
      if (!found) return turn.refuse("unknown_version");
      if (found.from <= turn.at) return turn.refuse("begun_already");
      return turn.emit("withdrawn", { version, by: turn.by.id }).reply({});
    },
  },
  evolve: {
    published(state, { programme }) {
      state.versions = [...state.versions, structuredClone(programme) as Programme].slice(-KEPT);
      state.last = programme.version;
    },
    withdrawn(state, { version }) {
      state.versions = state.versions.filter((one) => one.version !== version);
    },
  },
  invariant: ({ versions }) => versions.length > 0 || "no rules are in force",
});
