/**
 * The ERP: what it is told of, as documents with numbers of our own. A document told again is still
 * one; each stands for itself, so that they may come in any order.
 */
import { definePort } from "../../kernel/mod.ts";

export type ErpDocument =
  | {
    readonly kind: "order_booked";
    readonly number: string;
    readonly at: number;
    /** Stands for the buyer as well: no name goes there. */
    readonly orderId: string;
    readonly model: string;
    readonly configuration: string;
    readonly amountFen: number;
  }
  | {
    readonly kind: "payment_received" | "payment_returned";
    readonly number: string;
    readonly at: number;
    readonly orderId: string;
    readonly amountFen: number;
  }
  | {
    readonly kind: "car_delivered";
    readonly number: string;
    readonly at: number;
    readonly orderId: string;
    readonly model: string;
    /** Our id of the car: a VIN leads to a person once the car is somebody's. */
    readonly vehicleId: string;
  }
  | {
    readonly kind: "stock_moved";
    readonly number: string;
    readonly at: number;
    readonly model: string;
    /** Our id of the car: a VIN leads to a person once the car is somebody's. */
    readonly vehicleId: string;
    readonly to: string;
  };

/** A document as the ERP has it. */
export type ErpEntry = {
  readonly number: string;
  readonly kind: ErpDocument["kind"];
  /** Of documents with a sum. */
  readonly amountFen?: number;
};

export type ErpCall =
  | { readonly ask: "book"; readonly document: ErpDocument }
  /** Every document of ours that the ERP has under this day in Beijing. */
  | { readonly ask: "list"; readonly day: string };

export type ErpResult =
  | { readonly reference: string }
  | { readonly entries: ErpEntry[] };

export const erpPort = definePort<ErpCall, ErpResult>("erp");

export interface Erp {
  readonly system: string;
  /** Answers the ERP's own number. Asked again with the same number, the same. */
  book(document: ErpDocument, signal: AbortSignal): Promise<string>;
  list(day: string, signal: AbortSignal): Promise<ErpEntry[]>;
}

/** `transient` where the same call may succeed later: the ERP is down, or busy. */
export class ErpError extends Error {
  override readonly name = "ErpError";
  readonly transient: boolean;

  constructor(message: string, { transient, cause }: { transient: boolean; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.transient = transient;
  }
}
