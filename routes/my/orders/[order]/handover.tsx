import { page } from "fresh";
import { wordsFor } from "../../../../lib/console/ask_api.ts";
import { dealerById } from "../../../../lib/dealers/dealers.ts";
import { Problem } from "../../../../lib/http/problem.ts";
import { see } from "../../../../lib/http/see.ts";
import { bookingsText } from "../../../../lib/i18n/bookings.ts";
import { monthDay, wholeDay } from "../../../../lib/i18n/booking_times.ts";
import { beijing } from "../../../../lib/i18n/figures.ts";
import { handoverProtocolText } from "../../../../lib/i18n/handover_protocol.ts";
import { handoverTimeText } from "../../../../lib/i18n/handover_time.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { beijingClock, beijingDay } from "../../../../lib/time/beijing.ts";
import { Button } from "../../../../lib/ui/Button.tsx";
import { Select } from "../../../../lib/ui/Field.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define } from "../../../../lib/web/define.ts";
import { chooseHandover, handoverChoice, handoverStartsAt } from "../../../api/handover_time.ts";
import { OrderPartHead } from "../../(_components)/OrderPartHead.tsx";
import { ownOrder } from "../../(_components)/own_order.ts";

/** The others are a fold away. */
const FIRST_DAYS = 6;

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/handover`);
    const order = await ownOrder(state, id);
    const choice = await handoverChoice(state.platform, order);
    const { dealers = [], car } = choice ?? {};
    const wanted = url.searchParams.get("dealer") ?? car?.appointment?.dealerId;
    const dealer = dealers.find(({ id }) => id === wanted) ?? dealers[0];
    const free = choice && !choice.fixed && dealer && choice.earliest !== undefined;
    const starts = free
      ? await handoverStartsAt(state.platform, dealer.id, choice.earliest!, order.vehicleId!)
      : [];
    return page({
      id,
      bound: order.vehicleId !== null,
      choice,
      dealer,
      days: [...Map.groupBy(starts, beijingDay)],
      why: url.searchParams.get("why"),
      done: url.searchParams.has("done"),
    });
  },
  async POST({ params, req, state }) {
    const id = params.order!;
    const here = `/my/orders/${id}/handover`;
    if (!state.who) return see(`/sign-in?next=${here}`);
    await ownOrder(state, id);
    const form = await req.formData();
    const was = form.get("was");
    const said = {
      at: Number(form.get("at")),
      dealer: `${form.get("dealer") ?? ""}`,
      ...(was === null ? {} : { wasAt: was === "" ? null : Number(was) }),
    };
    try {
      await chooseHandover(state.platform, state.who, id, said);
      return see(`${here}?done`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return see(`${here}?why=${error.code}&dealer=${encodeURIComponent(said.dealer)}`);
    }
  },
});

/** When and where the car is handed over: the free hours of a dealer, one of which is taken. */
export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { id, bound, choice, dealer, days, why, done } = data;
  const text = handoverTimeText(language);
  const appointment = choice?.car.appointment;
  const open = choice !== undefined && !choice.fixed && choice.earliest !== undefined;
  const dayOf = ([day, starts]: (typeof days)[number]) => (
    <section key={day} class="handover-day">
      <h2 class="figures">{wholeDay(starts[0]!, shop.code, bookingsText(language))}</h2>
      <div class="booking-times__list">
        {starts.map((at) => (
          <Button
            key={at}
            type="submit"
            name="at"
            value={String(at)}
            disabled={at === appointment?.at && dealer?.id === appointment.dealerId}
            aria-label={`${monthDay(at, shop.code)} ${beijingClock(at)}`}
          >
            {beijingClock(at)}
          </Button>
        ))}
      </div>
    </section>
  );
  return (
    <div class="section stack stack--wide">
      <OrderPartHead id={id} text={text} brand={shop.brand} language={language}>
        {open && <p class="quiet">{text.lead}</p>}
      </OrderPartHead>
      {done && <Notice tone="good" live>{text.done}</Notice>}
      {why && (
        <Notice tone="bad" live>{fill(text.failed, { why: wordsFor(text.why, why) })}</Notice>
      )}
      {appointment && (
        <p class="figures type-lg">
          {fill(text.now, {
            time: beijing(appointment.at, shop.code, "minute"),
            dealer: dealerById(appointment.dealerId)?.name[language] ?? "",
          })}
        </p>
      )}
      {bound && (
        <p>
          <a href={`/my/orders/${id}/protocol`}>{handoverProtocolText(language).link}</a>
        </p>
      )}
      {!choice && <p>{text.notYet}</p>}
      {choice?.fixed && <p>{text.fixed}</p>}
      {choice && !choice.fixed && choice.earliest === undefined && <p>{text.unknown}</p>}
      {open && dealer && (
        <>
          <form method="get" class="cluster handover-dealer">
            <Select
              id="dealer"
              name="dealer"
              label={text.dealer}
              value={dealer.id}
              options={choice.dealers.map(({ id, name }) => ({ value: id, label: name[language] }))}
            />
            <Button type="submit">{text.show}</Button>
          </form>
          <p class="quiet">{dealer.address[language]}</p>
          {days.length === 0 && <p>{text.none}</p>}
          {days.length > 0 && (
            <form method="post" class="stack">
              <input type="hidden" name="dealer" value={dealer.id} />
              <input type="hidden" name="was" value={String(appointment?.at ?? "")} />
              <div class="handover-days">{days.slice(0, FIRST_DAYS).map(dayOf)}</div>
              {days.length > FIRST_DAYS && (
                <details class="fold">
                  <summary>{text.later}</summary>
                  <div class="handover-days">{days.slice(FIRST_DAYS).map(dayOf)}</div>
                </details>
              )}
            </form>
          )}
        </>
      )}
    </div>
  );
});
