import { page } from "fresh";
import { Head } from "fresh/runtime";
import { chatGroup, type Notice as Told, open } from "../../actors/platform/chat_group.ts";
import { noticeSentence } from "../../lib/alerts/words.ts";
import { BY_LINK, readMessage } from "../../lib/chat/told.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { see } from "../../lib/http/see.ts";
import { beijing } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { staffAlertsText } from "../../lib/i18n/staff_alerts.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { define } from "../../lib/web/define.ts";
import { asker } from "../api/context.ts";

interface Shown {
  /** Undefined where the link is over or was never ours. */
  readonly told?: readonly Told[];
}

/** What is said to one group is nobody else's: neither kept nor named to where one goes from here. */
const HEADERS = { ...NO_STORE, "referrer-policy": "no-referrer" };

/** A chat message leads here. The link alone allows to acknowledge what that message says, no more. */
export const handler = define.handlers({
  async GET({ state: { platform }, params }) {
    const link = platform.chat.acks.read(params.token ?? "");
    if (!link) return page<Shown>({}, { status: 404, headers: HEADERS });
    const told = await readMessage(platform, link.group, link.message);
    return page<Shown>({ told }, { headers: HEADERS });
  },
  async POST({ state: { platform, who }, params, url }) {
    const link = platform.chat.acks.read(params.token ?? "");
    if (!link) return page<Shown>({}, { status: 404, headers: HEADERS });
    const by = who?.role === "staff" ? asker(who) : BY_LINK;
    await platform.system.ask(chatGroup(link.group), "acknowledge", { message: link.message }, {
      by,
    });
    return see(url.pathname, HEADERS);
  },
});

export default define.page<typeof handler>(({ data: { told }, state, url }) => {
  const { shop, language, who } = state;
  const words = staffAlertsText(language);
  const { page: text } = words;
  const waiting = told?.filter(open) ?? [];
  const isStaff = who?.role === "staff";
  const title = !told
    ? text.over
    : told.length === 0
    ? text.newer
    : waiting.length === 0
    ? text.done
    : text.title;
  const nameOf = (by: string) =>
    by === BY_LINK.id ? words.link : by === who?.memberId ? words.me : text.colleague;
  return (
    <div class="wrap section stack" style="max-inline-size: 44rem">
      <Head>
        <title>{`${title} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <h1 class="type-xl">{title}</h1>
      {!told && <p class="lead">{text.overText}</p>}
      {told?.length === 0 && <p class="lead">{text.newerText}</p>}
      {waiting.length > 0 && <p class="lead">{fill(text.lead, { n: String(waiting.length) })}</p>}
      {told && told.length > 0 && (
        <ul class="stack stack--tight">
          {told.map((one) => (
            <li key={one.key}>
              <p>{noticeSentence(one, language)}</p>
              {one.acknowledged && (
                <p class="quiet small">
                  {fill(text.by, {
                    who: nameOf(one.acknowledged.by),
                    time: beijing(one.acknowledged.at, shop.code, "moment"),
                  })}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <>
          <form method="post">
            <Button kind="signal" type="submit">{text.do}</Button>
          </form>
          <p class="quiet small">
            {isStaff ? text.asMe : text.asLink}
            {!isStaff && (
              <>
                {" "}
                <a href={`/sign-in?next=${encodeURIComponent(url.pathname)}`}>{text.signIn}</a>
              </>
            )}
          </p>
        </>
      )}
      {told && told.length > 0 && waiting.length === 0 && (
        <Notice tone="good">{text.doneText}</Notice>
      )}
      <p>
        <a href="/staff/alerts">{text.console}</a>
      </p>
    </div>
  );
});
