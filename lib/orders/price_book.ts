/** What a configuration costs: orders take prices from here, never from who orders. */
import type { PricedCar } from "./terms.ts";

export interface PriceBook {
  /** The configuration of a share code at its present price, or undefined where there is none. */
  price(code: string): Promise<PricedCar | undefined>;
}
