/** The words of the models' pages in both languages. */
import { modelsEn } from "./models_en.ts";
import { modelsZh } from "./models_zh.ts";

export type ModelsText = typeof modelsZh;

export const modelsText = (language: "zh" | "en"): ModelsText =>
  language === "en" ? modelsEn : modelsZh;
