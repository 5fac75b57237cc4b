/** How members call their passkeys. */
import type { Vault } from "../vault/vault.ts";

const FIELD = "passkeys";
const NAME_LENGTH = 40;

type Names = Readonly<Record<string, string>>;

export async function readPasskeyNames(vault: Vault, memberId: string): Promise<Names> {
  const text = await vault.get(memberId, FIELD);
  return text === undefined ? {} : JSON.parse(text);
}

/** An empty name is none. */
export async function keepPasskeyName(
  vault: Vault,
  memberId: string,
  keyId: string,
  name: string,
): Promise<void> {
  const { [keyId]: _former, ...others } = await readPasskeyNames(vault, memberId);
  const short = name.trim().slice(0, NAME_LENGTH);
  await vault.put(memberId, FIELD, JSON.stringify(short ? { ...others, [keyId]: short } : others));
}
