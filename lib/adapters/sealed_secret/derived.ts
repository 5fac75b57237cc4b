/** Secrets derived from one key: nothing to store for a sale, and nothing to lose. */
import { createHash, createHmac } from "node:crypto";
import { defineCourier } from "../../kernel/mod.ts";
import { sealedSecret, type SealedSecrets } from "./port.ts";

export function createSealedSecrets(key: string): SealedSecrets {
  const secretOf = (saleId: string) =>
    createHmac("sha256", key).update(`waiting-room:${saleId}`).digest("hex");
  return {
    secretOf,
    commitmentOf: (saleId) => createHash("sha256").update(secretOf(saleId)).digest("hex"),
  };
}

/** Tells a sale's secret, and `randomness` where a public source of it is given. */
export const sealedSecretCourier = (
  secrets: SealedSecrets,
  randomness: () => Promise<string | null> = () => Promise.resolve(null),
) =>
  defineCourier(
    sealedSecret,
    async ({ saleId }) => ({ secret: secrets.secretOf(saleId), randomness: await randomness() }),
    { maxAttempts: 5, firstPauseMs: 200, longestPauseMs: 2_000 },
  );
