import type { ComponentChildren } from "preact";
import type { Slot } from "../../../lib/appointments/availability.ts";
import { AGREEMENT_VERSION, ROUTES } from "../../../lib/appointments/services.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { resourceName } from "../../../lib/dealers/plan.ts";
import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import { whole } from "../../../lib/i18n/booking_times.ts";
import { count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { ShopText } from "../../../lib/i18n/shop.ts";
import type { BookingRow } from "../../../lib/read_models/bookings.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox, TextArea } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { dayFrom, daysOf } from "../../(_components)/booking/choice.ts";
import { DayStrip, TimeGrid } from "../../(_components)/booking/Choosing.tsx";

export interface PanelProps {
  readonly booking: BookingRow;
  readonly text: BookingsText;
  readonly shop: ShopText;
  readonly language: "zh" | "en";
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Part({ id, title, children }: PartProps) {
  return (
    <section class="booking-part" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** A form that does one thing. The mark in the address is left behind: the answer is read first. */
export function Act({ act, children }: { act: string; children: ComponentChildren }) {
  return (
    <form method="post" action="?">
      <input type="hidden" name="do" value={act} />
      {children}
    </form>
  );
}

export function Facts({ booking, text, shop, language, plate }: PanelProps & {
  readonly plate: string | null;
}) {
  const { about, dealerId, resources } = booking;
  const dealer = dealerById(dealerId)!;
  const models: Readonly<Record<string, { name: string }>> = shop.models;
  const modelName = (model: string) => models[model]?.name ?? model;
  const named = (id: string) => resourceName(id, language, modelName);
  const person = resources.find((id) => id.startsWith("person-"));
  const courtesy = resources.find((id) => id.startsWith("car-courtesy"));
  const route = about.kind === "test_drive" && ROUTES.find(({ code }) => code === about.route);
  return (
    <dl class="booking-facts">
      <dt>{text.one.where}</dt>
      <dd>
        <a href={`/dealers/${dealerId}`}>{dealer.name[language]}</a>
        <p class="quiet small">{`${dealer.city[language]} ${dealer.address[language]}`}</p>
      </dd>
      {person && (
        <>
          <dt>{about.kind === "test_drive" ? text.one.who : text.one.technician}</dt>
          <dd>{named(person)}</dd>
        </>
      )}
      {route && (
        <>
          <dt>{text.one.route}</dt>
          <dd>
            {text.drive.routes[route.code]}
            <p class="quiet small">
              {fill(text.drive.routeFacts, {
                km: String(route.km),
                minutes: String(route.minutes),
              })}
            </p>
          </dd>
        </>
      )}
      {about.kind === "maintenance" && (
        <>
          <dt>{text.one.car}</dt>
          <dd>
            {modelName(about.model)}
            <p class="quiet small figures">
              {plate && `${plate} · `}
              {fill(text.one.km, { km: count(about.km, shop.code) })}
            </p>
          </dd>
          <dt>{text.one.what}</dt>
          <dd>
            {about.items.map((code) => text.service.item[code as keyof typeof text.service.item][0])
              .join(language === "zh" ? "、" : ", ")}
            <p class="figures">
              {about.priceFen === 0 ? text.service.free : yuan(about.priceFen, shop.code)}
              <span class="quiet small">{` · ${text.service.price}`}</span>
            </p>
          </dd>
          {about.pickUp && (
            <>
              <dt>{text.one.fetch}</dt>
              <dd>{text.one.fetchText}</dd>
            </>
          )}
          {courtesy && (
            <>
              <dt>{text.one.courtesy}</dt>
              <dd>{named(courtesy)}</dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}

export function OfferPanel({ booking: { heldUntil }, text, shop }: PanelProps) {
  return (
    <Notice
      tone="warn"
      title={fill(text.one.offer, { until: whole(heldUntil ?? 0, shop.code, text) })}
    >
      <div class="cluster">
        <Act act="take_offer">
          <Button type="submit" kind="signal">{text.one.take}</Button>
        </Act>
        <Act act="leave">
          <Button type="submit" kind="quiet">{text.one.decline}</Button>
        </Act>
      </div>
    </Notice>
  );
}

export function WaitingPanel({ booking: { startAt, waitsUntil }, text, shop }: PanelProps) {
  const at = (ms: number) => whole(ms, shop.code, text);
  return (
    <Part id="waiting" title={text.status.waiting}>
      <p>
        {fill(text.one.waiting, { from: at(startAt), until: at(waitsUntil ?? startAt) })}
      </p>
      <p class="quiet small">{text.wait.text}</p>
      <Act act="leave">
        <Button type="submit">{text.one.leave}</Button>
      </Act>
    </Part>
  );
}

export function Agreement({ booking: { agreed, status }, text }: PanelProps) {
  const { agreement } = text;
  if (!agreed && status !== "confirmed") return null;
  return (
    <Part id="agreement" title={agreed ? agreement.signed : agreement.title}>
      {!agreed && <p class="quiet">{agreement.text}</p>}
      <ol class="booking-terms">
        {agreement.terms.map((term) => <li key={term}>{term}</li>)}
      </ol>
      <p class="quiet small">{fill(agreement.version, { version: AGREEMENT_VERSION })}</p>
      {!agreed && (
        <Act act="sign">
          <Checkbox id="agree" name="agree" value="yes" required label={agreement.agree} />
          <Button type="submit" kind="signal">{agreement.sign}</Button>
        </Act>
      )}
    </Part>
  );
}

interface MoveProps extends PanelProps {
  readonly slots: readonly Slot[];
  readonly now: number;
  readonly params: URLSearchParams;
}

export function Move({ booking, text, shop, slots, now, params }: MoveProps) {
  const { id, dealerId } = booking;
  const days = daysOf(dealerById(dealerId)!, slots, now);
  const day = dayFrom(days, params.get("day"));
  const chosen = slots.find(({ startAt }) => String(startAt) === params.get("start"));
  const here = `/my/bookings/${id}`;
  return (
    <Part id="move" title={text.one.move}>
      <p class="quiet">{text.one.moveText}</p>
      <DayStrip
        days={days}
        day={day}
        now={now}
        text={text}
        code={shop.code}
        to={(date) => `${here}?day=${date}#move`}
      />
      <TimeGrid
        slots={slots.filter(({ startAt }) => beijingDay(startAt) === day.date)}
        start={chosen?.startAt ?? null}
        text={text}
        to={(startAt) => `${here}?day=${day.date}&start=${startAt}#move`}
      />
      {chosen && (
        <Act act="move">
          <input type="hidden" name="start" value={chosen.startAt} />
          <input type="hidden" name="was" value={booking.startAt} />
          <Button type="submit" kind="signal">
            {fill(text.one.moveDo, { time: whole(chosen.startAt, shop.code, text) })}
          </Button>
        </Act>
      )}
    </Part>
  );
}

export function Cancel({ text }: PanelProps) {
  return (
    <Part id="cancel" title={text.one.cancel}>
      <p class="quiet">{text.one.cancelText}</p>
      <Act act="cancel">
        <Button type="submit" kind="danger">{text.one.cancelDo}</Button>
      </Act>
    </Part>
  );
}

function Marks({ name, label, text }: { name: string; label: string; text: BookingsText }) {
  return (
    <fieldset class="booking-marks">
      <legend class="field__label">{label}</legend>
      {[5, 4, 3, 2, 1].map((score) => (
        <label key={score}>
          <input class="choice__control" type="radio" name={name} value={score} required />
          {fill(text.review.score, { score: String(score) })}
        </label>
      ))}
    </fieldset>
  );
}

export interface Reviewed {
  readonly scores: { readonly overall: number; readonly people: number };
  readonly words: string;
  readonly reply: string | null;
}

export function Review({ text, reviewed }: PanelProps & { reviewed: Reviewed | null }) {
  const { review } = text;
  const score = (value: number) => fill(review.score, { score: String(value) });
  if (reviewed) {
    const { scores, words, reply } = reviewed;
    return (
      <Part id="review" title={review.yours}>
        <p class="figures">
          {`${review.overall} ${score(scores.overall)} · ${review.people} ${score(scores.people)}`}
        </p>
        {words !== "" && <p>{words}</p>}
        {reply && (
          <div class="booking-review__reply">
            <p class="quiet small">{review.reply}</p>
            <p>{reply}</p>
          </div>
        )}
      </Part>
    );
  }
  return (
    <Part id="review" title={review.title}>
      <Act act="review">
        <Marks name="overall" label={review.overall} text={text} />
        <Marks name="people" label={review.people} text={text} />
        <TextArea
          id="words"
          name="words"
          maxLength={500}
          label={review.words}
          hint={review.wordsHint}
        />
        <Button type="submit" kind="signal">{review.send}</Button>
      </Act>
    </Part>
  );
}
