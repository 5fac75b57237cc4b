import type { ComponentChildren } from "preact";

export interface Point {
  /** The name of the place on the axis, as the table shows it. */
  readonly at: string;
  readonly value: number;
}

interface ChartWords {
  readonly id: string;
  readonly title: string;
  /** What the picture says, in a sentence. */
  readonly summary: string;
}

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly points: readonly Point[];
  /** The one in the accent; the others are grey. */
  readonly accent?: boolean;
  readonly dashed?: boolean;
}

interface LineChartProps extends ChartWords {
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The words of the fold with the table. */
  readonly table: { readonly open: string; readonly at: string };
  readonly max?: number;
}

/** The next figure a person would choose for the top of an axis. */
export function niceMax(value: number): number {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * size).find((top) => top >= value)!;
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

function pathOf(points: readonly Point[], max: number): string {
  const last = Math.max(points.length - 1, 1);
  return points.map(({ value }, index) =>
    `${index === 0 ? "M" : "L"}${round((index / last) * 100)} ${round(100 - (value / max) * 100)}`
  ).join("");
}

/** Names of lines that end close together are moved apart, in shares of the height. */
export function namePlaces(ends: readonly number[], gap = 10): number[] {
  const order = ends.map((_, index) => index).sort((a, b) => ends[a]! - ends[b]!);
  const places = [...ends];
  let lowest = -Infinity;
  for (const index of order) {
    lowest = places[index] = Math.max(places[index]!, lowest + gap);
  }
  const over = Math.max(0, lowest - 100);
  return places.map((place) => place - over);
}

/** Thin lines, named where they end. The inner picture stretches, its strokes and the words do not. */
export function LineChart({ id, title, summary, series, format, table, max }: LineChartProps) {
  const top = max ??
    niceMax(Math.max(...series.flatMap(({ points }) => points.map((p) => p.value))));
  const ends = series.map(({ points }) => 100 - ((points.at(-1)?.value ?? 0) / top) * 100);
  const places = namePlaces(ends);
  const axis = series[0]?.points ?? [];
  return (
    <figure class="chart">
      <figcaption class="chart__title" id={`${id}-title`}>{title}</figcaption>
      <div class="chart__plot">
        <svg class="chart__svg" role="img" aria-labelledby={`${id}-title ${id}-summary`}>
          <desc id={`${id}-summary`}>{summary}</desc>
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <line
                class="chart__grid"
                x1="0"
                x2="100%"
                y1={`${share * 100}%`}
                y2={`${share * 100}%`}
              />
              {share < 1 && (share === 0 || format(top / 2) !== format(top)) && (
                <text class="chart__tick" x="0" y={`${share * 100}%`} dy="-5">
                  {format(top * (1 - share))}
                </text>
              )}
            </g>
          ))}
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            width="100%"
            height="100%"
            overflow="visible"
          >
            {series.map(({ key, points, accent, dashed }) => (
              <path
                key={key}
                class={accent ? "chart__line chart__line--accent" : "chart__line"}
                d={pathOf(points, top)}
                stroke-dasharray={dashed ? "3 4" : undefined}
                vector-effect="non-scaling-stroke"
              />
            ))}
          </svg>
        </svg>
        <div class="chart__names" aria-hidden="true">
          <svg class="chart__svg">
            {series.map(({ key, name, accent }, index) => (
              <text
                key={key}
                class={accent ? "chart__name chart__name--accent" : "chart__name"}
                x="8"
                y={`${round(places[index]!)}%`}
                dy="4"
              >
                {name}
              </text>
            ))}
          </svg>
        </div>
      </div>
      <div class="chart__ends figures" aria-hidden="true">
        <span>{axis[0]?.at}</span>
        <span>{axis.at(-1)?.at}</span>
      </div>
      <details class="fold">
        <summary>{table.open}</summary>
        <div class="table-scroll" role="region" aria-labelledby={`${id}-title`} tabIndex={0}>
          <table class="table table--dense">
            <thead>
              <tr>
                <th scope="col">{table.at}</th>
                {series.map(({ key, name }) => (
                  <th key={key} scope="col" class="table__number">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {axis.map(({ at }, index) => (
                <tr key={at}>
                  <th scope="row">{at}</th>
                  {series.map(({ key, points }) => (
                    <td key={key} class="table__number figures">
                      {points[index] && format(points[index].value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

interface BarChartProps extends ChartWords {
  readonly bars: readonly (Point & { readonly note?: ComponentChildren })[];
  readonly format: (value: number) => string;
  readonly head: { readonly name: string; readonly value: string };
  /** The bar in the accent; without it all are. */
  readonly accent?: string;
}

/** A table whose middle column is drawn: it is its own text alternative. */
export function BarChart({ id, title, summary, bars, format, head, accent }: BarChartProps) {
  const top = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <figure class="chart">
      <table class="bars" id={id}>
        <caption class="chart__title">
          {title}
          <span class="visually-hidden">{` ${summary}`}</span>
        </caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{head.name}</th>
            <th scope="col">{head.value}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ at, value, note }) => (
            <tr key={at}>
              <th scope="row">
                {at}
                {note && <small>{note}</small>}
              </th>
              <td>
                <svg class="bars__svg" height="10" aria-hidden="true">
                  <rect
                    class={accent === undefined || accent === at
                      ? "bars__bar bars__bar--accent"
                      : "bars__bar"}
                    width={`${round((value / top) * 100)}%`}
                    y="3"
                    height="4"
                  />
                </svg>
                <span class="figures">{format(value)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
