import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import type { Choice, To } from "./choice.ts";
import { DayStrip, TimeGrid } from "./Choosing.tsx";
import { WaitForDay } from "./Confirm.tsx";

interface TimeChoiceProps {
  readonly choice: Choice;
  readonly now: number;
  readonly text: BookingsText;
  readonly code: string;
  readonly to: To;
  readonly signIn?: string;
}

/** Leads to a start, and on to its confirmation. */
export const toStart = (to: To) => (startAt: number): string =>
  to({ day: beijingDay(startAt), start: String(startAt) }, "confirm");

/** A day of two weeks and a time of that day; of a day that is full, the way to wait for it. */
export function TimeChoice({ choice, now, text, code, to, ...signIn }: TimeChoiceProps) {
  const { days, day, slots, start } = choice;
  return (
    <>
      <DayStrip
        days={days}
        day={day}
        now={now}
        text={text}
        code={code}
        to={(date) => to({ day: date, start: null }, "when")}
      />
      <TimeGrid slots={slots} start={start?.startAt ?? null} text={text} to={toStart(to)} />
      <WaitForDay choice={choice} text={text} code={code} action={to({})} {...signIn} />
    </>
  );
}
