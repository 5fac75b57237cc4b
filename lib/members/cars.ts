/** A car joins a garage: its title and the garage in one turn, its papers in the vault. */
import { createHmac } from "node:crypto";
import { carTitle } from "../../actors/members/car_title.ts";
import { garage } from "../../actors/members/garage.ts";
import type { Identity } from "../auth/identity.ts";
import type { Model } from "../garage/clocks.ts";
import { part } from "../kernel/mod.ts";
import type { Reading } from "./hub.ts";
import { keepPapers, readPapers } from "./profile.ts";

export interface NewCar {
  readonly carId: string;
  readonly vin: string;
  readonly plate: string | null;
  readonly model: Model;
  readonly deliveredAt: number;
}

/** The title's id leads to no number without the identity key. */
export const titleOf = ({ memberId }: Identity, vin: string) =>
  carTitle(createHmac("sha256", memberId("vin")).update(vin).digest("hex").slice(0, 32));

export type CarRefusal = "car_of_another" | "too_many_cars";

export async function addCar(
  { system, vault, identity }: Reading & { identity: Identity },
  memberId: string,
  { carId, vin, plate, model, deliveredAt }: NewCar,
): Promise<CarRefusal | undefined> {
  const title = titleOf(identity, vin);
  const known = await system.view(title, ({ holder }) => holder && { ...holder });
  if (known?.memberId === memberId) return undefined;
  // Before the turn: a car without its papers would be one that nobody can name.
  await keepPapers(vault, memberId, carId, { vin, plate });
  const answer = await system.joint([
    part(title, "take", { memberId, carId }),
    part(garage(memberId), "add", { carId, model, proof: "none", deliveredAt }),
  ], { by: { id: memberId, role: "member" } });
  if (answer.ok) return undefined;
  await keepPapers(vault, memberId, carId, null);
  return answer.refusal as CarRefusal;
}

export async function removeCar(
  { system, vault, identity }: Reading & { identity: Identity },
  memberId: string,
  carId: string,
): Promise<void> {
  const papers = await readPapers(vault, memberId, carId);
  const by = { id: memberId, role: "member" };
  const leave = part(garage(memberId), "remove", { carId });
  const answer = papers
    ? await system.joint([part(titleOf(identity, papers.vin), "leave", { memberId }), leave], {
      by,
    })
    : await system.joint([leave], { by });
  if (answer.ok) await keepPapers(vault, memberId, carId, null);
}
