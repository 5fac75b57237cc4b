/** The small actors that the kernel's own tests share, and the stage they play on. */
import * as z from "zod";
import { defineActor } from "./actor.ts";

export { type Node, type NodeOptions, Stage } from "./testing/stage.ts";
export { once, type Tamper, TamperedStore, writes } from "./testing/tampered_store.ts";

const nothing = z.object({});

/** Adds up; can be made to fail in every way an actor can. */
export const counter = defineActor("counter", {
  version: 1,
  live: true,
  state: z.object({ total: z.int(), texts: z.array(z.string()) }),
  initial: { total: 0, texts: [] },
  commands: {
    add: z.object({ n: z.int() }),
    explode: nothing,
    corrupt: nothing,
    overdraw: nothing,
    shout: z.object({ text: z.string(), times: z.int().optional() }),
    remind: z.object({ name: z.string(), at: z.int(), n: z.int() }),
    forget: z.object({ name: z.string() }),
    protest: nothing,
  },
  events: {
    added: z.object({ n: z.int() }),
    corrupted: nothing,
    overdrawn: nothing,
    shouted: z.object({ text: z.string() }),
  },
  refusals: ["negative", "too_much"],
  decide: {
    add(state, { n }, turn) {
      if (n < 0) return turn.refuse("negative");
      if (state.total + n > 1_000_000) {
        return turn.refuse("too_much", { left: 1_000_000 - state.total });
      }
      return turn.emit("added", { n }).reply({ total: state.total + n, at: turn.at });
    },
    explode() {
      throw new Error("decide failed");
    },
    corrupt: (_state, _none, turn) => turn.emit("corrupted", {}).reply({}),
    overdraw: (_state, _none, turn) => turn.emit("overdrawn", {}).reply({}),
    shout(_state, { text, times = 1 }, turn) {
      for (let i = 0; i < times; i++) turn.emit("shouted", { text });
      return turn.reply({ length: text.length });
    },
    remind: (_state, { name, at, n }, turn) => turn.remind(name, at, "add", { n }).reply({}),
    forget: (_state, { name }, turn) => turn.forget(name).reply({}),
    protest: (_state, _none, turn) => turn.emit("added", { n: 1 }).refuse("too_much"),
  },
  evolve: {
    added: (state, { n }) => void (state.total += n),
    corrupted: () => {
      throw new Error("evolve failed");
    },
    overdrawn: (state) => void (state.total = -1),
    shouted: (state, { text }) => void state.texts.push(text.slice(0, 40)),
  },
  invariant: (state) => state.total >= 0 || "the total is negative",
});

/** Holds money; two of them make a transfer. */
export const purse = defineActor("purse", {
  version: 1,
  state: z.object({ coins: z.int() }),
  initial: { coins: 0 },
  commands: { put: z.object({ coins: z.int() }), take: z.object({ coins: z.int() }) },
  events: { changed: z.object({ by: z.int() }) },
  refusals: ["too_little"],
  decide: {
    put: (state, { coins }, turn) =>
      turn.emit("changed", { by: coins }).reply({ coins: state.coins + coins }),
    take(state, { coins }, turn) {
      if (coins > state.coins) return turn.refuse("too_little", { coins: state.coins });
      return turn.emit("changed", { by: -coins }).reply({ coins: state.coins - coins });
    },
  },
  evolve: { changed: (state, { by }) => void (state.coins += by) },
  invariant: (state) => state.coins >= 0,
});
