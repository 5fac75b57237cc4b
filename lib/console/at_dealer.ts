/** Whose role counts at some dealers only stays there. */
import { HttpError } from "fresh";
import type { Permission } from "../staff/roles.ts";
import type { State } from "../web/define.ts";

/** @throws {HttpError} 403 where the dealer is another's; where there is none yet, it is anybody's */
export function atDealer(
  state: State,
  permission: Permission,
  dealerId: string | undefined,
): void {
  if (dealerId === undefined || state.may(permission, dealerId)) return;
  state.refused = { why: "dealer_not_yours", permission };
  throw new HttpError(403, "dealer_not_yours");
}
