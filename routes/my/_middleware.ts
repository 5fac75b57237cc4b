import { see } from "../../lib/http/see.ts";
import { myText } from "../../lib/i18n/my.ts";
import { define } from "../../lib/web/define.ts";

/** One's own pages: whoever is not signed in comes back here afterwards. Nobody else keeps them. */
export default define.middleware(async (ctx) => {
  const { state, url, req } = ctx;
  state.my = myText(state.language);
  if (!state.who) {
    const next = req.method === "GET" ? url.pathname + url.search : url.pathname;
    return see(`/sign-in?next=${encodeURIComponent(next)}`);
  }
  const response = await ctx.next();
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
});
