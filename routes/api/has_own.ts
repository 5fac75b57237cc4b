/** Whether a sale's page shows a member anything that it does not show to all. */
import type { ApiContext } from "./context.ts";
import { readRegistration } from "./draw.ts";
import { readGuest } from "./guests.ts";
import { readStanding } from "./participation.ts";

export async function hasOwn(api: ApiContext, sale: string, memberId: string): Promise<boolean> {
  const [{ outcome }, room, view] = await Promise.all([
    readStanding(api, sale, memberId),
    api.rooms.board(sale),
    api.boards.view(sale),
  ]);
  if (room !== undefined || outcome !== "none") return true;
  if (view?.mode === "draw") return typeof await readRegistration(api, sale, memberId) !== "string";
  // Once it has opened, nobody's registration is shown any more.
  return view?.state === "scheduled" && typeof await readGuest(api, sale, memberId) !== "string";
}
