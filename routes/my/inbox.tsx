import { page } from "fresh";
import { Head } from "fresh/runtime";
import {
  inbox,
  KEPT,
  type Message,
  PUSHED,
  TOPICS,
  wantsPush,
  wantsSms,
} from "../../actors/members/inbox.ts";
import { see } from "../../lib/http/see.ts";
import { beijing } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Checkbox } from "../../lib/ui/Field.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import { sentence } from "./(_components)/messages.ts";

interface InboxPage {
  readonly messages: readonly Message[];
  readonly texted: ReadonlySet<string>;
  readonly pushed: ReadonlySet<string>;
  readonly saved: boolean;
}

export const handler = define.handlers({
  async GET({ state: { platform, who }, url }) {
    const data = await platform.system.view(inbox(who!.memberId), (state) => ({
      messages: structuredClone(state.messages),
      texted: new Set(TOPICS.filter((topic) => wantsSms(state, topic))),
      pushed: new Set(TOPICS.filter((topic) => wantsPush(state, topic))),
    }));
    return page<InboxPage>({ ...data, saved: url.searchParams.has("saved") });
  },
  async POST({ req, state: { platform: { system }, who } }) {
    const form = await req.formData();
    const mine = inbox(who!.memberId);
    if (form.get("do") === "read") {
      await system.ask(mine, "read", { ids: "all" });
      return see("/my/inbox");
    }
    for (const topic of TOPICS) {
      await system.ask(mine, "prefer", {
        topic,
        sms: form.get(topic) === "on",
        push: form.get(`push-${topic}`) === "on",
      });
    }
    return see("/my/inbox?saved");
  },
});

export default define.page<typeof handler>(({ data, state: { my, shop, language } }) => {
  const { messages, texted, pushed, saved } = data;
  const text = my.inbox;
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <header class="between">
        <h1 class="type-2xl">{text.title}</h1>
        {messages.some(({ read }) => !read) && (
          <form method="post">
            <input type="hidden" name="do" value="read" />
            <Button kind="quiet" type="submit">{text.read_all}</Button>
          </form>
        )}
      </header>
      {messages.length === 0
        ? <Empty title={text.none} text={text.none_text} />
        : (
          <List label={text.title}>
            {messages.map((message) => (
              <ListRow
                key={message.id}
                title={message.read
                  ? sentence(message, my, language)
                  : <strong class="unread">{sentence(message, my, language)}</strong>}
                text={`${text.topics[message.topic]} · ${beijing(message.at, shop.code, "minute")}`}
                {...(message.href ? { href: message.href } : {})}
              />
            ))}
          </List>
        )}
      {messages.length === KEPT && (
        <p class="quiet small">{fill(text.kept, { count: String(KEPT) })}</p>
      )}
      <form method="post" class="my-form my-page__part">
        <h2 class="type-xl" id="prefer">{text.prefer}</h2>
        {saved && <Notice tone="good" live>{text.saved}</Notice>}
        <div class="my-checks">
          {TOPICS.map((topic) => (
            <Checkbox
              key={topic}
              id={`sms-${topic}`}
              name={topic}
              label={text.topics[topic]}
              checked={texted.has(topic)}
            />
          ))}
        </div>
        <h2 class="type-xl">{text.preferPush}</h2>
        <p class="quiet small">
          {text.devices} <a href="/notifications">{text.devicesLink}</a>
        </p>
        <div class="my-checks">
          {PUSHED.map((topic) => (
            <Checkbox
              key={topic}
              id={`push-${topic}`}
              name={`push-${topic}`}
              label={text.topics[topic]}
              checked={pushed.has(topic)}
            />
          ))}
        </div>
        <div>
          <Button type="submit">{text.save}</Button>
        </div>
      </form>
    </div>
  );
});
