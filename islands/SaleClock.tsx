import { useEffect, useState } from "preact/hooks";
import { leftUntil, type ServerClock } from "../lib/live/server_clock.ts";
import { Countdown } from "../lib/ui/Clock.tsx";

interface SaleClockProps extends ServerClock {
  /** Epoch milliseconds, by the server's clock. */
  readonly until: number;
  readonly label: string;
  readonly units: { days: string; hours: string; minutes: string; seconds: string };
  readonly size?: "display" | "inline";
}

/** Counts down by the server's clock: by what it showed when the page was made, or at `since`. */
export default function SaleClock({ until, now, since, label, units, size }: SaleClockProps) {
  const [left, setLeft] = useState(() =>
    leftUntil(until, { now, ...(since === undefined ? {} : { since }) })
  );
  useEffect(() => {
    const clock = { now, since: since ?? performance.now() };
    const timer = setInterval(() => {
      const rest = leftUntil(until, clock);
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until, now, since]);
  const minutes = Math.ceil(left / 60_000);
  return (
    <Countdown
      ms={left}
      label={label}
      spoken={`${minutes} ${units.minutes}`}
      units={units}
      {...(size ? { size } : {})}
    />
  );
}
