import type { ComponentChildren } from "preact";
import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import { monthDay, whole, wholeDay } from "../../../lib/i18n/booking_times.ts";
import { beijingClock } from "../../../lib/time/beijing.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Checkbox } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import type { Choice } from "./choice.ts";

export interface Offer {
  readonly startAt: number;
}

interface TakenProps {
  readonly offers: readonly Offer[];
  readonly text: BookingsText;
  readonly code: string;
  readonly to: (startAt: number) => string;
}

/** The race was lost: the next best, one press away. */
export function Taken({ offers, text, code, to }: TakenProps) {
  return (
    <Notice tone="warn" title={text.confirm.taken} live>
      {offers.length === 0 ? <p>{text.confirm.noOffers}</p> : (
        <div class="booking-offers">
          <p>{text.confirm.offers}</p>
          <p class="cluster">
            {offers.map(({ startAt }) => (
              <a key={startAt} class="booking-time figures" href={to(startAt)}>
                {whole(startAt, code, text)}
              </a>
            ))}
          </p>
        </div>
      )}
    </Notice>
  );
}

interface ConfirmProps {
  readonly choice: Choice;
  readonly language: "zh" | "en";
  readonly text: BookingsText;
  readonly code: string;
  /** Where to sign in and come back; undefined for whoever is signed in. */
  readonly signIn?: string;
  /** What stands between the summary and the button: route, odometer. */
  readonly children?: ComponentChildren;
  readonly summary: ComponentChildren;
  readonly action: string;
  readonly button: string;
  /** Something else is missing, said in the place of the button. */
  readonly missing?: ComponentChildren;
}

export function Confirm(props: ConfirmProps) {
  const { choice, language, text, code, signIn, children, summary, action, button, missing } =
    props;
  const { start, dealer } = choice;
  return (
    <section class="booking-confirm" id="confirm" aria-labelledby="confirm-title">
      <h2 class="visually-hidden" id="confirm-title">{text.confirm.title}</h2>
      {start
        ? (
          <p class="booking-confirm__time figures">
            {beijingClock(start.startAt)}
            <span>{wholeDay(start.startAt, code, text)}</span>
          </p>
        )
        : <p class="booking-confirm__pick">{text.confirm.pick}</p>}
      <p>{dealer.name[language]}</p>
      {summary}
      {missing ?? (start && (signIn
        ? (
          <>
            <ButtonLink kind="signal" size="large" wide href={signIn}>
              {text.confirm.signIn}
            </ButtonLink>
            <p class="quiet small">{text.confirm.signInText}</p>
          </>
        )
        : (
          <form method="post" action={action} class="booking-confirm__form">
            <input type="hidden" name="start" value={start.startAt} />
            {children}
            <Button type="submit" kind="signal" size="large" wide>{button}</Button>
            <p class="quiet small">{text.confirm.change}</p>
          </form>
        )))}
    </section>
  );
}

interface WaitProps {
  readonly choice: Choice;
  readonly text: BookingsText;
  readonly code: string;
  readonly action: string;
  readonly signIn?: string;
}

/** A full day: wait for it. */
export function WaitForDay({ choice: { day, dealers }, text, code, action, signIn }: WaitProps) {
  if (day.closed || day.free > 0) return null;
  return (
    <form method="post" action={action} class="booking-wait">
      <p>{text.choose.noTime}</p>
      <h3 class="type-md">{`${text.wait.title} · ${monthDay(day.at, code)}`}</h3>
      <p class="quiet small">{text.wait.text}</p>
      <input type="hidden" name="wait" value={day.date} />
      {dealers.length > 1 && <Checkbox id="also" name="also" value="city" label={text.wait.also} />}
      {signIn
        ? <ButtonLink href={signIn}>{text.confirm.signIn}</ButtonLink>
        : <Button type="submit">{text.wait.do}</Button>}
    </form>
  );
}
