/** The sums of a vehicle order: what is due, what is held, what goes back. */
import { EARNEST_FEN, earnestLimitFen, RESERVATION_FEN } from "../../lib/orders/terms.ts";
import type { OrderRefund, Purpose, VehicleOrderState } from "./vehicle_order_state.ts";

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** What of one payment has not gone back, and is not about to. */
export const leftFen = (
  { payments, refunds }: Pick<VehicleOrderState, "payments" | "refunds">,
  paymentId: string,
): number => {
  const paid = payments.find((one) => one.paymentId === paymentId && one.status === "paid");
  const back = refunds.filter((refund) => refund.paymentId === paymentId);
  return (paid?.amountFen ?? 0) - sum(back.map(({ amountFen }) => amountFen));
};

/** What the maker holds of the buyer's money. */
export const heldFen = (order: VehicleOrderState): number =>
  sum(order.payments.map(({ paymentId }) => leftFen(order, paymentId)));

export const balanceFen = (order: VehicleOrderState): number =>
  Math.max(0, (order.car?.priceFen ?? 0) - heldFen(order));

/** What was paid as earnest money, as far as it has the effect of it. */
export const earnestFen = (order: VehicleOrderState): number => {
  const paid = order.payments.filter(({ purpose }) => purpose === "earnest");
  return Math.min(
    sum(paid.map(({ paymentId }) => leftFen(order, paymentId))),
    earnestLimitFen(order.car?.priceFen ?? 0),
  );
};

/** A refund of this very payment. */
export function refundOf(
  { refunds }: VehicleOrderState,
  paymentId: string,
  amountFen: number,
  reason: OrderRefund["reason"],
): Omit<OrderRefund, "status"> {
  const nth = refunds.filter((refund) => refund.paymentId === paymentId).length + 1;
  // A payment counts the tries of a refund with `_2`; the letter keeps both countings apart.
  return { refundId: `${paymentId}-r${nth}x`, paymentId, amountFen, reason };
}

/** Gives `amountFen` back, from the latest payment on. */
export function refundsOf(
  order: VehicleOrderState,
  amountFen: number,
  reason: OrderRefund["reason"],
): Omit<OrderRefund, "status">[] {
  const refunds: Omit<OrderRefund, "status">[] = [];
  let rest = amountFen;
  for (const { paymentId } of order.payments.toReversed()) {
    const part = Math.min(rest, leftFen(order, paymentId));
    if (part <= 0) continue;
    refunds.push(refundOf(order, paymentId, part, reason));
    rest -= part;
  }
  return refunds;
}

export const openPayment = ({ payments }: VehicleOrderState) =>
  payments.find(({ status }) => status === "open");

/** What is due now for this purpose, or why nothing is. */
export function dueFen(
  order: VehicleOrderState,
  purpose: Purpose,
): number | "not_due" | "paid_already" | "name_not_proved" {
  const paid = order.payments.some((one) => one.purpose === purpose && one.status === "paid");
  const { priceFen } = order.car!;
  switch (purpose) {
    case "reservation":
      if (paid) return "paid_already";
      return order.status === "placed" ? Math.min(RESERVATION_FEN, priceFen) : "not_due";
    case "earnest":
      if (paid) return "paid_already";
      if (order.status !== "placed" && order.status !== "reserved") return "not_due";
      if (order.realName === null) return "name_not_proved";
      // Where the reservation was the whole price there is nothing left to be asked for.
      return Math.min(EARNEST_FEN, earnestLimitFen(priceFen), priceFen - heldFen(order)) ||
        "not_due";
    case "balance": {
      const balance = balanceFen(order);
      if (balance === 0) return "paid_already";
      return order.status === "locked" ? balance : "not_due";
    }
  }
}

export const payment = ({ payments }: VehicleOrderState, paymentId: string) =>
  payments.find((payment) => payment.paymentId === paymentId)!;

export const withPaid = (order: VehicleOrderState, paymentId: string): VehicleOrderState => ({
  ...order,
  payments: order.payments.map((payment) =>
    payment.paymentId === paymentId ? { ...payment, status: "paid" } : payment
  ),
});
