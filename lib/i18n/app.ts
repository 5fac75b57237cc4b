/** The words of the app: without a network, installing it, its messages; in both languages. */
import { appEn } from "./app_en.ts";
import { appZh } from "./app_zh.ts";

export type AppText = typeof appZh;

export const appText = (language: "zh" | "en"): AppText => language === "en" ? appEn : appZh;
