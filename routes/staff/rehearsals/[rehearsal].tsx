import { HttpError, page } from "fresh";
import { askApi } from "../../../lib/console/ask_api.ts";
import { stamp } from "../../../lib/console/times.ts";
import RehearsalReport from "../../../islands/staff/RehearsalReport.tsx";
import { see } from "../../../lib/http/see.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { saleTitle } from "../../../lib/i18n/sale_title.ts";
import { lasting, type RehearsalText, rehearsalText } from "../../../lib/i18n/rehearsals.ts";
import type { RehearsalView } from "../../../lib/live/rehearsal_view.ts";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

const ID = /^[a-z0-9]{8,32}$/;

export const handler = define.handlers({
  async GET(ctx) {
    const id = ctx.params.rehearsal!;
    if (!ID.test(id)) throw new HttpError(404);
    const { ok, status, body } = await askApi<RehearsalView>(ctx, "GET", `/api/rehearsals/${id}`);
    if (!ok) throw new HttpError(status === 404 ? 404 : 503);
    return page({ rehearsal: body });
  },
  async POST(ctx) {
    const id = ctx.params.rehearsal!;
    if (!ID.test(id)) throw new HttpError(404);
    const { ok, status } = await askApi(ctx, "POST", `/api/rehearsals/${id}/cancel`);
    if (!ok) throw new HttpError(status === 404 ? 404 : 503);
    return see(`/staff/rehearsals/${id}`);
  },
});

export default define.page<typeof handler>(({ data: { rehearsal }, state: { staff }, url }) => {
  const text = rehearsalText(staff.code);
  return (
    <ConsolePage
      staff={staff}
      section="sales"
      title={fill(text.one, { title: saleTitle(rehearsal, staff.code).text })}
      url={url}
      actions={<a href={`/staff/rehearsals?sale=${rehearsal.sale}`}>{text.back}</a>}
    >
      <RehearsalReport rehearsal={rehearsal} text={text} />
      <section class="console-section">
        <h2 class="console-title">{text.plan.title}</h2>
        <Plan rehearsal={rehearsal} text={text} />
      </section>
    </ConsolePage>
  );
});

function Plan({ rehearsal, text }: { rehearsal: RehearsalView; text: RehearsalText }) {
  const { sale, plan, by, startedAt, endedAt } = rehearsal;
  const { plan: words, code } = text;
  const time = (ms: number) => lasting(ms / 1_000, text);
  const number = (value: number) => count(value, code);
  const { curve, arrivalMs, room } = plan;
  const facts: [string, string][] = [
    [words.mode, plan.mode === "draw" ? words.draw : words.first],
    [words.people, number(plan.participants)],
    [words.cars, number(plan.cars)],
    [words.abandon, `${Math.round(plan.abandon * 100)} %`],
    [words.cancel, `${Math.round((plan.cancel ?? 0) * 100)} %`],
    [words.late, `${Math.round((plan.late ?? 0) * 100)} %`],
    [words.hold, time(plan.holdMs)],
    [words.offer, time(plan.offerMs)],
    [
      words.arrival,
      fill(words.arrivalValue, { curve: text.fields.curves[curve], time: time(arrivalMs) }),
    ],
    [
      words.room,
      room
        ? fill(words.roomValue, {
          rate: number(room.ratePerMinute),
          active: number(room.maxActive),
        })
        : words.roomNone,
    ],
    [words.seed, String(plan.seed)],
    [words.by, `${by} · ${stamp(startedAt)}`],
    ...(endedAt === null ? [] : [[words.took, time(endedAt - startedAt)] as [string, string]]),
  ];
  return (
    <dl class="console-facts">
      <div>
        <dt>{words.sale}</dt>
        <dd>
          <a href={`/staff/sales/${sale}`}>{sale}</a>
        </dd>
      </div>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
