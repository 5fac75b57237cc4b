/** What follows for a first-come sale's guest list: it knows the sale's times, and tells who is on it. */
import { inbox } from "../../actors/members/inbox.ts";
import { guestList } from "../../actors/sales/guest_list.ts";
import { sale } from "../../actors/sales/sale.ts";
import { definePolicy, send } from "../kernel/mod.ts";
import { beijingMinute } from "../time/beijing.ts";
import { titlesOf, withBothTitles } from "../words/titles.ts";
import { entersAsLead } from "./leads.ts";

const saleHasItsGuests = definePolicy("sale_has_its_guests", sale, {
  scheduled: ({ mode, opensAt, ...plan }, { id }) =>
    mode === "first_come" ? [send(guestList(id), "announce", { ...titlesOf(plan), opensAt })] : [],
  adjusted: ({ titleEn }, { id }) =>
    titleEn === undefined ? [] : [send(guestList(id), "retitle", { titleEn })],
  opened: (_event, { id }) => [send(guestList(id), "open", {})],
  closed: (_event, { id }) => [send(guestList(id), "close", {})],
});

const guestIsReminded = definePolicy("guest_is_reminded", guestList, {
  reminded: ({ members, opensAt, open, ...sale }, { id }) =>
    members.map((memberId) =>
      send(inbox(memberId), "deliver", {
        id: `${open ? "open" : "soon"}-${id}`,
        topic: "sales",
        code: open ? "sale_open" : "sale_soon",
        values: withBothTitles({ ...titlesOf(sale), time: beijingMinute(opensAt) }),
        href: `/sales/${id}`,
      })
    ),
});

/** As who enters a waiting room or registers for a draw. */
const guestBecomesLead = definePolicy("guest_becomes_lead", guestList, {
  registered: ({ memberId, number, from }, { id, at }) => [
    entersAsLead(memberId, "entered", number, { id, at }, from),
  ],
}, { deferred: true });

export const guestPolicies = [saleHasItsGuests, guestIsReminded, guestBecomesLead];
