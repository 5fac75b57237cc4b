/** The words of a car's way and of its handover; for its buyer and for staff. */
import { wayEn } from "./way_en.ts";
import { wayZh } from "./way_zh.ts";

export type WayText = typeof wayZh;

export const wayText = (language: "zh" | "en"): WayText => language === "en" ? wayEn : wayZh;
