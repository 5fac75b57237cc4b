import { page } from "fresh";
import { askApi } from "../../../../lib/console/ask_api.ts";
import { stamp } from "../../../../lib/console/times.ts";
import { pagesText } from "../../../../lib/i18n/console_pages.ts";
import { count } from "../../../../lib/i18n/figures.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import type { StaffText } from "../../../../lib/i18n/staff.ts";
import { shortId } from "../../../../lib/ids/short_id.ts";
import type { Inspection } from "../../../../lib/kernel/mod.ts";
import { Counter } from "../../../../lib/ui/Counter.tsx";
import { Pagination } from "../../../../lib/ui/Pagination.tsx";
import { Empty } from "../../../../lib/ui/States.tsx";
import { define } from "../../../../lib/web/define.ts";
import { ActorForm } from "../../(_components)/ActorForm.tsx";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";
import { withParams } from "../../(_components)/sorting.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { params, state: { platform } } = ctx;
    const kind = params.kind!, id = params.id!;
    const path = `/api/staff/actors/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
    // By the API, which records who looked.
    const { ok, body } = await askApi<Inspection>(ctx, "GET", path);
    const before = Number(/^[1-9]\d{0,14}$/.exec(ctx.url.searchParams.get("before") ?? "")?.[0]);
    const older = ok && before
      ? await askApi<Pick<Inspection, "journal">>(ctx, "GET", `${path}/journal?before=${before}`)
      : undefined;
    const entries = older?.ok ? older.body.journal : ok ? body.journal : [];
    const kinds = [...platform.system.kinds.keys()].sort();
    return page({ kind, id, kinds, seen: ok ? { ...body, journal: entries } : undefined }, {
      status: ok ? 200 : 404,
    });
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { kind, id, kinds, seen } = data;
  const text = staff.actors;
  return (
    <ConsolePage
      staff={staff}
      section="actors"
      title={`${kind} ${id}`}
      heading={
        <>
          {kind} <small class="console-id">{id}</small>
        </>
      }
      {...(seen
        ? {
          figures: (
            <>
              <Counter value={String(seen.head.seq)} label={text.seq} />
              <Counter value={stamp(seen.head.at)} label={text.at} />
            </>
          ),
        }
        : {})}
      url={url}
    >
      <ActorForm staff={staff} kinds={kinds} kind={kind} id={id} />
      {seen
        ? <Seen seen={seen} staff={staff} url={url} />
        : <Empty title={text.none} text={text.noneText} />}
    </ConsolePage>
  );
});

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function Seen({ seen, staff, url }: { seen: Inspection; staff: StaffText; url: URL }) {
  const text = staff.actors;
  const reminders = Object.entries(seen.reminders).sort((a, b) => a[1] - b[1]);
  return (
    <div class="console-inspect">
      <section aria-labelledby="state">
        <h2 class="console-title" id="state">{text.state}</h2>
        {seen.large && <p class="quiet small">{text.large}</p>}
        <pre class="console-code" tabIndex={0}>{pretty(seen.state)}</pre>
        <h2 class="console-title console-section">{text.reminders}</h2>
        {reminders.length === 0
          ? <p class="quiet">{text.noReminders}</p>
          : (
            <dl class="console-facts">
              {reminders.map(([name, due]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd class="figures">{stamp(due)}</dd>
                </div>
              ))}
            </dl>
          )}
        <h2 class="console-title console-section">{text.mail}</h2>
        {seen.mail.length === 0
          ? <p class="quiet">{text.noMail}</p>
          : seen.mail.map((letter) => (
            <div key={letter.id} class="console-entryline">
              <span class="console-person">{letter.command}</span>
              <span class="console-person">{shortId(letter.id)}</span>
              <pre class="console-code console-code--small">{pretty(letter.payload)}</pre>
            </div>
          ))}
      </section>
      <section aria-labelledby="journal">
        <h2 class="console-title" id="journal">{text.journal}</h2>
        <JournalPages seen={seen} staff={staff} url={url} />
        {seen.journal.map((entry) => (
          <div key={entry.seq} class="console-entryline">
            <span class="figures">{entry.seq}</span>
            <span class="figures quiet">{stamp(entry.at)}</span>
            <div>
              {entry.events.map(([name, payload], index) => (
                <details key={index} class="fold">
                  <summary>{name}</summary>
                  <pre class="console-code console-code--small">{pretty(payload)}</pre>
                </details>
              ))}
              {entry.eventCount > entry.events.length && (
                <p class="quiet small">
                  {fill(text.more, { n: String(entry.eventCount - entry.events.length) })}
                </p>
              )}
            </div>
          </div>
        ))}
      </section>
    </div>
  );
}

/** Entries of a page, as the API gives them. */
const PAGE = 20;

/** Where in the journal we are, and the way to what came before and after. */
function JournalPages({ seen, staff, url }: { seen: Inspection; staff: StaffText; url: URL }) {
  const text = pagesText(staff.code);
  const { journal, head } = seen;
  const newest = journal[0]?.seq ?? 0, oldest = journal.at(-1)?.seq ?? 0;
  if (head.seq <= journal.length) return null;
  const page = (before: number | undefined) =>
    `${withParams(url, { before: before === undefined ? undefined : String(before) })}#journal`;
  const later = newest + PAGE + 1;
  const number = (value: number) => count(value, staff.code);
  return (
    <Pagination
      label={staff.actors.journal}
      position={fill(text.range, {
        from: number(oldest),
        to: number(newest),
        total: number(head.seq),
      })}
      previous={{
        label: text.newer,
        ...(newest < head.seq ? { href: page(later > head.seq ? undefined : later) } : {}),
      }}
      next={{ label: text.older, ...(oldest > 1 ? { href: page(oldest) } : {}) }}
    />
  );
}
