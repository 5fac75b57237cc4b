/** The shop's words in both languages. */
import { shopEn } from "./shop_en.ts";
import { shopZh } from "./shop_zh.ts";

export type ShopText = typeof shopZh;

export const shopText = (language: "zh" | "en"): ShopText => language === "en" ? shopEn : shopZh;
