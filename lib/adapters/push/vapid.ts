/** Who sends a push message: a signed token for the push service (VAPID, RFC 8292). */
import { createECDH } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64Url, toBase64Url } from "./encrypt.ts";

/** Half of what the standard allows at most. */
const TOKEN_MS = 12 * 3_600_000;
const ECDSA = { name: "ECDSA", hash: "SHA-256" } as const;
const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;

const utf8 = new TextEncoder();

export interface Vapid {
  /** The uncompressed point, base64url. */
  readonly publicKey: string;
  /** The `Authorization` for a push service, by its origin. */
  authorization(audience: string): Promise<string>;
}

export interface VapidOptions {
  /** The key is derived from it: the same secret is the same sender, on every node. */
  readonly secret: string;
  /** Whom a push service may write to: a `mailto:` or `https:` address. */
  readonly contact: string;
  readonly now: () => number;
}

export function createVapid({ secret, contact, now }: VapidOptions): Vapid {
  const scalar = scalarOf(seedOf(secret));
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(scalar);
  const point = new Uint8Array(pair.getPublicKey());
  let imported: Promise<CryptoKey> | undefined;
  // When first needed: nobody awaits what is begun before there is something to sign.
  const key = () =>
    imported ??= crypto.subtle.importKey(
      "jwk",
      {
        kty: "EC",
        crv: "P-256",
        d: toBase64Url(scalar),
        x: toBase64Url(point.subarray(1, 33)),
        y: toBase64Url(point.subarray(33)),
      },
      CURVE,
      false,
      ["sign"],
    );
  const publicKey = toBase64Url(point);
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();
  return {
    publicKey,
    async authorization(audience) {
      const known = tokens.get(audience);
      if (known && known.until > now() + TOKEN_MS / 2) {
        return `vapid t=${known.token}, k=${publicKey}`;
      }
      const until = now() + TOKEN_MS;
      const claims = { aud: audience, exp: Math.floor(until / 1_000), sub: contact };
      const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
      const signature = await crypto.subtle.sign(ECDSA, await key(), utf8.encode(signed));
      const token = `${signed}.${toBase64Url(new Uint8Array(signature))}`;
      tokens.set(audience, { token, until });
      return `vapid t=${token}, k=${publicKey}`;
    },
  };
}

const part = (value: unknown): string => toBase64Url(utf8.encode(JSON.stringify(value)));

/** As many bytes as the curve wants for a scalar without a bias. */
const seedOf = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array([
    ...sha256(utf8.encode(`push:1:${secret}`)),
    ...sha256(utf8.encode(`push:2:${secret}`)).subarray(0, 16),
  ]);

/** The order of P-256's base point (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A private key from more bits than the curve has, 1 to the order less 1 (FIPS 186-5, A.2.1). */
function scalarOf(seed: Uint8Array): Uint8Array {
  const reduced = BigInt(`0x${seed.toHex()}`) % (ORDER - 1n) + 1n;
  return Uint8Array.fromHex(reduced.toString(16).padStart(64, "0"));
}

/** What a push service makes of it; undefined where it is not signed by the key it names. */
export async function readVapid(
  authorization: string | null,
): Promise<{ publicKey: string; aud: string; exp: number; sub?: string } | undefined> {
  const [, head, claims, signature, publicKey] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+),\s*k=([\w-]+)$/.exec(authorization ?? "") ?? [];
  if (!head || !claims || !signature || !publicKey) return undefined;
  const key = await crypto.subtle.importKey("raw", fromBase64Url(publicKey), CURVE, false, [
    "verify",
  ]);
  const text = utf8.encode(`${head}.${claims}`);
  const valid = await crypto.subtle.verify(ECDSA, key, fromBase64Url(signature), text);
  if (!valid) return undefined;
  return { publicKey, ...JSON.parse(new TextDecoder().decode(fromBase64Url(claims))) };
}
