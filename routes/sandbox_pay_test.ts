import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { openBench, type SandboxBench } from "../lib/adapters/payments/sandbox/_testing.ts";
import { Deadlines } from "../lib/http/deadlines.ts";
import { Problem } from "../lib/http/problem.ts";
import { cashierText } from "../lib/i18n/cashier.ts";
import { addCashier } from "./sandbox_pay.ts";

interface Scene {
  readonly bench: SandboxBench;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  pay(
    id: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

const open = async (bench: SandboxBench, paymentId: string, returnUrl = "/orders/1") =>
  await bench.gateway.create({
    paymentId,
    subject: "订金 launch-2017-<7>",
    amountFen: 123_456_700,
    expiresAt: bench.now() + 840_000,
    returnUrl,
    signal: new AbortController().signal,
  });

async function withCashier(run: (scene: Scene) => Promise<void>): Promise<void> {
  const bench = await openBench();
  const deadlines = new Deadlines();
  const app = new Hono();
  app.onError((error) => (error instanceof Problem ? error : new Problem("internal")).toResponse());
  addCashier(app, { cashier: bench.sandbox.cashier, now: bench.now, deadlines });
  try {
    await run({
      bench,
      get: async (path, headers = {}) => await app.request(path, { headers }),
      pay: async (id, form, headers = {}) =>
        await app.request(`/sandbox/pay/${id}`, {
          method: "POST",
          body: new URLSearchParams(form),
          headers,
        }),
    });
  } finally {
    deadlines.stop();
    bench.stop();
  }
}

Deno.test("cashier: shows what is to be paid, until when, in Chinese or English", () =>
  withCashier(async ({ bench, get }) => {
    const { payUrl } = await open(bench, "P00001");
    await bench.advance(60_000);
    const page = await get(payUrl);
    assertEquals(page.status, 200);
    assertEquals(page.headers.get("content-language"), "zh-Hans");
    const text = await page.text();
    for (const part of ["1,234,567.00", "¥1,234,567.00", "13:00", "订金 launch-2017-&lt;7&gt;"]) {
      assertStringIncludes(text, part);
    }
    assertStringIncludes(text, "scaleX(0.92857");
    const english = await (await get(`${payUrl}?lang=en`)).text();
    assertStringIncludes(english, "Go back without paying");
    assertStringIncludes(english, "Qingchuan");
  }));

Deno.test("cashier: paying goes back to the merchant, and the notice follows", () =>
  withCashier(async ({ bench, get, pay }) => {
    await open(bench, "P00001");
    const answer = await pay("P00001", { notify: "prompt" });
    assertEquals([answer.status, answer.headers.get("location")], [303, "/orders/1"]);
    await bench.advance(0);
    assertEquals(bench.received.length, 1);
    const again = await pay("P00001", { notify: "prompt" });
    assertEquals(again.headers.get("location"), "/sandbox/pay/P00001");
    const page = await (await get("/sandbox/pay/P00001")).text();
    assertStringIncludes(page, cashierText.zh.paid.title);
    assertFalse(page.includes("<form"));
    await bench.advance(86_400_000);
    assertEquals(bench.received.length, 1, "paid twice, told once");
  }));

Deno.test("cashier: each button of the page tells as it says", () =>
  withCashier(async ({ bench, get, pay }) => {
    await open(bench, "P00000");
    const page = await (await get("/sandbox/pay/P00000")).text();
    const buttons = [...page.matchAll(/name="notify" value="(\w+)"/g)].map(([, value]) => value!);
    const told: Record<string, readonly [number, number]> = {
      prompt: [1, 1],
      late: [0, 1],
      twice: [2, 2],
      ten_times: [10, 10],
      never: [0, 0],
      wrong_amount: [1, 1],
      out_of_order: [0, 1],
      refund_fails: [1, 1],
    };
    assertEquals(buttons.sort(), Object.keys(told).sort());
    for (const [i, [notify, [at, later]]] of Object.entries(told).entries()) {
      const id = `Q0000${i}`;
      await open(bench, id);
      assertEquals((await pay(id, { notify })).status, 303, notify);
      bench.received.length = 0;
      await bench.advance(0);
      assertEquals(bench.received.length, at, notify);
      await bench.advance(60_000);
      assertEquals(bench.received.length, later, notify);
    }
  }));

Deno.test("cashier: a load test chooses numbers and reads JSON", () =>
  withCashier(async ({ bench, get, pay }) => {
    const accept = { accept: "application/json" };
    await open(bench, "P00001");
    const answer = await pay("P00001", { notify: "late", delay_ms: "500" }, accept);
    assertEquals([answer.status, await answer.json()], [200, { status: "paid" }]);
    await bench.advance(499);
    assertEquals(bench.received.length, 0);
    await bench.advance(1);
    assertEquals(bench.received.length, 1);
    assertEquals(await (await pay("P00001", {}, accept)).json(), { status: "ORDERPAID" });
    assertEquals(await (await get("/sandbox/pay/P00001", accept)).json(), { status: "paid" });
    assertEquals((await get("/sandbox/pay/P99999", accept)).status, 404);
    await open(bench, "P00002");
    for (const notify of ["loudly", "constructor", ""]) {
      assertEquals((await pay("P00002", { notify })).status, 400, notify);
    }
    assertEquals((await pay("P00002", { notify: "late", delay_ms: "soon" })).status, 400);
    assertEquals(await (await get("/sandbox/pay/P00002", accept)).json(), { status: "pending" });
  }));

Deno.test("cashier: what is over or unknown cannot be paid, and says so", () =>
  withCashier(async ({ bench, get, pay }) => {
    await open(bench, "P00001");
    await bench.advance(840_000);
    const page = await get("/sandbox/pay/P00001?lang=en");
    assertStringIncludes(await page.text(), cashierText.en.closed.title);
    const answer = await pay("P00001", { notify: "prompt" });
    assertEquals(answer.headers.get("location"), "/sandbox/pay/P00001");
    await bench.advance(60_000);
    assertEquals(bench.received.length, 0);
    const unknown = await get("/sandbox/pay/%3Cb%3E");
    assertEquals(unknown.status, 404);
    assertStringIncludes(await unknown.text(), cashierText.zh.missing.title);
    assertEquals((await pay("P99999", { notify: "prompt" })).status, 404);
  }));

Deno.test("cashier: nobody is sent to another site, and no script is linked", () =>
  withCashier(async ({ bench, get, pay }) => {
    const cases = [
      ["P00001", "https://elsewhere.test/", "https://elsewhere.test/"],
      ["P00002", "//elsewhere.test/", "/"],
      ["P00003", "/\\elsewhere.test/", "/"],
      ["P00004", "javascript:alert(1)", "/"],
    ] as const;
    for (const [id, returnUrl, href] of cases) {
      await open(bench, id, returnUrl);
      assertEquals(
        (await pay(id, { notify: "prompt" })).headers.get("location"),
        `/sandbox/pay/${id}`,
      );
      const page = await (await get(`/sandbox/pay/${id}`)).text();
      assert(page.includes(`<p class="back"><a href="${href}">`), returnUrl);
    }
  }));

Deno.test("cashier: both languages have the same places to fill", () => {
  const places = (text: unknown): unknown =>
    typeof text === "string"
      ? (text.match(/\{\w+\}/g) ?? []).sort()
      : Object.fromEntries(Object.entries(text!).map(([key, value]) => [key, places(value)]));
  assertEquals(places(cashierText.en), places(cashierText.zh));
});
