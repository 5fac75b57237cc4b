import { HttpError } from "fresh";
import { staffText } from "../../lib/i18n/staff.ts";
import { define } from "../../lib/web/define.ts";

/** Only staff come in; whoever is not signed in comes back here afterwards. */
export default define.middleware(async (ctx) => {
  const { state, url, req } = ctx;
  state.staff = staffText(state.language);
  if (!state.who) {
    if (req.headers.get("accept") === "application/json") {
      return new Response(null, { status: 401 });
    }
    const next = req.method === "GET" ? url.pathname + url.search : url.pathname;
    return new Response(null, {
      status: 303,
      headers: { location: `/sign-in?next=${encodeURIComponent(next)}` },
    });
  }
  if (state.who.role !== "staff") throw new HttpError(403, "staff only");
  const response = await ctx.next();
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
});
