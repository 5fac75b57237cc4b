/** What the brand says of each model beyond its figures: a story in three chapters, in two languages. */
import type { Model } from "../configurator/priced.ts";
import { storiesEn } from "./stories_en.ts";
import { storiesZh } from "./stories_zh.ts";

export interface Chapter {
  readonly title: string;
  readonly text: string;
}

export interface Story {
  readonly headline: string;
  readonly lead: string;
  readonly chapters: readonly Chapter[];
}

export type Stories = Readonly<Record<Model, Story>>;

export const storyOf = (model: Model, language: "zh" | "en"): Story =>
  (language === "en" ? storiesEn : storiesZh)[model];
