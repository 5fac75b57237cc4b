/** Rows about waiting rooms: which sales have one, and how it stands. */
import { type RoomPlan, waitingIn } from "../../actors/sales/room_state.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { defineReadModel } from "../kernel/mod.ts";

export interface RoomRow {
  status: "none" | "prequeue" | "sealed" | "open" | "closed";
  paused: boolean;
  plan: RoomPlan | null;
  commitment: string;
  guard: { mode: "off" | "auto" | "on"; bits: number };
  /** Places that were given. */
  entries: number;
  waiting: number;
  /** People who lost their turn and may still come back. */
  passed: number;
  /** People who are inside. */
  active: number;
  finished: number;
  /** The last journal entry this includes. */
  seq: number;
}

/** `[saleId]` → how its waiting room stands. */
export const roomRows = defineReadModel("waiting_rooms", waitingRoom, {
  rows: (room, { id, seq }) => [{
    key: [id],
    value: {
      status: room.status,
      paused: room.pausedAt !== null,
      plan: room.plan,
      commitment: room.commitment,
      guard: room.guard,
      entries: room.line.length,
      waiting: waitingIn(room),
      passed: room.passed.size,
      active: room.admitted.size,
      finished: room.done.size,
      seq,
    },
  }],
});

export const waitingRoomReadModels = [roomRows];
