/**
 * An authenticator in software: makes and uses passkeys as WebAuthn (Level 3, 6.5) has a device do it,
 * with real keys and real signatures. What a thief or a careless device would do can be set.
 */
const BASE64URL = { alphabet: "base64url", omitPadding: true } as const;
const UTF8 = new TextEncoder();

const [USER_PRESENT, USER_VERIFIED, HAS_KEY] = [0x01, 0x04, 0x40];

export interface Deviation {
  readonly origin?: string;
  readonly rpId?: string;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly unverified?: true;
}

export const base64url = (bytes: Uint8Array<ArrayBuffer>): string => bytes.toBase64(BASE64URL);

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

const join = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => value >>> shift & 255);

/** CBOR of a byte string shorter than 64 KiB. */
const bytesOf = (bytes: Uint8Array): number[] =>
  bytes.length < 24
    ? [0x40 + bytes.length, ...bytes]
    : bytes.length < 256
    ? [0x58, bytes.length, ...bytes]
    : [0x59, bytes.length >> 8, bytes.length & 255, ...bytes];

const text = (written: string): number[] => [0x60 + written.length, ...UTF8.encode(written)];

export class SoftAuthenticator {
  readonly origin: string;
  readonly id = crypto.getRandomValues(new Uint8Array(32));
  counter = 0;
  userHandle = "";
  readonly #keys: CryptoKeyPair;

  private constructor(origin: string, keys: CryptoKeyPair) {
    this.origin = origin;
    this.#keys = keys;
  }

  static async make(origin: string): Promise<SoftAuthenticator> {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    return new SoftAuthenticator(origin, keys as CryptoKeyPair);
  }

  #client(type: string, challenge: string, origin: string) {
    return UTF8.encode(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  async #data(rpId: string, flags: number, counter: number, more: Uint8Array = new Uint8Array()) {
    return join(await sha256(UTF8.encode(rpId)), [flags], uint32(counter), more);
  }

  async create(
    options: { challenge: string; rp: { id: string }; user: { id: string } },
    { origin = this.origin, rpId = options.rp.id, counter = this.counter, unverified }: Deviation =
      {},
  ) {
    this.userHandle = options.user.id;
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", this.#keys.publicKey));
    // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    const key = join(
      [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21],
      bytesOf(raw.subarray(1, 33)),
      [0x22],
      bytesOf(raw.subarray(33, 65)),
    );
    const held = join(new Uint8Array(16), [0, this.id.length], this.id, key);
    const flags = USER_PRESENT! | HAS_KEY! | (unverified ? 0 : USER_VERIFIED!);
    const data = await this.#data(rpId, flags, counter, held);
    const attestation = join(
      [0xa3],
      [...text("fmt"), ...text("none"), ...text("attStmt"), 0xa0, ...text("authData")],
      bytesOf(data),
    );
    return {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(this.#client("webauthn.create", options.challenge, origin)),
        attestationObject: base64url(attestation),
        transports: ["internal"],
      },
    };
  }

  async get(options: { challenge: string; rpId: string }, deviation: Deviation = {}) {
    const { origin = this.origin, rpId = options.rpId, unverified } = deviation;
    const { counter = this.counter, userHandle = this.userHandle } = deviation;
    const client = this.#client("webauthn.get", options.challenge, origin);
    const flags = USER_PRESENT! | (unverified ? 0 : USER_VERIFIED!);
    const data = await this.#data(rpId, flags, counter);
    const signed = join(data, await sha256(client));
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signature = await crypto.subtle.sign(algorithm, this.#keys.privateKey, signed);
    return {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(der(new Uint8Array(signature))),
        userHandle,
      },
    };
  }
}

/** WebCrypto signs as r and s side by side, WebAuthn wants them in DER (RFC 3279, 2.2.3). */
function der(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const integer = (half: Uint8Array): number[] => {
    const from = half.findIndex((byte) => byte !== 0);
    const digits = [...half.subarray(from < 0 ? half.length - 1 : from)];
    if (digits[0]! > 127) digits.unshift(0);
    return [0x02, digits.length, ...digits];
  };
  const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return Uint8Array.from([0x30, body.length, ...body]);
}
