/** Who people are, as far as the console shows it: a member by the end of the number, no more. */
import type { StaffText } from "../i18n/staff.ts";
import { shortId } from "../ids/short_id.ts";
import { readColleague } from "../members/colleague.ts";
import type { Platform } from "../platform.ts";
import { type Permission, permits } from "../staff/roles.ts";

/** "138 **** 8001"; undefined where the member has no number, or was erased. */
export async function maskedPhone(
  { vault }: Pick<Platform, "vault">,
  memberId: string,
): Promise<string | undefined> {
  const phone = await vault.get(memberId, "phone");
  return phone && `${phone.slice(0, 3)} **** ${phone.slice(-4)}`;
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** All who may do this; who is given a lead, unless something else is named. */
export const colleagues = (
  platform: Pick<Platform, "staff" | "vault">,
  me: string,
  { leads }: Pick<StaffText, "leads">,
  permission: Permission = "leads.work",
): Promise<Colleague[]> =>
  Promise.all(
    [...platform.staff.people()].filter(([, standing]) => permits(standing, permission)).map(
      async ([id]) => {
        if (id === me) return { id, name: leads.me };
        const { name, phone } = await readColleague(platform, id);
        return { id, name: name ?? phone ?? shortId(id) };
      },
    ),
  );
