import { HttpError, page } from "fresh";
import { lead, type LeadState } from "../../../actors/sales/lead.ts";
import { wordsFor } from "../../../lib/console/ask_api.ts";
import { actOnLead, isLeadAct } from "../../../lib/console/lead_acts.ts";
import {
  choices,
  filterIn,
  type LeadLine,
  medianResponse,
  MOST_READ,
  readLeads,
  waited,
  wanted,
} from "../../../lib/console/lead_list.ts";
import { colleagues, maskedPhone } from "../../../lib/console/people.ts";
import { saleNames } from "../../../lib/console/sale_names.ts";
import { span, stamp } from "../../../lib/console/times.ts";
import { see } from "../../../lib/http/see.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { leadExportText } from "../../../lib/i18n/lead_export.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Counter } from "../../../lib/ui/Counter.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Pagination } from "../../../lib/ui/Pagination.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { paged } from "../../../lib/web/paged.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { LeadFilters } from "../(_components)/LeadFilters.tsx";
import { LeadPanel } from "../(_components)/LeadPanel.tsx";
import { sorted, sortLinks, withParams } from "../(_components)/sorting.ts";
import { toneOf } from "../(_components)/tones.ts";

const PAGE = 50;

export const handler = define.handlers({
  async GET({ state: { platform, who, staff }, url }) {
    const filter = filterIn(url);
    const me = who!.memberId;
    const fits = wanted(filter, platform, me);
    const all = await Array.fromAsync(readLeads(platform, filter.sale, MOST_READ));
    const lines = all.filter(fits);
    return page({
      filter,
      lines,
      sales: await saleNames(platform.system, staff.code),
      bounded: all.length === MOST_READ,
      cities: choices(all, ({ from }) => from?.city),
      sources: choices(all, ({ from }) => from?.source),
      staffList: await colleagues(platform, me, staff),
      now: platform.now(),
      chosen: await chosenLead(platform, url.searchParams.get("lead")),
    });
  },
  async POST({ state: { platform, who }, req, url }) {
    const form = await req.formData();
    const act = form.get("do");
    if (!isLeadAct(act)) throw new HttpError(400, `cannot "${act}"`);
    const { memberId, role } = who!;
    const id = url.searchParams.get("lead") ?? "";
    const code = await actOnLead(platform, id, act, form, { id: memberId, role });
    return see(withParams(url, {
      done: code === undefined ? act : undefined,
      refused: code,
    }));
  },
});

export interface ChosenLead {
  readonly id: string;
  readonly state: LeadState;
  readonly phone: string | undefined;
}

async function chosenLead(
  platform: Parameters<typeof maskedPhone>[0] & Parameters<typeof readLeads>[0],
  id: string | null,
): Promise<ChosenLead | undefined> {
  if (id === null || !/^[a-z0-9-]{1,64}$/.test(id)) return undefined;
  const state = await platform.system.view(lead(id), (state) => structuredClone(state));
  if (state.entries.length === 0) return undefined;
  return { id, state, phone: await maskedPhone(platform, id) };
}

const VALUES = {
  person: (line: LeadLine) => line.memberId,
  sale: (line: LeadLine) => line.saleId,
  city: (line: LeadLine) => line.from?.city ?? "",
  source: (line: LeadLine) => line.from?.source ?? "",
  outcome: (line: LeadLine) => line.outcome,
  entered: (line: LeadLine) => line.enteredAt,
  owner: (line: LeadLine) => line.assignee ?? "",
  response: (line: LeadLine) =>
    line.firstResponseAt === undefined ? Number.MAX_SAFE_INTEGER : waited(line, 0),
};

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { filter, lines, now, staffList, chosen } = data;
  const text = staff.leads;
  const taking = leadExportText(staff.code);
  const links = sortLinks(url, VALUES, { key: "entered", direction: "descending" });
  const ordered = sorted(lines, links, VALUES);
  const { shown, at, pages } = paged(ordered, url.searchParams.get("page"), PAGE);
  const filtered = Object.values(filter).some((one) => one !== "");
  const median = medianResponse(lines);
  const unanswered = lines.filter(({ firstResponseAt }) => firstResponseAt === undefined).length;
  const number = (value: number) => count(value, staff.code);
  const nameOf = (id: string | undefined) =>
    id === undefined ? undefined : staffList.find((one) => one.id === id)?.name ?? shortId(id);
  // A person has a line for each sale: where several are listed, each says which.
  const severalSales = filter.sale === "" && data.sales.length > 1;
  const titleOf = (id: string) => data.sales.find((one) => one.id === id)?.title ?? id;
  const turn = (to: number) =>
    to < 1 || to > pages ? {} : { href: withParams(url, { page: String(to) }) };
  const done = url.searchParams.get("done");
  const refused = url.searchParams.get("refused");
  const told = (
    <>
      {isLeadAct(done) && <Notice tone="good" live>{text.done[done]}</Notice>}
      {refused && (
        <Notice tone="bad" live>{wordsFor({ ...text.refused, ...taking.refused }, refused)}</Notice>
      )}
    </>
  );
  const plain = (changes: Record<string, string | undefined>) =>
    withParams(url, { done: undefined, refused: undefined, ...changes });
  return (
    <ConsolePage
      staff={staff}
      section="leads"
      title={text.title}
      url={url}
      figures={
        <>
          <Counter value={number(lines.length)} label={text.total} />
          <Counter value={number(unanswered)} label={text.open} />
          <Counter value={median === undefined ? "–" : span(median, staff)} label={text.median} />
        </>
      }
      actions={
        <ButtonLink size="small" href={`/staff/leads/csv${url.search}`}>
          {taking.masked}
        </ButtonLink>
      }
      panel={chosen && (
        <LeadPanel
          chosen={chosen}
          // On a phone it lies over the rest of the page.
          told={told}
          staff={staff}
          colleagues={staffList}
          titleOf={titleOf}
          close={plain({ lead: undefined })}
          href={(id) => `${plain({ lead: id })}#lead`}
        />
      )}
    >
      {!chosen && told}
      <LeadFilters staff={staff} {...data} />
      {data.bounded && <p class="quiet small">{fill(text.bounded, { n: number(MOST_READ) })}</p>}
      <details class="fold">
        <summary>{taking.whole}</summary>
        <form
          method="post"
          action={withParams(url, { refused: undefined, done: undefined }).replace(
            "/staff/leads",
            "/staff/leads/csv",
          )}
          class="console-form"
        >
          <p class="quiet small">{taking.note}</p>
          <Input
            id="export-reason"
            name="reason"
            label={taking.why}
            minLength={4}
            maxLength={200}
            autoComplete="off"
            required
          />
          <Button size="small" type="submit">{taking.do}</Button>
        </form>
      </details>
      <Table<LeadLine>
        id="leads"
        caption={text.caption}
        hideCaption
        dense
        rows={shown}
        rowKey={({ saleId, memberId }) => `${saleId}/${memberId}`}
        {...(chosen
          ? {
            selected: `${
              filter.sale || shown.find(({ memberId }) => memberId === chosen.id)?.saleId
            }/${chosen.id}`,
          }
          : {})}
        empty={filtered
          ? <Empty title={text.none} text={text.noneText} />
          : <Empty title={text.noneYet} text={text.noneYetText} />}
        columns={[
          {
            key: "person",
            title: text.person,
            heading: true,
            cell: ({ memberId }) => (
              <a class="console-person" href={`${plain({ lead: memberId })}#lead`}>
                {shortId(memberId)}
              </a>
            ),
            ...links.column("person"),
          },
          ...(severalSales
            ? [{
              key: "sale",
              title: text.sale,
              cell: ({ saleId }: LeadLine) => titleOf(saleId),
              ...links.column("sale"),
            }]
            : []),
          {
            key: "city",
            title: text.city,
            cell: ({ from }) => from?.city ?? "–",
            ...links.column("city"),
          },
          {
            key: "source",
            title: text.source,
            cell: ({ from }) => from?.source ?? "–",
            ...links.column("source"),
          },
          {
            key: "outcome",
            title: text.outcome,
            cell: ({ outcome }) => <Badge tone={toneOf(outcome)}>{text.outcomes[outcome]}</Badge>,
            ...links.column("outcome"),
          },
          {
            key: "entered",
            title: text.entered,
            cell: ({ enteredAt }) => <span class="figures">{stamp(enteredAt)}</span>,
            ...links.column("entered"),
          },
          {
            key: "owner",
            title: text.owner,
            cell: ({ assignee }) => nameOf(assignee) ?? <span class="quiet">{text.nobody}</span>,
            ...links.column("owner"),
          },
          {
            key: "response",
            title: text.response,
            numeric: true,
            cell: (line) =>
              line.firstResponseAt === undefined
                ? (
                  <span class="quiet">
                    {fill(text.waits, { time: span(waited(line, now), staff) })}
                  </span>
                )
                : span(waited(line, now), staff),
            ...links.column("response"),
          },
        ]}
      />
      {ordered.length > 0 && (
        <div class="console-pages">
          <Pagination
            label={text.pages}
            position={fill(text.page, {
              from: number((at - 1) * PAGE + 1),
              to: number(Math.min(at * PAGE, ordered.length)),
              total: number(ordered.length),
            })}
            previous={{ label: text.before, ...turn(at - 1) }}
            next={{ label: text.after, ...turn(at + 1) }}
          />
        </div>
      )}
    </ConsolePage>
  );
});
