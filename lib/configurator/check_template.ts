/** What a template must hold beside its shape, so that no click can lead to a dead end. */
import { RuleBook } from "./rule_book.ts";
import { type Template, templateSchema } from "./template.ts";

/** @throws {TypeError} that names everything wrong with it */
export function readTemplate(source: unknown, name: string): Template {
  const parsed = templateSchema.safeParse(source);
  const problems = parsed.success
    ? templateProblems(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new TypeError(`Cannot read the template of ${name}:\n  ${problems.join("\n  ")}`);
}

/** Each a sentence; none where the template is sound. */
export function templateProblems(template: Template): string[] {
  const unknown = unknownCodes(template);
  return unknown.length > 0 ? unknown : template.trims.flatMap((trim) => {
    const book = new RuleBook(template, trim);
    return [...standardProblems(book), ...optionProblems(book)]
      .map((problem) => `trim "${trim.code}": ${problem}`);
  });
}

function unknownCodes({ groups, options, trims, rules, specs }: Template): string[] {
  const problems: string[] = [];
  const codes = (what: string, of: readonly { code: string }[]): Set<string> => {
    const seen = new Set<string>();
    for (const { code } of of) {
      if (seen.has(code)) problems.push(`two ${what} are called "${code}"`);
      seen.add(code);
    }
    return seen;
  };
  const known = {
    group: codes("groups", groups),
    option: codes("options", options),
    trim: codes("trims", trims),
    row: codes("rows of the specification", specs),
  };
  const expect = (what: keyof typeof known, code: string, where: string) => {
    if (!known[what].has(code)) problems.push(`${where} names an unknown ${what} "${code}"`);
  };
  for (const { code, group, trims: only } of options) {
    expect("group", group, `option "${code}"`);
    for (const trim of only ?? []) expect("trim", trim, `option "${code}"`);
  }
  for (const { code, standard, specs: rows } of trims) {
    for (const option of standard) expect("option", option, `trim "${code}"`);
    for (const row of Object.keys(rows)) expect("row", row, `trim "${code}"`);
  }
  for (const { when, options: others } of rules) {
    for (const code of [when, ...others]) expect("option", code, `the rule of "${when}"`);
    if (others.includes(when)) problems.push(`the rule of "${when}" names itself`);
  }
  return problems;
}

function standardProblems(book: RuleBook): string[] {
  const { template, trim } = book;
  const problems = trim.standard.filter((code) => !book.has(code))
    .map((code) => `its standard "${code}" is not to be had in it`);
  for (const { code, kind } of template.groups) {
    const count = trim.standard.filter((option) => book.option(option)!.group === code).length;
    if (kind === "one" && count !== 1) {
      problems.push(`expected one standard option of "${code}", got ${count}`);
    }
  }
  for (const code of trim.standard) {
    // It fills a gap: what it brought along could clash with what the customer chose.
    if (book.closure(code).size > 1) problems.push(`its standard "${code}" brings others along`);
  }
  return problems;
}

function optionProblems(book: RuleBook): string[] {
  const { template, trim } = book;
  return template.options.filter(({ code }) => book.has(code)).flatMap(({ code }) => {
    const closure = [...book.closure(code).keys()];
    const missing = closure.filter((other) => !book.has(other));
    if (missing.length > 0) {
      return [`"${code}" brings along what it cannot have: ${missing.join(", ")}`];
    }
    if (book.clash(code, code)) return [`"${code}" brings along what does not go together`];
    return trim.standard.filter((standard) => {
      const clash = book.clash(code, standard);
      // A standard one that a rule forbids needs another of its group to come in its place.
      const { group } = book.option(standard)!;
      const replaced = book.isOneOf(standard) &&
        closure.some((other) => book.option(other)!.group === group);
      return clash !== undefined && !replaced;
    }).map((standard) => `"${code}" does not go with its standard "${standard}"`);
  });
}
