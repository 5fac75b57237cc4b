import { type Language, languageOf, messagesIn } from "../lib/i18n/language.ts";
import { shopText } from "../lib/i18n/shop.ts";
import { define } from "../lib/web/define.ts";
import { inTime } from "../lib/web/in_time.ts";

/** Who asks, and in which language they are answered. */
export default define.middleware(async (ctx) => {
  const { state, req } = ctx;
  const asked = ctx.url.searchParams.get("lang");
  const kept = /(?:^|;\s*)lang=(zh|en)/.exec(req.headers.get("cookie") ?? "")?.[1];
  state.language = asked === null && kept ? kept as Language : languageOf(req);
  state.text = messagesIn(state.language);
  state.shop = shopText(state.language);
  const who = state.platform.sessions.ofCookie(req.headers.get("cookie"));
  state.who = typeof who === "string" ? undefined : who;
  const response = await inTime(() => ctx.next());
  if (asked === "zh" || asked === "en") {
    const cookie = `lang=${asked}; Path=/; Max-Age=31536000; SameSite=Lax`;
    response.headers.append("set-cookie", cookie);
  }
  // What everyone gets alike, such as the style, is kept whoever signs in.
  if (!response.headers.get("cache-control")?.startsWith("public")) {
    response.headers.append("vary", "accept-language, cookie");
  }
  return response;
});
