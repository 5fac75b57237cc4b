/** Rows about payments: what has to be in a provider's bill of a day. */
import { payment, type PaymentState } from "../../actors/sales/payment.ts";
import { defineReadModel, type Rows } from "../kernel/mod.ts";
import { beijingDay } from "../time/beijing.ts";

export interface BookedRow {
  readonly paymentId: string;
  readonly refundId?: string;
  readonly transactionId: string;
  readonly amountFen: number;
  /** When a refund was asked for: from then on a bill may have it. */
  readonly from: number;
}

/** A payment by the provider's time of it, a refund by when it was done. */
function* bookedOf(
  { request, success, refunds }: PaymentState,
  paymentId: string,
): Iterable<{ provider: string; day: string; row: BookedRow }> {
  if (!request || !success) return;
  const { provider } = request;
  const { transactionId, amountFen, paidAt } = success;
  const from = paidAt;
  yield { provider, day: beijingDay(paidAt), row: { paymentId, transactionId, amountFen, from } };
  for (const { refundId, status, amountFen, askedAt, doneAt } of refunds.values()) {
    if (status !== "done" || doneAt === null) continue;
    const row = { paymentId, refundId, transactionId, amountFen, from: askedAt };
    yield { provider, day: beijingDay(doneAt), row };
  }
}

/** `[provider, day, paymentId, refundId or ""]` → what has to be in that day's bill. */
export const paymentsByDay = defineReadModel("payments_by_day", payment, {
  rows: (state, { id }) =>
    Array.from(bookedOf(state, id), ({ provider, day, row }) => ({
      key: [provider, day, id, row.refundId ?? ""],
      value: { ...row },
    })),
});

/** Everything that was booked with the provider on that day in Beijing. */
export async function bookedOn(rows: Rows, provider: string, day: string): Promise<BookedRow[]> {
  const booked: BookedRow[] = [];
  for await (const { value } of rows.list<BookedRow>([provider, day])) booked.push(value);
  return booked;
}

export const paymentReadModels = [paymentsByDay];
