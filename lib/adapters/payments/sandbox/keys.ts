/** The keys of the embedded provider and of its one merchant, drawn once and kept in the store. */
import { Buffer } from "node:buffer";
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { API_KEY_BYTES, type Dialect } from "../v3/dialect.ts";
import type { Ledger } from "./ledger.ts";

export interface KeyPair {
  readonly serial: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface SandboxKeys {
  /** Signs requests. */
  readonly merchant: KeyPair;
  /** Signs answers and notifications. */
  readonly platform: KeyPair;
  /** Encrypts notifications. */
  readonly apiKey: Uint8Array;
}

const SERIAL_BYTES = 20;
const RSA_BITS = 2048;

export async function loadSandboxKeys(ledger: Ledger, dialect: Dialect): Promise<SandboxKeys> {
  const kept = await ledger.keptSecrets(() => ({
    merchant: drawKey(dialect),
    platform: drawKey(dialect),
    // Text, as a merchant types it in.
    apiKey: randomBytes(API_KEY_BYTES / 2).toString("hex"),
  }));
  return {
    merchant: keyPair(kept.merchant),
    platform: keyPair(kept.platform),
    apiKey: Buffer.from(kept.apiKey),
  };
}

interface KeptKey {
  readonly serial: string;
  /** PKCS #8 in base64. */
  readonly key: string;
}

function drawKey({ digest }: Dialect): KeptKey {
  const { privateKey } = digest === null
    ? generateKeyPairSync("ed25519")
    : generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
  return {
    serial: randomBytes(SERIAL_BYTES).toString("hex").toUpperCase(),
    key: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
  };
}

function keyPair({ serial, key }: KeptKey): KeyPair {
  const privateKey = createPrivateKey({
    key: Buffer.from(key, "base64"),
    format: "der",
    type: "pkcs8",
  });
  return { serial, privateKey, publicKey: createPublicKey(privateKey) };
}
