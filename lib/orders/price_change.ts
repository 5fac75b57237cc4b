/** What another configuration would change about the price of an order. */
import type { PricedCar } from "./terms.ts";

export interface PriceChange {
  /** What comes (positive), what goes (negative), and what costs something else now. */
  readonly lines: readonly { readonly code: string; readonly amountFen: number }[];
  /** The sum of the lines. */
  readonly differenceFen: number;
  /** What of the money held goes back at once: it is more than the new price. */
  readonly backFen: number;
  /** What is left to pay of the new price. */
  readonly leftFen: number;
}

type Priced = Pick<PricedCar, "parts" | "priceFen">;

export function priceChange(from: Priced, to: Priced, heldFen: number): PriceChange {
  const amounts = new Map<string, number>();
  const add = (code: string, fen: number) => amounts.set(code, (amounts.get(code) ?? 0) + fen);
  for (const { code, amountFen } of to.parts) add(code, amountFen);
  for (const { code, amountFen } of from.parts) add(code, -amountFen);
  const before = new Set(from.parts.map(({ code }) => code));
  const after = new Set(to.parts.map(({ code }) => code));
  // An option that is free of charge comes and goes as well; one that stays as it was does not.
  const lines = [...amounts]
    .filter(([code, fen]) => fen !== 0 || before.has(code) !== after.has(code))
    .map(([code, amountFen]) => ({ code, amountFen }));
  return {
    lines,
    differenceFen: to.priceFen - from.priceFen,
    backFen: Math.max(0, heldFen - to.priceFen),
    leftFen: Math.max(0, to.priceFen - heldFen),
  };
}
