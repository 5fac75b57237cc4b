/** Parts of a template in words: names for codes, rules and changes as sentences. */
import type { Edit } from "../configurator/edit.ts";
import type { Label } from "../configurator/priced.ts";
import type { Rule, Template } from "../configurator/template.ts";
import type { FieldChange, TemplateChange } from "../configurator/template_changes.ts";
import { beijing, yuan } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { StaffShowroomText } from "../i18n/staff_showroom.ts";

const isLabel = (value: unknown): value is Label =>
  typeof value === "object" && value !== null && "zh" in value && "en" in value &&
  typeof value.zh === "string";

export class TemplateWords {
  readonly text: StaffShowroomText;
  readonly language: "zh" | "en";
  readonly #names = new Map<string, Label>();

  /** @param templates where names are looked up; the first that has a code gives it */
  constructor(
    templates: readonly Template[],
    text: StaffShowroomText,
    language: "zh" | "en",
  ) {
    this.text = text;
    this.language = language;
    for (const { options, trims, groups, specs } of templates) {
      for (const { code, name } of [...options, ...trims, ...groups, ...specs]) {
        if (!this.#names.has(code)) this.#names.set(code, name);
      }
    }
  }

  readonly name = (code: string): string => this.#names.get(code)?.[this.language] ?? code;

  names(codes: readonly string[]): string {
    return codes.map(this.name).join(this.language === "zh" ? "、" : ", ");
  }

  price(fen: number): string {
    return yuan(fen, this.language);
  }

  at(ms: number): string {
    return beijing(ms, this.language === "zh" ? "zh-Hans" : "en", "moment");
  }

  rule({ when, kind, options }: Pick<Rule, "when" | "kind" | "options">): string {
    return fill(this.text.ruleSays[kind], {
      when: this.name(when),
      options: this.names(options),
    });
  }

  /** "from 1 December until 31 December". */
  onSale(sale: { from?: number | undefined; until?: number | undefined } | undefined): string {
    const { from, until } = sale ?? {};
    const words = [
      ...(from === undefined ? [] : [fill(this.text.saleFrom, { at: this.at(from) })]),
      ...(until === undefined ? [] : [fill(this.text.saleUntil, { at: this.at(until) })]),
    ];
    return words.join(" ") || this.text.always;
  }

  /** What a change is about. */
  subject({ list, code }: Pick<TemplateChange, "list" | "code">): string {
    if (list === "model") return this.text.lists.model;
    if (list !== "rules") return this.name(code);
    const [when = "", kind = "", ...options] = code.split(" ");
    return this.rule({ when, kind: kind as Rule["kind"], options });
  }

  field(name: string): string {
    const { fields } = this.text;
    return Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : name;
  }

  value({ field }: Pick<FieldChange, "field">, value: unknown): string {
    if (value === undefined) return "–";
    if (field === "priceFen") return this.price(value as number);
    if (field === "onSale") return this.onSale(value as { from?: number; until?: number });
    if (field === "energy") return this.text.energies[value as Template["energy"]];
    if (isLabel(value)) return `${value.zh} / ${value.en}`;
    if (Array.isArray(value)) return this.names(value.map(String));
    if (field === "specs" || field === "look") {
      return Object.entries(value as object)
        .map(([code, of]) => `${this.known(code)} ${isLabel(of) ? of[this.language] : of}`)
        .join(" · ");
    }
    if (field === "story") {
      const { headline, chapters } =
        (value as Record<string, { headline: string; chapters: { title: string }[] }>)[
          this.language
        ]!;
      return [headline, ...chapters.map(({ title }) => title)].join(" · ");
    }
    return typeof value === "string" ? this.known(value) : String(value);
  }

  /** A code's name, or a field's, or the word itself. */
  known(word: string): string {
    return this.#names.has(word) ? this.name(word) : this.field(word);
  }

  /** What an edit of a colleague was about. */
  edit(edit: Edit): string {
    const { one } = this.text;
    if (edit.do === "describe") return one.model;
    if (edit.do === "tell") return one.story;
    if (edit.list === "rules") {
      return edit.do === "put" ? `${one.rules} “${this.rule(edit.item)}”` : one.rules;
    }
    const code = edit.do === "put" ? edit.item.code : edit.code;
    return `${one[edit.list]} “${this.name(code)}”`;
  }
}
