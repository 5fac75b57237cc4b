/** Which language a page is in, and what it says. */
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export type Messages = typeof zh;
export type Language = "zh" | "en";

const MESSAGES: Readonly<Record<Language, Messages>> = { zh, en };

/** By `?lang=`, else by the first language of `Accept-Language` that we have, else Chinese. */
export function languageOf(request: Request): Language {
  const asked = new URL(request.url).searchParams.get("lang");
  if (asked === "zh" || asked === "en") return asked;
  const ranges = (request.headers.get("accept-language") ?? "").split(",").map((range) => {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(/\s*;\s*/);
    const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { language: tag.split("-")[0]!, weight: q === undefined ? 1 : Number(q) || 0 };
  });
  const known = ranges.filter(({ language, weight }) =>
    Object.hasOwn(MESSAGES, language) && weight > 0
  );
  return known.sort((a, b) => b.weight - a.weight)[0]?.language as Language ?? "zh";
}

export const messagesIn = (language: Language): Messages => MESSAGES[language];

/** `{name}` in `text` becomes the value of that name; `{name|car|cars}` "car" where that is 1. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(
    /\{(\w+)(?:\|(.*?)\|(.*?))?\}/g,
    (whole, name: string, one?: string, many?: string) =>
      one === undefined ? values[name] ?? whole : (values[name] === "1" ? one : many)!,
  );
