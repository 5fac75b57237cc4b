import { assert, assertEquals } from "@std/assert";
import { Hono } from "hono";
import type { Notification } from "../../lib/adapters/payments/port.ts";
import { openBench, type SandboxBench } from "../../lib/adapters/payments/sandbox/_testing.ts";
import { Deadlines } from "../../lib/http/deadlines.ts";
import { problemOf } from "./outcome.ts";
import { addPaymentNotify } from "./payments.ts";

interface Scene {
  readonly bench: SandboxBench;
  readonly app: Hono;
  readonly kept: [string, Notification][];
  /** What keeping does; by default it works. */
  keep: () => Promise<void>;
}

async function withNotify(run: (scene: Scene) => Promise<void>): Promise<void> {
  const app = new Hono();
  app.onError((error) => problemOf(error).toResponse());
  const bench = await openBench({ deliver: async (request) => await app.fetch(request) });
  const deadlines = new Deadlines();
  const scene: Scene = { bench, app, kept: [], keep: () => Promise.resolve() };
  addPaymentNotify(app, {
    gateways: new Map([["sandbox", bench.gateway]]),
    deadlines,
    async onNotify(provider, notification) {
      await scene.keep();
      scene.kept.push([provider, notification]);
    },
  });
  try {
    await bench.gateway.create({
      paymentId: "P00001",
      subject: "定金",
      amountFen: 50_000,
      expiresAt: bench.now() + 60_000,
      returnUrl: "/",
      signal: new AbortController().signal,
    });
    await run(scene);
  } finally {
    deadlines.stop();
    bench.stop();
  }
}

const post = (app: Hono, path: string, init: RequestInit = {}) =>
  app.request(`/api/payments/notify/${path}`, { method: "POST", ...init });

const codeOf = async (response: Response): Promise<string> => (await response.json()).code;

Deno.test("notify: what was kept is acknowledged, and told no more", () =>
  withNotify(async ({ bench, kept }) => {
    await bench.pay("P00001");
    assertEquals(await bench.sandbox.runDue(), { acknowledged: 1, failed: 0, abandoned: 0 });
    assertEquals(kept.map(([provider, { type, paymentId }]) => [provider, type, paymentId]), [
      ["sandbox", "paid", "P00001"],
    ]);
    assertEquals(await bench.sandbox.nextDue(), undefined);
  }));

Deno.test("notify: what could not be kept is told again", () =>
  withNotify(async (scene) => {
    const { bench, kept } = scene;
    let failures = 2;
    const { error } = console;
    scene.keep = () => failures-- > 0 ? Promise.reject(new Error("store away")) : Promise.resolve();
    await bench.pay("P00001");
    console.error = () => {};
    try {
      assertEquals(await bench.sandbox.runDue(), { acknowledged: 0, failed: 1, abandoned: 0 });
      assertEquals(kept.length, 0);
      await bench.advance(60_000);
    } finally {
      console.error = error;
    }
    assertEquals(kept.length, 1);
    assertEquals(await bench.sandbox.nextDue(), undefined);
  }));

Deno.test("notify: nothing is kept of what the provider did not sign", () =>
  withNotify(async ({ app, kept }) => {
    const warnings: unknown[] = [];
    const { warn } = console;
    console.warn = (text) => warnings.push(text);
    try {
      const forged = await post(app, "sandbox", { body: `{"id":"1"}` });
      assertEquals(forged.status, 400);
      assertEquals(await codeOf(forged), "notice_refused");
      assertEquals((await post(app, "sandbox")).status, 400);
    } finally {
      console.warn = warn;
    }
    assertEquals(warnings.length, 2);
    assertEquals(kept, []);
  }));

Deno.test("notify: unknown providers and large bodies are turned away", () =>
  withNotify(async ({ app, kept }) => {
    const unknown = await post(app, "paypal", { body: "{}" });
    assertEquals([unknown.status, await codeOf(unknown)], [404, "unknown_provider"]);
    const large = await post(app, "sandbox", { body: "x".repeat(65 * 1024) });
    assertEquals([large.status, await codeOf(large)], [413, "body_too_large"]);
    assert((await app.request("/api/payments/notify/sandbox")).status === 404);
    assertEquals(kept, []);
  }));
