/** The name and the identity number a member gave, in their vault. */
import type { Person } from "../adapters/real_name/courier.ts";
import type { Vault } from "../vault/vault.ts";

const FIELD = "real_name";

export const keepPerson = (vault: Vault, memberId: string, person: Person): Promise<void> =>
  vault.put(memberId, FIELD, JSON.stringify(person));

export async function personOf(vault: Vault, memberId: string): Promise<Person | undefined> {
  const text = await vault.get(memberId, FIELD);
  return text === undefined ? undefined : JSON.parse(text);
}
