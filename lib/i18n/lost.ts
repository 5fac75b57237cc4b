/** The words of the pages that stand where another page could not; in both languages. */
import { lostEn } from "./lost_en.ts";
import { lostZh } from "./lost_zh.ts";

export type LostText = typeof lostZh;

export const lostText = (language: "zh" | "en"): LostText => language === "en" ? lostEn : lostZh;
