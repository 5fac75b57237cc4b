/**
 * A template's rules for one trim, worked out once, so that a click only looks things up.
 *
 * What an option brings along (its closure) depends on nothing else that is chosen, and whether two
 * options go together depends on the two alone. So the order of clicks cannot matter for options that
 * go together, and of two that do not, the one clicked last stays.
 */
import type { Group, Option, Rule, Template, Trim } from "./template.ts";

/** Why an option is brought along: the rule, and the option that has it. */
export interface Brought {
  readonly code: string;
  readonly by: string;
  readonly rule: Rule;
}

/** Why two options do not go together: a rule, or a group that holds only one of them. */
export interface Clash {
  readonly mine: string;
  readonly theirs: string;
  readonly rule?: Rule;
}

export class RuleBook {
  readonly template: Template;
  readonly trim: Trim;
  readonly #options: ReadonlyMap<string, Option>;
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #standard: ReadonlySet<string>;
  readonly #closures = new Map<string, ReadonlyMap<string, Brought | undefined>>();
  readonly #apart = new Map<string, Map<string, Rule>>();

  constructor(template: Template, trim: Trim) {
    this.template = template;
    this.trim = trim;
    this.#options = new Map(template.options.map((option) => [option.code, option]));
    this.#groups = new Map(template.groups.map((group) => [group.code, group]));
    this.#standard = new Set(trim.standard);
    for (const rule of template.rules) {
      if (rule.kind !== "excludes") continue;
      for (const other of rule.options) {
        this.#keepApart(rule.when, other, rule);
        this.#keepApart(other, rule.when, rule);
      }
    }
    for (const { code } of template.options) this.#closures.set(code, this.#close(code));
  }

  option(code: string): Option | undefined {
    return this.#options.get(code);
  }

  /** Whether this trim can have the option. */
  has(code: string): boolean {
    const option = this.#options.get(code);
    return option !== undefined && (option.trims?.includes(this.trim.code) ?? true);
  }

  isStandard(code: string): boolean {
    return this.#standard.has(code);
  }

  /** Standard, and in a group of any number: it cannot be taken out of the trim. */
  isFixed(code: string): boolean {
    return this.#standard.has(code) && !this.isOneOf(code);
  }

  isOneOf(code: string): boolean {
    return this.#groups.get(this.#options.get(code)!.group)!.kind === "one";
  }

  /** The option itself and all that it brings along, each with why. */
  closure(code: string): ReadonlyMap<string, Brought | undefined> {
    return this.#closures.get(code)!;
  }

  /** Why an option and another cannot both be chosen; undefined where they can. */
  clash(mine: string, theirs: string): Clash | undefined {
    for (const a of this.closure(mine).keys()) {
      for (const b of this.closure(theirs).keys()) {
        const clash = this.#apartAs(a, b);
        if (clash) return clash;
      }
    }
    return undefined;
  }

  #apartAs(a: string, b: string): Clash | undefined {
    const rule = this.#apart.get(a)?.get(b);
    if (rule) return { mine: a, theirs: b, rule };
    const sameGroup = this.#options.get(a)!.group === this.#options.get(b)!.group;
    return a !== b && sameGroup && this.isOneOf(a) ? { mine: a, theirs: b } : undefined;
  }

  #keepApart(a: string, b: string, rule: Rule): void {
    const others = this.#apart.get(a) ?? new Map<string, Rule>();
    this.#apart.set(a, others.set(b, rule));
  }

  #close(code: string): ReadonlyMap<string, Brought | undefined> {
    const closure = new Map<string, Brought | undefined>([[code, undefined]]);
    // A map's keys are visited in the order they came in, those that come in meanwhile as well.
    for (const by of closure.keys()) {
      for (const rule of this.template.rules) {
        if (rule.when !== by || rule.kind === "excludes") continue;
        for (const brought of rule.options) {
          if (!closure.has(brought)) closure.set(brought, { code: brought, by, rule });
        }
      }
    }
    return closure;
  }
}

const books = new WeakMap<Template, Map<string, RuleBook>>();

/** The rules of a template's trim; undefined where it has no such trim. */
export function ruleBook(template: Template, trim: string): RuleBook | undefined {
  const known = books.get(template) ?? new Map<string, RuleBook>();
  books.set(template, known);
  const book = known.get(trim);
  if (book) return book;
  const found = template.trims.find(({ code }) => code === trim);
  if (!found) return undefined;
  const made = new RuleBook(template, found);
  known.set(trim, made);
  return made;
}
