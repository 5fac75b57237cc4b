import { HttpError, page } from "fresh";
import {
  type ComparedDay,
  openDifferences,
  reconciliation,
} from "../../../actors/sales/reconciliation.ts";
import HubLive from "../../../islands/HubLive.tsx";
import { wordsFor } from "../../../lib/console/ask_api.ts";
import { see } from "../../../lib/http/see.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { reconciliationText } from "../../../lib/i18n/reconciliation.ts";
import { beijingDay, startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { DifferenceList } from "../(_components)/DifferenceList.tsx";

interface Book {
  readonly provider: string;
  /** The newest first. */
  readonly days: readonly (ComparedDay & { readonly day: string })[];
}

export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    const books = await Promise.all(
      Array.from(platform.gateways.keys(), async (provider): Promise<Book> => ({
        provider,
        days: await platform.system.view(
          reconciliation(provider),
          ({ days }) =>
            Array.from(days, ([day, compared]) => structuredClone({ day, ...compared }))
              .sort((one, other) => one.day < other.day ? 1 : -1),
        ),
      })),
    );
    return page({
      books,
      yesterday: beijingDay(platform.now() - DAY_MS),
      done: url.searchParams.get("done"),
      refused: url.searchParams.get("refused"),
    });
  },
  async POST({ req, state: { platform, who } }) {
    const form = await req.formData();
    const act = form.get("do");
    const provider = String(form.get("provider") ?? "");
    if (!platform.gateways.has(provider)) throw new HttpError(400, `cannot ask "${provider}"`);
    const by = { by: { id: who!.memberId, role: "staff" as const } };
    const day = String(form.get("day") ?? "");
    const note = String(form.get("note") ?? "").trim();
    const key = String(form.get("key") ?? "");
    const isWhole = startOfBeijingDay(day) !== undefined &&
      (act === "run" || act === "settle" && note.length >= 2);
    if (!isWhole || note.length > 200) return see("/staff/reconciliation?refused=invalid");
    const address = reconciliation(provider);
    const outcome = act === "run"
      ? await platform.system.ask(address, "run", { day }, by)
      : await platform.system.ask(address, "settle", { day, key, note }, by);
    const result = outcome.ok ? `done=${act}` : `refused=${outcome.refusal ?? "other"}`;
    return see(`/staff/reconciliation?${result}`);
  },
});

export default define.page<typeof handler>(({ data, state: { staff, language }, url }) => {
  const { books, yesterday, done, refused } = data;
  const text = reconciliationText(language);
  const nameOf = (provider: string): string =>
    Object.hasOwn(text.provider, provider)
      ? text.provider[provider as keyof typeof text.provider]
      : provider;
  const open = books.some(({ days }) => days.some((day) => openDifferences(day).length > 0));
  return (
    <ConsolePage
      staff={staff}
      section="reconciliation"
      title={text.title}
      actions={<HubLive label={text.live} stream="/staff/reconciliation/live" />}
      url={url}
    >
      {(done === "run" || done === "settle") && <Notice tone="good" live>{text.done[done]}</Notice>}
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      <p class="quiet console-title">{text.caption}</p>
      {books.map(({ provider }) => (
        <form
          key={provider}
          method="post"
          class="console-filters"
          aria-label={`${text.run} · ${nameOf(provider)}`}
        >
          <input type="hidden" name="do" value="run" />
          <input type="hidden" name="provider" value={provider} />
          <Input
            id={`day-${provider}`}
            name="day"
            type="date"
            label={`${nameOf(provider)} · ${text.day}`}
            value={yesterday}
            max={yesterday}
            required
          />
          <div class="console-filters__end">
            <Button size="small" type="submit">{text.run}</Button>
          </div>
        </form>
      ))}
      <div id="hub">
        <section class="console-section stack" aria-labelledby="to-settle">
          <h2 id="to-settle" class="console-title">{text.toDo}</h2>
          {!open && <Empty title={text.nothing} text={text.nothingText} />}
          {books.flatMap(({ provider, days }) =>
            days.map(({ day, ...compared }) => (
              <DifferenceList
                key={`${provider}-${day}`}
                provider={provider}
                day={day}
                compared={compared}
                text={text}
                code={staff.code}
              />
            ))
          )}
        </section>
        {books.map(({ provider, days }) => (
          <section key={provider} class="console-section stack" aria-labelledby={`of-${provider}`}>
            <h2 id={`of-${provider}`} class="console-title">{nameOf(provider)}</h2>
            {days.length === 0
              ? <Empty title={text.none} text={text.noneText} />
              : (
                <Table<Book["days"][number]>
                  id={`days-${provider}`}
                  caption={`${nameOf(provider)} · ${text.days}`}
                  hideCaption
                  dense
                  rows={days}
                  rowKey={({ day }) => day}
                  columns={[
                    {
                      key: "day",
                      title: text.day,
                      heading: true,
                      cell: ({ day }) =>
                        day,
                    },
                    {
                      key: "state",
                      title: text.state,
                      cell: ({ status, reason }) => (
                        <span title={reason ?? undefined}>{text.states[status]}</span>
                      ),
                    },
                    {
                      key: "lines",
                      title: text.lines,
                      numeric: true,
                      cell: ({ comparison }) =>
                        comparison?.lines ?? "–",
                    },
                    {
                      key: "ours",
                      title: text.ours,
                      numeric: true,
                      cell: ({ comparison }) =>
                        comparison?.ours ?? "–",
                    },
                    {
                      key: "theirSum",
                      title: text.theirSum,
                      numeric: true,
                      cell: ({ comparison }) =>
                        comparison ? yuan(comparison.billFen, staff.code) : "–",
                    },
                    {
                      key: "ourSum",
                      title: text.ourSum,
                      numeric: true,
                      cell: ({ comparison }) =>
                        comparison ? yuan(comparison.oursFen, staff.code) : "–",
                    },
                    {
                      key: "differences",
                      title: text.differences,
                      cell: (compared) => {
                        const n = openDifferences(compared).length;
                        if (n > 0) {
                          return <Badge tone="bad">{fill(text.open, { n: String(n) })}</Badge>;
                        }
                        return compared.comparison ? text.even : "–";
                      },
                    },
                  ]}
                />
              )}
          </section>
        ))}
      </div>
    </ConsolePage>
  );
});
