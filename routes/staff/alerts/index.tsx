import { HttpError, page } from "fresh";
import { chatGroup } from "../../../actors/platform/chat_group.ts";
import HubLive from "../../../islands/HubLive.tsx";
import { NOTICES } from "../../../lib/alerts/notices.ts";
import { noticeSentence } from "../../../lib/alerts/words.ts";
import { BY_LINK, readAlerts, type ToldNotice } from "../../../lib/chat/told.ts";
import { see } from "../../../lib/console/ask_api.ts";
import { mayOpen } from "../../../lib/console/places.ts";
import { stamp } from "../../../lib/console/times.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { fill, type Language } from "../../../lib/i18n/language.ts";
import { type StaffAlertsText, staffAlertsText } from "../../../lib/i18n/staff_alerts.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { type Column, Table } from "../../../lib/ui/Table.tsx";
import { define, type May } from "../../../lib/web/define.ts";
import { asker } from "../../api/context.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

const PATH = "/staff/alerts";
const TONES = { info: "plain", warn: "warn", alert: "bad" } as const;

export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    return page({
      alerts: await readAlerts(platform),
      done: url.searchParams.has("done"),
      gone: url.searchParams.has("gone"),
    });
  },
  async POST({ req, state: { platform, who } }) {
    const form = await req.formData();
    const group = String(form.get("group") ?? "");
    const key = String(form.get("key") ?? "");
    if (!platform.chat.groups.has(group)) throw new HttpError(400, `no group "${group}"`);
    const outcome = await platform.system.ask(chatGroup(group), "acknowledge", { key }, {
      by: asker(who!),
    });
    return see(`${PATH}?${outcome.ok ? "done" : "gone"}`);
  },
});

interface Words {
  readonly text: StaffAlertsText;
  readonly language: Language;
  /** A sentence is a link where it leads somewhere for whoever reads it. */
  readonly may: May;
}

function groupName(group: string, { text, language }: Words): string {
  const [topic = "", dealerId] = group.split(".");
  const { groups } = text;
  const name = Object.hasOwn(groups, topic) ? groups[topic as keyof typeof groups] : topic;
  return dealerId ? `${name} · ${dealerById(dealerId)?.name[language] ?? dealerId}` : name;
}

function stateOf({ status, repeats }: ToldNotice, { states }: StaffAlertsText): string {
  if (status === "acknowledged") return "";
  return repeats > 0 && status === "sent"
    ? fill(states.repeated, { n: String(repeats) })
    : states[status];
}

const whatColumn = (words: Words): Column<ToldNotice> => ({
  key: "what",
  title: words.text.what,
  heading: true,
  cell: (one) => {
    const { severity } = NOTICES[one.code];
    const sentence = noticeSentence(one, words.language);
    return (
      <span class="alert-what">
        {severity !== "info" && (
          <>
            <Badge tone={TONES[severity]}>{words.text.severity[severity]}</Badge>
            {" "}
          </>
        )}
        {one.href && mayOpen(one.href, words.may) ? <a href={one.href}>{sentence}</a> : sentence}
      </span>
    );
  },
});

const whereColumns = (words: Words): Column<ToldNotice>[] => [
  { key: "group", title: words.text.group, cell: ({ group }) => groupName(group, words) },
  { key: "at", title: words.text.at, cell: ({ at }) => <span class="figures">{stamp(at)}</span> },
];

const acknowledgeColumn = ({ text, language }: Words): Column<ToldNotice> => ({
  key: "do",
  title: <span class="visually-hidden">{text.acknowledge}</span>,
  cell: (one) => (
    <form method="post" action={PATH}>
      <input type="hidden" name="group" value={one.group} />
      <input type="hidden" name="key" value={one.key} />
      <Button
        size="small"
        type="submit"
        aria-label={`${text.acknowledge}: ${noticeSentence(one, language)}`}
      >
        {text.acknowledge}
      </Button>
    </form>
  ),
});

export default define.page<typeof handler>(({ data, state, url }) => {
  const { staff, language, who, may } = state;
  const { alerts, done, gone } = data;
  const text = staffAlertsText(language);
  const words = { text, language, may };
  const nameOf = (by: string) =>
    by === BY_LINK.id ? text.link : by === who!.memberId ? text.me : shortId(by);
  return (
    <ConsolePage
      staff={staff}
      section="alerts"
      title={text.title}
      actions={<HubLive label={text.live} stream={`${PATH}/live`} />}
      url={url}
    >
      {done && <Notice tone="good" live>{text.done}</Notice>}
      {gone && <Notice tone="warn" live>{text.gone}</Notice>}
      <p class="quiet console-title">{text.lead}</p>
      <div id="hub">
        <section class="console-section stack" aria-labelledby="open-alerts">
          <h2 id="open-alerts" class="console-title">
            {text.open}
            {alerts.open.length > 0 && <span class="figures">{` ${alerts.open.length}`}</span>}
          </h2>
          {alerts.open.length === 0 ? <Empty title={text.none} text={text.noneText} /> : (
            <Table
              id="open-list"
              caption={text.open}
              hideCaption
              dense
              rows={alerts.open}
              rowKey={({ group, key }) => `${group} ${key}`}
              columns={[
                whatColumn(words),
                // On a phone the press comes before what is only good to know.
                acknowledgeColumn(words),
                ...whereColumns(words),
                {
                  key: "state",
                  title: text.state,
                  cell: (one) => <span class="quiet">{stateOf(one, text)}</span>,
                },
              ]}
            />
          )}
        </section>
        <section class="console-section stack" aria-labelledby="settled-alerts">
          <h2 id="settled-alerts" class="console-title">{text.settled}</h2>
          {alerts.settled.length === 0 ? <p class="quiet">{text.nobody}</p> : (
            <Table
              id="settled-list"
              caption={text.settled}
              hideCaption
              dense
              rows={alerts.settled}
              rowKey={({ group, key, at }) => `${group} ${key} ${at}`}
              columns={[
                whatColumn(words),
                ...whereColumns(words),
                {
                  key: "who",
                  title: text.who,
                  cell: ({ acknowledged }) =>
                    acknowledged && (
                      <span>
                        {nameOf(acknowledged.by)}{" "}
                        <span class="quiet figures">{stamp(acknowledged.at)}</span>
                      </span>
                    ),
                },
              ]}
            />
          )}
        </section>
      </div>
    </ConsolePage>
  );
});
