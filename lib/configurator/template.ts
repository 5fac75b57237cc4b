/**
 * What a model can be built as: trims, option groups, options, and the rules between options. A
 * published template never changes; a new version stands beside it, so old codes keep their meaning.
 */
import * as z from "zod";
import { LAST_MOMENT } from "../time/last_moment.ts";
import { label, modelName } from "./priced.ts";

export const itemCode = z.string().regex(/^[a-z][a-z0-9_]{1,31}$/);
const fen = z.int().min(0).max(1_000_000_000);

/** When it can be ordered, epoch milliseconds; without a bound from ever, or for good. */
const moment = z.int().min(0).max(LAST_MOMENT);
const onSale = z.object({ from: moment.optional(), until: moment.optional() });

/** How an option changes the picture of the car. */
const look = z.object({
  paint: z.string().max(32).optional(),
  wheels: z.string().max(32).optional(),
  roof: z.string().max(32).optional(),
  /** Colours of an interior, as CSS: seats, and trim. */
  interior: z.array(z.string().max(32)).length(2).optional(),
});

/** A row of the specification sheet. */
export const rowSchema = z.object({ code: itemCode, name: label });

export const optionSchema = z.object({
  code: itemCode,
  group: itemCode,
  name: label,
  note: label.optional(),
  priceFen: fen,
  /** The trims that can have it; all of them when left out. */
  trims: z.array(itemCode).max(8).optional(),
  look: look.optional(),
  onSale: onSale.optional(),
});

export const groupSchema = z.object({
  code: itemCode,
  name: label,
  /** Of a `one` group a car has exactly one option; of an `any` group none, some or all. */
  kind: z.enum(["one", "any"]),
});

export const trimSchema = z.object({
  code: itemCode,
  name: label,
  note: label,
  priceFen: fen,
  /** What it comes with: one option of each `one` group, and any others. No charge. */
  standard: z.array(itemCode).max(60),
  /** By the name of a row of the specification sheet. */
  specs: z.record(itemCode, label),
  onSale: onSale.optional(),
});

export const ruleSchema = z.object({
  when: itemCode,
  /** `requires` adds and charges, `implies` adds within the price, `excludes` keeps apart. */
  kind: z.enum(["requires", "implies", "excludes"]),
  options: z.array(itemCode).min(1).max(60),
  because: label,
});

const words = (most: number) => z.string().min(1).max(most);

/** What the brand says of a model beyond its figures, in one language. */
export const storySchema = z.object({
  headline: words(60),
  lead: words(200),
  chapters: z.array(z.object({ title: words(40), text: words(400) })).min(1).max(6),
});

export const templateSchema = z.object({
  model: modelName,
  version: z.int().min(1).max(1_023),
  name: label,
  line: label,
  energy: z.enum(["electric", "range_extended"]),
  seats: z.int().min(2).max(9),
  specs: z.array(rowSchema).min(1).max(40),
  groups: z.array(groupSchema).min(1).max(16),
  options: z.array(optionSchema).min(1).max(60),
  trims: z.array(trimSchema).min(1).max(8),
  rules: z.array(ruleSchema).max(100),
  story: z.object({ zh: storySchema, en: storySchema }).optional(),
});

export type Trim = z.infer<typeof trimSchema> & {
  /** Not on sale at the moment that the template is looked at: see `offered.ts`. */
  readonly off?: true;
};
export type Template = Omit<z.infer<typeof templateSchema>, "trims"> & {
  trims: Trim[];
  /** Not published: staff look at it. */
  readonly draft?: true;
};
export type Option = Template["options"][number];
export type Group = Template["groups"][number];
export type Row = Template["specs"][number];
export type Rule = Template["rules"][number];
export type Story = z.infer<typeof storySchema>;
