/** All that is kept of a member, as one document (PIPL, article 45). */
import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { member } from "../../actors/members/member.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import { lead } from "../../actors/sales/lead.ts";
import type { Address as ActorAddress, AnyActor, Json } from "../kernel/mod.ts";
import { bookingsOf, bookingsOfMember } from "../read_models/bookings.ts";
import { ordersOfMember } from "../read_models/orders.ts";
import { pointsEntries } from "../read_models/points.ts";
import { loadCars, type Reading } from "./hub.ts";
import { readAddresses, readProfile } from "./profile.ts";

export async function exportMember(from: Reading, memberId: string): Promise<Json> {
  const { system, vault, now } = from;
  const rows = async (model: typeof ordersOfMember) => {
    const found: Json[] = [];
    for await (const { value } of system.rows(model).list<Json>([memberId])) found.push(value);
    return found;
  };
  const state = <A extends AnyActor>(address: ActorAddress<A>): Promise<Json> =>
    system.view(address, (state) => plain(state));
  return {
    format: "forecourt-member-1",
    exportedAt: new Date(now()).toISOString(),
    member: memberId,
    profile: { ...await readProfile(vault, memberId) },
    phone: await vault.get(memberId, "phone") ?? null,
    addresses: plain(await readAddresses(vault, memberId)),
    cars: (await loadCars(from, memberId)).map(({ facts, plate, vin }) =>
      plain({ ...facts, plate, vin })
    ),
    orders: await rows(ordersOfMember),
    bookings: await Promise.all(
      (await bookingsOf(system.rows(bookingsOfMember), memberId)).map(async (booking) =>
        plain({ ...booking, review: await vault.get(memberId, `review ${booking.id}`) ?? null })
      ),
    ),
    points: { state: await state(points(memberId)), entries: await rows(pointsEntries) },
    coupons: await state(coupons(memberId)),
    garage: await state(garage(memberId)),
    messages: await state(inbox(memberId)),
    privacy: await state(privacy(memberId)),
    lead: await state(lead(memberId)),
    sessions: await system.view(member(memberId), ({ joinedAt, sessions }) => ({
      joinedAt,
      open: sessions.map(([, expiresAt]) => ({ expiresAt })),
    })),
  };
}

/** A state as JSON, its maps as objects. */
const plain = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (_key, one) => one instanceof Map ? Object.fromEntries(one) : one),
  );
