/** A register of our own: every number with a right check digit is taken, except by one name. */
import { parseIdentityNumber } from "./identity_number.ts";
import type { RealNameCheck, RealNameResult } from "./port.ts";

/** Whoever says to be so called is somebody else, so that a refusal can be tried. */
export const IMPOSTOR = "冒名";

export class RealNameSandbox implements RealNameCheck {
  check(
    { name, identityNumber, idempotencyKey }: Parameters<RealNameCheck["check"]>[0],
  ): Promise<RealNameResult> {
    const matches = parseIdentityNumber(identityNumber) !== undefined &&
      name.trim().length > 1 && name.trim() !== IMPOSTOR;
    return Promise.resolve({ matches, proofId: `sandbox-${idempotencyKey}` });
  }
}
