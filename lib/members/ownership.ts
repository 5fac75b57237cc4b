/** By its handover a car comes into its owner's garage, proved by its order. */
import { garage } from "../../actors/members/garage.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import type { OwnershipRequest, OwnershipResult } from "../adapters/ownership/port.ts";
import type { Identity } from "../auth/identity.ts";
import type { Model } from "../garage/clocks.ts";
import { part, Undeliverable } from "../kernel/mod.ts";
import { vinOf } from "./car_number.ts";
import { titleOf } from "./cars.ts";
import type { Reading } from "./hub.ts";
import { keepPapers, readPapers } from "./profile.ts";

/** As the maker, who knows to whom the car was handed over. */
const BY = { id: "maker", role: "staff" };

export async function makeOwner(
  { system, vault, identity }: Reading & { identity: Identity },
  { memberId, vehicleId, at }: OwnershipRequest,
): Promise<OwnershipResult> {
  const vin = await vinOf(vault, vehicleId);
  if (vin === undefined) throw new Undeliverable(`no number is kept of car ${vehicleId}`);
  const title = titleOf(identity, vin);
  const holder = await system.view(title, ({ holder }) => holder && { ...holder });
  if (holder?.memberId === memberId) {
    const { carId } = holder;
    await system.ask(garage(memberId), "prove", { carId, why: "handed over by the maker" }, {
      by: BY,
    });
    return { carId };
  }
  if (holder) {
    // Somebody else wrote the number into their own garage before the car was handed over.
    await system.joint([
      part(title, "leave", { memberId: holder.memberId }),
      part(garage(holder.memberId), "remove", { carId: holder.carId }),
    ], { by: BY });
    await keepPapers(vault, holder.memberId, holder.carId, null);
  }
  const model = await system.view(vehicle(vehicleId), (car) => car.model) as Model;
  // Who is slow to hear of the handover must not forget a plate that was registered meanwhile.
  const kept = await readPapers(vault, memberId, vehicleId);
  await keepPapers(vault, memberId, vehicleId, { vin, plate: kept?.plate ?? null });
  const answer = await system.joint([
    part(title, "take", { memberId, carId: vehicleId }),
    part(garage(memberId), "add", { carId: vehicleId, model, proof: "order", deliveredAt: at }),
  ], { by: BY });
  if (!answer.ok) throw new Undeliverable(`the garage refused: ${answer.refusal}`);
  return { carId: vehicleId };
}
