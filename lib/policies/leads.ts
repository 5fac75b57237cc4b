/** That somebody takes part in a sale, as their lead is told. */
import { lead, type LeadState } from "../../actors/sales/lead.ts";
import { send } from "../kernel/mod.ts";

type Entry = LeadState["entries"][number];

/** The letter by which an event of a sale's actor, `id` at the time `at`, makes a lead of the member. */
export const entersAsLead = (
  memberId: string,
  outcome: Entry["outcome"],
  position: number,
  { id, at }: { readonly id: string; readonly at: number },
  from?: Entry["from"],
) =>
  send(lead(memberId), "enter", {
    saleId: id,
    outcome,
    position,
    enteredAt: at,
    ...(from ? { from } : {}),
  });
