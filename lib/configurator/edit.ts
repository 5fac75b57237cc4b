/** A change of a template's draft: one thing put in its place, or taken out. */
import * as z from "zod";
import {
  groupSchema,
  itemCode,
  optionSchema,
  rowSchema,
  ruleSchema,
  storySchema,
  type Template,
  templateSchema,
  trimSchema,
} from "./template.ts";

/** Where it stands afterwards, counted from 0; where it was, or at the end, when left out. */
const place = z.int().min(0).max(100).optional();
const put = <const L extends string, Z extends z.ZodType>(list: L, item: Z) =>
  z.object({ do: z.literal("put"), list: z.literal(list), item, place });

export const editSchema = z.union([
  z.object({
    do: z.literal("describe"),
    model: templateSchema.pick({ name: true, line: true, energy: true, seats: true }),
  }),
  z.object({ do: z.literal("tell"), story: z.object({ zh: storySchema, en: storySchema }) }),
  put("specs", rowSchema),
  put("groups", groupSchema),
  put("options", optionSchema),
  put("trims", trimSchema),
  z.object({
    do: z.literal("put"),
    list: z.literal("rules"),
    item: ruleSchema,
    /** The rule that it takes the place of, counted from 0; a further one when left out. */
    at: z.int().min(0).max(99).optional(),
  }),
  z.object({
    do: z.literal("remove"),
    list: z.enum(["specs", "groups", "options", "trims"]),
    code: itemCode,
  }),
  z.object({ do: z.literal("remove"), list: z.literal("rules"), at: z.int().min(0).max(99) }),
]);

export type Edit = z.infer<typeof editSchema>;

/** The template with the change; undefined where there is nothing to change, or no more room. */
export function applyEdit(template: Template, edit: Edit): Template | undefined {
  const next = changed(template, edit);
  return next && templateSchema.safeParse(next).success ? next : undefined;
}

function changed(template: Template, edit: Edit): Template | undefined {
  if (edit.do === "describe") return { ...template, ...edit.model };
  if (edit.do === "tell") return { ...template, story: edit.story };
  if (edit.list === "rules") {
    const { rules } = template;
    const { at } = edit;
    if (at !== undefined && at >= rules.length) return undefined;
    if (edit.do === "remove") return { ...template, rules: rules.toSpliced(edit.at, 1) };
    return {
      ...template,
      rules: at === undefined ? [...rules, edit.item] : rules.with(at, edit.item),
    };
  }
  const items: readonly { readonly code: string }[] = template[edit.list];
  const code = edit.do === "put" ? edit.item.code : edit.code;
  const was = items.findIndex((one) => one.code === code);
  if (edit.do === "remove") {
    return was < 0 ? undefined : { ...template, [edit.list]: items.toSpliced(was, 1) };
  }
  const others = was < 0 ? items : items.toSpliced(was, 1);
  const at = edit.place ?? (was < 0 ? others.length : was);
  return { ...template, [edit.list]: others.toSpliced(at, 0, edit.item) };
}
