/** A click: what the car becomes, and what else changes and why, to be said before it is made. */
import type { Label } from "./priced.ts";
import { priceOf } from "./price.ts";
import { resolve, type Selection, settle } from "./resolve.ts";
import { type RuleBook, ruleBook } from "./rule_book.ts";
import type { Template } from "./template.ts";

/** Why an option comes or goes with a click on another. */
export type Reason =
  /** A rule of the template: `by` needs, includes or cannot stand beside it. */
  | { readonly kind: "rule"; readonly by: string; readonly because: Label }
  /** It had come only with `by`, which goes. */
  | { readonly kind: "came_with"; readonly by: string }
  /** The standard one takes the place of what goes. */
  | { readonly kind: "standard" }
  /** The trim that was chosen does not have it, or has it already. */
  | { readonly kind: "trim" };

export interface Change {
  readonly code: string;
  readonly reason: Reason;
}

export interface Choice {
  /** The car after the click. */
  readonly next: Selection;
  /** Beside what was clicked itself. */
  readonly adds: readonly Change[];
  readonly removes: readonly Change[];
  /** What the price changes by, fen. */
  readonly differenceFen: number;
}

/** Clicks an option: chooses it, or takes it out again where the car has it and can be without. */
export function choose(book: RuleBook, wishes: readonly string[], code: string): Choice {
  const before = resolve(book, wishes);
  const mine = settle(book, wishes);
  if (!book.has(code)) return finish(book, before, mine, code);
  if (before.includes(code) && !book.isOneOf(code)) return takeOut(book, before, mine, code);
  return finish(book, before, settle(book, [...mine, code]), code);
}

function takeOut(
  book: RuleBook,
  before: readonly string[],
  wishes: readonly string[],
  code: string,
): Choice {
  if (book.isFixed(code)) return finish(book, before, wishes, code);
  const left = wishes.filter((wish) => !book.closure(wish).has(code));
  return finish(book, before, left, code);
}

function finish(
  book: RuleBook,
  before: readonly string[],
  wishes: readonly string[],
  code: string,
): Choice {
  const after = resolve(book, wishes);
  const clicked = book.option(code);
  const one = clicked !== undefined && book.isOneOf(code);
  // Taking the place of another in its group is the click itself, and needs no words.
  const aside = (other: string) =>
    other === code || (one && book.option(other)!.group === clicked.group);
  const came = after.filter((other) => !before.includes(other) && !aside(other));
  const went = before.filter((other) => !after.includes(other) && !aside(other));
  return {
    next: { trim: book.trim.code, wishes },
    adds: came.map((other) => ({ code: other, reason: whyAdded(book, after, code, other) })),
    removes: went.map((other) => ({ code: other, reason: whyRemoved(book, after, code, other) })),
    differenceFen: priceOf(book, after).priceFen - priceOf(book, before).priceFen,
  };
}

function whyAdded(book: RuleBook, after: readonly string[], code: string, other: string): Reason {
  const brought = after.includes(code) ? book.closure(code).get(other) : undefined;
  if (brought) return { kind: "rule", by: brought.by, because: brought.rule.because };
  return { kind: "standard" };
}

function whyRemoved(book: RuleBook, after: readonly string[], code: string, other: string): Reason {
  if (!after.includes(code)) {
    // Taken out: what needs it goes as well, by the rule that brought it along.
    const brought = book.closure(other).get(code);
    return brought
      ? { kind: "rule", by: other, because: brought.rule.because }
      : { kind: "came_with", by: code };
  }
  const clash = book.clash(code, other);
  if (!clash) {
    const holder = book.template.options.find((option) =>
      option.code !== other && !after.includes(option.code) &&
      book.closure(option.code).has(other) && book.clash(code, option.code)
    );
    return holder ? { kind: "came_with", by: holder.code } : { kind: "standard" };
  }
  if (clash.rule) return { kind: "rule", by: clash.mine, because: clash.rule.because };
  const brought = book.closure(code).get(clash.mine) ?? book.closure(other).get(clash.theirs);
  return brought
    ? { kind: "rule", by: brought.by, because: brought.rule.because }
    : { kind: "standard" };
}

/** Another trim: wishes that it can have stay. Undefined where the template has no such trim. */
export function chooseTrim(
  template: Template,
  { trim, wishes }: Selection,
  to: string,
): Choice | undefined {
  const from = ruleBook(template, trim);
  const book = ruleBook(template, to);
  if (!from || !book) return undefined;
  const before = resolve(from, wishes);
  const next = settle(book, wishes);
  const after = resolve(book, next);
  const asked = (code: string) => !from.isStandard(code);
  return {
    next: { trim: to, wishes: next },
    adds: [],
    removes: before.filter((code) => asked(code) && !after.includes(code))
      .map((code) => ({ code, reason: { kind: "trim" } as const })),
    differenceFen: priceOf(book, after).priceFen - priceOf(from, before).priceFen,
  };
}
