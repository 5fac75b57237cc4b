/**
 * What a buyer signed at the handover. It lies in the buyer's vault; the car's journal has its
 * SHA-256, which shows that it was not changed afterwards.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { handoverNotes } from "../orders/handover_protocol.ts";
import { signature } from "../orders/signature.ts";
import type { Vault } from "../vault/vault.ts";

export const handoverRecord = z.object({
  orderId: z.string(),
  vehicleId: z.string(),
  checklist: z.array(z.string()),
  signature,
  ...handoverNotes.shape,
});
export type HandoverRecord = z.infer<typeof handoverRecord>;

/** By its seal: what was signed is never written over by another. */
const fieldOf = (vehicleId: string, seal: string): string => `handover ${vehicleId} ${seal}`;
const sealOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Keeps it, and returns its seal. */
export async function keepHandover(
  vault: Vault,
  memberId: string,
  record: HandoverRecord,
): Promise<string> {
  const text = JSON.stringify(record);
  const seal = sealOf(text);
  await vault.put(memberId, fieldOf(record.vehicleId, seal), text);
  return seal;
}

/** Undefined where there is none, or it is not what was sealed. */
export async function readHandover(
  vault: Vault,
  memberId: string,
  { vehicleId, seal }: { readonly vehicleId: string; readonly seal: string },
): Promise<HandoverRecord | undefined> {
  const text = await vault.get(memberId, fieldOf(vehicleId, seal));
  if (text === undefined || sealOf(text) !== seal) return undefined;
  return handoverRecord.parse(JSON.parse(text));
}
