/** What the routes of the showroom's editors take and give. */
import { z } from "@hono/zod-openapi";
import { editSchema } from "../../lib/configurator/edit.ts";
import { label, modelName } from "../../lib/configurator/priced.ts";
import { templateSchema } from "../../lib/configurator/template.ts";
import { namedTime, written } from "./schemas.ts";

export const modelParams = z.object({
  model: z.enum(modelName.options).openapi({ param: { name: "model", in: "path" }, example: "lu" }),
});

export const versionParams = modelParams.extend({
  version: written(z.int().min(1).max(1_023)).openapi({
    param: { name: "version", in: "path" },
    example: 1,
  }),
});

const at = z.int().openapi({ description: "Epoch milliseconds" });

const versionRow = z.object({
  version: z.int(),
  at: at.nullable().openapi({ description: "Null for what was shipped with the software" }),
  by: z.string().nullable(),
  note: z.string(),
  basedOn: z.int().nullable(),
});

const scheduled = z.object({ at, note: z.string(), by: z.string(), askedAt: at }).nullable();

export const modelRows = z.object({
  models: z.array(z.object({
    model: modelName,
    name: label,
    version: z.int(),
    publishedAt: at.nullable(),
    draft: z.object({ revision: z.int(), by: z.string(), at }).nullable(),
    changes: z.int().openapi({ description: "How many things the draft changes" }),
    problems: z.int(),
    scheduled,
  })),
});

export const desk = z.object({
  model: modelName,
  versions: z.array(versionRow).openapi({ description: "The oldest first" }),
  draft: z.object({
    revision: z.int(),
    basedOn: z.int(),
    by: z.string(),
    at,
    template: templateSchema,
    recent: z.array(z.object({ revision: z.int(), by: z.string(), at, edit: editSchema })),
  }).nullable(),
  scheduled,
  problems: z.array(z.object({
    kind: z.string(),
    params: z.record(z.string(), z.string()),
    words: label,
  })),
  changes: z.array(z.object({
    list: z.enum(["model", "trims", "options", "rules", "groups", "specs"]),
    code: z.string(),
    kind: z.enum(["added", "removed", "changed", "moved"]),
    fields: z.array(z.object({ field: z.string(), before: z.any(), after: z.any() })),
  })),
});

export const beginBody = z.object({ from: z.int().min(1).max(1_023) });
export const editBody = z.object({
  revision: z.int().min(1).openapi({ description: "The one that you saw" }),
  edits: z.array(editSchema).min(1).max(50),
});
export const revisionBody = z.object({ revision: z.int().min(1) });
export const publishBody = z.object({
  revision: z.int().min(1),
  note: z.string().trim().min(1).max(200),
  at: namedTime.nullable().optional().openapi({ description: "When; at once when left out" }),
});
export const revisionNow = z.object({ revision: z.int() });
export const publication = z.object({ version: z.int(), at });
