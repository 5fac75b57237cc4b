/** From what a customer asked for to a whole car. */
import type { RuleBook } from "./rule_book.ts";

/** What was clicked: the rest of the car follows from it. */
export interface Selection {
  readonly trim: string;
  readonly wishes: readonly string[];
}

/** Wishes that go together, in the template's order: of two that do not, the later one stays. */
export function settle(book: RuleBook, wishes: readonly string[]): string[] {
  const kept: string[] = [];
  for (const wish of wishes.toReversed()) {
    if (!book.has(wish) || kept.includes(wish)) continue;
    if (kept.every((other) => !book.clash(other, wish))) kept.push(wish);
  }
  return inOrder(book, new Set(kept)).filter((code) => !book.isStandard(code));
}

/** Every option of the car, in the template's order. */
export function resolve(book: RuleBook, wishes: readonly string[]): string[] {
  const options = new Set<string>();
  const filled = new Set<string>();
  const add = (code: string) => {
    options.add(code);
    filled.add(book.option(code)!.group);
  };
  for (const wish of settle(book, wishes)) {
    for (const code of book.closure(wish).keys()) add(code);
  }
  for (const code of book.trim.standard) {
    if (book.isFixed(code) || !filled.has(book.option(code)!.group)) add(code);
  }
  return inOrder(book, options);
}

/** The fewest wishes that give these options: what nothing else among them brings along. */
export function wishesOf(book: RuleBook, options: readonly string[]): string[] {
  const chosen = options.filter((code) => !book.isStandard(code));
  return chosen.filter((code, at) =>
    !chosen.some((other, place) =>
      other !== code && book.closure(other).has(code) &&
      // Two that bring each other along: the first stands for both.
      (!book.closure(code).has(other) || place < at)
    )
  );
}

const inOrder = (book: RuleBook, codes: ReadonlySet<string>): string[] =>
  book.template.options.flatMap(({ code }) => codes.has(code) ? [code] : []);
