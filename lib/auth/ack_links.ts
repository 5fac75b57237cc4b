/**
 * Links that acknowledge what one message of a chat group says, and nothing else: whoever is in the
 * group may follow them. `<group>~<message>~<expires>~<mac>`.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { DAY_MS } from "../time/day.ts";

const MAC_BYTES = 18;
/** Whoever comes later finds the notice on the console. */
export const ACK_LINK_MS = 7 * DAY_MS;
const TOKEN = /^([a-z][a-z0-9.-]{0,60})~([1-9]\d{0,9})~([0-9a-z]{1,9})~([\w-]{24})$/;

export interface AckLinks {
  mint(group: string, message: number): string;
  /** Undefined for what was not made here, or is over. */
  read(token: string): { readonly group: string; readonly message: number } | undefined;
}

export function createAckLinks(secret: string, now: () => number): AckLinks {
  const utf8 = new TextEncoder();
  const key = utf8.encode(secret);
  const mac = (text: string): string =>
    hmac(sha256, key, utf8.encode(`acknowledge ${text}`)).slice(0, MAC_BYTES)
      .toBase64({ alphabet: "base64url" });
  return {
    mint(group, message) {
      const signed = `${group}~${message}~${
        Math.floor((now() + ACK_LINK_MS) / 1_000).toString(36)
      }`;
      return `${signed}~${mac(signed)}`;
    },
    read(token) {
      const [, group, message, expires, given] = TOKEN.exec(token) ?? [];
      if (!group || !message || !expires || !given) return undefined;
      if (!same(given, mac(`${group}~${message}~${expires}`))) return undefined;
      if (parseInt(expires, 36) * 1_000 <= now()) return undefined;
      return { group, message: Number(message) };
    },
  };
}

/** In a time that tells nothing of where they differ. */
function same(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
