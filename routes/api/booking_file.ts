/** A booking as a calendar file, in the reader's language. */
import { calendarFile } from "../../lib/appointments/ics.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { bookingsText } from "../../lib/i18n/bookings.ts";
import { fill, type Language } from "../../lib/i18n/language.ts";
import { shopText } from "../../lib/i18n/shop.ts";
import type { BookingRow } from "../../lib/read_models/bookings.ts";

export function bookingFile(booking: BookingRow, language: Language, madeAt: number): string {
  const { id, dealerId, about, startAt, durationMs, status } = booking;
  const text = bookingsText(language);
  const shop = shopText(language);
  const dealer = dealerById(dealerId)!;
  const models: Readonly<Record<string, { name: string }>> = shop.models;
  const title = fill(text.kindOf[about.kind], { model: models[about.model]?.name ?? about.model });
  return calendarFile({
    uid: `${id}@forecourt`,
    startAt,
    durationMs,
    madeAt,
    title: `${title} · ${dealer.name[language]}`,
    place: `${dealer.city[language]} ${dealer.address[language]}`,
    at: dealer.at,
    text: text.bring[about.kind],
    cancelled: status === "cancelled" || status === "lapsed" || status === "left",
    alarm: title,
  });
}
