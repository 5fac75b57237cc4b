import { HttpError } from "fresh";
import type { StaffRefusal } from "../auth/staff_directory.ts";
import type { Permission } from "../staff/roles.ts";
import type { State } from "../web/define.ts";

/** Refuses the page, which says why. @throws {HttpError} 403 */
export function refusePage(state: State, why: StaffRefusal, permission: Permission): never {
  state.refused = { why, permission };
  throw new HttpError(403, why);
}
