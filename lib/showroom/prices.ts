/** The showroom's prices as orders take them. */
import type { PriceBook } from "../orders/price_book.ts";
import { openConfiguration } from "./opened.ts";

/** A code of a template that is no longer the latest has no price any more: the car is configured anew. */
export const showroomPrices: PriceBook = {
  price(code) {
    const opened = openConfiguration(code);
    if (!opened || opened.outdated) return Promise.resolve(undefined);
    const { parts, ...car } = opened.priced;
    return Promise.resolve({
      ...car,
      // Every model of the range runs on electricity, be it with a range extender.
      drive: "new_energy",
      parts: parts.map(({ code, fen }, at) => ({
        code,
        kind: at === 0 ? "base" as const : "option" as const,
        amountFen: fen,
      })),
    });
  },
};
