/** What the maker built of a member's cars. */
import { vehicle } from "../../actors/orders/vehicle.ts";
import type { Identity } from "../auth/identity.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { vehicleIdOf } from "./car_number.ts";
import type { CarView } from "./hub.ts";

/**
 * The codes of their configurations by the cars' ids, where they are known. Not of a car that is
 * nothing but a number somebody wrote down: whoever guesses a number learns nothing of its car.
 */
export async function builtCars(
  { system, identity }: { readonly system: ActorSystem; readonly identity: Identity },
  cars: readonly CarView[],
): Promise<ReadonlyMap<string, string>> {
  const codes = await Promise.all(cars.map(async ({ facts: { carId, proof }, vin }) => {
    if (proof === "none" || vin === null) return [carId, ""] as const;
    const built = vehicle(vehicleIdOf(identity, vin));
    return [carId, await system.view(built, ({ configuration }) => configuration)] as const;
  }));
  return new Map(codes.filter(([, code]) => code !== ""));
}
