/** Whether a name and an identity number belong together. Actors name the member only. */
import { definePort } from "../../kernel/mod.ts";

export type RealNameCall = { readonly memberId: string; readonly orderId: string };
/** `proofId` is the verifier's own number of the check. */
export type RealNameResult = { readonly matches: boolean; readonly proofId: string };

export const realName = definePort<RealNameCall, RealNameResult>("real_name");

/** Asks who keeps the register. Throws where it could not be asked; asking again is safe. */
export interface RealNameCheck {
  check(person: {
    readonly name: string;
    /** Eighteen characters, the check digit included. */
    readonly identityNumber: string;
    readonly idempotencyKey: string;
    readonly signal: AbortSignal;
  }): Promise<RealNameResult>;
}
