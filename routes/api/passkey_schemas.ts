/** What the API takes and tells of passkeys: the JSON forms of WebAuthn Level 3. */
import { z } from "@hono/zod-openapi";

const base64url = (longest: number) => z.string().regex(/^[\w-]*$/).max(longest);
const credentialId = base64url(1_400).min(1);
const descriptor = z.object({ type: z.literal("public-key"), id: z.string() });

const credential = { id: credentialId, rawId: credentialId, type: z.literal("public-key") };
const more = {
  authenticatorAttachment: z.string().nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

export const assertion = z.object({
  ...credential,
  ...more,
  response: z.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(4_096),
    signature: base64url(4_096),
    userHandle: base64url(88).nullish(),
  }),
}).openapi("PasskeyAssertion");

export const registration = z.object({
  name: z.string().max(40).optional().openapi({ description: "How you call it", example: "手机" }),
  credential: z.object({
    ...credential,
    ...more,
    response: z.object({
      clientDataJSON: base64url(4_096),
      attestationObject: base64url(32_768),
      transports: z.array(z.string().max(20)).max(8).optional(),
    }),
  }),
}).openapi("PasskeyRegistration");

export const name = z.strictObject({ name: z.string().max(40) }).openapi("PasskeyName");

export const keyParams = z.object({
  key: z.string().regex(/^[\w-]{1,64}$/).openapi({ param: { name: "key", in: "path" } }),
});

export const added = z.object({ id: z.string() }).openapi("PasskeyAdded");

const when = z.int().nullable().openapi({ description: "Epoch milliseconds" });

export const passkeyList = z.object({
  passkeys: z.array(z.object({
    id: z.string(),
    name: z.string(),
    addedAt: z.int(),
    lastUsedAt: when,
    copiedAt: when.openapi({ description: "When a copy of it was turned away, or null" }),
  })),
}).openapi("Passkeys");

export const requestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: z.string(),
  allowCredentials: z.array(descriptor),
}).openapi("PasskeyRequestOptions");

export const creationOptions = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
  timeout: z.int(),
  attestation: z.string(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.string(),
    requireResidentKey: z.boolean(),
    userVerification: z.string(),
  }),
}).openapi("PasskeyCreationOptions");
