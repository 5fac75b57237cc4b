/** What a vehicle order is told, and what it records. */
import * as z from "zod";
import { maskedVin } from "../../lib/garage/vin.ts";
import type { Json } from "../../lib/kernel/actor.ts";
import { documentCode, pricedCar, WARNINGS } from "../../lib/orders/terms.ts";
import {
  expectation,
  invoice,
  orderPayment,
  orderRefund,
  paperFile,
  purpose,
} from "./vehicle_order_state.ts";

const memberId = z.string().min(1);
const vehicleId = z.string().min(1);
const paymentId = z.string().min(1);
const reason = z.string().min(2).max(200);
/** The code of a configuration of which only some are left, and of which this order has one. */
const allotment = z.string().optional();
/** A deposit of a flash sale's order that is carried over. */
const credit = z.object({
  paymentId,
  amountFen: z.int().min(1),
  paidAt: z.int(),
  /** What it counts as. Earnest money does so from the day on which the real name is proved. */
  purpose: purpose.extract(["reservation", "earnest"]).optional(),
});

export const commands = {
  place: z.object({ memberId, car: pricedCar, credit: credit.optional(), allotment }),
  change: z.object({ memberId, car: pricedCar, allotment }),
  prove_name: z.object({ memberId }),
  name_answered: z.object({
    result: z.object({ matches: z.boolean(), proofId: z.string() }),
  }),
  name_not_asked: z.object({ reason: z.string().optional() }),
  confirm_warnings: z.object({
    memberId,
    version: z.int(),
    warnings: z.array(z.enum(WARNINGS)),
  }),
  begin_payment: z.object({
    memberId,
    paymentId,
    provider: z.string(),
    purpose,
    /** A part of the balance; without it, all that is due. */
    amountFen: z.int().min(1).optional(),
  }),
  /** The buyer pays in another way, or not now: the open payment is closed. */
  drop_payment: z.object({
    memberId,
    /** This payment and no other: a tab that has lain open must not close a later one. */
    paymentId: paymentId.optional(),
  }),
  payment_succeeded: z.object({ paymentId, amountFen: z.int() }),
  payment_closed: z.object({ paymentId }),
  lock: z.object({ memberId }),
  /** The free days are over; the order sends it to itself. */
  lock_by_itself: z.object({}),
  /** Nothing was paid for a day; the order sends it to itself. */
  lapse: z.object({}),
  cancel: z.object({ memberId }),
  fail: z.object({ reason }),
  /** `leftFen`: what could go back when whoever asks looked. */
  refund: z.object({
    paymentId,
    amountFen: z.int().min(1),
    leftFen: z.int().min(0).optional(),
  }),
  refund_done: z.object({ refundId: z.string() }),
  expect: expectation,
  bind: z.object({ vehicleId, vin: z.string() }),
  /** Without a file: the paper itself was handed in, or it came from somebody else. */
  hand_in: z.object({ memberId, code: documentCode, file: paperFile.optional() }),
  accept_document: z.object({ code: documentCode }),
  issue_invoice: invoice.pick({ invoiceNumber: true }),
  /** The car has been handed over. */
  deliver: z.object({ vehicleId }),
  /** The plate itself is in the buyer's vault. */
  register: z.object({}),
};

const refundEvent = orderRefund.omit({ status: true });
export const events = {
  placed: commands.place,
  changed: z.object({ car: pricedCar, allotment, givenBack: allotment }),
  name_proof_asked: z.object({ memberId }),
  name_proved: z.object({ proofId: z.string() }),
  name_refused: z.object({}),
  /** A deposit that was carried over counts as earnest money from now on. */
  earnest_counted: z.object({}),
  warnings_confirmed: z.object({ version: z.int() }),
  payment_begun: orderPayment.omit({ status: true, paidAt: true })
    .extend({ memberId, provider: z.string() }),
  payment_let_go: z.object({ paymentId }),
  payment_dropped: z.object({ paymentId }),
  paid: z.object({ memberId, paymentId, purpose, amountFen: z.int() }),
  /** Money that nothing was due for; it goes back. */
  paid_for_nothing: z.object({ paymentId, amountFen: z.int() }),
  settled: z.object({}),
  refund_due: refundEvent,
  refund_done: z.object({ refundId: z.string() }),
  locked: z.object({
    memberId,
    by: z.enum(["buyer", "time"]),
    /** What is ordered from now on; orders of before did not say. */
    car: pricedCar.pick({ model: true, code: true, priceFen: true }).optional(),
  }),
  cancelled: z.object({
    memberId,
    fault: z.enum(["buyer", "maker"]),
    reason,
    keptFen: z.int(),
    /** Due to the buyer beside what they paid. */
    compensationFen: z.int(),
    vehicleId: vehicleId.nullable(),
    givenBack: allotment,
    fromSale: z.literal(true).optional(),
  }),
  expected: expectation,
  /** The VIN is masked. */
  bound: z.object({ memberId, vehicleId, vin: z.string() }),
  document_handed_in: z.object({ code: documentCode, file: paperFile.optional() }),
  document_accepted: z.object({ code: documentCode }),
  invoiced: invoice.extend({ taxFen: z.int(), ruleFrom: z.string() }),
  cleared: z.object({ memberId, vehicleId }),
  delivered: z.object({ memberId, vehicleId, model: z.string() }),
  registered: z.object({ memberId, vehicleId }),
};

/** Version 1 wrote whole VINs, which were the cars' ids as well. */
const bring = (payload: Json): Json => {
  const { vin, ...rest } = payload as { [name: string]: Json };
  return { ...rest, vehicleId: vin ?? null };
};
export const upcast = {
  bound: (payload: Json): Json => ({
    ...bring(payload) as { [name: string]: Json },
    vin: maskedVin((payload as { vin: string }).vin),
  }),
  cleared: bring,
  cancelled: bring,
  delivered: bring,
  registered: bring,
};
