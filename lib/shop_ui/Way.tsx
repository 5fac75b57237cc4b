/** The way of a car from the factory to its owner: a picture, and all its times in words. */
import { beijing } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { WayText } from "../i18n/way.ts";
import { Timeline } from "../ui/Timeline.tsx";

export interface Stop {
  readonly code: keyof WayText["milestone"];
  readonly plannedAt: number | null;
  readonly revised: readonly { plannedAt: number; reason: string; at: number }[];
  readonly actualAt: number | null;
  readonly place: string | null;
}

interface WayProps {
  readonly stops: readonly Stop[];
  readonly text: WayText;
  /** The language's code, for times. */
  readonly code: string;
}

const FIRST_X = 50, STEP_X = 100;
const pointOf = (nth: number) => ({
  x: FIRST_X + nth * STEP_X,
  y: 124 + Math.round(9 * Math.sin(nth * 1.7)),
});

/** A soft line through the points, flat at each of them. */
const lineTo = (count: number): string =>
  Array.from({ length: count }, (_, nth) => {
    const { x, y } = pointOf(nth);
    if (nth === 0) return `M${x} ${y}`;
    const before = pointOf(nth - 1);
    const middle = (before.x + x) / 2;
    return `C${middle} ${before.y} ${middle} ${y} ${x} ${y}`;
  }).join("");

function Landscape() {
  return (
    <g class="way__land" aria-hidden="true">
      <path d="M0 96C90 52 150 78 230 60S370 34 450 58s150 8 250-16V170H0Z" class="way__hill" />
      <path d="M0 112c120-34 210-12 320-22s230-28 380 4v76H0Z" class="way__hill way__hill--near" />
      <path d="M22 112V84l16-10v10l16-10v10l16-10v38Z" class="way__house" />
      <path d="M62 78V58h6v24" class="way__house" />
      <path d="M428 108V86h44v22Zm-6-22 28-14 28 14Z" class="way__house" />
    </g>
  );
}

const Glyph = ({ x, y }: { x: number; y: number }) => (
  <g class="way__car" transform={`translate(${x - 23} ${y - 27})`} aria-hidden="true">
    <path d="M2 19c-1-6 3-7 8-8 5-6 9-9 17-9 7 0 11 4 15 9 3 1 4 3 4 8Z" />
    <path d="M14 10c3-4 6-5 12-5v5Zm14-5c5 0 7 2 10 5H28Z" class="way__glass" />
    <circle cx="12" cy="20" r="4.5" class="way__wheel" />
    <circle cx="36" cy="20" r="4.5" class="way__wheel" />
  </g>
);

export function WayPicture({ stops, text }: Omit<WayProps, "code">) {
  const reached = stops.findLastIndex(({ actualAt }) => actualAt !== null);
  const label = reached < 0
    ? text.pictureNone
    : fill(text.picture, { place: text.milestone[stops[reached]!.code] });
  return (
    <svg class="way" viewBox="0 0 700 170" role="img" aria-label={label}>
      <Landscape />
      <path d={lineTo(stops.length)} class="way__line" />
      {reached > 0 && <path d={lineTo(reached + 1)} class="way__line way__line--done" />}
      {stops.map(({ code }, nth) => (
        <circle
          key={code}
          cx={pointOf(nth).x}
          cy={pointOf(nth).y}
          r={nth === reached ? 7 : 5}
          class={nth > reached ? "way__stop" : "way__stop way__stop--done"}
        />
      ))}
      <Glyph {...pointOf(Math.max(0, reached))} />
    </svg>
  );
}

/** Each stop with what was planned, each revision with its reason, and when it was reached. */
export function WayTimes({ stops, text, code }: WayProps) {
  // To the minute: a lorry keeps no seconds.
  const time = (at: number) => beijing(at, code, "minute");
  // A stop that nobody wrote down was passed all the same, once a later one is reached.
  const reached = stops.findLastIndex(({ actualAt }) => actualAt !== null);
  return (
    <Timeline
      label={text.title}
      steps={stops.map((stop, nth) => {
        const { plannedAt, revised, actualAt, place } = stop;
        const planned = revised.at(-1)?.plannedAt ?? plannedAt;
        const state = nth <= reached ? "done" : nth === reached + 1 ? "now" : "ahead";
        const said = actualAt !== null
          ? time(actualAt)
          : planned === null
          ? undefined
          : fill(text.planned, { time: time(planned) });
        const first = plannedAt === null
          ? []
          : [{ time: time(plannedAt), text: fill(text.was, { time: time(plannedAt) }) }];
        return {
          key: stop.code,
          title: text.milestone[stop.code],
          state,
          stateWord: text.state[state],
          ...(said ? { time: said } : {}),
          ...(place ? { detail: place } : {}),
          ...(revised.length > 0
            ? {
              past: {
                summary: fill(text.past, { count: String(revised.length) }),
                entries: [
                  ...first,
                  ...revised.map((one) => ({
                    time: time(one.at),
                    text: fill(text.revision, { time: time(one.plannedAt), reason: one.reason }),
                  })),
                ],
              },
            }
            : {}),
        };
      })}
    />
  );
}
