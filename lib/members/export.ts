/** All that is kept of a member, as one document (PIPL, article 45). */
import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { member } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import { savedConfigurations } from "../../actors/catalogue/saved_configurations.ts";
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { lead } from "../../actors/sales/lead.ts";
import type { Address as ActorAddress, AnyActor, Json, ReadModel } from "../kernel/mod.ts";
import { personOf } from "../orders/person.ts";
import { bookingsOf, bookingsOfMember } from "../read_models/bookings.ts";
import { ordersOfMember } from "../read_models/orders.ts";
import { pointsEntries } from "../read_models/points.ts";
import { vehicleOrdersOfMember } from "../read_models/vehicle_orders.ts";
import { loadCars, type Reading } from "./hub.ts";
import { readPasskeyNames } from "./passkey_names.ts";
import { readAddresses, readProfile } from "./profile.ts";
import { readSessionLabels } from "./session_labels.ts";

export async function exportMember(from: Reading, memberId: string): Promise<Json> {
  const { system, vault, now } = from;
  const rows = async (model: ReadModel) => {
    const found: Json[] = [];
    for await (const { value } of system.rows(model).list<Json>([memberId])) found.push(value);
    return found;
  };
  const state = <A extends AnyActor>(address: ActorAddress<A>): Promise<Json> =>
    system.view(address, (state) => plain(state));
  const ordered = await rows(vehicleOrdersOfMember) as { readonly id: string }[];
  const [names, labels, sessions, keys] = await Promise.all([
    readPasskeyNames(vault, memberId),
    readSessionLabels(vault, memberId),
    system.view(member(memberId), ({ joinedAt, sessions }) => ({
      joinedAt,
      open: sessions.map(([id, expiresAt]) => ({ id, expiresAt })),
    })),
    system.view(passkeys(memberId), ({ keys }) => structuredClone([...keys])),
  ]);
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
    realName: { ...await personOf(vault, memberId) },
    orders: await rows(ordersOfMember),
    vehicleOrders: await Promise.all(ordered.map(async ({ id }) => ({
      id,
      order: await state(vehicleOrder(id)),
      insurance: await state(insurance(id)),
    }))),
    configurations: await state(savedConfigurations(memberId)),
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
    sessions: {
      joinedAt: sessions.joinedAt,
      open: sessions.open.map(({ id, expiresAt }) => ({ ...labels[id], expiresAt })),
    },
    passkeys: keys.map(([id, { addedAt, lastUsedAt, copiedAt, rpId }]) => ({
      id,
      name: names[id] ?? null,
      addedAt,
      lastUsedAt,
      copiedAt,
      rpId,
    })),
  };
}

/** A state as JSON, its maps as objects. */
const plain = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (_key, one) => one instanceof Map ? Object.fromEntries(one) : one),
  );
