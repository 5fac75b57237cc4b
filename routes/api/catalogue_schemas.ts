/** What the routes of catalogue and configurator take and give. */
import { z } from "@hono/zod-openapi";
import { label, modelName, pricedConfiguration } from "../../lib/configurator/priced.ts";
import { templateSchema } from "../../lib/configurator/template.ts";

export const modelParam = z.object({
  model: z.string().openapi({ param: { name: "model", in: "path" }, example: "lu" }),
});

export const codeParam = z.object({
  code: z.string().max(40).openapi({ param: { name: "code", in: "path" }, example: "LU1-AZSVM" }),
});

export const modelList = z.object({
  models: z.array(z.object({
    model: modelName,
    name: label,
    line: label,
    energy: templateSchema.shape.energy,
    seats: z.int(),
    templateVersion: z.int(),
    trims: z.array(z.object({ code: z.string(), name: label, priceFen: z.int() })),
  })),
});

const optionCode = z.string().max(32);

export const resolveBody = z.object({
  trim: optionCode.openapi({ example: "performance" }),
  wishes: z.array(optionCode).max(60).openapi({
    description:
      "What the customer clicked, in order; of two that do not go together the later one",
    example: ["tow_bar"],
  }),
  click: optionCode.optional().openapi({
    description: "An option to be chosen, or taken out: its consequences come with the answer",
    example: "pack_track",
  }),
});

const change = z.object({
  code: z.string(),
  reason: z.object({
    kind: z.enum(["rule", "came_with", "standard", "trim"]),
    by: z.string().optional(),
    because: label.optional(),
  }),
});

export const resolved = z.object({
  configuration: pricedConfiguration,
  wishes: z.array(z.string()),
  click: z.object({
    wishes: z.array(z.string()).openapi({ description: "To be sent as `wishes` once confirmed" }),
    adds: z.array(change),
    removes: z.array(change),
    differenceFen: z.int(),
    configuration: pricedConfiguration,
  }).optional(),
});

export const shared = z.object({
  configuration: pricedConfiguration,
  wishes: z.array(z.string()),
  outdated: z.boolean().openapi({ description: "Whether today's catalogue is a later version" }),
});

export const saveBody = z.object({ code: z.string().max(40) });

export const savedList = z.object({
  saved: z.array(z.object({ configuration: pricedConfiguration, savedAt: z.int() })),
});
