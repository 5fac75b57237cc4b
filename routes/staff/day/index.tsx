import { HttpError, page } from "fresh";
import { appointment } from "../../../actors/appointments/appointment.ts";
import { calendar } from "../../../actors/appointments/calendar.ts";
import DayBoard from "../../../islands/staff/DayBoard.tsx";
import {
  type DayBooking,
  type DealerDay,
  movesFrom,
  readDealerDay,
  visitStart,
} from "../../../lib/console/dealer_day.ts";
import { type Handover, handoversOfDay } from "../../../lib/console/handovers.ts";
import { maskedPhone } from "../../../lib/console/people.ts";
import { wordsFor } from "../../../lib/console/ask_api.ts";
import { atDealer } from "../../../lib/console/at_dealer.ts";
import { dealerOf } from "../../../lib/appointments/services.ts";
import { type Dealer, dealerById, DEALERS } from "../../../lib/dealers/dealers.ts";
import { FAULTS } from "../../../lib/garage/clocks.ts";
import { resourceName } from "../../../lib/dealers/plan.ts";
import { see } from "../../../lib/http/see.ts";
import { type BookingsText, bookingsText } from "../../../lib/i18n/bookings.ts";
import { whole, wholeDay } from "../../../lib/i18n/booking_times.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { orderDeskText } from "../../../lib/i18n/order_desk.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { type StaffDayText, staffDayText } from "../../../lib/i18n/staff_day.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { beijingClock, beijingDay, startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define, type May, type State } from "../../../lib/web/define.ts";
import { asker } from "../../api/context.ts";
import { reviewWords } from "../../api/booking_desk.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { DayFigures } from "../(_components)/DayFigures.tsx";
import { DayHandovers } from "../(_components)/DayHandovers.tsx";
import { DayPanel, type DayReview } from "../(_components)/DayPanel.tsx";

const PATH = "/staff/day";
const HOUR_MS = 3_600_000;

interface Seen {
  readonly dealer: Dealer;
  readonly date: string;
  readonly day: DealerDay;
  readonly phones: ReadonlyMap<string, string>;
  readonly chosen: DayBooking | null;
  readonly moves: readonly number[];
  readonly review: DayReview | null;
  readonly now: number;
  readonly handed: readonly Handover[];
}

/** The dealers whose days are one's own to see; at least one, or the page would not have opened. */
const dealersFor = (may: May): readonly Dealer[] => DEALERS.filter(({ id }) => may("day.see", id));

/** Who follows a notice of a visit names neither its dealer nor its day: the visit knows both. */
async function asked(
  { may, platform }: Pick<State, "may" | "platform">,
  params: URLSearchParams,
): Promise<{ dealer: Dealer; date: string }> {
  const visit = params.get("visit") ?? "";
  const named = dealerById(params.get("dealer") ?? "") ?? dealerById(dealerOf(visit));
  const dealer = named ?? dealersFor(may)[0]!;
  const date = params.get("date") ?? "";
  if (startOfBeijingDay(date) !== undefined) return { dealer, date };
  const startAt = await visitStart(platform.system, dealer.id, visit);
  return { dealer, date: beijingDay(startAt ?? platform.now()) };
}

export const handler = define.handlers({
  async GET({ state, url }) {
    const { platform } = state;
    const now = platform.now();
    const { dealer, date } = await asked(state, url.searchParams);
    atDealer(state, "day.see", dealer.id);
    const day = await readDealerDay(platform.system, dealer.id, date);
    if (!day) throw new HttpError(503, `${dealer.id} has no plan`);
    const phones = new Map(
      await Promise.all(
        [...new Set(day.bookings.map(({ memberId }) => memberId))].map(async (id) =>
          [id, await maskedPhone(platform, id) ?? shortId(id)] as const
        ),
      ),
    );
    const chosen = day.bookings.find(({ id }) => id === url.searchParams.get("visit")) ?? null;
    const moves = chosen ? await movesFrom(platform.system, dealer.id, chosen.id, now) : [];
    const review = chosen ? await reviewOf(platform, chosen) : null;
    const handed = await handoversOfDay(platform.system, dealer.id, startOfBeijingDay(date)!);
    return page<Seen>({ dealer, date, day, phones, chosen, moves, review, now, handed });
  },
  async POST({ req, state, url }) {
    const { dealer, date } = await asked(state, url.searchParams);
    atDealer(state, "day.run", dealer.id);
    const form = await req.formData();
    const name = String(form.get("do") ?? "");
    const outcome = await carryOut(state, dealer.id, date, name, form);
    const moved = outcome.ok ? undefined : movedBy(outcome);
    if (req.headers.get("accept") === "application/json") {
      const told = outcome.ok ? "" : refusalWords(outcome.refusal!, moved, state);
      return Response.json({ ok: outcome.ok, told });
    }
    const id = String(form.get("id") ?? "");
    const shown = new URLSearchParams({ dealer: dealer.id, date });
    if (id !== "") shown.set("visit", id);
    shown.set(outcome.ok ? "done" : "failed", outcome.ok ? name : outcome.refusal!);
    if (moved) {
      // Where it is now, with what was chosen for it still chosen.
      shown.set("date", beijingDay(moved.startAt));
      shown.set("by", moved.byStaff ? "staff" : "member");
      shown.set("start", String(form.get("start") ?? ""));
    }
    return see(`${PATH}?${shown}`);
  },
});

interface Carried {
  readonly ok: boolean;
  readonly refusal?: string;
  readonly detail?: unknown;
}

/** By whom and to when a visit was moved since it was seen. */
interface MovedBy {
  readonly startAt: number;
  readonly byStaff: boolean;
}

const movedBy = ({ refusal, detail }: Carried): MovedBy | undefined =>
  refusal === "moved_meanwhile" ? detail as MovedBy : undefined;

function refusalWords(
  refusal: string,
  moved: MovedBy | undefined,
  { language, shop }: Pick<State, "language" | "shop">,
): string {
  const { failed, movedMeanwhile } = staffDayText(language);
  if (!moved) return wordsFor(failed, refusal);
  return fill(movedMeanwhile[moved.byStaff ? "staff" : "member"], {
    time: whole(moved.startAt, shop.code, bookingsText(language)),
  });
}

async function carryOut(
  { platform: { system }, who }: State,
  dealerId: string,
  date: string,
  name: string,
  form: FormData,
): Promise<Carried> {
  const id = String(form.get("id") ?? "");
  const by = { by: asker(who!) };
  const address = calendar(dealerId);
  const memberId = await system.view(address, ({ bookings }) => bookings.get(id)?.memberId ?? "-");
  switch (name) {
    case "check_in": {
      const licenceSeen = form.get("licence") === "seen";
      return await system.ask(address, "check_in", { id, licenceSeen }, by);
    }
    case "complete": {
      const fault = FAULTS.find((one) => one === form.get("fault"));
      return await system.ask(address, "complete", { id, ...(fault ? { fault } : {}) }, by);
    }
    case "missed":
      return await system.ask(address, "tell_no_show", { id }, by);
    case "move": {
      const [startAt, wasAt] = ["start", "was"].map((name) =>
        Math.trunc(Number(form.get(name))) || 0
      );
      const seen = form.has("was") ? { wasAt: wasAt! } : {};
      return await system.ask(
        address,
        "reschedule",
        { id, memberId, startAt: startAt!, ...seen },
        by,
      );
    }
    case "cancel":
      return await system.ask(address, "cancel", { id, memberId }, by);
    case "close_day":
    case "open_day":
      return await system.ask(address, name, { date }, by);
    case "reply": {
      const text = String(form.get("reply") ?? "").trim().slice(0, 500);
      if (text === "" || memberId === "-") return { ok: false, refusal: "other" };
      return await system.ask(appointment(id), "reply", { text }, by);
    }
    default:
      throw new HttpError(400, `cannot "${name}"`);
  }
}

async function reviewOf(
  platform: State["platform"],
  { id, memberId }: DayBooking,
): Promise<DayReview | null> {
  const found = await platform.system.view(
    appointment(id),
    ({ review, reply }) => review && { scores: { ...review.scores }, reply: reply?.text ?? null },
  );
  return found && { ...found, words: await reviewWords(platform, memberId, id) };
}

interface Words {
  readonly text: StaffDayText;
  readonly words: BookingsText;
  readonly language: "zh" | "en";
  readonly modelName: (model: string) => string;
  readonly to: (visit: string | null) => string;
}

const TONES = {
  offered: "warn",
  confirmed: "water",
  checked_in: "good",
  completed: "plain",
  no_show: "bad",
  cancelled: "plain",
  lapsed: "plain",
} as const;

function Status({ booking: { status, mustMove }, text, words }: { booking: DayBooking } & Words) {
  return mustMove && status === "confirmed"
    ? <Badge tone="warn">{text.mustMove}</Badge>
    : <Badge tone={TONES[status]}>{words.status[status]}</Badge>;
}

/** Resources down, hours across; a booking lies in the rows of all that it takes. */
function Board({ seen, ...all }: { seen: Seen } & Words) {
  const { day, chosen, dealer, date } = seen;
  const { text, words, language, modelName, to } = all;
  const starts = day.bookings.flatMap(({ taken }) => [taken.from, taken.until]);
  const from = Math.min(day.hours?.from ?? Infinity, ...starts);
  const until = Math.max(day.hours?.until ?? -Infinity, ...starts);
  const span = until - from;
  if (!(span > 0)) return <Empty title={text.closed} />;
  const percent = (ms: number) => `${(ms / span * 100).toFixed(3)}%`;
  // An hour that ends the day has no room for its figures.
  const hours = Array.from(
    { length: Math.round(span / HOUR_MS) },
    (_, at) => from + at * HOUR_MS,
  );
  return (
    <div
      class="day-board"
      role="region"
      tabIndex={0}
      aria-label={fill(text.board, { dealer: dealer.name[language], date })}
      style={`--hour: ${percent(HOUR_MS)}`}
    >
      <div class="day-hours figures" aria-hidden="true">
        {hours.map((at) => (
          <span key={at} style={`left: ${percent(at - from)}`}>{beijingClock(at)}</span>
        ))}
      </div>
      {(["person", "bay", "car"] as const).map((kind) => {
        const rows = day.resources.filter((one) => one.kind === kind);
        return rows.length > 0 && (
          <section key={kind} aria-label={text.kinds[kind]}>
            <p class="day-kind">{text.kinds[kind]}</p>
            {rows.map(({ id }) => (
              <div
                key={id}
                class="day-row"
                role="group"
                aria-label={resourceName(id, language, modelName)}
              >
                <span class="day-row__name" aria-hidden="true">
                  {resourceName(id, language, modelName)}
                </span>
                <div class="day-track" data-span={span}>
                  {day.bookings.filter(({ resources }) => resources.includes(id)).map((one) => (
                    <a
                      key={one.id}
                      class={`day-block day-block--${one.mustMove ? "must_move" : one.status}`}
                      href={to(one.id)}
                      aria-current={one.id === chosen?.id ? "true" : "false"}
                      style={`left: ${percent(one.startAt - from)}; width: ${
                        percent(one.endAt - one.startAt)
                      }`}
                      data-start={one.startAt}
                      {...(one.status === "confirmed" ? { "data-moves": one.id } : {})}
                    >
                      <span class="day-block__from figures">{beijingClock(one.startAt)}</span>{" "}
                      <span>{modelName(one.about.model)}</span>
                      <span class="visually-hidden">
                        {` ${words.status[one.status]}`}
                      </span>
                    </a>
                  ))}
                </div>
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
}

function Visits({ seen: { day, phones, chosen }, ...all }: { seen: Seen } & Words) {
  const { text, language, modelName, to } = all;
  return (
    <Table
      id="visits"
      caption={text.title}
      hideCaption
      dense
      rows={day.bookings}
      rowKey={({ id }) => id}
      {...(chosen ? { selected: chosen.id } : {})}
      empty={text.empty}
      columns={[
        {
          key: "time",
          title: text.time,
          heading: true,
          cell: ({ id, startAt, endAt }) => (
            <a href={to(id)} class="figures">{`${beijingClock(startAt)}–${beijingClock(endAt)}`}</a>
          ),
        },
        {
          key: "what",
          title: text.what,
          cell: ({ about }) => fill(text.about[about.kind], { model: modelName(about.model) }),
        },
        { key: "who", title: text.who, cell: ({ memberId }) => phones.get(memberId) ?? "" },
        {
          key: "whom",
          title: text.whom,
          cell: ({ resources }) =>
            resources.map((one) => resourceName(one, language, modelName)).join(" · "),
        },
        {
          key: "status",
          title: text.status,
          cell: (booking) => <Status booking={booking} {...all} />,
        },
      ]}
    />
  );
}

export default define.page<typeof handler>(({ data: seen, state, url }) => {
  const { staff, shop, language } = state;
  const { dealer, date, day, phones, chosen, moves, review, now, handed } = seen;
  const text = staffDayText(language);
  const words = bookingsText(language);
  const at = startOfBeijingDay(date)!;
  const own = dealersFor(state.may);
  const models: Readonly<Record<string, { name: string }>> = shop.models;
  const modelName = (model: string) => models[model]?.name ?? model;
  const to = (visit: string | null) =>
    `${PATH}?dealer=${dealer.id}&date=${date}${
      visit ? `&visit=${encodeURIComponent(visit)}#visit` : ""
    }`;
  const onDate = (ms: number) => `${PATH}?dealer=${dealer.id}&date=${beijingDay(ms)}`;
  const all = { text, words, language, modelName, to };
  const done = url.searchParams.get("done");
  const failed = url.searchParams.get("failed");
  const dones: Readonly<Record<string, string>> = text.done;
  const byWhom = url.searchParams.get("by");
  const movedAway = chosen && failed === "moved_meanwhile"
    ? { startAt: chosen.startAt, byStaff: byWhom === "staff" }
    : undefined;
  const told = (
    <>
      {done && dones[done] && <Notice tone="good" live>{dones[done]}</Notice>}
      {failed && <Notice tone="bad" live>{refusalWords(failed, movedAway, state)}</Notice>}
    </>
  );
  const { live, moved, undo, undone } = text;
  return (
    <ConsolePage
      staff={staff}
      section="day"
      title={text.title}
      heading={`${dealer.name[language]} · ${wholeDay(at, shop.code, words)}`}
      figures={<DayFigures day={day} text={text} />}
      actions={
        <>
          <ButtonLink size="small" href={onDate(at - DAY_MS)}>{text.before}</ButtonLink>
          <ButtonLink size="small" href={onDate(now)}>{text.today}</ButtonLink>
          <ButtonLink size="small" href={onDate(at + DAY_MS)}>{text.after}</ButtonLink>
        </>
      }
      url={url}
      {...(chosen
        ? {
          panel: (
            <DayPanel
              booking={chosen}
              // On a phone it lies over the rest of the page.
              told={told}
              phone={phones.get(chosen.memberId) ?? ""}
              moves={moves}
              wished={Number(url.searchParams.get("start"))}
              review={review}
              now={now}
              code={shop.code}
              close={to(null)}
              {...all}
            />
          ),
        }
        : {})}
    >
      <form method="get" action={PATH} class="day-choose">
        {own.length === 1 ? <input type="hidden" name="dealer" value={dealer.id} /> : (
          <Select
            id="dealer"
            name="dealer"
            label={text.dealer}
            value={dealer.id}
            options={own.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        )}
        <Input id="date" name="date" type="date" label={text.date} value={date} />
        <Button type="submit">{text.show}</Button>
      </form>
      {!chosen && told}
      <div class="between">
        <span class="quiet small no-print">{text.moveHint}</span>
        <DayBoard
          dealer={dealer.id}
          words={{ live, moved, undo, undone, failed: text.failed.other }}
        />
      </div>
      <div id="day" class="stack">
        {!day.hours && <Notice tone="warn">{text.closed}</Notice>}
        <Board seen={seen} {...all} />
        <Visits seen={seen} {...all} />
        <DayHandovers
          planned={handed}
          title={orderDeskText(language).schedule}
          text={vehicleOrdersText(language)}
          modelName={modelName}
        />
      </div>
      <form method="post" class="day-close">
        {day.closedByDate
          ? (
            <>
              <input type="hidden" name="do" value="open_day" />
              <Button type="submit">{text.openDay}</Button>
            </>
          )
          : (
            <>
              <input type="hidden" name="do" value="close_day" />
              <p class="quiet small">{text.closeDayText}</p>
              <Button type="submit" kind="danger">{text.closeDay}</Button>
            </>
          )}
      </form>
    </ConsolePage>
  );
});
