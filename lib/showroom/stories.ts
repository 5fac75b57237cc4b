/** What the brand says of each model beyond its figures: a story in three chapters, in two languages. */
import type { Model } from "../configurator/priced.ts";
import type { Story, Template } from "../configurator/template.ts";

export type Stories = Readonly<Record<Model, Story>>;

const NONE: Story = { headline: "", lead: "", chapters: [] };

export const storyOf = ({ story }: Template, language: "zh" | "en"): Story =>
  story?.[language] ?? NONE;
