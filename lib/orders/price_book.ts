/** What a configuration costs: orders take prices from here, never from who orders. */
import type { PricedCar } from "./terms.ts";

export interface PriceBook {
  /** The configuration of a share code at its present price, or undefined where there is none. */
  price(code: string): Promise<PricedCar | undefined>;
}

const TRIMS: Readonly<Record<string, number>> = {
  "lu-pure": 19_980_000,
  "lu-long": 22_600_000,
  "ting-pure": 12_980_000,
  "fan-pure": 27_980_000,
  "xiu-pure": 35_980_000,
};

/** The trims of the showroom without options, where no configurator is at hand. */
export const showroomPrices: PriceBook = {
  price(code) {
    const priceFen = Object.hasOwn(TRIMS, code) ? TRIMS[code]! : undefined;
    if (priceFen === undefined) return Promise.resolve(undefined);
    const [model = "", trim = ""] = code.split("-");
    const car = { model, trim, templateVersion: 1, code, options: [], priceFen };
    const parts = [{ code, kind: "base" as const, amountFen: priceFen }];
    return Promise.resolve({ ...car, drive: "new_energy", parts });
  },
};
