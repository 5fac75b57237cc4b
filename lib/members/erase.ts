/** Erases a person: sessions end, cars and visits to come are let go of, and the key of all that is kept is destroyed. */
import { calendar } from "../../actors/appointments/calendar.ts";
import { garage } from "../../actors/members/garage.ts";
import { member } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import { bookingsOf, bookingsOfMember } from "../read_models/bookings.ts";
import type { Identity } from "../auth/identity.ts";
import { removeCar } from "./cars.ts";
import type { Reading } from "./hub.ts";

/** Safe to repeat: what is gone already stays gone. */
export async function eraseMember(
  from: Reading & { readonly identity: Identity },
  memberId: string,
): Promise<void> {
  const { system, vault } = from;
  await system.ask(member(memberId), "sign_out_everywhere", {});
  await system.ask(passkeys(memberId), "remove_all", {});
  // While their numbers can still be read: a title that nobody holds any more would block the next owner.
  const cars = await system.view(garage(memberId), ({ cars }) => cars.map(({ carId }) => carId));
  for (const carId of cars) await removeCar(from, memberId, carId);
  for (
    const { id, dealerId, status } of await bookingsOf(system.rows(bookingsOfMember), memberId)
  ) {
    const mine = { id, memberId };
    // One that has begun goes on without its visitor's name.
    if (status === "confirmed") await system.ask(calendar(dealerId), "cancel", mine);
    if (status === "waiting" || status === "offered") {
      await system.ask(calendar(dealerId), "leave", mine);
    }
  }
  await vault.erase(memberId);
}
