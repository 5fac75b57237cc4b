/** Puts a car that was handed over into its owner's garage. */
import { definePort } from "../../kernel/mod.ts";

export type OwnershipRequest = {
  readonly memberId: string;
  readonly vehicleId: string;
  /** When it was handed over, epoch milliseconds. */
  readonly at: number;
};
export type OwnershipResult = { readonly carId: string };

export const ownership = definePort<OwnershipRequest, OwnershipResult>("ownership");
