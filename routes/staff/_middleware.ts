import { HttpError } from "fresh";
import { permissionOf, placesFor } from "../../lib/console/places.ts";
import { refusePage } from "../../lib/console/refuse_page.ts";
import { Problem } from "../../lib/http/problem.ts";
import { see } from "../../lib/http/see.ts";
import { staffText } from "../../lib/i18n/staff.ts";
import { define } from "../../lib/web/define.ts";
import { toSignIn } from "../../lib/web/held_form.ts";

/**
 * Only staff come in, and each only where a role leads; whoever is not signed in comes back here
 * afterwards. Which page asks for what stands in `lib/console/places.ts`.
 */
export default define.middleware(async (ctx) => {
  const { state, req } = ctx;
  const { who, platform } = state;
  state.staff = staffText(state.language);
  const isScript = req.headers.get("accept") === "application/json";
  if (!who) {
    if (isScript) return new Response(null, { status: 401 });
    return await toSignIn(state, ctx, "/staff");
  }
  state.may = (permission, dealerId) =>
    platform.staff.refusalFor(who, permission, dealerId) === undefined;
  const permission = permissionOf(ctx.route, req.method);
  const refusal = platform.staff.refusalFor(who, permission);
  if (refusal) {
    // The console begins at the first place that there is for oneself.
    const [first] = placesFor(state.may);
    if (ctx.route === "/staff" && req.method === "GET" && first) return see(first.href);
    // What is nowhere is no matter of roles.
    if (ctx.route === null && refusal === "permission_missing") throw new HttpError(404);
    if (isScript) return new Problem(refusal, { more: { permission } }).toResponse();
    refusePage(state, refusal, permission);
  }
  const response = await ctx.next();
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
});
