/** The words of a car's insurance; in both languages. */
import { insuranceEn } from "./insurance_en.ts";
import { insuranceZh } from "./insurance_zh.ts";

export type InsuranceText = typeof insuranceZh;

export const insuranceText = (language: "zh" | "en"): InsuranceText =>
  language === "en" ? insuranceEn : insuranceZh;
