/**
 * Who has a car here, by a keyed hash of its number.
 *
 * TITLE-1: a car has one owner at a time; another is refused and not told who it is.
 * TITLE-2: staff who have seen the papers may pass it on.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const holder = z.object({ memberId: z.string(), carId: z.string() });

export const carTitle = defineActor("car_title", {
  version: 1,
  state: z.object({ holder: holder.nullable() }),
  initial: { holder: null as z.infer<typeof holder> | null },
  commands: { take: holder, leave: holder.pick({ memberId: true }) },
  events: { taken: holder, left: holder.pick({ memberId: true }) },
  refusals: ["car_of_another"],
  decide: {
    take(title, asked, turn) {
      if (title.holder === null) return turn.emit("taken", asked).reply({});
      if (title.holder.memberId !== asked.memberId) return turn.refuse("car_of_another");
      return turn.reply({});
    },
    leave(title, { memberId }, turn) {
      const staff = turn.by.role === "staff";
      if (title.holder !== null && (staff || title.holder.memberId === memberId)) {
        turn.emit("left", { memberId: title.holder.memberId });
      }
      return turn.reply({});
    },
  },
  evolve: {
    taken: (title, holder) => void (title.holder = { ...holder }),
    left: (title) => void (title.holder = null),
  },
});
