/**
 * Session tokens that are verified without any I/O.
 *
 * `f1.<memberId>.<role>.<sessionId>.<expires>.<mac>`: `expires` counts seconds since the epoch in
 * base 36, `mac` is HMAC-SHA-256 over all before the last dot, cut to 144 bits (RFC 2104 asks for at
 * least half of the hash), in base64url. 144 bits fill 24 characters, so each MAC has one spelling.
 * A session that a passkey has opened says so behind its role: `member-pk`.
 */
import { Mac, roomFor } from "../mac/mac.ts";

/** Of a token: staff are told from members by their standing, and only in load tests by this. */
export type Role = "member" | "staff";

export interface Claims {
  readonly memberId: string;
  readonly role: Role;
  /** What a revocation names. */
  readonly sessionId: string;
  /** Epoch milliseconds; a token keeps whole seconds, rounded down. */
  readonly expiresAtMs: number;
  /** A passkey has opened the session, not a code alone. */
  readonly passkey?: true;
}

export type Verdict =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly reason: "malformed" | "forged" | "expired" };

export interface Tokens {
  /** Throws when an id holds anything but letters, digits, `-` and `_`. */
  mint(claims: Claims): string;
  verify(token: string, nowMs: number): Verdict;
}

const VERSION = "f1";
const BEGINNING = `${VERSION}.`;
const PASSKEY = "-pk";
const SECRET_CHARACTERS_MIN = 16;
const ID_CHARACTERS_MAX = 64;
const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const SIGNED_FIELDS = 5;
/** Up to the year 4453, and exact in milliseconds. */
const EXPIRES_CHARACTERS_MAX = 7;
const TOKEN_CHARACTERS_MAX = VERSION.length + "member".length + PASSKEY.length +
  2 * ID_CHARACTERS_MAX + EXPIRES_CHARACTERS_MAX + MAC_CHARACTERS + SIGNED_FIELDS;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const DOT = 0x2e;

const BASE64URL = new TextEncoder().encode(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
);
const ALLOWED = new Uint8Array(128);
for (const character of BASE64URL) ALLOWED[character] = 1;
const BASE36 = new Uint8Array(128);
for (let digit = 0; digit < 36; digit++) BASE36[digit.toString(36).charCodeAt(0)] = digit;

/** Members of load tests; a server takes their tokens only when it was started for one. */
export function isTestMember(memberId: string): boolean {
  return memberId.startsWith("t-");
}

/**
 * Mints and verifies with `secrets`: the first signs, each verifies, so that a secret can be replaced
 * without signing anyone out.
 *
 * @example
 * ```ts
 * import { createTokens } from "./token.ts";
 * const tokens = createTokens("a secret of 16 characters or more");
 * const token = tokens.mint({
 *   memberId: "m1", role: "member", sessionId: "s1", expiresAtMs: 2_000_000_000_000,
 * });
 * const verdict = tokens.verify(token, 1_900_000_000_000);
 * if (!verdict.ok || verdict.claims.memberId !== "m1") throw new Error("never");
 * ```
 */
export function createTokens(secrets: string | readonly string[]): Tokens {
  const macs = (typeof secrets === "string" ? [secrets] : secrets).map(macOf);
  const [first] = macs;
  if (!first) throw new TypeError("createTokens needs at least one secret, got none");

  return {
    mint(claims) {
      const text = signedText(claims);
      readFields(text, text.length);
      writeMac(first, text.length);
      return `${text}.${String.fromCharCode(...macText)}`;
    },

    verify(token, nowMs) {
      const end = token.length - MAC_CHARACTERS - 1;
      if (end <= 0 || token.length > TOKEN_CHARACTERS_MAX || token.charCodeAt(end) !== DOT) {
        return MALFORMED;
      }
      if (!readFields(token, end) || !token.startsWith(BEGINNING)) return MALFORMED;
      const field = token.slice(dots[1]! + 1, dots[2]);
      const passkey = field.endsWith(PASSKEY);
      const role = passkey ? field.slice(0, -PASSKEY.length) : field;
      if (role !== "member" && role !== "staff") return MALFORMED;

      if (!macs.some((mac) => (writeMac(mac, end), endsWithMac(token, end + 1)))) return FORGED;

      const expiresAtMs = readBase36(dots[3]! + 1, end) * 1000;
      if (!(nowMs < expiresAtMs)) return EXPIRED;
      const memberId = token.slice(dots[0]! + 1, dots[1]);
      const sessionId = token.slice(dots[2]! + 1, dots[3]);
      const claims: Claims = { memberId, role, sessionId, expiresAtMs };
      return { ok: true, claims: passkey ? { ...claims, passkey } : claims };
    },
  };
}

const MALFORMED: Verdict = { ok: false, reason: "malformed" };
const FORGED: Verdict = { ok: false, reason: "forged" };
const EXPIRED: Verdict = { ok: false, reason: "expired" };

// Everything here is synchronous, so one set of buffers serves all calls.
const message = roomFor(TOKEN_CHARACTERS_MAX);
const dots = new Uint8Array(SIGNED_FIELDS - 1);
const macText = new Uint8Array(MAC_CHARACTERS);

function macOf(secret: string): Mac {
  if (secret.length < SECRET_CHARACTERS_MIN) {
    throw new RangeError(
      `a session secret needs at least ${SECRET_CHARACTERS_MIN} characters, got ${secret.length}`,
    );
  }
  return new Mac(new TextEncoder().encode(secret), message);
}

/** Writes the MAC of the first `length` bytes of `message` to `macText`. */
function writeMac(mac: Mac, length: number): void {
  const digest = mac.sign(length);
  for (let from = 0, to = 0; from < MAC_BYTES; from += 3, to += 4) {
    const bits = digest[from]! << 16 | digest[from + 1]! << 8 | digest[from + 2]!;
    macText[to] = BASE64URL[bits >>> 18]!;
    macText[to + 1] = BASE64URL[bits >>> 12 & 63]!;
    macText[to + 2] = BASE64URL[bits >>> 6 & 63]!;
    macText[to + 3] = BASE64URL[bits & 63]!;
  }
}

/** Compares all characters, whichever differs, so that time tells nothing of where. */
function endsWithMac(token: string, start: number): boolean {
  let difference = 0;
  for (let i = 0; i < MAC_CHARACTERS; i++) difference |= token.charCodeAt(start + i) ^ macText[i]!;
  return difference === 0;
}

/**
 * Puts the signed part of `text` into `message` and its dots into `dots`. False when it is not five
 * filled fields of the characters that tokens have.
 */
function readFields(text: string, length: number): boolean {
  let fields = 0, start = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (i === start || fields === SIGNED_FIELDS - 1) return false;
      dots[fields++] = i;
      start = i + 1;
    } else if (ALLOWED[code] !== 1) return false;
    message[i] = code;
  }
  return fields === SIGNED_FIELDS - 1 && start < length;
}

/** The number in `message` from `start` to `end`, which `parseInt` takes a microsecond to read. */
function readBase36(start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) number = 36 * number + BASE36[message[i]!]!;
  return number;
}

function signedText({ memberId, role, sessionId, expiresAtMs, passkey }: Claims): string {
  for (const id of [memberId, sessionId]) {
    if (!ID.test(id)) {
      throw new TypeError(`mint a token: an id is 1 to 64 of A-Z a-z 0-9 _ -, got "${id}"`);
    }
  }
  const expires = Math.floor(expiresAtMs / 1000).toString(36);
  if (!Number.isFinite(expiresAtMs) || expires.length > EXPIRES_CHARACTERS_MAX || expiresAtMs < 0) {
    throw new RangeError(`mint a token: expiresAtMs is epoch milliseconds, got ${expiresAtMs}`);
  }
  return `${BEGINNING}${memberId}.${role}${passkey ? PASSKEY : ""}.${sessionId}.${expires}`;
}
