/** Fetches a provider's bill and compares it with our payments. */
import { payment, type PaymentState } from "../../actors/sales/payment.ts";
import { boundsOf } from "../adapters/payments/bill.ts";
import { type BillLine, PaymentError, type PaymentGateway } from "../adapters/payments/port.ts";
import {
  type BillComparison,
  type ReconciliationCall,
  reconciliations,
} from "../adapters/payments/reconciliation.ts";
import { type ActorSystem, type Courier, defineCourier, Undeliverable } from "../kernel/mod.ts";
import { bookedOn, type BookedRow, paymentsByDay } from "../read_models/payments.ts";
import { beijingDay } from "../time/beijing.ts";
import { DAY_MS } from "../time/day.ts";
import { compare, type Entry, keyOf } from "./compare.ts";

/** Beyond so many something is wrong altogether, and a list of them helps nobody. */
const MOST_DIFFERENCES = 200;
/** A refund that took longer to be done is looked for in so many bills before the day's. */
const MOST_BILLS_BEFORE = 7;

export function reconciliationCourier(
  gateways: readonly PaymentGateway[],
  system: () => ActorSystem,
): Courier {
  const byName = new Map(gateways.map((gateway) => [gateway.provider, gateway]));
  return defineCourier(reconciliations, async (asked: ReconciliationCall, { signal }) => {
    const gateway = byName.get(asked.provider);
    if (!gateway) throw new Undeliverable(`no gateway for the provider "${asked.provider}"`);
    try {
      return await compareDay(gateway, system(), asked.day, signal);
    } catch (cause) {
      if (!(cause instanceof PaymentError)) throw cause;
      if (cause.code === "bill_not_ready") return { late: cause.message };
      throw cause.transient ? cause : new Undeliverable(cause.message, { cause });
    }
  }, { maxAttempts: 3, firstPauseMs: 5_000, longestPauseMs: 60_000, timeoutMs: 60_000 });
}

async function compareDay(
  gateway: PaymentGateway,
  system: ActorSystem,
  day: string,
  signal: AbortSignal,
): Promise<BillComparison> {
  const bill = await gateway.bill({ day, signal });
  const booked = await bookedOn(system.rows(paymentsByDay), gateway.provider, day);
  const known = new Map<string, Entry>();
  for (const line of bill) {
    const entry = await system.view(payment(line.paymentId), (state) => entryOf(state, line));
    if (entry) known.set(keyOf(line), entry);
  }
  const due = booked.map((row): Entry => ({ ...row, status: "succeeded" }));
  const before = await earlier(gateway, bill, booked, day, signal);
  const differences = compare({ bill, known, due, before });
  return {
    lines: bill.length,
    ours: booked.length,
    billFen: sumFen(bill),
    oursFen: sumFen(due),
    differences: differences.slice(0, MOST_DIFFERENCES),
    more: Math.max(0, differences.length - MOST_DIFFERENCES),
  };
}

/** What is not in the day's bill because the provider took it on a day before. */
async function earlier(
  gateway: PaymentGateway,
  bill: readonly BillLine[],
  booked: readonly BookedRow[],
  day: string,
  signal: AbortSignal,
): Promise<Set<string>> {
  const here = new Set(bill.map(keyOf));
  const [begins] = boundsOf(day);
  const missing = booked.filter((row) => !here.has(keyOf(row)) && row.from < begins);
  const first = Math.min(...missing.map(({ from }) => from));
  const found = new Set<string>();
  for (let back = 1; back <= MOST_BILLS_BEFORE && begins - (back - 1) * DAY_MS > first; back++) {
    const before = beijingDay(begins - back * DAY_MS);
    for (const line of await gateway.bill({ day: before, signal })) found.add(keyOf(line));
  }
  return found;
}

/** What we know of a line of the bill. */
function entryOf({ success, refunds }: PaymentState, line: BillLine): Entry | undefined {
  if (!success) return undefined;
  const { transactionId, amountFen } = success;
  const { paymentId, refundId } = line;
  if (refundId === undefined) return { paymentId, transactionId, amountFen, status: "succeeded" };
  const refund = refunds.get(refundId);
  if (!refund) return undefined;
  const status = ({ asked: "processing", done: "succeeded", failed: "failed" } as const)[
    refund.status
  ];
  return { paymentId, refundId, transactionId, amountFen: refund.amountFen, status };
}

const sumFen = (entries: readonly Pick<Entry, "refundId" | "amountFen">[]): number =>
  entries.reduce((sum, one) => sum + (one.refundId === undefined ? 1 : -1) * one.amountFen, 0);
