/** What a route for staff asks of whoever calls it: stated once, in the route and in the API's document. */
import type { Handler } from "hono";
import type { Claims } from "../../lib/auth/token.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { Permission } from "../../lib/staff/roles.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { BEARER } from "./openapi.ts";

/** The extension of the document that names a route's permission. */
export const PERMISSION = "x-permission";

/** The codes of whatever is for staff. */
export const STAFF_ONLY = ["staff_only", "permission_missing", "passkey_required"] as const;

/**
 * The part of a route that makes it one for staff. It is asked before anything else, so that nobody
 * learns from a refused body what there is.
 */
export const forStaff = (api: ApiContext, permission: Permission) => ({
  security: BEARER,
  [PERMISSION]: permission,
  middleware: (async (c, next) => {
    permitted(api, signedIn(api, c.req.raw), permission);
    await next();
  }) satisfies Handler,
});

/** @throws {Problem} 403 where this member may not do it, or not at this dealer */
export function permitted(
  { staff }: Pick<ApiContext, "staff">,
  who: Claims,
  permission: Permission,
  dealerId?: string,
): void {
  const refusal = staff.refusalFor(who, permission, dealerId);
  if (refusal) throw new Problem(refusal, { more: { permission } });
}

export const mayOf = (
  { staff }: Pick<ApiContext, "staff">,
  who: Claims,
  permission: Permission,
  dealerId?: string,
): boolean => staff.refusalFor(who, permission, dealerId) === undefined;

/** Whether the request still comes from somebody who may, for streams that go on for long. */
export function stillPermitted(api: ApiContext, request: Request, permission: Permission): boolean {
  try {
    return mayOf(api, signedIn(api, request), permission);
  } catch (cause) {
    if (cause instanceof Problem) return false;
    throw cause;
  }
}
