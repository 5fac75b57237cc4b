/** How people of the staff are called at work: a name in the vault, or the end of their number. */
import type { StaffDirectory } from "../auth/staff_directory.ts";
import type { Vault } from "../vault/vault.ts";

const FIELD = "staff_name";
const NAME_LENGTH = 40;

export interface Colleague {
  readonly name: string | undefined;
  /** The end of it. */
  readonly phone: string | undefined;
}

export async function readColleague(
  { vault, staff }: { readonly vault: Vault; readonly staff: StaffDirectory },
  memberId: string,
): Promise<Colleague> {
  const [name, kept] = await Promise.all([
    vault.get(memberId, FIELD),
    vault.get(memberId, "phone"),
  ]);
  const phone = kept ?? staff.admins.get(memberId);
  return { name, phone: phone && `**** ${phone.slice(-4)}` };
}

export const keepColleagueName = (vault: Vault, memberId: string, name: string): Promise<void> =>
  vault.put(memberId, FIELD, name.trim().slice(0, NAME_LENGTH));
