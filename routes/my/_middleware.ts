import { myText } from "../../lib/i18n/my.ts";
import { define } from "../../lib/web/define.ts";
import { toSignIn } from "../../lib/web/held_form.ts";

/** One's own pages: whoever is not signed in comes back here afterwards. Nobody else keeps them. */
export default define.middleware(async (ctx) => {
  const { state } = ctx;
  state.my = myText(state.language);
  if (!state.who) return await toSignIn(state, ctx, "/my");
  const response = await ctx.next();
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
});
