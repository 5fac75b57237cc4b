/** Message encryption for Web Push: RFC 8291 over RFC 8188's `aes128gcm`, one record. */
import type { PushSubscription } from "./port.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const KEY_LENGTH = 65;
const SALT_LENGTH = 16;
const RECORD_SIZE = 4_096;
/** Ends the only record's text. */
const LAST = 2;
const P256 = { name: "ECDH", namedCurve: "P-256" } as const;

const utf8 = new TextEncoder();

export const fromBase64Url = (text: string): Bytes =>
  Uint8Array.fromBase64(text, { alphabet: "base64url" });

export const toBase64Url = (bytes: Uint8Array): string =>
  bytes.toBase64({ alphabet: "base64url", omitPadding: true });

/** The body of a push message. Salt and the sender's key are drawn anew for each. */
export async function encrypt(text: string, { keys }: PushSubscription): Promise<Bytes> {
  const receiver = fromBase64Url(keys.p256dh);
  const own = await crypto.subtle.generateKey(P256, false, ["deriveBits"]) as CryptoKeyPair;
  const sender = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
  const shared = await agreed(own.privateKey, receiver);
  const auth = fromBase64Url(keys.auth);
  const { key, iv } = await contentKey({ shared, auth, receiver, sender, salt });
  const record = joined(utf8.encode(text), new Uint8Array([LAST]));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, record);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, RECORD_SIZE);
  return joined(salt, size, new Uint8Array([KEY_LENGTH]), sender, new Uint8Array(sealed));
}

/** What the device does with a body; throws where it was not meant for it or was changed. */
export async function decrypt(
  body: Bytes,
  device: { readonly keys: CryptoKeyPair; readonly auth: Bytes },
): Promise<string> {
  const salt = body.slice(0, SALT_LENGTH);
  const length = body[SALT_LENGTH + 4];
  if (length !== KEY_LENGTH) {
    throw new Error(`Expected a key of ${KEY_LENGTH} bytes, got ${length}`);
  }
  const start = SALT_LENGTH + 5;
  const sender = body.slice(start, start + KEY_LENGTH);
  const receiver = new Uint8Array(await crypto.subtle.exportKey("raw", device.keys.publicKey));
  const shared = await agreed(device.keys.privateKey, sender);
  const { auth } = device;
  const { key, iv } = await contentKey({ shared, auth, receiver, sender, salt });
  const sealed = body.slice(start + KEY_LENGTH);
  const record = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
  return new TextDecoder().decode(record.subarray(0, record.lastIndexOf(LAST)));
}

async function agreed(own: CryptoKey, other: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", other, P256, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: key }, own, 256));
}

interface Agreement {
  readonly shared: Bytes;
  readonly auth: Bytes;
  readonly receiver: Bytes;
  readonly sender: Bytes;
  readonly salt: Bytes;
}

/** RFC 8291, 3.4: both sides come to the same key and nonce. */
async function contentKey({ shared, auth, receiver, sender, salt }: Agreement) {
  const info = joined(utf8.encode("WebPush: info\0"), receiver, sender);
  const ikm = await derived(shared, auth, info, 32);
  const [key, iv] = await Promise.all([
    derived(ikm, salt, utf8.encode("Content-Encoding: aes128gcm\0"), 16),
    derived(ikm, salt, utf8.encode("Content-Encoding: nonce\0"), 12),
  ]);
  const usages: KeyUsage[] = ["encrypt", "decrypt"];
  return { key: await crypto.subtle.importKey("raw", key, "AES-GCM", false, usages), iv };
}

async function derived(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, length * 8));
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
