/**
 * How many there are of one thing of the exchange shop. Decided in one turn with the points that a
 * member gives for it: either all of it happens or nothing does.
 *
 * SHOP-1: never more are given out than there are.
 * SHOP-2: one exchange takes one, however often it is told; what comes back can be given out again.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const state = z.object({ taken: z.int(), recent: z.array(z.string()) });

/** An exchange is told again within seconds or not at all. */
const KEPT = 500;

export const shopItem = defineActor("shop_item", {
  version: 1,
  live: true,
  state,
  initial: { taken: 0, recent: [] as string[] },
  commands: {
    take: z.object({ id: z.string(), stock: z.int().nullable() }),
    put_back: z.object({ id: z.string() }),
  },
  events: { taken: z.object({ id: z.string() }), put_back: z.object({ id: z.string() }) },
  refusals: ["none_left"],
  decide: {
    take(state, { id, stock }, turn) {
      if (state.recent.includes(id)) return turn.reply({});
      if (stock !== null && state.taken >= stock) return turn.refuse("none_left");
      return turn.emit("taken", { id }).reply({});
    },
    put_back(state, { id }, turn) {
      if (state.recent.includes(id)) turn.emit("put_back", { id });
      return turn.reply({});
    },
  },
  evolve: {
    taken(state, { id }) {
      state.taken++;
      state.recent = [...state.recent, id].slice(-KEPT);
    },
    put_back(state, { id }) {
      state.taken--;
      state.recent = state.recent.filter((one) => one !== id);
    },
  },
  invariant: ({ taken }) => taken >= 0,
});
