/**
 * The devices on which a member gets notifications, and which. The addresses of the devices are in
 * the vault; here they are opaque ids.
 *
 * DEVICE-1: a member has at most five devices; the one that was added first makes room for a sixth.
 * DEVICE-2: a device that is added again stays as it is, in its place.
 * DEVICE-3: whoever has chosen nothing is told of everything.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const DEVICES = 5;

const choice = z.object({
  /** A car is held for the member. */
  turn: z.boolean(),
  /** What became of an order. */
  orders: z.boolean(),
});
const device = z.object({ deviceId: z.string().min(1).max(64) });

const state = z.object({ devices: z.array(z.string()), choice });

export type DevicesState = z.infer<typeof state>;

export const devices = defineActor("devices", {
  version: 1,
  state,
  initial: { devices: [], choice: { turn: true, orders: true } },
  commands: { add: device, remove: device, remove_all: z.object({}), choose: choice },
  events: { added: device, removed: device, chosen: choice },
  refusals: [],
  decide: {
    add({ devices }, { deviceId }, turn) {
      if (devices.includes(deviceId)) return turn.reply({ removed: [] });
      const removed = devices.slice(0, Math.max(0, devices.length + 1 - DEVICES));
      for (const deviceId of removed) turn.emit("removed", { deviceId });
      return turn.emit("added", { deviceId }).reply({ removed });
    },
    remove({ devices }, { deviceId }, turn) {
      const removed = devices.filter((known) => known === deviceId);
      for (const deviceId of removed) turn.emit("removed", { deviceId });
      return turn.reply({ removed });
    },
    remove_all({ devices }, _none, turn) {
      const removed = [...devices];
      for (const deviceId of removed) turn.emit("removed", { deviceId });
      return turn.reply({ removed });
    },
    choose(state, choice, turn) {
      const { turn: myTurn, orders } = state.choice;
      if (choice.turn !== myTurn || choice.orders !== orders) turn.emit("chosen", choice);
      return turn.reply({});
    },
  },
  evolve: {
    added: (state, { deviceId }) => void state.devices.push(deviceId),
    removed: (state, { deviceId }) => {
      state.devices = state.devices.filter((known) => known !== deviceId);
    },
    chosen: (state, choice) => void (state.choice = choice),
  },
  invariant: ({ devices }) => devices.length <= DEVICES && new Set(devices).size === devices.length,
});
