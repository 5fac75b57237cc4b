/** What a template must hold beside its shape, so that no click can lead to a dead end. */
import { offeredAt, turningPoints } from "./offered.ts";
import { RuleBook } from "./rule_book.ts";
import type { Template } from "./template.ts";
import type { ProblemKind, TemplateProblem } from "./template_problems.ts";
import { deadEnd } from "./walk.ts";

const flaw = (kind: ProblemKind, params: TemplateProblem["params"] = {}): TemplateProblem => ({
  kind,
  params,
});

/** All that is wrong from `at` on, as options and trims come on sale and go off; none where it is sound. */
export function templateProblems(template: Template, at = 0): TemplateProblem[] {
  const flaws = [...wrongCodes(template), ...wrongParts(template)];
  if (flaws.length > 0) return flaws;
  const moments = [at, ...turningPoints(template).filter((turn) => turn > at)];
  const seen = new Map<string, TemplateProblem>();
  for (const moment of moments) {
    for (const problem of problemsAt(offeredAt(template, moment), moment === at ? 0 : moment)) {
      const words = JSON.stringify(problem);
      if (!seen.has(words)) seen.set(words, problem);
    }
  }
  return [...seen.values()];
}

function problemsAt(offered: Template, from: number): TemplateProblem[] {
  const trims = offered.trims.filter(({ off }) => !off);
  if (trims.length === 0) return [flaw("no_trim_on_sale", { from: String(from) })];
  const problems = trims.flatMap((trim) => {
    const book = new RuleBook(offered, trim);
    return [...standardProblems(book), ...optionProblems(book)];
  });
  if (problems.length > 0) return problems;
  const end = deadEnd(offered);
  return end ? [flaw("dead_end", { trim: end.trim, clicks: end.clicks.join(", ") })] : [];
}

function wrongCodes({ groups, options, trims, rules, specs }: Template): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const codes = (what: string, of: readonly { code: string }[]): Set<string> => {
    const seen = new Set<string>();
    for (const { code } of of) {
      if (seen.has(code)) problems.push(flaw("twice", { what, code }));
      seen.add(code);
    }
    return seen;
  };
  const known = {
    groups: codes("groups", groups),
    options: codes("options", options),
    trims: codes("trims", trims),
    specs: codes("specs", specs),
  };
  const expect = (what: keyof typeof known, code: string, where: string) => {
    if (!known[what].has(code)) problems.push(flaw("unknown", { where, what, code }));
  };
  for (const { code, group, trims: only } of options) {
    expect("groups", group, `options ${code}`);
    for (const trim of only ?? []) expect("trims", trim, `options ${code}`);
  }
  for (const { code, standard, specs: rows } of trims) {
    for (const option of standard) expect("options", option, `trims ${code}`);
    for (const row of Object.keys(rows)) expect("specs", row, `trims ${code}`);
  }
  for (const { when, options: others } of rules) {
    for (const code of [when, ...others]) expect("options", code, `rules ${when}`);
    if (others.includes(when)) problems.push(flaw("rule_names_itself", { when }));
  }
  return problems;
}

/** What nobody could ever choose. */
function wrongParts({ groups, options, trims }: Template): TemplateProblem[] {
  return [
    ...groups.filter(({ code }) => !options.some(({ group }) => group === code))
      .map(({ code }) => flaw("empty_group", { group: code })),
    ...options.filter((one) => one.trims?.length === 0)
      .map(({ code }) => flaw("unreachable", { code })),
    ...[...options, ...trims]
      .filter(({ onSale }) => (onSale?.from ?? -Infinity) >= (onSale?.until ?? Infinity))
      .map(({ code }) => flaw("backwards", { code })),
  ];
}

function standardProblems(book: RuleBook): TemplateProblem[] {
  const { template, trim: { code: trim, standard } } = book;
  const problems = standard.filter((code) => !book.has(code))
    .map((code) => flaw("standard_not_had", { trim, code }));
  for (const { code: group, kind } of template.groups) {
    const count = standard.filter((option) => book.option(option)!.group === group).length;
    if (kind === "one" && count !== 1) {
      problems.push(flaw("standard_count", { trim, group, count: String(count) }));
    }
  }
  for (const code of standard) {
    // It fills a gap: what it brought along could clash with what the customer chose.
    if (book.closure(code).size > 1) problems.push(flaw("standard_brings", { trim, code }));
  }
  return problems;
}

function optionProblems(book: RuleBook): TemplateProblem[] {
  const { template, trim: { code: trim, standard } } = book;
  return template.options.filter(({ code }) => book.has(code)).flatMap(({ code }) => {
    const closure = [...book.closure(code).keys()];
    const missing = closure.filter((other) => !book.has(other));
    if (missing.length > 0) {
      return [flaw("brings_what_it_cannot_have", { trim, code, others: missing.join(", ") })];
    }
    if (book.clash(code, code)) return [flaw("clashes_with_itself", { trim, code })];
    return standard.filter((standard) => {
      const clash = book.clash(code, standard);
      // A standard one that a rule forbids needs another of its group to come in its place.
      const { group } = book.option(standard)!;
      const replaced = book.isOneOf(standard) &&
        closure.some((other) => book.option(other)!.group === group);
      return clash !== undefined && !replaced;
    }).map((standard) => flaw("clashes_with_standard", { trim, code, standard }));
  });
}
