/** Secrets that are committed to long before they are told: what a shuffle's seed is made of. */
import { definePort } from "../../kernel/mod.ts";

export type SealedSecretRequest = { readonly saleId: string };
export type SealedSecretResult = {
  readonly secret: string;
  /** Public randomness drawn after the request, where a source of it is joined. */
  readonly randomness: string | null;
};

export const sealedSecret = definePort<SealedSecretRequest, SealedSecretResult>("sealed_secret");

/** Knows each sale's secret. The same sale has the same secret on every node, for ever. */
export interface SealedSecrets {
  /** Told once the entrants are fixed, never before. */
  secretOf(saleId: string): string;
  /** SHA-256 of the secret, hex: published before the first entrant comes. */
  commitmentOf(saleId: string): string;
}
