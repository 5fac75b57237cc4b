/**
 * The showroom as it is shipped: the brand, and each model's version 1. Their shape is checked when
 * they are loaded; that no click in them leads to a dead end, which takes as long as all else of a
 * start, by the tests.
 */
import * as z from "zod";
import { label, type Model, modelName } from "../configurator/priced.ts";
import { type Template, templateSchema } from "../configurator/template.ts";
import brandSource from "./brand.json" with { type: "json" };
import fan from "./models/fan.json" with { type: "json" };
import lu from "./models/lu.json" with { type: "json" };
import ting from "./models/ting.json" with { type: "json" };
import xiu from "./models/xiu.json" with { type: "json" };
import { storiesEn } from "./stories_en.ts";
import { storiesZh } from "./stories_zh.ts";

const brandSchema = z.object({ name: label, line: label, models: z.array(modelName).min(1) });

export const brand = brandSchema.parse(brandSource);

const sources: Readonly<Record<Model, object>> = { lu, ting, xiu, fan };

const shipped = new Map(brand.models.map((model) => {
  const story = { zh: storiesZh[model], en: storiesEn[model] };
  return [model, templateSchema.parse({ ...sources[model], story })];
}));

/** In the brand's order. */
export const shippedTemplates = (): Template[] => [...shipped.values()];

export function shippedTemplate(model: Model): Template {
  const template = shipped.get(model);
  if (!template) throw new Error(`Cannot show model "${model}": brand.json does not name it`);
  return template;
}
