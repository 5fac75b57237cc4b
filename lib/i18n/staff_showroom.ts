/** The words of the showroom's editors, in both languages. */
import { staffShowroomEn } from "./staff_showroom_en.ts";
import { staffShowroomZh } from "./staff_showroom_zh.ts";

export type StaffShowroomText = typeof staffShowroomZh;

export const staffShowroomText = (language: "zh" | "en"): StaffShowroomText =>
  language === "en" ? staffShowroomEn : staffShowroomZh;
