/** The console's words in both languages. */
import { staffEn } from "./staff_en.ts";
import { staffZh } from "./staff_zh.ts";

export type StaffText = typeof staffZh;

export const staffText = (language: "zh" | "en"): StaffText =>
  language === "en" ? staffEn : staffZh;
