/**
 * How a request says that it is the same as one before: one syntax wherever a key is taken. Under a
 * key that was used for another body the answer is `idempotency_conflict`.
 */
import { z } from "@hono/zod-openapi";

export const KEY_FORM = "1 to 128 visible ASCII characters";
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

const key = z.string().regex(IDEMPOTENCY_KEY, `expected ${KEY_FORM}`).openapi({
  description:
    `Of your choice, ${KEY_FORM}: the same key does it once, and what is asked under it ` +
    "with another body is answered `idempotency_conflict`",
  example: "9f1c2b7e",
});

/** Headers of what may be asked with a key. */
export const mayHaveKey = z.object({ "idempotency-key": key.optional() });

/** Headers of what is not done without one. */
export const needsKey = z.object({ "idempotency-key": key });

/** A member's key as part of an id: another member's same key is another. 20 hexadecimal digits. */
export const keyHash = (memberId: string, key: string): Promise<string> =>
  hashOf(`${memberId}\n${key}`);

/** 20 hexadecimal digits of a text's SHA-256. */
export async function hashOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex().slice(0, 20);
}
