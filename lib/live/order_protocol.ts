/** What a board of orders and an order's page are told over their streams. */
import type { VehicleOrderRow } from "../read_models/vehicle_orders.ts";

export type { VehicleOrderRow };

/** Event `orders` of a board's stream. */
export interface OrdersFrame {
  /** Counts what this page of the board has shown. */
  readonly seq: number;
  /** The frame goes on from here; who has seen less connects again and is told all. 0: this is all. */
  readonly since: number;
  /** The orders of the page, the newest first. */
  readonly ids: readonly string[];
  /** Those that are new or changed since. */
  readonly rows: readonly VehicleOrderRow[];
}

/** Event `changed` of an order's stream: what it is now, its page says. */
export interface OrderFrame {
  readonly seq: number;
}
