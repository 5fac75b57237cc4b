/** What a vehicle order is sold on: its priced car, its deposits, its papers. */
import * as z from "zod";

/** A refundable reservation (小订), fen. */
export const RESERVATION_FEN = 100_000;
/** The earnest money (定金) that is usually asked for, fen. */
export const EARNEST_FEN = 500_000;
/** Civil Code 586: beyond a fifth of the price, earnest money has no effect as such. */
const EARNEST_PARTS = 5;
/** After the earnest money was paid, a car may be changed or given back freely for so long. */
export const FREE_CHANGE_MS = 168 * 3_600_000;

/** What must be confirmed, each by itself, before an order is locked; the version is of the wording. */
export const WARNINGS = ["configuration_fixed", "buyer_fixed", "earnest_forfeit"] as const;
export const WARNINGS_VERSION = 1;

export const pricePart = z.object({
  code: z.string().min(1).max(80),
  kind: z.enum(["base", "option", "discount", "service"]),
  /** Negative where it is taken off. */
  amountFen: z.int(),
});

/** A configuration as it was priced, kept with its parts so that it can be rebuilt exactly. */
export const pricedCar = z.object({
  model: z.string().min(1).max(40),
  trim: z.string().min(1).max(60),
  templateVersion: z.int().min(1),
  /** The share code of the configuration. */
  code: z.string().min(1).max(120),
  options: z.array(z.string().min(1).max(80)).max(80),
  drive: z.enum(["new_energy", "fuel"]),
  parts: z.array(pricePart).min(1).max(100),
  /** The parts' sum, VAT included. */
  priceFen: z.int().min(1),
});
export type PricedCar = z.infer<typeof pricedCar>;

export const partsAddUp = ({ parts, priceFen }: PricedCar): boolean =>
  parts.reduce((sum, { amountFen }) => sum + amountFen, 0) === priceFen;

/** The most of a price that can be earnest money. */
export const earnestLimitFen = (priceFen: number): number => Math.floor(priceFen / EARNEST_PARTS);

/** Papers without which a car is not registered; the order of the list is the order shown. */
export const DOCUMENTS = [
  "identity_card",
  "contract",
  "invoice",
  "certificate_of_conformity",
  "compulsory_insurance",
  "purchase_tax_proof",
] as const;
export const documentCode = z.enum(DOCUMENTS);
export type DocumentCode = z.infer<typeof documentCode>;
/** Without these no car is handed over; the tax is paid on the invoice, and so comes after it. */
export const BEFORE_DELIVERY: readonly DocumentCode[] = [
  "identity_card",
  "contract",
  "invoice",
  "certificate_of_conformity",
  "compulsory_insurance",
];
