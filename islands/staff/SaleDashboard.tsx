import { useEffect, useRef, useState } from "preact/hooks";
import { beijing, count, yuan } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import type { StaffText } from "../../lib/i18n/staff.ts";
import { followStaffSale } from "../../lib/live/follow_staff_sale.ts";
import { RATE_SECONDS } from "../../lib/live/rate_seconds.ts";
import type { Named, SaleFigures } from "../../lib/live/staff_figures.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { BarChart, LineChart, niceMax } from "../../lib/ui/Chart.tsx";
import { Counter } from "../../lib/ui/Counter.tsx";
import { StockLine } from "../../lib/ui/PlaceLine.tsx";

/** What the islands of the sale's page are given of the words: all others stay on the server. */
export interface SaleWords {
  readonly sale: StaffText["sale"];
  readonly states: StaffText["states"];
  readonly code: string;
}

interface DashboardProps {
  readonly figures: SaleFigures;
  readonly words: SaleWords;
}

/** The least top of its axis: one person is no peak. */
const LOWEST_TOP = 10;
const TONE = { scheduled: "plain", open: "good", paused: "warn", closed: "plain" } as const;

/** The live figures of a sale, by one stream. */
export default function SaleDashboard(props: DashboardProps) {
  const { words } = props;
  const { code } = words;
  const [figures, setFigures] = useState<SaleFigures>(props.figures);
  const [rate, setRate] = useState<readonly number[]>(() => new Array(RATE_SECONDS).fill(0));
  const [online, setOnline] = useState(true);
  useEffect(() =>
    followStaffSale(props.figures.sale.id, {
      figures({ rate, ...figures }) {
        setRate(rate);
        setFigures(figures);
        setOnline(true);
      },
      online: setOnline,
    }), []);

  const { sale, held, lapsing, paidFen, room, leads } = figures;
  const text = words.sale;
  const left = Math.max(0, sale.capacity - sale.allocated);
  const number = (value: number) => count(value, code);
  return (
    <div class="console-live">
      <p class="console-status">
        <Badge tone={TONE[sale.state]} live={sale.state === "open"}>
          <span data-state={sale.state}>{words.states[sale.state]}</span>
        </Badge>
        <span class="quiet" role="status">{online ? text.live : text.reconnecting}</span>
      </p>
      <div class="console-figures">
        <Figure value={left} label={text.left} code={code} name="left" />
        <Figure value={sale.allocated} label={text.allocated} code={code} name="allocated" />
        <Figure value={held} label={text.held} code={code} name="held" />
        <Figure value={lapsing} label={text.lapsing} code={code} name="lapsing" />
        <Figure value={sale.sold} label={text.sold} code={code} name="sold" />
        <Figure value={paidFen} label={text.payments} code={code} name="payments" money />
        <Figure value={sale.returned} label={text.returned} code={code} name="returned" />
        <Figure value={sale.waiting} label={text.waiting} code={code} name="waiting" />
        <Figure value={sale.participants} label={text.people} code={code} name="people" />
      </div>
      <StockLine
        left={left}
        total={sale.capacity}
        label={`${text.left} ${number(left)} / ${number(sale.capacity)}`}
      />
      <div class="console-columns console-section" data-columns="2">
        <Rate rate={rate} words={words} />
        <Arrivals arrivals={leads.arrivals} words={words} />
      </div>
      <div class="console-columns console-section" data-columns="3">
        <Shares
          id="cities"
          title={text.city}
          named={leads.cities}
          total={leads.total}
          words={words}
        />
        <Shares
          id="sources"
          title={text.source}
          named={leads.sources}
          total={leads.total}
          words={words}
        />
        <Room room={room} words={words} />
      </div>
      <p class="quiet small figures console-note">
        {fill(text.asOf, { time: beijing(leads.asOf, code) })}
      </p>
    </div>
  );
}

interface FigureProps {
  readonly value: number;
  readonly label: string;
  readonly code: string;
  readonly name: string;
  readonly money?: boolean;
}

/** A number that shows its change once. */
function Figure({ value, label, code, name, money }: FigureProps) {
  const before = useRef(value);
  const changed = value > before.current ? "up" : value < before.current ? "down" : undefined;
  useEffect(() => void (before.current = value), [value]);
  return (
    <div data-figure={name}>
      <Counter
        value={money ? yuan(value, code) : count(value, code)}
        label={label}
        {...(changed ? { changed } : {})}
      />
    </div>
  );
}

function Rate({ rate, words }: { rate: readonly number[]; words: SaleWords }) {
  const { sale: text, code } = words;
  const number = (value: number) => count(value, code);
  return (
    <LineChart
      id="rate"
      title={text.rate}
      summary={fill(text.rateSay, {
        most: number(Math.max(...rate)),
        now: number(rate.at(-1) ?? 0),
      })}
      format={number}
      table={{ open: text.numbers, at: text.time }}
      max={niceMax(Math.max(LOWEST_TOP, ...rate))}
      series={[{
        key: "rate",
        name: `${number(rate.at(-1) ?? 0)} ${text.perSecond}`,
        accent: true,
        points: rate.map((value, index) => ({
          at: index === RATE_SECONDS - 1 ? text.now : `−${RATE_SECONDS - 1 - index} s`,
          value,
        })),
      }]}
    />
  );
}

function Arrivals(
  { arrivals, words }: { arrivals: SaleFigures["leads"]["arrivals"]; words: SaleWords },
) {
  const { sale: text, code } = words;
  const { from, lengthMs, counts } = arrivals;
  const number = (value: number) => count(value, code);
  const points = counts.map((value, index) => ({
    at: beijing(from + index * lengthMs, code),
    value,
  }));
  // One stretch alone is a point, and a line needs two.
  const drawn = points.length === 1 ? [{ at: "", value: 0 }, ...points] : points;
  return (
    <LineChart
      id="arrivals"
      title={text.arrivals}
      summary={counts.length === 0
        ? text.arrivalsNone
        : fill(text.arrivalsSay, { most: number(Math.max(...counts)) })}
      format={number}
      table={{ open: text.numbers, at: text.time }}
      series={[{
        key: "arrivals",
        name: `${text.eachOf} ${
          lengthMs < 60_000 ? `${lengthMs / 1_000} s` : `${lengthMs / 60_000} min`
        }`,
        points: drawn,
        accent: true,
      }]}
    />
  );
}

interface SharesProps {
  readonly id: string;
  readonly title: string;
  readonly named: readonly Named[];
  readonly total: number;
  readonly words: SaleWords;
}

function Shares({ id, title, named, total, words }: SharesProps) {
  const { sale: text, code } = words;
  if (total === 0) {
    return (
      <div>
        <p class="chart__title">{title}</p>
        <p class="quiet">{text.noLeads}</p>
      </div>
    );
  }
  const number = (value: number) => count(value, code);
  const bars = named.map(({ name, count }) => ({ at: name || text.unknown, value: count }));
  const rest = total - named.reduce((sum, { count }) => sum + count, 0);
  const [top] = bars;
  return (
    <BarChart
      id={id}
      title={title}
      summary={top ? fill(text.topSay, { name: top.at, count: number(top.value) }) : ""}
      bars={rest > 0 ? [...bars, { at: text.others, value: rest }] : bars}
      format={number}
      head={{ name: title, value: text.leadsHead }}
      {...(top ? { accent: top.at } : {})}
    />
  );
}

function Room({ room, words }: { room: SaleFigures["room"]; words: SaleWords }) {
  const { sale: { room: text }, code } = words;
  const number = (value: number) => count(value, code);
  return (
    <div>
      <p class="chart__title">{text.title}</p>
      {!room || room.status === "none"
        ? <p class="quiet">{text.none}</p>
        : (
          <dl class="console-facts">
            {[
              [text.state, room.paused ? text.held : text.states[room.status]],
              [text.rate, fill(text.rateValue, { rate: number(room.ratePerMinute) })],
              [text.waiting, number(room.waiting)],
              [text.active, `${number(room.active)} / ${number(room.maxActive)}`],
              [text.finished, number(room.finished)],
            ].map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd class="figures">{value}</dd>
              </div>
            ))}
          </dl>
        )}
    </div>
  );
}
