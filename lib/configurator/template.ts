/**
 * What a model can be built as: trims, option groups, options, and the rules between options. A
 * published template never changes; a new version stands beside it, so old codes keep their meaning.
 */
import * as z from "zod";
import { label, modelName } from "./priced.ts";

const code = z.string().regex(/^[a-z][a-z0-9_]{1,31}$/);
const fen = z.int().min(0).max(1_000_000_000);

/** How an option changes the picture of the car. */
const look = z.object({
  paint: z.string().optional(),
  wheels: z.string().optional(),
  roof: z.string().optional(),
  /** Colours of an interior, as CSS: seats, and trim. */
  interior: z.array(z.string()).length(2).optional(),
});

export const optionSchema = z.object({
  code,
  group: code,
  name: label,
  note: label.optional(),
  priceFen: fen,
  /** The trims that can have it; all of them when left out. */
  trims: z.array(code).optional(),
  look: look.optional(),
});

export const groupSchema = z.object({
  code,
  name: label,
  /** Of a `one` group a car has exactly one option; of an `any` group none, some or all. */
  kind: z.enum(["one", "any"]),
});

export const trimSchema = z.object({
  code,
  name: label,
  note: label,
  priceFen: fen,
  /** What it comes with: one option of each `one` group, and any others. No charge. */
  standard: z.array(code),
  /** By the name of a row of the specification sheet. */
  specs: z.record(code, label),
});

export const ruleSchema = z.object({
  when: code,
  /** `requires` adds and charges, `implies` adds within the price, `excludes` keeps apart. */
  kind: z.enum(["requires", "implies", "excludes"]),
  options: z.array(code).min(1),
  because: label,
});

export const templateSchema = z.object({
  model: modelName,
  version: z.int().min(1).max(1_023),
  name: label,
  line: label,
  energy: z.enum(["electric", "range_extended"]),
  seats: z.int().min(2).max(9),
  specs: z.array(z.object({ code, name: label })).min(1),
  groups: z.array(groupSchema).min(1).max(16),
  options: z.array(optionSchema).min(1).max(60),
  trims: z.array(trimSchema).min(1).max(8),
  rules: z.array(ruleSchema).max(100),
});

export type Template = z.infer<typeof templateSchema>;
export type Option = Template["options"][number];
export type Group = Template["groups"][number];
export type Trim = Template["trims"][number];
export type Rule = Template["rules"][number];
