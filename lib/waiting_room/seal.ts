/** Signs short texts so that they can be handed out and checked without any I/O. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Mac, roomFor } from "../mac/mac.ts";

export interface Seal {
  /** `text` with its MAC behind a dot. */
  seal(text: string): string;
  /** The text of what `seal` gave; undefined where it is anything else. */
  open(sealed: string): string | undefined;
}

const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const TEXT_UNITS_MAX = 512;
const encoder = new TextEncoder();

/**
 * Keys are derived from `secrets` for this `purpose` alone: what is sealed for one is worth nothing
 * for another. The first signs, all are taken, so that a secret can be replaced.
 */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const room = roomFor(3 * TEXT_UNITS_MAX);
  const macs = secrets.map((secret) =>
    new Mac(hmac(sha256, encoder.encode(secret), encoder.encode(purpose)), room)
  );
  const [first] = macs;
  if (!first) throw new TypeError("createSeal needs at least one secret, got none");
  return {
    seal(text) {
      if (text.length > TEXT_UNITS_MAX) {
        throw new RangeError(`seal: at most ${TEXT_UNITS_MAX} characters, got ${text.length}`);
      }
      return `${text}.${textOf(first, encoder.encodeInto(text, room).written)}`;
    },
    open(sealed) {
      const end = sealed.length - MAC_CHARACTERS - 1;
      if (end <= 0 || end > TEXT_UNITS_MAX || sealed[end] !== ".") return undefined;
      const text = sealed.slice(0, end), mac = sealed.slice(end + 1);
      const { written } = encoder.encodeInto(text, room);
      return macs.some((one) => equal(textOf(one, written), mac)) ? text : undefined;
    },
  };
}

const textOf = (mac: Mac, length: number): string =>
  mac.sign(length).subarray(0, MAC_BYTES).toBase64({ alphabet: "base64url" });

/** Compares all characters, so that time tells nothing of where they differ. */
function equal(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
