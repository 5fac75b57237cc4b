import { page } from "fresh";
import { askApi } from "../../../../lib/console/ask_api.ts";
import { short } from "../../../../lib/console/people.ts";
import { stamp } from "../../../../lib/console/times.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import type { StaffText } from "../../../../lib/i18n/staff.ts";
import type { Inspection } from "../../../../lib/kernel/mod.ts";
import { Counter } from "../../../../lib/ui/Counter.tsx";
import { Empty } from "../../../../lib/ui/States.tsx";
import { define } from "../../../../lib/web/define.ts";
import { ActorForm } from "../../(_components)/ActorForm.tsx";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  async GET(ctx) {
    const { params, state: { platform } } = ctx;
    const kind = params.kind!, id = params.id!;
    const path = `/api/staff/actors/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
    // By the API, which records who looked.
    const { ok, body } = await askApi<Inspection>(ctx, "GET", path);
    const kinds = [...platform.system.kinds.keys()].sort();
    return page({ kind, id, kinds, seen: ok ? body : undefined }, { status: ok ? 200 : 404 });
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
      {seen ? <Seen seen={seen} staff={staff} /> : <Empty title={text.none} text={text.noneText} />}
    </ConsolePage>
  );
});

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function Seen({ seen, staff }: { seen: Inspection; staff: StaffText }) {
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
              <span class="console-person">{short(letter.id)}</span>
              <pre class="console-code console-code--small">{pretty(letter.payload)}</pre>
            </div>
          ))}
      </section>
      <section aria-labelledby="journal">
        <h2 class="console-title" id="journal">{text.journal}</h2>
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
