import { beijingClock } from "../../../lib/time/beijing.ts";
import { IfAllowed } from "./Allowed.tsx";
import { reducedFen } from "../../../actors/appointments/calendar_state.ts";
import type { DayBooking } from "../../../lib/console/dealer_day.ts";
import { resourceName } from "../../../lib/dealers/plan.ts";
import { type BookingsText } from "../../../lib/i18n/bookings.ts";
import { whole, wholeDay } from "../../../lib/i18n/booking_times.ts";
import { count, yuan } from "../../../lib/i18n/figures.ts";
import { FAULTS } from "../../../lib/garage/clocks.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffDayText } from "../../../lib/i18n/staff_day.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox, Select, TextArea } from "../../../lib/ui/Field.tsx";
import { SidePanel } from "../../../lib/ui/Staff.tsx";
import type { ComponentChildren } from "preact";

export interface DayReview {
  readonly scores: { readonly overall: number; readonly people: number };
  readonly words: string;
  readonly reply: string | null;
}

/** The start next to the present one. */
const nearest = (moves: readonly number[], startAt: number): number =>
  moves.reduce((best, at) => Math.abs(at - startAt) < Math.abs(best - startAt) ? at : best);

interface DayPanelProps {
  readonly booking: DayBooking;
  /** What came of what was done with it last. */
  readonly told: ComponentChildren;
  readonly phone: string;
  readonly moves: readonly number[];
  /** The start that was chosen before, where the visit could not be moved there. */
  readonly wished: number;
  readonly review: DayReview | null;
  readonly now: number;
  readonly text: StaffDayText;
  readonly words: BookingsText;
  readonly language: "zh" | "en";
  readonly code: string;
  readonly modelName: (model: string) => string;
  readonly close: string;
}

function Act(
  { id, act, children }: { id: string; act: string; children: ComponentChildren },
) {
  return (
    <form method="post" class="day-act">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="do" value={act} />
      {children}
    </form>
  );
}

export function DayPanel(props: DayPanelProps) {
  const {
    booking,
    told,
    phone,
    moves,
    wished,
    review,
    now,
    text,
    words,
    language,
    code,
    modelName,
    close,
  } = props;
  const { id, about, status, startAt, endAt, resources, memberId, agreed } = booking;
  return (
    <SidePanel
      id="visit"
      title={fill(text.about[about.kind], { model: modelName(about.model) })}
      close={{ label: text.close, href: close }}
    >
      {told}
      <dl class="day-facts">
        <dt>{text.time}</dt>
        <dd class="figures">
          {`${wholeDay(startAt, code, words)} ${beijingClock(startAt)}–${beijingClock(endAt)}`}
        </dd>
        <dt>{text.status}</dt>
        <dd>{booking.mustMove && status === "confirmed" ? text.mustMove : words.status[status]}</dd>
        <dt>{text.who}</dt>
        <dd class="figures">
          {phone}
          <IfAllowed to="members.look">
            <br />
            <a class="small" href={`/staff/members?who=${memberId}`}>{text.member}</a>
          </IfAllowed>
        </dd>
        <dt>{text.whom}</dt>
        <dd>{resources.map((one) => resourceName(one, language, modelName)).join(" · ")}</dd>
        {about.kind === "test_drive" && (
          <>
            <dt>{words.one.route}</dt>
            <dd>{words.drive.routes[about.route as keyof typeof words.drive.routes]}</dd>
          </>
        )}
        {about.kind === "maintenance" && (
          <>
            <dt>{text.what}</dt>
            <dd>
              {about.items.map((item) =>
                words.service.item[item as keyof typeof words.service.item][0]
              ).join(" · ")}
              <p class="quiet small figures">
                {`${yuan(about.priceFen, code)} · ${fill(text.km, { km: count(about.km, code) })}`}
              </p>
              {booking.reduction && (
                <p class="figures">
                  {fill(text.reduced, {
                    off: yuan(reducedFen(booking.reduction), code),
                    pay: yuan(about.priceFen - reducedFen(booking.reduction), code),
                  })}
                </p>
              )}
              {about.pickUp && <p>{text.fetch}</p>}
            </dd>
          </>
        )}
      </dl>
      {status === "confirmed" && (
        <>
          <Act id={id} act="check_in">
            {about.kind === "test_drive" && (
              <>
                <p class="small quiet">{agreed ? text.signed : text.unsigned}</p>
                <Checkbox id="licence" name="licence" value="seen" label={text.licence} />
              </>
            )}
            <Button type="submit" kind="signal">{text.checkIn}</Button>
          </Act>
          {startAt <= now && (
            <Act id={id} act="missed">
              <Button type="submit">{text.missed}</Button>
            </Act>
          )}
          {moves.length > 0 && (
            <Act id={id} act="move">
              <input type="hidden" name="was" value={startAt} />
              <Select
                id="to"
                name="start"
                label={text.move}
                // Near the present time: whoever presses at once does not move it to another day.
                value={String(moves.includes(wished) ? wished : nearest(moves, startAt))}
                options={moves.map((at) => ({
                  value: String(at),
                  label: whole(at, code, words),
                }))}
              />
              <Button type="submit">{text.moveDo}</Button>
            </Act>
          )}
          <Act id={id} act="cancel">
            <Button type="submit" kind="danger">{text.cancel}</Button>
          </Act>
        </>
      )}
      {status === "checked_in" && (
        <Act id={id} act="complete">
          {about.kind === "maintenance" && (
            <Select
              id="fault"
              name="fault"
              label={text.fault}
              hint={text.faultHint}
              options={[
                { value: "", label: text.noFault },
                ...FAULTS.map((value) => ({ value, label: text.faults[value] })),
              ]}
            />
          )}
          <Button type="submit" kind="signal">{text.complete}</Button>
        </Act>
      )}
      {review && (
        <section class="stack stack--tight">
          <p class="figures">
            {`${words.review.overall} ${review.scores.overall} · ${words.review.people} ${review.scores.people}`}
          </p>
          <p class={review.words === "" ? "quiet" : undefined}>{review.words || text.noWords}</p>
          <Act id={id} act="reply">
            <TextArea
              id="reply"
              name="reply"
              required
              maxLength={500}
              label={text.reply}
              value={review.reply ?? ""}
            />
            <Button type="submit">{text.replyDo}</Button>
          </Act>
        </section>
      )}
    </SidePanel>
  );
}
