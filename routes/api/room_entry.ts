/**
 * A member's entry on this node's board. Another node's turn is on it a moment later: whoever had just
 * entered there, and asked here where they stand, was told that they are not in the room.
 */
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { lookUntil } from "../../lib/time/look_until.ts";
import type { RoomBoard } from "../../lib/waiting_room/room_board.ts";
import type { ApiContext } from "./context.ts";

const SHOWN_WITHIN_MS = 2_000;

/** Waits, for who has entered, until the board shows it; not for long, and for nobody else. */
export async function entryShown(
  { system, now }: Pick<ApiContext, "system" | "now">,
  board: Pick<RoomBoard, "saleId" | "standing">,
  memberId: string,
): Promise<void> {
  const shown = () => board.standing(memberId, now());
  if (shown()) return;
  if (!await system.view(waitingRoom(board.saleId), ({ places }) => places.has(memberId))) return;
  await lookUntil(shown, SHOWN_WITHIN_MS);
}
