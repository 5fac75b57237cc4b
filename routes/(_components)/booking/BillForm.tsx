import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import { monthDay } from "../../../lib/i18n/booking_times.ts";
import { count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { BillView } from "../../api/service_bill.ts";

interface BillProps {
  readonly bill: BillView;
  readonly text: BookingsText;
  readonly code: string;
}

const nameOf = (name: { zh: string; en: string }, code: string) =>
  code === "en" ? name.en : name.zh;

/** Whether there is anything that a member could put on this bill. */
export const offersSome = ({ held, payable, accepted }: BillView): boolean =>
  held.length > 0 || payable.points > 0 || !accepted;

/** Coupons and points to tick, each with what it takes off and when it may be used. */
export function BillChoices({ bill, text, code }: BillProps) {
  const { held, chosen, payable, usesPoints, accepted, coupons, unfit } = bill;
  const words = text.bill;
  return (
    <>
      {held.length > 0 && (
        <div class="booking-items">
          {held.map(({ id, coupon, expiresAt }) => {
            const taken = coupons.find((one) => one.id === id);
            const why = unfit.find((one) => one.id === id)?.why;
            const face = [
              coupon.fromFen > 0 && fill(words.from, { money: yuan(coupon.fromFen, code) }),
              fill(words.until, { day: monthDay(expiresAt - 1, code) }),
            ].filter(Boolean).join(" · ");
            return (
              <label key={id} class="booking-item">
                <input
                  class="choice__control"
                  type="checkbox"
                  name="coupon"
                  value={id}
                  checked={chosen.includes(id)}
                />
                <span>
                  {nameOf(coupon.name, code)}
                  <small class={why ? "my-warn" : undefined}>
                    {why ? words.unfit[why] : face}
                  </small>
                </span>
                <span class="figures">{taken && `−${yuan(taken.fen, code)}`}</span>
              </label>
            );
          })}
        </div>
      )}
      {accepted && payable.points > 0 && (
        <div class="booking-items">
          <label class="booking-item">
            <input
              class="choice__control"
              type="checkbox"
              name="points"
              value="1"
              checked={usesPoints}
            />
            <span>{fill(words.usePoints, { points: count(payable.points, code) })}</span>
            <span class="figures">{`−${yuan(payable.fen, code)}`}</span>
          </label>
        </div>
      )}
      {!accepted && (
        <p class="small">
          <a href="/my/points#shop">{words.accept}</a>
        </p>
      )}
      <p class="quiet small">{fill(words.rules, { pct: String(bill.mostPct) })}</p>
    </>
  );
}

interface Line {
  readonly key: string;
  readonly name: string;
  readonly fen: number;
}

/** What is taken off, line by line. */
export function BillLines({ lines, text, code, toPayFen }: {
  readonly lines: readonly Line[];
  readonly toPayFen: number;
  readonly text: BookingsText;
  readonly code: string;
}) {
  if (lines.length === 0) return null;
  return (
    <>
      {lines.map(({ key, name, fen }) => (
        <div key={key}>
          <dt class="quiet">{name}</dt>
          <dd class="figures">{`−${yuan(fen, code)}`}</dd>
        </div>
      ))}
      <div class="booking-sums__total">
        <dt>{text.bill.toPay}</dt>
        <dd class="figures">{yuan(toPayFen, code)}</dd>
      </div>
    </>
  );
}

export function linesOf({ bill, text, code }: BillProps): Line[] {
  const { coupons, held, points, pointsFen } = bill;
  return [
    ...coupons.map(({ id, fen }) => {
      const found = held.find((one) => one.id === id);
      return { key: id, name: found ? nameOf(found.coupon.name, code) : id, fen };
    }),
    ...(points > 0 ? [pointsLine(points, pointsFen, text, code)] : []),
  ];
}

const pointsLine = (points: number, fen: number, text: BookingsText, code: string): Line => ({
  key: "points",
  name: fill(text.bill.points, { points: count(points, code) }),
  fen,
});

/** What is on the bill of a visit that is booked: the coupons' names are with the coupons. */
export const linesOn = (
  { coupons, points, pointsFen }: {
    readonly coupons: readonly { readonly id: string; readonly fen: number }[];
    readonly points: number;
    readonly pointsFen: number;
  },
  names: ReadonlyMap<string, { zh: string; en: string }>,
  text: BookingsText,
  code: string,
): Line[] => [
  ...coupons.map(({ id, fen }) => {
    const name = names.get(id);
    return { key: id, name: name ? nameOf(name, code) : text.bill.title, fen };
  }),
  ...(points > 0 ? [pointsLine(points, pointsFen, text, code)] : []),
];
