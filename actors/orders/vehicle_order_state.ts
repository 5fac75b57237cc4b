/** What a vehicle order knows, and the sums that follow from it. */
import * as z from "zod";
import {
  BEFORE_DELIVERY,
  type DocumentCode,
  documentCode,
  DOCUMENTS,
  pricedCar,
} from "../../lib/orders/terms.ts";
import { LAST_MOMENT } from "../../lib/time/last_moment.ts";

const time = z.int().min(0).max(LAST_MOMENT);
const fen = z.int().min(0);

/** 小订, 定金 and the rest of the price. */
export const purpose = z.enum(["reservation", "earnest", "balance"]);
export type Purpose = z.infer<typeof purpose>;

export const orderPayment = z.object({
  paymentId: z.string(),
  purpose,
  /** What is asked for and, once paid, what was paid. */
  amountFen: fen,
  expiresAt: time,
  status: z.enum(["open", "closed", "paid"]),
  paidAt: time.nullable(),
});

export const orderRefund = z.object({
  refundId: z.string(),
  paymentId: z.string(),
  amountFen: z.int().min(1),
  reason: z.enum(["changed", "cancelled", "maker_fault", "not_due", "goodwill"]),
  status: z.enum(["asked", "done"]),
});
export type OrderRefund = z.infer<typeof orderRefund>;

export const expectation = z.object({
  /** The first and the last day of the window, epoch milliseconds. */
  from: time,
  to: time,
  reason: z.string().min(2).max(200),
});

/** A paper as a file: it lies in the buyer's vault, its SHA-256 in the journal. */
export const paperFile = z.object({
  seal: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1),
});

export const invoice = z.object({
  /** The code and number of the 机动车销售统一发票. */
  invoiceNumber: z.string().regex(/^\d{8,20}$/),
  priceFen: fen,
  invoicedAt: time,
});

/** The way from a reservation to the plate, in its order. */
export const WAY = [
  "placed",
  "reserved",
  "ordered",
  "locked",
  "settled",
  /** Paid, papers complete, car bound: only the handover is left. */
  "ready",
  "delivered",
  "registered",
] as const;

/** `cancelled` may end the way before delivery. */
export const PLACED_STATUSES = [...WAY, "cancelled"] as const;
export const STATUSES = ["none", ...PLACED_STATUSES] as const;
export type Status = (typeof STATUSES)[number];

export const vehicleOrderState = z.object({
  status: z.enum(STATUSES),
  memberId: z.string(),
  placedAt: time,
  /** It goes on from a flash sale's order of the same id. */
  fromSale: z.boolean(),
  car: pricedCar.nullable(),
  /** Where only some are left of the configuration: its code. */
  allotment: z.string().nullable(),
  /** Of the car that it was placed for, whatever it was changed to since. */
  placedCode: z.string().optional(),
  /** Each model it was ever priced as: lists by model must forget the former ones. */
  models: z.array(z.string()),
  payments: z.array(orderPayment),
  refunds: z.array(orderRefund),
  /** The proof that the buyer is who they say; the name itself is in the vault. */
  realName: z.object({ proofId: z.string(), verifiedAt: time }).nullable(),
  /** The version of the wording of the warnings, and when they were confirmed. */
  warned: z.object({ version: z.int(), confirmedAt: time }).nullable(),
  /** Until when the car may be changed or given back freely; set once the earnest money is paid. */
  refundableUntil: time.nullable(),
  lockedAt: time.nullable(),
  vehicleId: z.string().nullable(),
  /** Masked: the whole number is in the vault. */
  vin: z.string().nullable(),
  expected: z.array(expectation.extend({ at: time })),
  documents: z.record(documentCode, z.enum(["missing", "handed_in", "accepted"])),
  /** Of those papers that were handed in as files. */
  files: z.partialRecord(documentCode, paperFile.extend({ at: time })),
  invoice: invoice.extend({ taxFen: fen, ruleFrom: z.string() }).nullable(),
  deliveredAt: time.nullable(),
  registeredAt: time.nullable(),
  cancelled: z.object({ at: time, fault: z.enum(["buyer", "maker"]), keptFen: fen }).nullable(),
});
export type VehicleOrderState = z.infer<typeof vehicleOrderState>;

export const nothingOrdered: VehicleOrderState = {
  status: "none",
  memberId: "",
  placedAt: 0,
  fromSale: false,
  car: null,
  allotment: null,
  models: [],
  payments: [],
  refunds: [],
  realName: null,
  warned: null,
  refundableUntil: null,
  lockedAt: null,
  vehicleId: null,
  vin: null,
  expected: [],
  documents: Object.fromEntries(
    DOCUMENTS.map((code) => [code, "missing"]),
  ) as VehicleOrderState["documents"],
  files: {},
  invoice: null,
  deliveredAt: null,
  registeredAt: null,
  cancelled: null,
};

/** Paid, bound to a car, invoiced, and with all papers: it can be handed over. */
export const isReady = (order: VehicleOrderState): boolean =>
  order.status === "settled" && order.vehicleId !== null && order.invoice !== null &&
  BEFORE_DELIVERY.every((code) => order.documents[code] === "accepted");

/** Papers that come from the buyer; the others are the maker's own. */
export const BUYERS_PAPERS: readonly DocumentCode[] = [
  "identity_card",
  "contract",
  "compulsory_insurance",
  "purchase_tax_proof",
];

/** Why no file of this paper can be handed in now; undefined where one can. */
export function whyNoPaper(
  { status, documents }: Pick<VehicleOrderState, "status" | "documents">,
  code: DocumentCode,
): "cancelled_already" | "not_due" | "paper_accepted" | undefined {
  if (status === "cancelled") return "cancelled_already";
  // Before anything was paid the order may be nobody's: it ends by itself after a day.
  if (status === "none" || status === "placed" || !BUYERS_PAPERS.includes(code)) return "not_due";
  return documents[code] === "accepted" || status === "registered" ? "paper_accepted" : undefined;
}
