/**
 * A schema of ours as the API takes it. Commands of actors and parts of templates overlook fields
 * that they do not know, as what they read may be older or newer than they are; who asks the API for
 * something is to hear of a slip instead.
 */
import { z } from "@hono/zod-openapi";

/**
 * The schema with every object in it refusing unknown fields, and its whole numbers bounded in words
 * as they are in deed. What names a catchall keeps it.
 */
export function exact<Z extends z.ZodType>(schema: Z): Z {
  const made = exactly(schema.def as z.core.$ZodTypes["_zod"]["def"]);
  // With its parent, as that has the descriptions.
  return made === undefined ? schema : schema.clone(made as never, { parent: true });
}

/** What the schema is made of, made exact; undefined where nothing in it can be. */
function exactly(def: z.core.$ZodTypes["_zod"]["def"]) {
  switch (def.type) {
    case "object": {
      const shape = Object.fromEntries(
        Object.entries(def.shape).map(([name, part]) => [name, exact(part as z.ZodType)]),
      );
      return { ...def, shape, catchall: def.catchall ?? z.never() };
    }
    case "number": {
      // Refused beyond what JSON tells apart, which the document says only where a bound is named.
      const bounds = z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER).def;
      return (def as z.core.$ZodNumberFormatDef).format === "safeint"
        ? { ...def, checks: [...bounds.checks ?? [], ...def.checks ?? []] }
        : undefined;
    }
    case "array":
      return { ...def, element: exact(def.element as z.ZodType) };
    case "union":
      return { ...def, options: def.options.map((option) => exact(option as z.ZodType)) };
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
      return { ...def, innerType: exact(def.innerType as z.ZodType) };
    default:
      return undefined;
  }
}
