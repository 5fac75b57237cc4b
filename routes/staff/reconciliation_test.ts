import { assertEquals, assertStringIncludes } from "@std/assert";
import { openDifferences, reconciliation } from "../../actors/sales/reconciliation.ts";
import { payment } from "../../actors/sales/payment.ts";
import {
  type BillLine,
  PaymentError,
  type PaymentGateway,
} from "../../lib/adapters/payments/port.ts";
import { eventually } from "../api/_testing.ts";
import { type Staff, withConsole } from "./_testing.ts";

const DAY = "2026-01-15";
const PAID_AT = Date.parse("2026-01-15T16:00:05+08:00");

const line = (paymentId: string, more: Partial<BillLine> = {}): BillLine => ({
  kind: "payment",
  paymentId,
  transactionId: `t-${paymentId}`,
  amountFen: 50_000,
  at: PAID_AT,
  status: "succeeded",
  ...more,
});

/** A provider of whom only the bill is asked. */
const providerWith = (bill: (day: string) => readonly BillLine[]) =>
  ({
    provider: "vendor",
    closableAfterMs: 0,
    bill: ({ day }: { day: string }) => Promise.resolve().then(() => bill(day)),
  }) as unknown as PaymentGateway;

async function paid({ platform: { system } }: Staff, paymentId: string): Promise<void> {
  const success = { transactionId: `t-${paymentId}`, amountFen: 50_000, paidAt: PAID_AT };
  const request = {
    orderId: "o1",
    memberId: "m1",
    provider: "vendor",
    amountFen: 50_000,
    expiresAt: 9e15,
  };
  await system.ask(payment(paymentId), "open", request);
  await system.ask(payment(paymentId), "notify", success);
}

const compared = ({ platform: { system } }: Staff, day = DAY) =>
  eventually(() =>
    system.view(reconciliation("vendor"), ({ days }) => {
      const found = days.get(day);
      return found && found.status !== "running" ? structuredClone(found) : undefined;
    })
  );

Deno.test("reconciliation: each difference is shown with what to do, and settled with a note", () =>
  withConsole(
    async (staff) => {
      await paid(staff, "payment-even");
      await paid(staff, "payment-lost");
      await paid(staff, "payment-less");
      const run = { do: "run", provider: "vendor", day: DAY };
      const ran = await staff.send("/staff/reconciliation", run);
      assertEquals(ran.headers.get("location"), "/staff/reconciliation?done=run");
      const { comparison, ...rest } = await compared(staff);
      assertEquals(comparison?.lines, 3);
      assertEquals(comparison?.ours, 3);
      assertEquals(
        openDifferences({ comparison, ...rest }).map((one) => [one.kind, one.paymentId]),
        [
          ["amount_differs", "payment-less"],
          ["missing_there", "payment-lost"],
          ["missing_with_us", "payment-new"],
        ],
      );
      const shown = await staff.text("/staff/reconciliation");
      for (const word of ["金额不一致", "我方有，渠道没有", "渠道有，我方没有", "3 笔待处理"]) {
        assertStringIncludes(shown, word);
      }
      const key = "missing_with_us payment-new ";
      const settle = { ...run, do: "settle", key, note: "已原路退回" };
      const settled = await staff.send("/staff/reconciliation", settle);
      assertEquals(settled.headers.get("location"), "/staff/reconciliation?done=settle");
      const after = await staff.text("/staff/reconciliation");
      assertStringIncludes(after, "2 笔待处理");
      assertStringIncludes(after, "已原路退回");
      const empty = await staff.send("/staff/reconciliation", { ...settle, note: " " });
      assertEquals(empty.headers.get("location"), "/staff/reconciliation?refused=invalid");
      const other = await staff.send("/staff/reconciliation", { ...settle, key: "x" });
      assertEquals(
        other.headers.get("location"),
        "/staff/reconciliation?refused=unknown_difference",
      );
    },
    3,
    {
      gateways: [
        providerWith((day) =>
          day === DAY
            ? [
              line("payment-even"),
              line("payment-less", { amountFen: 1 }),
              line("payment-new"),
            ]
            : []
        ),
      ],
    },
  ));

Deno.test("reconciliation: a bill that is not there yet is waited for", () =>
  withConsole(
    async (staff) => {
      const run = { do: "run", provider: "vendor", day: DAY };
      await staff.send("/staff/reconciliation", run);
      const { status, reason } = await compared(staff);
      assertEquals(status, "late");
      assertStringIncludes(reason!, "not made yet");
      assertStringIncludes(await staff.text("/staff/reconciliation"), "等待账单");
    },
    3,
    {
      gateways: [providerWith(() => {
        throw new PaymentError("bill_not_ready", "the bill is not made yet");
      })],
    },
  ));
