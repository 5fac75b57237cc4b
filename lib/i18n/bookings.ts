/** The words of bookings; in both languages. */
import { bookingsEn } from "./bookings_en.ts";
import { bookingsZh } from "./bookings_zh.ts";

export type BookingsText = typeof bookingsZh;

export const bookingsText = (language: "zh" | "en"): BookingsText =>
  language === "en" ? bookingsEn : bookingsZh;
