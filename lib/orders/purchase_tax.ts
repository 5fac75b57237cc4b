/**
 * Vehicle purchase tax: a tenth of the price without VAT. What new-energy cars are let off changes
 * with the years, so the rules stand in a table by date; the day of the invoice in Beijing decides.
 */
import { beijingDay } from "../time/beijing.ts";

/** What drives the car. Plug-in hybrids and range extenders count as new energy. */
export type Drive = "new_energy" | "fuel";

interface Rule {
  /** The first day in Beijing. */
  readonly from: string;
  /** How much of a new-energy car's tax is let off, as a divisor: 1 is all, 2 is half. */
  readonly letOff: 1 | 2 | null;
  /** At most so much is let off, fen. */
  readonly capFen: number | null;
}

const RATE_PERCENT = 10;
const VAT_PERCENT = 13;
const RULES: readonly Rule[] = [
  { from: "2014-09-01", letOff: 1, capFen: null },
  { from: "2024-01-01", letOff: 1, capFen: 3_000_000 },
  { from: "2026-01-01", letOff: 2, capFen: 1_500_000 },
  { from: "2028-01-01", letOff: null, capFen: null },
];

export interface PurchaseTax {
  /** The price without VAT, fen. */
  readonly baseFen: number;
  readonly fullFen: number;
  readonly letOffFen: number;
  readonly taxFen: number;
  /** The first day of the rule that was applied. */
  readonly ruleFrom: string;
}

/**
 * The tax on a car invoiced at `invoicedAt` (epoch milliseconds) for `priceFen`, VAT included.
 *
 * @throws {RangeError} for a day before the table begins
 */
export function purchaseTax(priceFen: number, drive: Drive, invoicedAt: number): PurchaseTax {
  const day = beijingDay(invoicedAt);
  const rule = RULES.findLast(({ from }) => from <= day);
  if (!rule) {
    throw new RangeError(`Cannot tax a car invoiced on ${day}: the table begins ${RULES[0]!.from}`);
  }
  const baseFen = Math.round(priceFen * 100 / (100 + VAT_PERCENT));
  const fullFen = Math.round(baseFen * RATE_PERCENT / 100);
  const free = drive === "new_energy" && rule.letOff !== null
    ? Math.floor(fullFen / rule.letOff)
    : 0;
  const letOffFen = rule.capFen === null ? free : Math.min(free, rule.capFen);
  return { baseFen, fullFen, letOffFen, taxFen: fullFen - letOffFen, ruleFrom: rule.from };
}
