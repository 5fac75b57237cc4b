/** The words of the dealers' pages in both languages. */
import { dealersEn } from "./dealers_en.ts";
import { dealersZh } from "./dealers_zh.ts";

export type DealersText = typeof dealersZh;

export const dealersText = (language: "zh" | "en"): DealersText =>
  language === "en" ? dealersEn : dealersZh;
