/** Clicks at random through a template, the same ones each time: is every car on the way a whole one? */
import { choose } from "./choose.ts";
import { resolve } from "./resolve.ts";
import { type RuleBook, ruleBook } from "./rule_book.ts";
import type { Template } from "./template.ts";

const WALKS = 24;
const CLICKS = 12;

export interface DeadEnd {
  readonly trim: string;
  /** What was clicked, in order, until the car was no longer whole. */
  readonly clicks: readonly string[];
}

/** What keeps a car from being whole: a group without its one option, a rule that is broken. */
export function brokenIn(book: RuleBook, options: readonly string[]): string | undefined {
  const chosen = new Set(options);
  for (const { code, kind } of book.template.groups) {
    const count = options.filter((option) => book.option(option)!.group === code).length;
    if (kind === "one" && count !== 1) return `${count} options of ${code}`;
  }
  for (const { when, kind, options: others } of book.template.rules) {
    if (!chosen.has(when)) continue;
    const other = others.find((code) => chosen.has(code) === (kind === "excludes"));
    if (other !== undefined) return `${when} ${kind} ${other}`;
  }
  return options.find((code) => !book.has(code));
}

/** The first dead end that is met; a sound template has none, whatever is clicked. */
export function deadEnd(template: Template): DeadEnd | undefined {
  const random = numbers(template.options.length);
  for (const { code: trim, off } of template.trims) {
    if (off) continue;
    const book = ruleBook(template, trim)!;
    const choices = template.options.map(({ code }) => code).filter((code) => book.has(code));
    if (choices.length === 0) return { trim, clicks: [] };
    for (let walk = 0; walk < WALKS; walk++) {
      const clicks: string[] = [];
      let wishes: readonly string[] = [];
      for (let click = 0; click < CLICKS; click++) {
        const code = choices[random() % choices.length]!;
        const had = resolve(book, wishes).includes(code);
        clicks.push(code);
        wishes = choose(book, wishes, code).next.wishes;
        const options = resolve(book, wishes);
        const missed = !had && !options.includes(code);
        if (missed || brokenIn(book, options) !== undefined) return { trim, clicks };
      }
      // The order of clicks must not matter for what goes together.
      const backwards = resolve(book, wishes.toReversed()).join();
      if (backwards !== resolve(book, wishes).join()) return { trim, clicks };
    }
  }
  return undefined;
}

/** Numbers that look random and are the same each time (Numerical Recipes' generator). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
