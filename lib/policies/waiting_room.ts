/** A waiting room follows its sale, and opens once the secret it was committed to is told. */
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { sealedSecret } from "../adapters/sealed_secret/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";

/** A sale without a waiting room has one that takes no notice. */
const roomFollowsItsSale = definePolicy("room_follows_its_sale", sale, {
  opened: (_event, { id }) => [send(waitingRoom(id), "begin", {})],
  paused: (_event, { id }) => [send(waitingRoom(id), "pause", {})],
  resumed: (_event, { id }) => [send(waitingRoom(id), "resume", {})],
  closed: (_event, { id }) => [send(waitingRoom(id), "close", {})],
});

const sealedRoomIsOpened = definePolicy("sealed_room_is_opened", waitingRoom, {
  sealed: (_event, { id }) => [
    call(sealedSecret, { saleId: id }, {
      done: tell(waitingRoom(id), "open", {}),
      failed: tell(waitingRoom(id), "open", {}),
    }),
  ],
});

export const waitingRoomPolicies = [roomFollowsItsSale, sealedRoomIsOpened];
