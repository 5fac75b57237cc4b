/** The shop's words about draws. */
import { drawsEn } from "./draws_en.ts";
import { drawsZh } from "./draws_zh.ts";

export type DrawText = typeof drawsZh;

export const drawText = (language: string): DrawText => language === "en" ? drawsEn : drawsZh;

/** What the sale's island is given of them. */
export type DrawDeskText = DrawText["desk"];
