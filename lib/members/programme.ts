/** The rules of points in force. */
import { loyaltyProgramme } from "../../actors/members/loyalty_programme.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { type Programme, programmeAt } from "../loyalty/programme.ts";

export const MAIN = "main";

/** The version in force at `at`, or the oldest that is kept. */
export const programmeInForce = (system: ActorSystem, at: number): Promise<Programme> =>
  system.view(
    loyaltyProgramme(MAIN),
    ({ versions }) => programmeAt(versions, at) ?? versions[0]!,
  );
