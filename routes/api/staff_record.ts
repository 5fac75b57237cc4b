/** The journal of what staff do to the machinery. */
import { type StaffAct, staffLog } from "../../actors/platform/staff_log.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { type ApiContext, asker } from "./context.ts";
import { accepted } from "./outcome.ts";

/** STAFF-1: what is to be done is recorded first, with who does it. */
export async function record(
  api: Pick<ApiContext, "system">,
  by: Claims,
  act: StaffAct,
) {
  accepted(await api.system.ask(staffLog("all"), "record", act, { by: asker(by) }));
}
