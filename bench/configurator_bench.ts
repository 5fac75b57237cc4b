/** A click in the configurator, with its explanation, price and code, on the largest template. */
import { choose } from "../lib/configurator/choose.ts";
import { configure } from "../lib/configurator/price.ts";
import { ruleBook } from "../lib/configurator/rule_book.ts";
import { shippedTemplates } from "../lib/showroom/shipped.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = 200;

function clickMs(): { typical: number; slowest: number } {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const template of shippedTemplates()) {
      for (const { code: trim } of template.trims) {
        const book = ruleBook(template, trim)!;
        let wishes: readonly string[] = [];
        for (const { code } of template.options) {
          const began = performance.now();
          wishes = choose(book, wishes, code).next.wishes;
          configure(template, { trim, wishes });
          took.push(performance.now() - began);
        }
      }
    }
  }
  took.sort((a, b) => a - b);
  return { typical: median(took), slowest: took[Math.floor(took.length * 0.999)]! };
}

if (import.meta.main) {
  clickMs();
  const { typical, slowest } = clickMs();
  printFigure("configurator click, median", typical, "ms");
  printFigure("configurator click, p99.9", slowest, "ms");
}
