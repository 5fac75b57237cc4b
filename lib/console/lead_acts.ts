/** What staff do with a lead; two leads that are one person change in one commit. */
import { lead, responseChannel } from "../../actors/sales/lead.ts";
import { part } from "../kernel/mod.ts";
import type { Platform } from "../platform.ts";
import { permits } from "../staff/roles.ts";

export const LEAD_ACTS = ["assign", "respond", "merge", "split"] as const;

export type LeadAct = (typeof LEAD_ACTS)[number];

export const isLeadAct = (name: unknown): name is LeadAct => LEAD_ACTS.includes(name as LeadAct);

interface Asker {
  readonly id: string;
  readonly role: string;
}

const MEMBER_ID = /^[a-z0-9-]{1,64}$/;

/** Undefined once it is done, else the code of the refusal. */
export async function actOnLead(
  { system, staff }: Pick<Platform, "system" | "staff">,
  id: string,
  act: LeadAct,
  form: FormData,
  by: Asker,
): Promise<string | undefined> {
  const said = (name: string) => String(form.get(name) ?? "").trim();
  if (!MEMBER_ID.test(id)) return "unknown_lead";
  const answer = await (() => {
    switch (act) {
      case "assign": {
        const staffId = said("staff");
        const standing = staff.standingOf({ memberId: staffId, role: "member" });
        const known = standing !== undefined && permits(standing, "leads.work");
        return known ? system.ask(lead(id), "assign", { staffId }, { by }) : unknown;
      }
      case "respond": {
        const channel = responseChannel.safeParse(said("channel"));
        return channel.success
          ? system.ask(lead(id), "respond", { channel: channel.data }, { by })
          : unknown;
      }
      case "merge": {
        const into = said("into");
        if (!MEMBER_ID.test(into)) return unknown;
        // Before the joint turn, which takes each actor once.
        if (into === id) return { ok: false as const, refusal: "merges_itself" };
        const parts = [
          part(lead(id), "merge", { into }),
          part(lead(into), "absorb", { from: id }),
        ] as const;
        return system.joint(parts, { by });
      }
      case "split":
        return split(system, id, by);
    }
  })();
  return answer.ok ? undefined : answer.refusal;
}

const unknown = { ok: false, refusal: "unknown_lead" } as const;

async function split(system: Platform["system"], id: string, by: Asker) {
  const into = await system.view(lead(id), ({ mergedInto }) => mergedInto);
  if (into === undefined) return { ok: false as const, refusal: "not_merged" };
  return await system.joint(
    [part(lead(id), "split", {}), part(lead(into), "release", { from: id })],
    { by },
  );
}
