/**
 * The configurations that a member keeps. One actor a member; a configuration is its share code, from
 * which the template of its version gives the same car again.
 *
 * CONFIG-1: a member keeps each car once, and at most twenty.
 * CONFIG-2: what is removed twice is removed once.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

export const SAVED_AT_MOST = 20;

const code = z.string().regex(/^[A-Z0-9]+-[A-Z0-9]+$/).max(40);

export const savedConfigurations = defineActor("saved_configurations", {
  version: 1,
  state: z.object({
    /** The oldest first. */
    saved: z.array(z.object({ code, at: z.int() })),
  }),
  initial: { saved: [] },
  commands: { save: z.object({ code }), remove: z.object({ code }) },
  events: { saved: z.object({ code }), removed: z.object({ code }) },
  refusals: ["too_many_saved"],
  decide: {
    save({ saved }, { code }, turn) {
      if (saved.some((one) => one.code === code)) return turn.reply({ code });
      if (saved.length >= SAVED_AT_MOST) {
        return turn.refuse("too_many_saved", { atMost: SAVED_AT_MOST });
      }
      return turn.emit("saved", { code }).reply({ code });
    },
    remove({ saved }, { code }, turn) {
      if (saved.some((one) => one.code === code)) turn.emit("removed", { code });
      return turn.reply({});
    },
  },
  evolve: {
    saved: (state, { code }, { at }) => void state.saved.push({ code, at }),
    removed: (state, { code }) => {
      state.saved = state.saved.filter((one) => one.code !== code);
    },
  },
});
