import { useEffect, useState } from "preact/hooks";
import { Countdown } from "../lib/ui/Clock.tsx";

interface SaleClockProps {
  /** Epoch milliseconds, by the server's clock. */
  readonly until: number;
  /** The server's clock when the page was made. */
  readonly now: number;
  readonly label: string;
  readonly units: { days: string; hours: string; minutes: string; seconds: string };
  readonly size?: "display" | "inline";
}

/** Counts down by the server's clock, whatever the browser's own says. */
export default function SaleClock({ until, now, label, units, size }: SaleClockProps) {
  const [left, setLeft] = useState(until - now);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => {
      const rest = until - now - (performance.now() - began);
      setLeft(Math.max(0, rest));
      if (rest <= 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until, now]);
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
