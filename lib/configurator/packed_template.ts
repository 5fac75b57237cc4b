/**
 * A template on its way to a browser: words in the page's language alone, no specification, and one
 * text, because it is a third of what Fresh makes of the same objects and is read in one step.
 */
import type { Template } from "./template.ts";

/** What is called so is a word in both languages. */
const LABELS: ReadonlySet<string> = new Set(["name", "line", "note", "because"]);

export function packTemplate(
  { story: _story, ...template }: Template,
  language: "zh" | "en",
): string {
  const { trims } = template;
  const sent = { ...template, specs: [], trims: trims.map((trim) => ({ ...trim, specs: {} })) };
  return JSON.stringify(sent, (key, value) => LABELS.has(key) ? value[language] : value);
}

/** The same cars, prices and codes; both languages say the same. */
export const unpackTemplate = (text: string): Template =>
  JSON.parse(text, (key, value) => LABELS.has(key) ? { zh: value, en: value } : value);
