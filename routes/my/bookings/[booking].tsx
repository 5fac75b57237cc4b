import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { appointment } from "../../../actors/appointments/appointment.ts";
import { billRef } from "../../../actors/appointments/calendar_state.ts";
import { coupons } from "../../../actors/members/coupons.ts";
import type { Slot } from "../../../lib/appointments/availability.ts";
import { AGREEMENT_VERSION } from "../../../lib/appointments/services.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { see } from "../../../lib/http/see.ts";
import { bookingsText } from "../../../lib/i18n/bookings.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { whole, wholeDay } from "../../../lib/i18n/booking_times.ts";
import { loadCars } from "../../../lib/members/hub.ts";
import type { BookingRow } from "../../../lib/read_models/bookings.ts";
import { beijingClock, beijingDay } from "../../../lib/time/beijing.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { DAY_MS } from "../../../lib/time/day.ts";
import { define, type State } from "../../../lib/web/define.ts";
import * as desk from "../../api/booking_desk.ts";
import { bookingId } from "../../api/booking_schemas.ts";
import { billFor, type BillView, reduceBill, restoreBill } from "../../api/service_bill.ts";
import { FACES } from "../../models/(_components)/faces.ts";
import { looksOf, pictureOf } from "../(_components)/car_look.ts";
import { BookingStatus, titleOf } from "../(_components)/BookingList.tsx";
import {
  Agreement,
  Cancel,
  Facts,
  Move,
  OfferPanel,
  Review,
  type Reviewed,
  WaitingPanel,
} from "../(_components)/BookingPanels.tsx";
import { VisitBill } from "../(_components)/VisitBill.tsx";
import { textOf } from "../(_components)/forms.ts";

interface One {
  readonly booking: BookingRow;
  readonly slots: readonly Slot[];
  readonly reviewed: Reviewed | null;
  readonly plate: string | null;
  /** How one's own car looks, where that is known; the others are shown as their models are. */
  readonly look: ReturnType<typeof pictureOf> | undefined;
  /** What could be put on the bill; null where something is, or it is too late or too early. */
  readonly bill: BillView | null;
  /** Of the coupons that are on it. */
  readonly couponNames: ReadonlyMap<string, { zh: string; en: string }>;
  readonly now: number;
}

export const handler = define.handlers({
  async GET({ params, state }) {
    return page<One>(await read(state, params.booking!));
  },
  async POST({ params, req, state }) {
    const id = params.booking!;
    await own(state, id);
    const here = `/my/bookings/${id}`;
    const form = await req.formData();
    try {
      return see(`${here}${await act(state, id, form)}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const start = Number(textOf(form, "start"));
      // The time that was chosen stays chosen.
      const chosen = Number.isSafeInteger(start) && start > 0
        ? `&day=${beijingDay(start)}&start=${start}`
        : "";
      return see(`${here}?failed=${error.code}${chosen}#failed`);
    }
  },
});

async function own({ platform, who }: State, id: string): Promise<BookingRow> {
  if (!bookingId.safeParse(id).success) throw new HttpError(404);
  try {
    return await desk.ownBooking(platform, who!, id);
  } catch (error) {
    if (error instanceof Problem && error.code === "unknown_booking") throw new HttpError(404);
    throw error;
  }
}

async function read(state: State, id: string): Promise<One> {
  const { platform, who } = state;
  const booking = await own(state, id);
  const { status, about } = booking;
  const reviewed = await platform.system.view(
    appointment(id),
    ({ review, reply }) => review && { scores: { ...review.scores }, reply: reply?.text ?? null },
  );
  const cars = about.kind === "maintenance" ? await loadCars(platform, who!.memberId) : [];
  const carId = about.kind === "maintenance" ? about.carId : "";
  const car = cars.find(({ facts }) => facts.carId === carId);
  const looks = await looksOf(state, car ? [car] : []);
  return {
    booking,
    slots: status === "confirmed" ? await desk.movesOf(platform, id) : [],
    reviewed: reviewed &&
      { ...reviewed, words: await desk.reviewWords(platform, who!.memberId, id) },
    plate: car?.plate ?? null,
    look: looks.has(carId) ? pictureOf(looks, carId) : undefined,
    ...(await readBill(state, booking)),
    now: platform.now(),
  };
}

async function readBill({ platform, who }: State, booking: BookingRow) {
  const { about, status, reduction } = booking;
  const { memberId } = who!;
  const open = status === "confirmed" || status === "checked_in";
  const priceFen = about.kind === "maintenance" ? about.priceFen : 0;
  const nothing = { coupons: [], usePoints: false };
  return {
    bill: open && priceFen > 0 && !reduction
      ? await billFor(platform, memberId, priceFen, nothing)
      : null,
    couponNames: new Map(
      reduction
        ? await platform.system.view(
          coupons(memberId),
          ({ used }) =>
            (used.get(billRef(booking.id, reduction.no)) ?? [])
              .map(({ id, coupon }) => [id, { ...coupon.name }] as const),
        )
        : [],
    ),
  };
}

/** Does what a form asks for, and says what the page should tell of it. */
async function act({ platform, who }: State, id: string, form: FormData): Promise<string> {
  const asked = textOf(form, "do");
  switch (asked) {
    case "move": {
      const move = { startAt: Number(textOf(form, "start")) };
      const seen = form.has("was") ? { wasAt: Number(textOf(form, "was")) } : {};
      await desk.reschedule(platform, who!, id, { ...move, ...seen });
      return "?moved=1";
    }
    case "sign":
      if (textOf(form, "agree") !== "yes") return "?failed=agree#failed";
      await desk.sign(platform, who!, id, AGREEMENT_VERSION);
      return "#agreement";
    case "review": {
      const [overall, people] = [Number(textOf(form, "overall")), Number(textOf(form, "people"))];
      const isMark = (mark: number) => Number.isInteger(mark) && mark >= 1 && mark <= 5;
      if (!isMark(overall) || !isMark(people)) return "?failed=score#failed";
      await desk.review(platform, who!, id, { overall, people, text: textOf(form, "words") });
      return "#review";
    }
    case "reduce": {
      const ids = form.getAll("coupon").filter((one) => typeof one === "string").slice(0, 10);
      const wish = { coupons: ids, usePoints: form.has("points") };
      await reduceBill(platform, who!, id, wish);
      return "#bill";
    }
    case "restore":
      await restoreBill(platform, who!, id);
      return "?given=1#bill";
    case "cancel":
    case "leave":
    case "take_offer":
      await desk.step(platform, who!, id, asked);
      return asked === "take_offer" ? "?new=1" : "";
    default:
      throw new HttpError(400, `cannot "${asked}"`);
  }
}

export default define.page<typeof handler>(({ data, state: { shop, language }, url }) => {
  const { booking, slots, reviewed, plate, look, now } = data;
  const { id, status, startAt, mustMove, about } = booking;
  const text = bookingsText(language);
  const params = url.searchParams;
  const panel = { booking, text, shop, language };
  const failed = params.get("failed");
  const failures: Readonly<Record<string, string>> = text.one.failed;
  const model = about.model in FACES ? about.model as keyof typeof FACES : "lu";
  const time = beijingClock(startAt);
  const open = status === "confirmed" && startAt > now;
  return (
    <div class="my-page">
      <Head>
        <title>{`${titleOf(booking, panel)} · ${shop.brand}`}</title>
      </Head>
      {params.has("new") && status === "confirmed" && (
        <Notice tone="good" title={text.one.new} live>
          {startAt - DAY_MS > now ? text.one.newText : text.one.newSoon}
        </Notice>
      )}
      {params.has("moved") && <Notice tone="good" live>{text.one.moved}</Notice>}
      {failed && (
        <div id="failed">
          <Notice
            tone="bad"
            live
            {...(open && (failed === "moved_meanwhile" || failed === "slot_taken")
              ? { action: <a href="#move">{text.one.move}</a> }
              : {})}
          >
            {fill(failures[failed] ?? text.one.failed.other, {
              time: whole(startAt, shop.code, text),
            })}
          </Notice>
        </div>
      )}
      {mustMove && status === "confirmed" && (
        <Notice
          tone="warn"
          title={text.one.mustMove}
          action={<a href="#move">{text.one.move}</a>}
        >
          {text.one.mustMoveText}
        </Notice>
      )}
      {status === "offered" && <OfferPanel {...panel} />}
      <header class="stack stack--tight">
        <p>
          <BookingStatus booking={booking} text={text} />
        </p>
        <h1 class="type-2xl">{titleOf(booking, panel)}</h1>
        {status !== "waiting" && status !== "left" && (
          <p class="booking-confirm__time figures">
            {time}
            <span>{wholeDay(startAt, shop.code, text)}</span>
          </p>
        )}
      </header>
      <div class="booking-one">
        <div class="booking-one__facts">
          <Car model={model} {...FACES[model]} {...look} />
          <Facts {...panel} plate={plate} />
          {(open || status === "checked_in") && (
            <p>
              <ButtonLink href={`/api/bookings/${id}/calendar.ics`} download={`${id}.ics`}>
                {text.one.file}
              </ButtonLink>
            </p>
          )}
          {status === "confirmed" && <p class="quiet small">{text.bringOnly[about.kind]}</p>}
          {!open && status !== "offered" && status !== "waiting" && dealerById(booking.dealerId) &&
            (
              <p>
                <a href={about.kind === "test_drive" ? "/test-drive" : "/service"}>
                  {about.kind === "test_drive" ? text.list.drive : text.list.service}
                </a>
              </p>
            )}
        </div>
        <div>
          {status === "waiting" && <WaitingPanel {...panel} />}
          {about.kind === "maintenance" && (
            <VisitBill
              {...panel}
              bill={data.bill}
              names={data.couponNames}
              given={params.has("given")}
            />
          )}
          {status === "completed" && <Review {...panel} reviewed={reviewed} />}
          {about.kind === "test_drive" && <Agreement {...panel} />}
          {open && <Move {...panel} slots={slots} now={now} params={params} />}
          {open && <Cancel {...panel} />}
        </div>
      </div>
    </div>
  );
});
