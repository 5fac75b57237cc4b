/** What the routes for notifications take and give. */
import { z } from "@hono/zod-openapi";

const endpoint = z.url({ protocol: /^https$/ }).max(1_024).openapi({
  description: "Where the device's push service takes messages for it",
  example: "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
});

const key = (bytes: number, length: number, example: string) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${length}}=*$`), `expected ${bytes} bytes, base64url`)
    .openapi({ description: `${bytes} bytes, base64url`, example });

/** A browser adds `expirationTime`, which is always null. */
export const pushDevice = z.object({
  endpoint,
  keys: z.object({
    p256dh: key(
      65,
      87,
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    ),
    auth: key(16, 22, "BTBZMqHH6r4Tts7J_aSIgg"),
  }),
  replaces: endpoint.optional().openapi({ description: "The device's address before this one" }),
}).openapi("PushDevice");

export const endpointBody = z.strictObject({
  endpoint: endpoint.optional().openapi({ description: "All devices where it is left out" }),
}).openapi("PushEndpoint");

export const pushChoice = z.strictObject({
  turn: z.boolean().openapi({ description: "A car is held for you", example: true }),
  orders: z.boolean().openapi({ description: "What became of an order", example: true }),
}).openapi("PushChoice");

export const notifications = z.object({
  key: z.string().openapi({
    description: "What devices subscribe with (VAPID): a P-256 point, base64url",
    example:
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
  }),
  devices: z.int().openapi({ description: "How many devices are told", example: 1 }),
  choice: pushChoice,
}).openapi("Notifications");
