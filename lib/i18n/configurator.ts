/** The words of configurator, comparison and selector, in both languages. */
import { configuratorEn } from "./configurator_en.ts";
import { configuratorZh } from "./configurator_zh.ts";

export type ConfiguratorText = typeof configuratorZh;

export const configuratorText = (language: "zh" | "en"): ConfiguratorText =>
  language === "en" ? configuratorEn : configuratorZh;
