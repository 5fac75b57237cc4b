/** A car's price with its parts. */
import type { PricedConfiguration, PricePart } from "./priced.ts";
import { resolve, type Selection } from "./resolve.ts";
import { type RuleBook, ruleBook } from "./rule_book.ts";
import { shareCode } from "./share_code.ts";
import type { Template } from "./template.ts";

/** The parts of what is not standard, after the trim's own, and their sum. */
export function priceOf(
  book: RuleBook,
  options: readonly string[],
): { readonly priceFen: number; readonly parts: PricePart[] } {
  const { template, trim } = book;
  const parts: PricePart[] = [{ code: trim.code, name: trim.name, fen: trim.priceFen }];
  for (const code of options) {
    if (book.isStandard(code)) continue;
    const { name, priceFen } = book.option(code)!;
    const rule = template.rules.find(({ when, kind, options: included }) =>
      kind === "implies" && included.includes(code) && options.includes(when)
    );
    parts.push(rule ? { code, name, fen: 0, with: rule.when } : { code, name, fen: priceFen });
  }
  return { priceFen: parts.reduce((sum, { fen }) => sum + fen, 0), parts };
}

/** The whole configuration, as an order freezes it; undefined where there is no such trim. */
export function configure(
  template: Template,
  { trim, wishes }: Selection,
): PricedConfiguration | undefined {
  const book = ruleBook(template, trim);
  if (!book) return undefined;
  const options = resolve(book, wishes);
  return {
    model: template.model,
    trim,
    templateVersion: template.version,
    options,
    ...priceOf(book, options),
    code: shareCode(book, options),
  };
}
