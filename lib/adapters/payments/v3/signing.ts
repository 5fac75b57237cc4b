/** Signatures over requests, answers and notifications, and the encryption of what these tell. */
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, type KeyObject, sign, verify } from "node:crypto";
import type { Random } from "../../../kernel/clock.ts";
import type { Dialect } from "./dialect.ts";

// `node:crypto` and not WebCrypto: synchronous, so that simulated time does not run on meanwhile.

export interface SigningKey {
  readonly serial: string;
  readonly key: KeyObject;
}

const TAG_BYTES = 16;
const ALGORITHM = "AEAD_AES_256_GCM";
const NONCE_UNITS = 32;
/** The cipher takes twelve bytes, written as text. */
const RESOURCE_NONCE_UNITS = 12;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Letters and digits, five bits each. */
export function nonce(random: Random, units = NONCE_UNITS): string {
  let text = "";
  while (text.length < units) text += LETTERS[random() & 31];
  return text;
}

const signatureOf = ({ digest }: Dialect, lines: readonly string[], key: KeyObject): string =>
  sign(digest, Buffer.from(lines.join("\n") + "\n"), key).toString("base64");

/** Whether `signature` is that of `lines`; false as well for what is no signature at all. */
function isSignatureOf(
  { digest }: Dialect,
  lines: readonly string[],
  signature: string,
  key: KeyObject,
): boolean {
  return verify(
    digest,
    Buffer.from(lines.join("\n") + "\n"),
    key,
    Buffer.from(signature, "base64"),
  );
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
}

export interface Merchant {
  readonly id: string;
  readonly serial: string;
}

/** The value of the `Authorization` header. */
export function authorize(
  dialect: Dialect,
  { method, target, body }: SignedRequest,
  by: Merchant & { readonly key: KeyObject },
  { now, random }: { now: number; random: Random },
): string {
  const timestamp = String(Math.floor(now / 1000));
  const nonceText = nonce(random);
  const signature = signatureOf(dialect, [method, target, timestamp, nonceText, body], by.key);
  const fields = {
    mchid: by.id,
    nonce_str: nonceText,
    signature,
    timestamp,
    serial_no: by.serial,
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}="${value}"`).join(",");
  return `${dialect.scheme} ${text}`;
}

/** Who has signed the request and when; undefined where the signature is not good. */
export function authorized(
  dialect: Dialect,
  header: string | null,
  { method, target, body }: SignedRequest,
  keyOf: (merchant: Merchant) => KeyObject | undefined,
): { readonly merchantId: string; readonly signedAt: number } | undefined {
  if (!header?.startsWith(`${dialect.scheme} `)) return undefined;
  const fields = Object.fromEntries(
    [...header.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value!]),
  );
  const { mchid = "", nonce_str = "", signature = "", timestamp = "", serial_no = "" } = fields;
  const key = keyOf({ id: mchid, serial: serial_no });
  const lines = [method, target, timestamp, nonce_str, body];
  return key && isSignatureOf(dialect, lines, signature, key)
    ? { merchantId: mchid, signedAt: Number(timestamp) * 1000 }
    : undefined;
}

/** The headers under which the provider sends `body`. */
export function signedHeaders(
  dialect: Dialect,
  body: string,
  { serial, key }: SigningKey,
  { now, random }: { now: number; random: Random },
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const nonceText = nonce(random);
  const prefix = dialect.headerPrefix;
  return {
    [`${prefix}-Timestamp`]: timestamp,
    [`${prefix}-Nonce`]: nonceText,
    [`${prefix}-Serial`]: serial,
    [`${prefix}-Signature`]: signatureOf(dialect, [timestamp, nonceText, body], key),
  };
}

export type Verdict =
  | { readonly ok: true; readonly signedAt: number }
  | { readonly ok: false; readonly why: "unsigned" | "unknown_key" | "bad_signature" };

/** Whether the provider has sent `body` under these headers. */
export function verdictOn(
  dialect: Dialect,
  headers: Headers,
  body: string,
  keys: ReadonlyMap<string, KeyObject>,
): Verdict {
  const field = (name: string) => headers.get(`${dialect.headerPrefix}-${name}`);
  const [timestamp, nonceText, serial, signature] = [
    field("Timestamp"),
    field("Nonce"),
    field("Serial"),
    field("Signature"),
  ];
  if (!timestamp || !nonceText || !serial || !signature) return { ok: false, why: "unsigned" };
  const key = keys.get(serial);
  if (!key) return { ok: false, why: "unknown_key" };
  return isSignatureOf(dialect, [timestamp, nonceText, body], signature, key)
    ? { ok: true, signedAt: Number(timestamp) * 1000 }
    : { ok: false, why: "bad_signature" };
}

/** What a notification holds, encrypted. */
export interface Resource {
  readonly original_type: string;
  readonly algorithm: string;
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

export function seal(
  plain: unknown,
  kind: string,
  apiKey: Uint8Array,
  random: Random,
): Resource {
  const iv = nonce(random, RESOURCE_NONCE_UNITS);
  const cipher = createCipheriv("aes-256-gcm", apiKey, iv);
  cipher.setAAD(Buffer.from(kind));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(plain), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    original_type: kind,
    algorithm: ALGORITHM,
    ciphertext: sealed.toString("base64"),
    associated_data: kind,
    nonce: iv,
  };
}

/** @throws {Error} where it was sealed under another key, or changed since */
export function unseal(resource: Resource, apiKey: Uint8Array): unknown {
  if (resource.algorithm !== ALGORITHM) {
    throw new Error(`cannot decrypt "${resource.algorithm}": expected ${ALGORITHM}`);
  }
  const sealed = Buffer.from(resource.ciphertext, "base64");
  if (sealed.length < TAG_BYTES) throw new Error("cannot decrypt: it is shorter than its tag");
  const cipher = createDecipheriv("aes-256-gcm", apiKey, resource.nonce);
  cipher.setAAD(Buffer.from(resource.associated_data));
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]);
  return JSON.parse(plain.toString("utf8"));
}
