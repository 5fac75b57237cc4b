import { HttpError, page } from "fresh";
import { askApi, wordsFor } from "../../../lib/console/ask_api.ts";
import {
  BEGINS_WITH,
  readRehearsalForm,
  type RehearsalWritten,
  rehearsalWrittenIn,
} from "../../../lib/console/rehearsal_form.ts";
import { saleNames, saleOptions } from "../../../lib/console/sale_names.ts";
import { stamp } from "../../../lib/console/times.ts";
import { see } from "../../../lib/http/see.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { lasting, type RehearsalText, rehearsalText } from "../../../lib/i18n/rehearsals.ts";
import { saleTitle } from "../../../lib/i18n/sale_title.ts";
import { REHEARSAL_TONE, type RehearsalLine } from "../../../lib/live/rehearsal_view.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input, type Option, Select } from "../../../lib/ui/Field.tsx";
import { ErrorSummary } from "../../../lib/ui/Notice.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

interface Shown {
  readonly written: RehearsalWritten;
  /** Fields that do not fit, or codes of what was refused. */
  readonly wrong: readonly string[];
  readonly sales: readonly Option[];
  readonly rehearsals: readonly RehearsalLine[];
}

type Ctx = Parameters<typeof askApi>[0];

async function shown(ctx: Ctx, written: RehearsalWritten, wrong: readonly string[] = []) {
  const { ok, body } = await askApi<{ rehearsals: RehearsalLine[] }>(ctx, "GET", "/api/rehearsals");
  if (!ok) throw new HttpError(503);
  const { platform, staff } = ctx.state;
  const sales = saleOptions(await saleNames(platform.system, staff.code));
  return { written, wrong, sales, rehearsals: body.rehearsals };
}

export const handler = define.handlers({
  async GET(ctx) {
    const sale = ctx.url.searchParams.get("sale") ?? "";
    return page<Shown>(await shown(ctx, { ...BEGINS_WITH, sale }));
  },
  async POST(ctx) {
    const written = rehearsalWrittenIn(await ctx.req.formData());
    const { wrong, body } = readRehearsalForm(written);
    if (!body) return page<Shown>(await shown(ctx, written, wrong), { status: 400 });
    const asked = await askApi<{ id: string }>(ctx, "POST", "/api/rehearsals", body);
    if (asked.ok) return see(`/staff/rehearsals/${asked.body.id}`);
    return page<Shown>(await shown(ctx, written, [asked.code]), { status: asked.status });
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { written, wrong, sales, rehearsals } = data;
  const text = rehearsalText(staff.code);
  const { fields } = text;
  const errors = wrong.map((one) => ({
    id: Object.hasOwn(written, one) ? one : one === "unknown_sale" ? "sale" : "participants",
    text: wordsFor(text.errors, one),
  }));
  const field = (name: keyof RehearsalWritten) => ({
    id: name,
    name,
    value: written[name],
    error: errors.find(({ id }) => id === name)?.text,
  });
  const choices = (of: Readonly<Record<string, string>>): Option[] =>
    Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <ConsolePage staff={staff} section="sales" title={text.title} url={url}>
      <p class="quiet">{text.intro}</p>
      <form method="post" class="console-form console-section" noValidate>
        {errors.length > 0 && <ErrorSummary title={text.wrong} errors={errors} />}
        <div class="console-pair">
          <Select {...field("sale")} label={fields.sale} options={sales} />
          <Input
            {...field("participants")}
            label={fields.participants}
            hint={fields.participants_hint}
            inputMode="numeric"
            required
          />
          <Input
            {...field("cars")}
            label={fields.cars}
            hint={fields.cars_hint}
            inputMode="numeric"
            optional={fields.optional}
          />
          <Input {...field("abandon")} label={fields.abandon} inputMode="numeric" required />
          <Input {...field("cancel")} label={fields.cancel} inputMode="numeric" required />
          <Input {...field("late")} label={fields.late} inputMode="numeric" required />
          <Select {...field("curve")} label={fields.curve} options={choices(fields.curves)} />
          <Input {...field("seconds")} label={fields.seconds} inputMode="numeric" required />
          <Select {...field("room")} label={fields.room} options={choices(fields.rooms)} />
          <Input
            {...field("seed")}
            label={fields.seed}
            hint={fields.seed_hint}
            inputMode="numeric"
            optional={fields.optional}
          />
        </div>
        <div class="cluster">
          <Button kind="signal" type="submit">{text.start}</Button>
        </div>
      </form>
      <div class="console-section">
        {rehearsals.length === 0
          ? <Empty title={text.list.none} text={text.list.noneText} />
          : <Earlier rehearsals={rehearsals} text={text} />}
      </div>
    </ConsolePage>
  );
});

function Earlier(
  { rehearsals, text }: { rehearsals: readonly RehearsalLine[]; text: RehearsalText },
) {
  const { list, code } = { list: text.list, code: text.code };
  const both = (outcome: string | undefined, forecast: string) => `${outcome ?? "–"} (${forecast})`;
  const gone = (seconds: number | null | undefined) =>
    seconds === null ? text.compare.never : seconds === undefined ? "–" : lasting(seconds, text);
  return (
    <Table<RehearsalLine>
      id="rehearsals"
      caption={list.caption}
      dense
      rows={rehearsals}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "started",
          title: list.started,
          heading: true,
          cell: ({ id, startedAt }) => (
            <a class="figures" href={`/staff/rehearsals/${id}`}>{stamp(startedAt)}</a>
          ),
        },
        { key: "sale", title: list.sale, cell: (one) => saleTitle(one, code).text },
        {
          key: "status",
          title: list.status,
          cell: ({ status }) => <Badge tone={REHEARSAL_TONE[status]}>{text.statuses[status]}
          </Badge>,
        },
        {
          key: "people",
          title: list.people,
          numeric: true,
          cell: ({ plan }) => count(plan.participants, code),
        },
        {
          key: "cars",
          title: list.cars,
          numeric: true,
          cell: ({ plan }) => count(plan.cars, code),
        },
        {
          key: "sold",
          title: list.sold,
          numeric: true,
          cell: ({ outcome, forecast }) =>
            both(outcome ? count(outcome.sold, code) : undefined, count(forecast.sold, code)),
        },
        {
          key: "soldOut",
          title: list.soldOut,
          numeric: true,
          cell: ({ outcome, forecast }) =>
            both(outcome ? gone(outcome.soldOutAt) : undefined, gone(forecast.soldOutAt)),
        },
        {
          key: "oversold",
          title: list.oversold,
          numeric: true,
          cell: ({ outcome }) => outcome ? count(outcome.oversold, code) : "–",
        },
      ]}
    />
  );
}
