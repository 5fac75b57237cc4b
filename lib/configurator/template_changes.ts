/** What differs between two templates of a model: each thing by its code, field by field. */
import type { Template } from "./template.ts";

export type TemplateList = "specs" | "groups" | "options" | "trims" | "rules";

export interface FieldChange {
  readonly field: string;
  /** Undefined where there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface TemplateChange {
  /** `model` for the model's own words and its story. */
  readonly list: TemplateList | "model";
  /** A code; of a rule its option, kind and others. */
  readonly code: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly fields: readonly FieldChange[];
}

const LISTS = ["trims", "options", "rules", "groups", "specs"] as const;

type Item = Readonly<Record<string, unknown>>;

/** What a rule is known by: its words may change. */
export const ruleName = (
  { when, kind, options }: { when: string; kind: string; options: readonly string[] },
): string => [when, kind, ...options].join(" ");

function itemsOf(template: Template, list: TemplateList): Map<string, Item> {
  return list === "rules"
    ? new Map(template.rules.map((rule) => [ruleName(rule), rule]))
    : new Map(template[list].map((item) => [item.code, item]));
}

export function templateChanges(before: Template, after: Template): TemplateChange[] {
  const { name, line, energy, seats, story } = before;
  const own = fieldChanges({ name, line, energy, seats, story }, {
    name: after.name,
    line: after.line,
    energy: after.energy,
    seats: after.seats,
    story: after.story,
  });
  const model: TemplateChange[] = own.length > 0
    ? [{ list: "model", code: after.model, kind: "changed", fields: own }]
    : [];
  return [...model, ...LISTS.flatMap((list) => listChanges(before, after, list))];
}

function listChanges(before: Template, after: Template, list: TemplateList): TemplateChange[] {
  const old = itemsOf(before, list);
  const fresh = itemsOf(after, list);
  const change = (code: string, kind: TemplateChange["kind"], fields: readonly FieldChange[]) => ({
    list,
    code,
    kind,
    fields,
  });
  const changes = [...fresh].flatMap(([code, item]) => {
    const was = old.get(code);
    if (!was) return [change(code, "added", fieldChanges({}, item))];
    const fields = fieldChanges(was, item);
    return fields.length > 0 ? [change(code, "changed", fields)] : [];
  });
  const gone = [...old].filter(([code]) => !fresh.has(code))
    .map(([code, item]) => change(code, "removed", fieldChanges(item, {})));
  // Rules have no order that anyone sees.
  const moved = list === "rules" ? [] : movedCodes([...old.keys()], [...fresh.keys()])
    .map((code) => change(code, "moved", []));
  return [...changes, ...gone, ...moved];
}

function fieldChanges(before: Item, after: Item): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => field !== "code" && !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** Of those that both have, the ones that must be taken out for the rest to stand in the old order. */
function movedCodes(before: readonly string[], after: readonly string[]): string[] {
  const places = after.filter((code) => before.includes(code));
  // The longest run that kept its order: lists are short.
  const best: string[][] = [];
  for (const code of places) {
    const longest = best.filter((run) => before.indexOf(run.at(-1)!) < before.indexOf(code))
      .reduce<string[]>((most, run) => run.length > most.length ? run : most, []);
    best.push([...longest, code]);
  }
  const kept = best.reduce<string[]>((most, run) => run.length > most.length ? run : most, []);
  return places.filter((code) => !kept.includes(code));
}

/** By value; the order of an object's members does not count. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Array.isArray(a) === Array.isArray(b) &&
    [...keys].every((key) => same((a as Item)[key], (b as Item)[key]));
}
