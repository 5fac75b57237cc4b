import type { Message } from "../../../actors/members/inbox.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import { fill, type Language } from "../../../lib/i18n/language.ts";
import { readMoments } from "../../../lib/words/moments.ts";
import { withBothTitles } from "../../../lib/words/titles.ts";

/** A message's sentence. */
export const sentence = (
  { code, values }: Message,
  { inbox }: MyText,
  language: Language,
): string => {
  const codes: Readonly<Record<string, string>> = inbox.codes;
  return fill(codes[code] ?? inbox.unknown, readMoments(withBothTitles(values), language));
};
