/** From a phone number to a member, without keeping the number anywhere but in the vault. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

const MAINLAND_MOBILE = /^1[3-9]\d{9}$/;

/**
 * The eleven digits of a mainland mobile number, however it was written: with spaces, dashes, +86 or
 * full-width digits. Undefined where it is none.
 */
export function normalisePhone(written: string): string | undefined {
  const digits = written.normalize("NFKC").replace(/[\s\-().·]/g, "").replace(
    /^(\+|00)86|^86(?=1\d{10}$)/,
    "",
  );
  return MAINLAND_MOBILE.test(digits) ? digits : undefined;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

export interface Identity {
  /** The opaque id of the member with this phone: the same for ever, and useless without the key. */
  memberId(phone: string): string;
  /** What stands for an identity number in one sale: useless without the key, and in any other sale. */
  personIn(saleId: string, identityNumber: string): string;
  /** The six digits that go with a nonce. */
  code(memberId: string, nonce: string): string;
}

export function createIdentity(secret: string): Identity {
  const key = new TextEncoder().encode(secret);
  const mac = (text: string) => hmac(sha256, key, new TextEncoder().encode(text));
  const opaque = (prefix: string, text: string): string => {
    let id = prefix;
    for (const byte of mac(text).subarray(0, 20)) id += BASE32[byte & 31];
    return id;
  };
  return {
    memberId: (phone) => opaque("m", `member ${phone}`),
    personIn: (saleId, identityNumber) => opaque("p", `person ${saleId} ${identityNumber}`),
    code(memberId, nonce) {
      const bits = new DataView(mac(`code ${memberId} ${nonce}`).buffer).getUint32(0);
      return String(bits % 1_000_000).padStart(6, "0");
    },
  };
}

/** Compares codes in a time that does not tell how many digits are right. */
export function sameCode(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) {
    difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  }
  return difference === 0;
}
