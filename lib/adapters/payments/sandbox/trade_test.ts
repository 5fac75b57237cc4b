import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MOST_REFUNDS } from "../port.ts";
import { PROMPT } from "./behaviour.ts";
import {
  close,
  create,
  expired,
  pay,
  refund,
  REFUND_WINDOW_MS,
  refundableFen,
  standing,
  type Trade,
  type TradeFacts,
  type TradeRefund,
} from "./trade.ts";

const FACTS: TradeFacts = {
  no: "P00001",
  subject: "定金",
  totalFen: 50_000,
  expiresAt: 1_000,
  notifyUrl: "http://shop.test/notify",
  returnUrl: "/",
};

const part = (
  no: string,
  amountFen: number,
  at: number,
  more: Partial<TradeRefund & { totalFen: number }> = {},
) => ({
  no,
  id: `I${no}`,
  amountFen,
  reason: "",
  notifyUrl: "",
  at,
  settlesAt: at + 10,
  fails: false,
  totalFen: FACTS.totalFen,
  ...more,
});

function pending(facts: Partial<TradeFacts> = {}): Trade {
  const made = create(undefined, { ...FACTS, ...facts }, 0);
  assert(made.ok);
  return made.trade;
}

function paid(facts: Partial<TradeFacts> = {}) {
  const made = pay(pending(facts), { transactionId: "T", behaviour: PROMPT }, 1);
  assert(made.ok);
  return made.trade;
}

Deno.test("trade: what is asked of a payment in each state", () => {
  const by = { transactionId: "T", behaviour: PROMPT };
  const closed = expired(pending(), 1_000);
  const result = (decision: { ok: boolean; refusal?: string; changed?: boolean }) =>
    decision.ok ? (decision.changed ? "changed" : "unchanged") : decision.refusal;
  const cases: [string, unknown, unknown][] = [
    ["created too late", result(create(undefined, FACTS, 1_000)), "ORDER_EXPIRED"],
    ["created again", result(create(pending(), FACTS, 5)), "unchanged"],
    [
      "created again from elsewhere",
      result(create(pending(), { ...FACTS, notifyUrl: "x" }, 5)),
      "unchanged",
    ],
    [
      "with another subject",
      result(create(pending(), { ...FACTS, subject: "x" }, 5)),
      "OUT_TRADE_NO_USED",
    ],
    [
      "with another expiry",
      result(create(pending(), { ...FACTS, expiresAt: 2 }, 1)),
      "OUT_TRADE_NO_USED",
    ],
    ["created again when paid", result(create(paid(), FACTS, 5)), "ORDERPAID"],
    ["created again when closed", result(create(closed, FACTS, 5)), "ORDER_CLOSED"],
    ["paid", result(pay(pending(), by, 999)), "changed"],
    ["paid twice", result(pay(paid(), by, 5)), "ORDERPAID"],
    ["paid when closed", result(pay(closed, by, 5)), "ORDER_CLOSED"],
    ["paid, never created", result(pay(undefined, by, 5)), "ORDER_NOT_EXIST"],
    ["closed", result(close(pending(), 0, 0)), "changed"],
    ["closed too early", result(close(pending(), 300, 299)), "ORDER_TOO_YOUNG"],
    ["closed in time", result(close(pending(), 300, 300)), "changed"],
    ["closed twice", result(close(closed, 300, 5)), "unchanged"],
    ["closed when paid", result(close(paid(), 0, 5)), "ORDERPAID"],
    ["refunded", result(refund(paid(), part("R", 1, 5), 5)), "changed"],
    ["refunded when pending", result(refund(pending(), part("R", 1, 5), 5)), "ORDER_NOT_PAID"],
    [
      "refunded after a year",
      result(refund(paid(), part("R", 1, 5), REFUND_WINDOW_MS + 2)),
      "REFUND_WINDOW_OVER",
    ],
    ["refunded too much", result(refund(paid(), part("R", 50_001, 5), 5)), "REFUND_EXCEEDS_PAID"],
    [
      "of another total",
      result(refund(paid(), part("R", 1, 5, { totalFen: 1 }), 5)),
      "TOTAL_MISMATCH",
    ],
  ];
  for (const [title, got, wanted] of cases) assertEquals(got, wanted, title);
});

Deno.test("trade: an expired payment is closed as of its expiry, a paid one stays paid", () => {
  assertEquals(expired(pending(), 999).status, "pending");
  const closed = expired(pending(), 5_000);
  assert(closed.status === "closed");
  assertEquals(closed.closedAt, 1_000);
  assertEquals(expired(paid(), 5_000).status, "paid");
});

const step = fc.record({
  no: fc.integer({ min: 0, max: 70 }),
  amountFen: fc.integer({ min: 1, max: 400 }),
  passesMs: fc.integer({ min: 0, max: 15 }),
  fails: fc.boolean(),
});

Deno.test("refund: whatever is asked in whatever order, money adds up", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      fc.array(step, { maxLength: 120 }),
      (total, steps) => {
        let trade = paid({ totalFen: total });
        let now = 10;
        /** The same told once more, in plain terms. */
        const ledger = new Map<string, { amountFen: number; failsAt: number }>();
        for (const { no, amountFen, passesMs, fails } of steps) {
          now += passesMs;
          const name = `R${no}`;
          const outcome = refund(
            trade,
            part(name, amountFen, now, { fails, totalFen: total }),
            now,
          );
          const out = [...ledger.values()].reduce(
            (sum, one) => sum + (now >= one.failsAt ? 0 : one.amountFen),
            0,
          );
          const before = ledger.get(name);
          const fits = before
            ? before.amountFen === amountFen
            : ledger.size < MOST_REFUNDS && out + amountFen <= total;
          assertEquals(outcome.ok, fits);
          if (!outcome.ok) continue;
          assertEquals(outcome.changed, !before);
          if (!before) ledger.set(name, { amountFen, failsAt: fails ? now + 10 : Infinity });
          trade = outcome.trade;
          const left = refundableFen(trade, now);
          assert(left >= 0 && left <= total);
          const given = trade.refunds.filter((one) => standing(one, Infinity) === "SUCCESS")
            .reduce((sum, one) => sum + one.amountFen, 0);
          assert(given <= total, "what is given back in the end is at most what was paid");
          assert(trade.refunds.length <= MOST_REFUNDS);
          assertEquals(new Set(trade.refunds.map((one) => one.no)).size, trade.refunds.length);
        }
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});
