import { useEffect, useState } from "preact/hooks";
import { count } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { lasting, type RehearsalText } from "../../lib/i18n/rehearsals.ts";
import {
  evenMoments,
  REHEARSAL_TONE,
  type RehearsalFigures,
  type RehearsalTotals,
  type RehearsalView,
} from "../../lib/live/rehearsal_view.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { Button } from "../../lib/ui/Button.tsx";
import { LineChart } from "../../lib/ui/Chart.tsx";
import { Counter } from "../../lib/ui/Counter.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { StockLine } from "../../lib/ui/PlaceLine.tsx";
import { Table } from "../../lib/ui/Table.tsx";

interface ReportProps {
  readonly rehearsal: RehearsalView;
  readonly text: RehearsalText;
}

const LOOK_MS = 1_000;
const DRAWN = 40;

const isUnderWay = ({ status }: RehearsalView) => status === "running" || status === "stopping";

/** How a rehearsal goes, looked up every second until it has ended, and then what came of it. */
export default function RehearsalReport({ rehearsal: first, text }: ReportProps) {
  const [rehearsal, setRehearsal] = useState(first);
  const runs = isUnderWay(rehearsal);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(async () => {
      const response = await fetch(`/api/rehearsals/${first.id}`).catch(() => undefined);
      if (response?.status === 401) return location.reload();
      if (response?.ok) setRehearsal(await response.json());
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [runs]);
  const { status, outcome, reason } = rehearsal;
  return (
    <div class="console-live">
      <p class="console-status">
        <Badge tone={REHEARSAL_TONE[status]} live={runs}>
          <span data-status={status}>{text.statuses[status]}</span>
        </Badge>
        {runs && <span class="quiet">{text.running.live}</span>}
      </p>
      {(status === "cancelled" || status === "interrupted") && (
        <Notice tone="plain" live>{text.told[status]}</Notice>
      )}
      {status === "failed" && (
        <Notice tone="bad" live>{fill(text.told.failed, { reason: reason ?? "" })}</Notice>
      )}
      {runs && <Running rehearsal={rehearsal} text={text} />}
      {outcome && <Verdict outcome={outcome} text={text} />}
      <Compare forecast={rehearsal.forecast} outcome={outcome} text={text} />
      {outcome && outcome.moments.length > 1 && <Curve rehearsal={rehearsal} text={text} />}
    </div>
  );
}

function Running({ rehearsal, text }: ReportProps) {
  const { progress, plan, status } = rehearsal;
  const { running: words, code } = text;
  const counters = ["participants", "held", "sold", "returned"] as const;
  return (
    <section aria-label={words.title}>
      {progress
        ? (
          <>
            <div class="console-figures">
              <Counter
                value={progress.at < 0
                  ? fill(words.before, { time: lasting(-progress.at, text) })
                  : lasting(progress.at, text)}
                label={words.clock}
              />
              {counters.map((name) => (
                <div key={name} data-figure={name}>
                  <Counter value={count(progress[name], code)} label={words[name]} />
                </div>
              ))}
            </div>
            <StockLine
              left={progress.sold}
              total={plan.cars}
              label={fill(words.line, {
                sold: count(progress.sold, code),
                cars: count(plan.cars, code),
              })}
            />
          </>
        )
        : <p class="quiet">{words.waiting}</p>}
      <div class="cluster console-section">
        {status === "running" && (
          <form method="post">
            <Button size="small" kind="danger" type="submit">{words.cancel}</Button>
          </form>
        )}
        <noscript>
          <a href={`/staff/rehearsals/${rehearsal.id}`}>{words.reload}</a>
        </noscript>
      </div>
    </section>
  );
}

function Verdict({ outcome, text }: { outcome: RehearsalTotals; text: RehearsalText }) {
  const { oversold, problems } = outcome;
  if (oversold === 0 && problems.length === 0) {
    return <Notice tone="good" live>{text.told.good}</Notice>;
  }
  return (
    <Notice tone="bad" live>
      {text.told.bad}
      <ul>
        {oversold > 0 && <li>{fill(text.told.oversold, { n: String(oversold) })}</li>}
        {problems.map((problem) => <li key={problem}>{problem}</li>)}
      </ul>
    </Notice>
  );
}

interface CompareProps {
  readonly forecast: RehearsalFigures;
  readonly outcome: RehearsalTotals | null;
  readonly text: RehearsalText;
}

type Row = keyof RehearsalText["compare"]["rows"];

/** What always has to be none is expected without a forecast. */
const expected = (forecast: RehearsalFigures, row: Row): number | null =>
  row === "oversold" ? 0 : forecast[row] ?? null;

function Compare({ forecast, outcome, text }: CompareProps) {
  const { compare: words, code } = text;
  const value = (row: Row, of: number | null) =>
    of === null
      ? row === "refunds" ? "–" : words.never
      : row === "soldOutAt" || row === "seconds"
      ? lasting(of, text)
      : count(of, code);
  return (
    <section class="console-section" id="compare">
      <Table<Row>
        id="forecast"
        caption={words.title}
        dense
        rows={Object.keys(words.rows) as Row[]}
        rowKey={(row) => row}
        columns={[
          { key: "what", title: words.what, heading: true, cell: (row) => words.rows[row] },
          {
            key: "forecast",
            title: words.forecast,
            numeric: true,
            cell: (row) => value(row, expected(forecast, row)),
          },
          {
            key: "outcome",
            title: words.outcome,
            numeric: true,
            cell: (row) => (
              <span data-outcome={row}>{outcome ? value(row, outcome[row]) : "–"}</span>
            ),
          },
        ]}
      />
      <p class="quiet small console-note">{words.note}</p>
    </section>
  );
}

function Curve({ rehearsal: { outcome }, text }: ReportProps) {
  const { chart: words, code } = text;
  const moments = outcome!.moments;
  const drawn = evenMoments(moments, DRAWN);
  const last = moments.at(-1)!;
  const number = (value: number) => count(value, code);
  const series = (key: "sold" | "held" | "returned") => ({
    key,
    name: words[key],
    accent: key === "sold",
    dashed: key === "returned",
    points: drawn.map((moment) => ({ at: lasting(moment.at, text), value: moment[key] })),
  });
  return (
    <section class="console-section">
      <LineChart
        id="curve"
        title={words.title}
        summary={fill(words.say, {
          time: lasting(last.at, text),
          sold: number(last.sold),
          held: number(Math.max(...moments.map(({ held }) => held))),
          returned: number(last.returned),
        })}
        format={number}
        table={{ open: words.numbers, at: words.at }}
        series={[series("sold"), series("held"), series("returned")]}
      />
    </section>
  );
}
