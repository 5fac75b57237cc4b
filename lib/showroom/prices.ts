/** The showroom's prices as orders take them. */
import type { PriceBook } from "../orders/price_book.ts";
import type { Showroom } from "./showroom.ts";

/** A code that can no longer be ordered as it is has no price any more: the buyer sees the new one first. */
export const showroomPrices = (showroom: Pick<Showroom, "open">): PriceBook => ({
  price(code) {
    const opened = showroom.open(code);
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
});
