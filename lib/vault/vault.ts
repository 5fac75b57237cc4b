/**
 * The vault: personal data, encrypted under a key of that member's own. Journals and read models
 * hold opaque ids only; erasing the member's key erases the person, and every chain stays valid.
 */
import type { Store } from "../kernel/mod.ts";

const IV_BYTES = 12;
const ATTEMPTS = 5;
/** A commit takes 1,000. */
const ERASED_AT_ONCE = 500;

interface Sealed {
  readonly value: Uint8Array;
  readonly versionstamp: string;
}

interface MemberKey {
  readonly key: CryptoKey;
  readonly versionstamp: string;
}

const keyRow = (memberId: string) => ["vault", "key", memberId];
const dataRow = (memberId: string, field: string) => ["vault", "data", memberId, field];

export class Vault {
  readonly #store: Store;
  readonly #secret: string;
  #derived: Promise<CryptoKey> | undefined;

  /** `secret` wraps the members' keys. */
  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** Derived when first needed: a constructor would leave work behind that nobody awaits. */
  get #wrapping(): Promise<CryptoKey> {
    return this.#derived ??= wrappingKey(this.#secret);
  }

  /** Keeps `text` as the member's `field`, in place of what was there. */
  async put(memberId: string, field: string, text: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { key, versionstamp } = (await this.#memberKey(memberId, true))!;
      const value = await seal(key, new TextEncoder().encode(text));
      // Should the member be erased meanwhile, nothing may be left that no key opens any more.
      const { ok } = await this.#store.commit({
        checks: [{ key: keyRow(memberId), versionstamp }],
        sets: [{ key: dataRow(memberId, field), value }],
        deletes: [],
      });
      if (ok) return;
    }
    throw new Error(`Cannot keep "${field}" of member "${memberId}": the key changed each time`);
  }

  /** The member's `field`; undefined where there is none or the member was erased. */
  async get(memberId: string, field: string): Promise<string | undefined> {
    const [row] = await this.#store.getMany([dataRow(memberId, field)]);
    if (!row) return undefined;
    const key = await this.#memberKey(memberId, false);
    return key && new TextDecoder().decode(await open(key.key, row.value));
  }

  /** Several fields by one reading and one key; those that there are. */
  async getMany(memberId: string, fields: readonly string[]): Promise<Map<string, string>> {
    const [held, ...rows] = await this.#store.getMany([
      keyRow(memberId),
      ...fields.map((field) => dataRow(memberId, field)),
    ]);
    if (!held) return new Map();
    const { key } = await this.#unwrapped(held);
    const texts = await Promise.all(
      rows.map(async (row, i) =>
        row && [fields[i]!, new TextDecoder().decode(await open(key, row.value))] as const
      ),
    );
    return new Map(texts.filter((one) => one !== undefined));
  }

  /** Keeps the member's `field` no longer. */
  async remove(memberId: string, field: string): Promise<void> {
    await this.#store.commit({ checks: [], sets: [], deletes: [dataRow(memberId, field)] });
  }

  /** Whether anything of this member is kept. */
  async holds(memberId: string): Promise<boolean> {
    const [row] = await this.#store.getMany([keyRow(memberId)]);
    return row !== undefined;
  }

  /** Erases the person: what was kept can never be read again, also not from a backup of the data. */
  async erase(memberId: string): Promise<void> {
    const deletes = [[...keyRow(memberId)]];
    for await (const row of this.#store.list({ prefix: ["vault", "data", memberId] })) {
      deletes.push([...row.key] as string[]);
    }
    // The key first: without it the rest says nothing, should it be left lying.
    for (let from = 0; from < deletes.length; from += ERASED_AT_ONCE) {
      const some = deletes.slice(from, from + ERASED_AT_ONCE);
      await this.#store.commit({ checks: [], sets: [], deletes: some });
    }
  }

  async #memberKey(memberId: string, make: boolean): Promise<MemberKey | undefined> {
    const key = keyRow(memberId);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [row] = await this.#store.getMany([key]);
      if (row) return await this.#unwrapped(row);
      if (!make) return undefined;
      const fresh = crypto.getRandomValues(new Uint8Array(32));
      await this.#store.commit({
        checks: [{ key, versionstamp: null }],
        sets: [{ key, value: await seal(await this.#wrapping, fresh) }],
        deletes: [],
      });
    }
    throw new Error(`Cannot keep a vault key for member "${memberId}"`);
  }

  async #unwrapped({ value, versionstamp }: Sealed): Promise<MemberKey> {
    const raw = await open(await this.#wrapping, value);
    return { key: await importKey(raw, ["encrypt", "decrypt"]), versionstamp };
  }
}

async function wrappingKey(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    "HKDF",
    false,
    ["deriveKey"],
  );
  return crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(32),
      info: new TextEncoder().encode("forecourt vault 1"),
    },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const importKey = (raw: Uint8Array<ArrayBuffer>, uses: KeyUsage[]): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, uses);

async function seal(
  key: CryptoKey,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength);
  whole.set(iv);
  whole.set(sealed, IV_BYTES);
  return whole;
}

async function open(key: CryptoKey, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(sealed);
  const iv = whole.subarray(0, IV_BYTES);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, whole.subarray(IV_BYTES)),
  );
}
