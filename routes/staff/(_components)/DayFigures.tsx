/** A dealer's day in figures. */
import { type DayBooking, type DealerDay, utilisation } from "../../../lib/console/dealer_day.ts";
import type { StaffDayText } from "../../../lib/i18n/staff_day.ts";

export function DayFigures({ day, text }: { day: DealerDay; text: StaffDayText }) {
  const number = (...statuses: DayBooking["status"][]) =>
    day.bookings.filter(({ status }) => statuses.includes(status)).length;
  const share = (has: Parameters<typeof utilisation>[1]) =>
    `${Math.round(utilisation(day, has) * 100)}%`;
  const figures = [
    [text.figures.booked, String(number("confirmed", "offered"))],
    [text.figures.arrived, String(number("checked_in", "completed"))],
    [text.figures.missed, String(number("no_show"))],
    [text.figures.waiting, String(day.waiting)],
    ...(day.resources.some(({ kind }) => kind === "bay")
      ? [[text.figures.use, share(({ kind }) => kind === "bay")]]
      : []),
    ...(day.resources.some(({ id }) => id.startsWith("car-") && !id.startsWith("car-courtesy"))
      ? [[
        text.figures.cars,
        share(({ id }) => id.startsWith("car-") && !id.startsWith("car-courtesy")),
      ]]
      : []),
  ];
  return (
    <dl class="day-figures" id="day-figures">
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt class="quiet">{label}</dt>
          <dd class="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
