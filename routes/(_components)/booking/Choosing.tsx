import type { ComponentChildren } from "preact";
import type { Slot } from "../../../lib/appointments/availability.ts";
import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import {
  dayName,
  dayOfMonth,
  hourOf,
  minutesOfDay,
  monthDay,
} from "../../../lib/i18n/booking_times.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { beijingClock } from "../../../lib/time/beijing.ts";
import type { Choice, DayChoice, To } from "./choice.ts";

interface StepProps {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Step({ id, number, title, children }: StepProps) {
  return (
    <section class="booking-step" id={id} aria-labelledby={`${id}-title`}>
      <h2 class="booking-step__title" id={`${id}-title`}>
        <span class="booking-step__number figures" aria-hidden="true">{number}</span>
        {title}
      </h2>
      {children}
    </section>
  );
}

interface PlaceProps {
  readonly choice: Choice;
  readonly text: BookingsText;
  readonly language: "zh" | "en";
  readonly to: To;
}

const ANEW = { day: null, start: null };

export function PlaceChoice({ choice, text, language, to }: PlaceProps) {
  return (
    <>
      <ul class="booking-cities" aria-label={text.choose.city}>
        {choice.cities.map(({ key, city }) => (
          <li key={key}>
            <a
              class="booking-chip"
              href={to({ city: key, dealer: null, ...ANEW }, "place")}
              aria-current={key === choice.city ? "true" : "false"}
            >
              {city[language]}
            </a>
          </li>
        ))}
      </ul>
      <ul class="booking-dealers" aria-label={text.choose.dealer}>
        {choice.dealers.map(({ dealer, rating }) => {
          const hours = dealer.week[0];
          return (
            <li key={dealer.id} class="booking-dealer">
              <a
                class="booking-dealer__name"
                href={to({ city: null, dealer: dealer.id, ...ANEW }, "place")}
                aria-current={dealer.id === choice.dealer.id ? "true" : "false"}
              >
                {dealer.name[language]}
              </a>
              <span class="booking-dealer__text small">
                {dealer.address[language]}
                {hours && (
                  <span class="figures">
                    {` · ${
                      fill(text.choose.open, {
                        from: hourOf(hours.from),
                        until: hourOf(hours.until),
                      })
                    }`}
                  </span>
                )}
                {dealer.week[6] === null && ` · ${text.choose.closedOn}`}
              </span>
              <a class="booking-dealer__rating small" href={`/dealers/${dealer.id}`}>
                {rating
                  ? fill(text.choose.rating, { score: rating.score, count: String(rating.count) })
                  : text.choose.noRating}
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface DaysProps {
  readonly days: readonly DayChoice[];
  readonly day: DayChoice;
  readonly now: number;
  readonly text: BookingsText;
  readonly code: string;
  readonly to: (date: string) => string;
}

/** Two weeks in a row, each with what is left of it. */
export function DayStrip({ days, day, now, text, code, to }: DaysProps) {
  const said = ({ free, closed }: DayChoice) =>
    free > 0
      ? fill(text.choose.left, { count: String(free) })
      : closed
      ? text.choose.closed
      : text.choose.full;
  return (
    <ul class="booking-days" aria-label={text.choose.day}>
      {days.map((one) => (
        <li key={one.date}>
          <a
            class={one.free > 0 ? "booking-day" : "booking-day booking-day--full"}
            href={to(one.date)}
            aria-current={one.date === day.date ? "date" : "false"}
          >
            <span class="small">{dayName(one.at, now, text)}</span>
            <span class="visually-hidden">{monthDay(one.at, code)}</span>
            <span class="booking-day__number figures" aria-hidden="true">
              {dayOfMonth(one.at)}
            </span>
            <span class="booking-day__left">{said(one)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

interface TimesProps {
  readonly slots: readonly Slot[];
  readonly start: number | null;
  readonly text: BookingsText;
  readonly to: (startAt: number) => string;
}

const PARTS = [["morning", 0, 720], ["afternoon", 720, 1020], ["evening", 1020, 1440]] as const;

export function TimeGrid({ slots, start, text, to }: TimesProps) {
  // Where one is all there ever is, it says nothing.
  const several = slots.some(({ places }) => places > 1);
  return (
    <>
      {PARTS.map(([part, from, until]) => {
        const here = slots.filter(({ startAt }) =>
          minutesOfDay(startAt) >= from && minutesOfDay(startAt) < until
        );
        return here.length > 0 && (
          <div key={part} class="booking-times">
            <p class="quiet small">{text.choose[part]}</p>
            <ul class="booking-times__list" aria-label={text.choose[part]}>
              {here.map(({ startAt, places }) => (
                <li key={startAt}>
                  <a
                    class="booking-time figures"
                    href={to(startAt)}
                    aria-current={startAt === start ? "true" : "false"}
                  >
                    {beijingClock(startAt)}
                    {places === 1 && several && (
                      <small>{fill(text.choose.left, { count: String(places) })}</small>
                    )}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}
