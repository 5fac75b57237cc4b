/** Carries a check of a member's real name to who keeps the register. */
import { type Courier, defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { realName, type RealNameCheck } from "./port.ts";

/** A person as they gave themselves; the vault of the member holds it. */
export interface Person {
  readonly name: string;
  readonly identityNumber: string;
}

export const realNameCourier = (
  register: RealNameCheck,
  personOf: (memberId: string) => Promise<Person | undefined>,
): Courier =>
  defineCourier(realName, async ({ memberId }, { idempotencyKey, signal }) => {
    const person = await personOf(memberId);
    if (!person) throw new Undeliverable("the member gave no name, or was erased");
    return await register.check({ ...person, idempotencyKey, signal });
  }, { maxAttempts: 8, firstPauseMs: 500, longestPauseMs: 30_000 });
