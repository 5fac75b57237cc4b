/** The platform's secrets: from the environment, or made once and kept in the store. */
import type { Store } from "../kernel/mod.ts";

export interface Secrets {
  /** Signs session tokens; the first signs, all verify. */
  readonly session: readonly string[];
  /** Turns phone numbers into member ids. Changing it would make every member a stranger. */
  readonly identity: string;
  /** Wraps the members' own vault keys. */
  readonly vault: string;
  /** Makes the secrets that are committed to before a waiting room opens. */
  readonly sealing: string;
  /** Seals the secrets of draws until they are drawn. */
  readonly draw: string;
  /** What notifications are signed with. Another one would silence every device. */
  readonly push: string;
  /** Makes the challenges that passkeys sign. */
  readonly passkeys: string;
  /** Signs the links by which what a chat group was told is acknowledged. */
  readonly chat: string;
  /** The key of the sandbox's own beacon. */
  readonly beacon: string;
}

/**
 * `sessionSecret` may hold several, separated by commas, for a rotation. What the environment does
 * not give is drawn at random once and kept in the store, so that all nodes on it agree.
 */
export async function loadSecrets(
  store: Store,
  given: { sessionSecret?: string; vaultSecret?: string },
): Promise<Secrets> {
  const session = given.sessionSecret
    ? given.sessionSecret.split(",").map((secret) => secret.trim())
    : [await keptSecret(store, "session")];
  return {
    session,
    identity: await keptSecret(store, "identity"),
    vault: given.vaultSecret ?? await keptSecret(store, "vault"),
    sealing: await keptSecret(store, "sealing"),
    draw: await keptSecret(store, "draw"),
    push: await keptSecret(store, "push"),
    passkeys: await keptSecret(store, "passkeys"),
    chat: await keptSecret(store, "chat"),
    beacon: await keptSecret(store, "beacon"),
  };
}

async function keptSecret(store: Store, name: string): Promise<string> {
  const key = ["secret", name];
  for (let attempt = 0; attempt < 5; attempt++) {
    const [row] = await store.getMany([key]);
    if (row) return new TextDecoder().decode(row.value);
    const fresh = crypto.getRandomValues(new Uint8Array(32)).toHex();
    await store.commit({
      checks: [{ key, versionstamp: null }],
      sets: [{ key, value: new TextEncoder().encode(fresh) }],
      deletes: [],
    });
  }
  throw new Error(
    `Cannot keep the secret "${name}": the store does not hold what is written to it`,
  );
}
