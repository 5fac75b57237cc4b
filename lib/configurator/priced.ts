/** A configuration with its price, as an order freezes it. The shape is stable: orders keep it. */
import * as z from "zod";

/** A word in both languages of the shop; Chinese first. */
export const label = z.object({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });

export type Label = z.infer<typeof label>;

export const modelName = z.enum(["lu", "ting", "xiu", "fan"]);

export type Model = z.infer<typeof modelName>;

export const pricePart = z.object({
  /** The trim's code for the first part, an option's code for the others. */
  code: z.string(),
  name: label,
  /** 0 for what the trim or another option includes. */
  fen: z.int().min(0),
  /** The option whose price includes this one. */
  with: z.string().optional(),
});

export type PricePart = z.infer<typeof pricePart>;

export const pricedConfiguration = z.object({
  model: modelName,
  trim: z.string(),
  templateVersion: z.int().min(1),
  /** Every option of the car, standard ones too, in the template's order. */
  options: z.array(z.string()),
  /** The sum of the parts, 1/100 yuan, tax included. */
  priceFen: z.int().min(0),
  parts: z.array(pricePart).min(1),
  /** The share code: with the template of its version it gives exactly this configuration again. */
  code: z.string().regex(/^[A-Z0-9]+-[A-Z0-9]+$/),
});

export type PricedConfiguration = z.infer<typeof pricedConfiguration>;
