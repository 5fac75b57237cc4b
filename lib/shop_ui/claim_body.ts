/** What a claim or a registration says of the person and of where they came from. */
import { parseIdentityNumber } from "../adapters/real_name/identity_number.ts";
import { cameFrom } from "../live/came_from.ts";
import type { SaleView } from "../live/protocol.ts";

export interface Person {
  readonly identityNumber: string;
  /** The number is theirs, although another member gave it. */
  readonly disputed: boolean;
}

export const NOBODY: Person = { identityNumber: "", disputed: false };

/** Why the sale will not take what was written, told before it is asked. */
export function flawOf(
  asked: SaleView["identity"],
  { identityNumber }: Person,
): "identity_required" | "invalid_identity" | undefined {
  if (asked === "none") return undefined;
  if (identityNumber.trim() === "") return asked === "required" ? "identity_required" : undefined;
  return parseIdentityNumber(identityNumber) === undefined ? "invalid_identity" : undefined;
}

/** The body; empty where nothing is to be said. */
export function claimBody(search: string, { identityNumber, disputed }: Person) {
  const number = identityNumber.trim();
  return {
    ...cameFrom(search),
    ...(number === "" ? {} : { identityNumber: number, ...(disputed ? { disputed } : {}) }),
  };
}
