/** The simulated sale's name, and what its rooms are sealed with. */
import { createSealedSecrets } from "../../lib/adapters/sealed_secret/derived.ts";

export const SALE = "sim";
export const SECRETS = createSealedSecrets("the simulation's");
export const RANDOMNESS = "0a1b2c";
