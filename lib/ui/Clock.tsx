import type { ComponentChildren } from "preact";

export interface Remaining {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Whole seconds, rounded up, so that a clock shows 00:00 only when the time has come. */
export function remaining(ms: number): Remaining {
  const all = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(all / 86_400),
    hours: Math.floor(all / 3600) % 24,
    minutes: Math.floor(all / 60) % 60,
    seconds: all % 60,
  };
}

const two = (value: number): string => String(value).padStart(2, "0");

interface CountdownProps {
  readonly ms: number;
  /** What the time runs towards: "距开售". */
  readonly label: string;
  /** The whole of it in words, for those who hear it; an island renews it once a minute, not each second. */
  readonly spoken: string;
  readonly units: {
    readonly days: string;
    readonly hours: string;
    readonly minutes: string;
    readonly seconds: string;
  };
  readonly size?: "display" | "inline";
}

/** Figures of a countdown. It stands still by itself: an island renders it again each second. */
export function Countdown({ ms, label, spoken, units, size = "display" }: CountdownProps) {
  const rest = remaining(ms);
  const parts = (["days", "hours", "minutes", "seconds"] as const)
    .filter((part) => part !== "days" || rest.days > 0)
    .filter((part) => part !== "hours" || size === "display" || rest.days + rest.hours > 0);
  return (
    <div class={`countdown countdown--${size}`} role="timer" aria-label={`${label} ${spoken}`}>
      <p class="countdown__label" aria-hidden="true">{label}</p>
      <div class="countdown__parts" aria-hidden="true">
        {parts.map((part) => (
          <span key={part} class="countdown__part">
            <span class="countdown__value figures">
              {part === "days" ? String(rest.days) : two(rest[part])}
            </span>
            <span class="countdown__unit">{units[part]}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

interface ClockProps {
  /** Figures as they stand: "09:59:58". */
  readonly time: string;
  readonly iso: string;
  readonly label: ComponentChildren;
}

export function Clock({ time, iso, label }: ClockProps) {
  return (
    <p class="clock">
      <span class="clock__label">{label}</span>
      <time class="figures" dateTime={iso}>{time}</time>
    </p>
  );
}
