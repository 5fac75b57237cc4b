/** A part of a draft as a form's fields, and back. */
import { type Edit, editSchema } from "../configurator/edit.ts";
import type { Label } from "../configurator/priced.ts";
import type { Group, Option, Row, Rule, Template, Trim } from "../configurator/template.ts";
import { fromInput, toInput } from "./times.ts";

export const PARTS = ["model", "story", "trims", "options", "rules", "groups", "specs"] as const;
export type Part = (typeof PARTS)[number];
export const CHAPTERS = 6;

/** What stands in the fields, as it was written; several of one name are boxes that were ticked. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** Which part of a draft: `code` names one of a list (of a rule its number); undefined for a new one. */
export interface Chosen {
  readonly part: Part;
  readonly code?: string;
}

/** Reads `options/paint_snow`, `rules/3`, `trims/` for a new one, `story`. */
export function readChosen(text: string | null): Chosen | undefined {
  const [name, code] = text?.split("/") ?? [];
  const part = PARTS.find((one) => one === name);
  if (!part) return undefined;
  return code ? { part, code } : { part };
}

export const chosenName = ({ part, code }: Chosen): string =>
  part === "model" || part === "story" ? part : `${part}/${code ?? ""}`;

export function fieldsIn(form: FormData): Fields {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of form) {
    if (typeof value === "string") (fields[name] ??= []).push(value.trim());
  }
  return fields;
}

export const first = (fields: Fields, name: string): string => fields[name]?.[0] ?? "";

const both = (name: string, label: Label | undefined): Record<string, string[]> => ({
  [`${name}_zh`]: [label?.zh ?? ""],
  [`${name}_en`]: [label?.en ?? ""],
});

const times = ({ onSale }: Pick<Option, "onSale">) => ({
  from: [onSale?.from === undefined ? "" : toInput(onSale.from)],
  until: [onSale?.until === undefined ? "" : toInput(onSale.until)],
});

/** What the fields of a part say; undefined where the draft has no such part. */
export function fieldsOf(template: Template, { part, code }: Chosen): Fields | undefined {
  switch (part) {
    case "model":
      return {
        ...both("name", template.name),
        ...both("line", template.line),
        energy: [template.energy],
        seats: [String(template.seats)],
      };
    case "story":
      return storyFields(template);
    case "rules":
      return code === undefined ? {} : ruleFields(template.rules[Number(code)]);
    default: {
      if (code === undefined) return { place: [String(template[part].length + 1)] };
      const at = template[part].findIndex((one) => one.code === code);
      const item = template[part][at];
      if (!item) return undefined;
      return { code: [code], ...both("name", item.name), place: [String(at + 1)], ...own(item) };
    }
  }
}

function own(item: Option | Trim | Group | Row): Fields {
  if ("standard" in item) {
    const specs = Object.entries(item.specs).map(([row, label]) => both(`spec.${row}`, label));
    return {
      ...both("note", item.note),
      price: [yuanOf(item.priceFen)],
      standard: item.standard,
      ...times(item),
      ...Object.assign({}, ...specs),
    };
  }
  if ("group" in item) {
    const { paint = "", wheels = "", roof = "", interior = [] } = item.look ?? {};
    const [seat = "", accent = ""] = interior;
    return {
      ...both("note", item.note),
      group: [item.group],
      price: [yuanOf(item.priceFen)],
      trims: item.trims ?? [],
      ...times(item),
      paint: [paint],
      wheels: [wheels],
      roof: [roof],
      seat: [seat],
      accent: [accent],
    };
  }
  return "kind" in item ? { kind: [item.kind] } : {};
}

const ruleFields = (rule: Rule | undefined): Fields | undefined =>
  rule && {
    when: [rule.when],
    kind: [rule.kind],
    options: rule.options,
    ...both("because", rule.because),
  };

function storyFields({ story }: Template): Fields {
  const fields: Record<string, string[]> = {};
  for (const language of ["zh", "en"] as const) {
    const { headline = "", lead = "", chapters = [] } = story?.[language] ?? {};
    fields[`headline_${language}`] = [headline];
    fields[`lead_${language}`] = [lead];
    for (let at = 0; at < CHAPTERS; at++) {
      fields[`title_${at}_${language}`] = [chapters[at]?.title ?? ""];
      fields[`text_${at}_${language}`] = [chapters[at]?.text ?? ""];
    }
  }
  return fields;
}

const yuanOf = (fen: number): string =>
  fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);

type Read = { readonly edit: Edit } | { readonly wrong: readonly string[] };

/** The edit that the fields stand for, or the fields that do not fit. */
export function readEdit({ part, code }: Chosen, fields: Fields): Read {
  const wrong: string[] = [];
  const label = (name: string, needed = true): Label | undefined => {
    const zh = first(fields, `${name}_zh`);
    const en = first(fields, `${name}_en`);
    if (!needed && zh === "" && en === "") return undefined;
    for (const [language, text] of [["zh", zh], ["en", en]] as const) {
      if (text === "" || text.length > 200) wrong.push(`${name}_${language}`);
    }
    return { zh, en };
  };
  const fen = (name: string): number => {
    const text = first(fields, name).replaceAll(/[,，\s]/g, "");
    if (/^\d{1,7}(\.\d{1,2})?$/.test(text)) return Math.round(Number(text) * 100);
    wrong.push(name);
    return 0;
  };
  const moment = (name: string): number | undefined => {
    const text = first(fields, name);
    const at = text === "" ? undefined : fromInput(text);
    if (text !== "" && at === undefined) wrong.push(name);
    return at;
  };
  const onSale = () => {
    const from = moment("from");
    const until = moment("until");
    if (from === undefined && until === undefined) return {};
    return {
      onSale: {
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
      },
    };
  };
  const item = (): unknown => {
    const named = { code: code ?? first(fields, "code"), name: label("name") };
    switch (part) {
      case "trims":
        return {
          ...named,
          note: label("note"),
          priceFen: fen("price"),
          standard: (fields.standard ?? []).filter((one) => one !== ""),
          specs: Object.fromEntries(rowsIn(fields).map((row) => [row, label(`spec.${row}`)])),
          ...onSale(),
        };
      case "options": {
        const note = label("note", false);
        const look = lookOf(fields);
        const trims = (fields.trims ?? []).filter((one) => one !== "");
        return {
          ...named,
          group: first(fields, "group"),
          ...(note ? { note } : {}),
          priceFen: fen("price"),
          ...(trims.length > 0 ? { trims } : {}),
          ...(look ? { look } : {}),
          ...onSale(),
        };
      }
      case "groups":
        return { ...named, kind: first(fields, "kind") };
      default:
        return named;
    }
  };
  const raw = (): unknown => {
    switch (part) {
      case "model":
        return {
          do: "describe",
          model: {
            name: label("name"),
            line: label("line"),
            energy: first(fields, "energy"),
            seats: Number(first(fields, "seats")),
          },
        };
      case "story":
        return { do: "tell", story: { zh: storyIn(fields, "zh"), en: storyIn(fields, "en") } };
      case "rules":
        return {
          do: "put",
          list: "rules",
          item: {
            when: first(fields, "when"),
            kind: first(fields, "kind"),
            options: (fields.options ?? []).filter((one) => one !== first(fields, "when")),
            because: label("because"),
          },
          ...(code === undefined ? {} : { at: Number(code) }),
        };
      default: {
        const place = Number(first(fields, "place"));
        return {
          do: "put",
          list: part,
          item: item(),
          ...(Number.isInteger(place) && place > 0 ? { place: place - 1 } : {}),
        };
      }
    }
  };
  const parsed = editSchema.safeParse(raw());
  if (parsed.success && wrong.length === 0) return { edit: parsed.data };
  return { wrong: wrong.length > 0 ? wrong : wrongFields(part, fields) };
}

/** Where the schema turns down what no field's own check has: a code, a list, a text that is too long. */
function wrongFields(part: Part, fields: Fields): string[] {
  if (part === "rules") return ["options"];
  if (part === "model") return ["seats"];
  if (part === "story") {
    const empty = Object.keys(fields)
      .filter((name) => /^(headline|lead)_/.test(name) && first(fields, name) === "");
    return empty.length > 0 ? empty : ["story"];
  }
  return /^[a-z][a-z0-9_]{1,31}$/.test(first(fields, "code")) ? ["name_zh"] : ["code"];
}

const rowsIn = (fields: Fields): string[] =>
  Object.keys(fields).flatMap((name) => {
    const [, row] = /^spec\.(.+)_zh$/.exec(name) ?? [];
    // A row that this trim has no figure for is left empty in both languages.
    const filled = row && (first(fields, name) !== "" || first(fields, `spec.${row}_en`) !== "");
    return filled ? [row] : [];
  });

function lookOf(fields: Fields): Option["look"] {
  const paint = first(fields, "paint");
  const wheels = first(fields, "wheels");
  const roof = first(fields, "roof");
  const seat = first(fields, "seat");
  const accent = first(fields, "accent");
  const look = {
    ...(paint ? { paint } : {}),
    ...(wheels ? { wheels } : {}),
    ...(roof ? { roof } : {}),
    ...(seat && accent ? { interior: [seat, accent] } : {}),
  };
  return Object.keys(look).length > 0 ? look : undefined;
}

function storyIn(fields: Fields, language: "zh" | "en") {
  const said = (name: string) => first(fields, `${name}_${language}`);
  return {
    headline: said("headline"),
    lead: said("lead"),
    chapters: Array.from({ length: CHAPTERS }, (_, at) => ({
      title: said(`title_${at}`),
      text: said(`text_${at}`),
    })).filter(({ title, text }) => title !== "" || text !== ""),
  };
}

/** What takes the part out of the draft; undefined for what cannot go. */
export function removal({ part, code }: Chosen): Edit | undefined {
  if (code === undefined || part === "model" || part === "story") return undefined;
  return part === "rules"
    ? { do: "remove", list: "rules", at: Number(code) }
    : { do: "remove", list: part, code };
}
