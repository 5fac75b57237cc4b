/** Whose role counts at some dealers only stays there. */
import type { Permission } from "../staff/roles.ts";
import type { State } from "../web/define.ts";
import { refusePage } from "./refuse_page.ts";

/** @throws {HttpError} 403 where the dealer is another's; where there is none yet, it is anybody's */
export function atDealer(
  state: State,
  permission: Permission,
  dealerId: string | undefined,
): void {
  if (dealerId === undefined || state.may(permission, dealerId)) return;
  refusePage(state, "dealer_not_yours", permission);
}
