/**
 * The hours of a dealer in which cars are handed over. Who is there is the dealer's matter; how many
 * cars can be handed over at once is kept here.
 *
 * DESK-1: in one hour no more cars are handed over than the desk has places; a car has one hour.
 * DESK-2: a car that moves gives its former hour back in the same turn, and keeps it if the other is
 * full.
 * DESK-3: staff may hand over one more: they know who comes in.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { HANDOVER_MS, HANDOVERS_AT_ONCE } from "../../lib/orders/handover_hours.ts";
import { DAY_MS } from "../../lib/time/day.ts";

/** What is over stays until then, so that a car that is late is not in nobody's hour. */
const KEPT_MS = DAY_MS;

const vehicleId = z.string().min(1);
const at = z.int().min(0);

const overlaps = (one: number, other: number): boolean => Math.abs(one - other) < HANDOVER_MS;

/** How many other cars are handed over at that time. */
export const takenAt = (
  { cars }: { readonly cars: ReadonlyMap<string, number> },
  at: number,
  but?: string,
): number => [...cars].filter(([id, time]) => id !== but && overlaps(time, at)).length;

export const handoverDesk = defineActor("handover_desk", {
  version: 1,
  state: z.object({ cars: z.map(vehicleId, at) }),
  initial: { cars: new Map<string, number>() },
  commands: {
    take: z.object({ vehicleId, at, beyond: z.boolean().optional() }),
    leave: z.object({ vehicleId }),
  },
  events: {
    taken: z.object({ vehicleId, at }),
    left: z.object({ vehicleId }),
  },
  refusals: ["hour_full"],
  decide: {
    take(desk, { vehicleId, at, beyond }, turn) {
      if (desk.cars.get(vehicleId) === at) return turn.reply({});
      if (!beyond && takenAt(desk, at, vehicleId) >= HANDOVERS_AT_ONCE) {
        return turn.refuse("hour_full");
      }
      return turn.emit("taken", { vehicleId, at }).reply({});
    },
    leave(desk, { vehicleId }, turn) {
      if (desk.cars.has(vehicleId)) turn.emit("left", { vehicleId });
      return turn.reply({});
    },
  },
  evolve: {
    taken(desk, taken, { at }) {
      for (const [id, time] of desk.cars) if (time < at - KEPT_MS) desk.cars.delete(id);
      desk.cars.set(taken.vehicleId, taken.at);
    },
    left: (desk, { vehicleId }) => void desk.cars.delete(vehicleId),
  },
});
