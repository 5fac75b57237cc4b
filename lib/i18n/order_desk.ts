/** What staff read where cars' orders are worked on; in both languages. */
import { orderDeskEn } from "./order_desk_en.ts";
import { orderDeskZh } from "./order_desk_zh.ts";

export type OrderDeskText = typeof orderDeskZh;

export const orderDeskText = (language: "zh" | "en"): OrderDeskText =>
  language === "en" ? orderDeskEn : orderDeskZh;
