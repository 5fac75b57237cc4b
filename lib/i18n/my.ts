/** The words of the member's own pages. */
import { myEn } from "./my_en.ts";
import { myZh } from "./my_zh.ts";

export type MyText = typeof myZh;

export const myText = (language: "zh" | "en"): MyText => language === "en" ? myEn : myZh;
