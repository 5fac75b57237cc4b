/** Signs short texts so that they can be handed out and checked without any I/O. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export interface Seal {
  /** `text` with its MAC behind a dot. */
  seal(text: string): string;
  /** The text of what `seal` gave; undefined where it is anything else. */
  open(sealed: string): string | undefined;
}

const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const TEXT_BYTES_MAX = 512;
const encoder = new TextEncoder();

/**
 * Keys are derived from `secrets` for this `purpose` alone: what is sealed for one is worth nothing
 * for another. The first signs, all are taken, so that a secret can be replaced.
 */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const signers = secrets.map((secret) =>
    createSigner(hmac(sha256, encoder.encode(secret), encoder.encode(purpose)))
  );
  const [first] = signers;
  if (!first) throw new TypeError("createSeal needs at least one secret, got none");
  return {
    seal(text) {
      if (text.length > TEXT_BYTES_MAX) {
        throw new RangeError(`seal: at most ${TEXT_BYTES_MAX} characters, got ${text.length}`);
      }
      return `${text}.${first(text)}`;
    },
    open(sealed) {
      const end = sealed.length - MAC_CHARACTERS - 1;
      if (end <= 0 || end > TEXT_BYTES_MAX || sealed[end] !== ".") return undefined;
      const text = sealed.slice(0, end), mac = sealed.slice(end + 1);
      return signers.some((sign) => equal(sign(text), mac)) ? text : undefined;
    },
  };
}

function createSigner(key: Uint8Array): (text: string) => string {
  // Both halves have hashed their padded key already; copying them is what makes this quick.
  const { iHash: inner, oHash: outer } = hmac.create(sha256, key);
  const innerScratch = inner.clone(), outerScratch = outer.clone();
  const bytes = new Uint8Array(3 * TEXT_BYTES_MAX), digest = new Uint8Array(sha256.outputLen);
  return (text) => {
    const { written } = encoder.encodeInto(text, bytes);
    inner._cloneInto(innerScratch).update(bytes.subarray(0, written)).digestInto(digest);
    outer._cloneInto(outerScratch).update(digest).digestInto(digest);
    return digest.subarray(0, MAC_BYTES).toBase64({ alphabet: "base64url" });
  };
}

/** Compares all characters, so that time tells nothing of where they differ. */
function equal(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
