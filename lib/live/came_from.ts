/** What brought a shopper, as the link says that they followed: told along with their claim. */

import { IMPERSONAL, VISIBLE } from "../words/public_words.ts";

/** Names in the address, the first that is there; what analytics call by their names as well. */
const NAMES = {
  source: ["source", "utm_source"],
  channel: ["channel", "utm_campaign"],
  city: ["city"],
} as const;

export type CameFrom = Partial<Record<keyof typeof NAMES, string>>;

/** What does not fit is left out: nobody's claim fails for a link that was badly made. */
export function cameFrom(search: string): CameFrom {
  const asked = new URLSearchParams(search);
  const found: CameFrom = {};
  for (const [field, names] of Object.entries(NAMES)) {
    const text = names.map((name) => asked.get(name)?.trim()).find(Boolean);
    if (text && text.length <= 32 && IMPERSONAL.test(text) && VISIBLE.test(text)) {
      found[field as keyof CameFrom] = text;
    }
  }
  return found;
}

/** The same for an address of our own, so that it is not lost on the way through the sign-in. */
export function asSearch(from: CameFrom): string {
  const search = new URLSearchParams(from).toString();
  return search === "" ? "" : `?${search}`;
}
