/** What is on show: the brand and its models, read from data files and checked when first loaded. */
import * as z from "zod";
import { readTemplate } from "../configurator/check_template.ts";
import { label, type Model, modelName } from "../configurator/priced.ts";
import type { Template } from "../configurator/template.ts";
import brandSource from "./brand.json" with { type: "json" };
import fan from "./models/fan.json" with { type: "json" };
import lu from "./models/lu.json" with { type: "json" };
import ting from "./models/ting.json" with { type: "json" };
import xiu from "./models/xiu.json" with { type: "json" };

const brandSchema = z.object({ name: label, line: label, models: z.array(modelName).min(1) });

export const brand = brandSchema.parse(brandSource);

/** Every version that was ever published, the oldest first: old codes are opened with theirs. */
const sources: Readonly<Record<Model, readonly unknown[]>> = {
  lu: [lu],
  ting: [ting],
  xiu: [xiu],
  fan: [fan],
};

const shelves = new Map(
  brand.models.map((model) => [
    model,
    sources[model].map((source, at) => readTemplate(source, `${model}, file ${at + 1}`)),
  ]),
);

/** The template of a version, the latest when left out; undefined where there is none. */
export function templateOf(model: Model, version?: number): Template | undefined {
  const shelf = shelves.get(model);
  return version === undefined
    ? shelf?.at(-1)
    : shelf?.find((template) => template.version === version);
}

/** The latest template of each model, in the brand's order. */
export const currentTemplates = (): Template[] =>
  brand.models.flatMap((model) => templateOf(model) ?? []);
