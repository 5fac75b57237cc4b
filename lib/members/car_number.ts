/**
 * A car's VIN leads to whom it belongs to, so it lies in the vault, under a key of the car's own.
 * Everywhere else the car is an id that leads to no number without the identity key.
 */
import { createHmac } from "node:crypto";
import type { Identity } from "../auth/identity.ts";
import type { Vault } from "../vault/vault.ts";

export const vehicleIdOf = ({ memberId }: Identity, vin: string): string =>
  `c${createHmac("sha256", memberId("vehicle")).update(vin).digest("hex").slice(0, 24)}`;

const keyOf = (vehicleId: string): string => `vehicle ${vehicleId}`;

export const keepVin = (vault: Vault, vehicleId: string, vin: string): Promise<void> =>
  vault.put(keyOf(vehicleId), "vin", vin);

/** The whole number, for its owner and for staff; undefined where no such car was announced. */
export const vinOf = (vault: Vault, vehicleId: string): Promise<string | undefined> =>
  vault.get(keyOf(vehicleId), "vin");
