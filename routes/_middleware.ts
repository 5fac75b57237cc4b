import { HttpError } from "fresh";
import { languageOf, messagesIn } from "../lib/i18n/language.ts";
import { define } from "../lib/web/define.ts";

/** Who asks, and in which language they are answered. */
export default define.middleware(async (ctx) => {
  const { state, req } = ctx;
  state.language = languageOf(req);
  state.text = messagesIn(state.language);
  const who = state.platform.sessions.ofCookie(req.headers.get("cookie"));
  state.who = typeof who === "string" ? undefined : who;
  if (req.method !== "GET" && req.method !== "HEAD") sameSite(req);
  const response = await ctx.next();
  response.headers.append("vary", "accept-language, cookie");
  return response;
});

/** A browser sends cookies along from anywhere; forms are only taken from our own pages. */
function sameSite(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  if (!URL.canParse(origin) || new URL(origin).host !== new URL(request.url).host) {
    throw new HttpError(403, `expected a form of our own, got one from ${origin}`);
  }
}
