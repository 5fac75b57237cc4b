/** Stripe's own mock judges what the adapter asks: it knows every path and parameter, and no state. */
import { assert, assertEquals } from "@std/assert";
import { openStripe } from "../../lib/adapters/payments/stripe.ts";
import { DenoKvStore } from "../../lib/kernel/mod.ts";
import { startStripeMock } from "./servers.ts";

const signal = new AbortController().signal;
const paymentId = "0f3c9a6e5b7d4c1fa2e8d9b06c7a5e31";
const AMOUNT_FEN = 50_000;

Deno.test("stripe-mock takes every request of the adapter's", async () => {
  const mock = await startStripeMock();
  const store = await DenoKvStore.open(":memory:");
  const taken: string[] = [];
  try {
    const gateway = openStripe({
      secretKey: "sk_test_123",
      webhookSecret: "whsec_123",
      origin: "https://shop.test",
      apiOrigin: mock.url,
    }, {
      store,
      now: () => Date.UTC(2027, 0, 15),
      fetch: async (request) => {
        const response = await fetch(request);
        const body = await response.json();
        const path = new URL(request.url).pathname.replace(/(cs_|re_)\w+/, "$1…");
        assertEquals(response.status, 200, `${request.method} ${path}: ${JSON.stringify(body)}`);
        taken.push(`${request.method} ${path}`);
        return Response.json(ours(body));
      },
    });
    const { payUrl } = await gateway.create({
      paymentId,
      subject: "鹭 · 定金",
      amountFen: AMOUNT_FEN,
      expiresAt: Date.UTC(2027, 0, 15, 0, 14),
      returnUrl: "/orders/1",
      signal,
    });
    assert(payUrl.startsWith("https://checkout.stripe.com/"));
    assertEquals((await gateway.query({ paymentId, signal })).status, "paid");
    const refund = {
      paymentId,
      refundId: "R1",
      amountFen: 1_000,
      totalFen: AMOUNT_FEN,
      reason: "取消",
    };
    await gateway.refund({ ...refund, signal });
    await gateway.queryRefund({ paymentId, refundId: "R1", signal });
    await gateway.close({ paymentId, signal });
    await gateway.bill({ day: "2027-01-13", signal });
    assertEquals([...new Set(taken)].sort(), [
      "GET /v1/balance_transactions",
      "GET /v1/checkout/sessions/cs_…",
      "GET /v1/refunds",
      "POST /v1/checkout/sessions",
      "POST /v1/checkout/sessions/cs_…/expire",
      "POST /v1/refunds",
    ]);
  } finally {
    store.close();
    mock.kill();
    await mock.ended;
  }
});

/** What the mock cannot know: that the session is of our payment, and was paid. */
function ours(body: Record<string, unknown>): Record<string, unknown> {
  if (body.object !== "checkout.session") return body;
  return {
    ...body,
    client_reference_id: paymentId,
    amount_total: AMOUNT_FEN,
    url: body.url ?? `https://checkout.stripe.com/c/pay/${body.id}`,
    payment_status: "paid",
    payment_intent: { id: "pi_1", object: "payment_intent", created: 1_800_000_000 },
  };
}
