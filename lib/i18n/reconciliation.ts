/** The words of the reconciliation with payment providers; in both languages. */
import { reconciliationEn } from "./reconciliation_en.ts";
import { reconciliationZh } from "./reconciliation_zh.ts";

export type ReconciliationText = typeof reconciliationZh;

export const reconciliationText = (language: "zh" | "en"): ReconciliationText =>
  language === "en" ? reconciliationEn : reconciliationZh;
