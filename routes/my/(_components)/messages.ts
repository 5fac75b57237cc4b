import type { Message } from "../../../actors/members/inbox.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import { fill } from "../../../lib/i18n/language.ts";

/** A message's sentence. */
export const sentence = ({ code, values }: Message, { inbox }: MyText): string => {
  const codes: Readonly<Record<string, string>> = inbox.codes;
  // News of sales from before they had English titles have the Chinese one only.
  const said = values.title === undefined ? values : { titleEn: values.title, ...values };
  return fill(codes[code] ?? inbox.unknown, said);
};
