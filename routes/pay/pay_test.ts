import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appOn, routeOf } from "../_testing.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { PaymentError, type PaymentGateway } from "../../lib/adapters/payments/port.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import type { Platform } from "../../lib/platform.ts";
import { guards } from "../../lib/web/guards.ts";
import { eventually, withApi } from "../api/_testing.ts";
import rootMiddleware from "../_middleware.ts";
import * as orderPage from "../orders/[order].tsx";
import * as orderLive from "../orders/[order]/live.ts";
import * as payPage from "./[payment]/index.tsx";

const ORIGIN = "http://shop.test";
const PHONE =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36";
const DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36";

/** A provider with a code and a page, as Alipay has. */
function provider(paid: Set<string>): PaymentGateway {
  const known = {
    provider: "alipay",
    closableAfterMs: 0,
    create: ({ paymentId }: { paymentId: string }) => {
      if (paid.has(paymentId)) throw new PaymentError("already_paid", "paid");
      return Promise.resolve({
        payUrl: `https://openapi.alipay.com/gateway.do?no=${paymentId}`,
        qrText: `https://qr.alipay.com/${paymentId}`,
      });
    },
  };
  return known as unknown as PaymentGateway;
}

interface Scene {
  readonly platform: Platform;
  ask(path: string, as: number, init?: RequestInit & { agent?: string }): Promise<Response>;
}

function withPages(
  run: (scene: Scene) => Promise<void>,
  paid = new Set<string>(),
  gateways: readonly PaymentGateway[] = [provider(paid)],
): Promise<void> {
  return withApi(async (_api, platform) => {
    const pages = appOn(platform)
      .use(...guards)
      .use(rootMiddleware as never)
      .route("/orders/:order", routeOf(orderPage))
      .route("/orders/:order/live", routeOf(orderLive))
      .route("/pay/:payment", routeOf(payPage))
      .handler() as (request: Request) => Promise<Response>;
    await run({
      platform,
      ask(path, as, { agent = DESKTOP, ...init } = {}) {
        const token = platform.tokens.mint({
          memberId: testMemberId(as),
          role: "member",
          sessionId: TEST_SESSION,
          expiresAtMs: platform.now() + 3_600_000,
        });
        const headers = {
          cookie: `session=${token}`,
          origin: ORIGIN,
          "accept-language": "zh",
          "user-agent": agent,
        };
        return pages(new Request(ORIGIN + path, { ...init, headers }));
      },
    });
  }, { gateways });
}

/** An order that waits for its deposit. */
async function placed({ platform }: Scene): Promise<string> {
  await platform.system.ask(order("o-1"), "place", {
    saleId: "launch-2017",
    memberId: testMemberId(1),
    number: 1,
    payBy: platform.now() + 900_000,
    depositFen: 50_000,
  });
  return "o-1";
}

async function begin(scene: Scene): Promise<string> {
  const id = await placed(scene);
  const body = new URLSearchParams({ do: "pay" });
  const answer = await scene.ask(`/orders/${id}`, 1, { method: "POST", body });
  const place = answer.headers.get("location")!;
  assert(/^\/pay\/\w{32}$/.test(place), place);
  return place;
}

Deno.test("pay: a desktop shows the code and the sum, without any script", () =>
  withPages(async (scene) => {
    const place = await begin(scene);
    const response = await scene.ask(place, 1);
    assertEquals(response.status, 200);
    const text = await response.text();
    for (
      const word of ["用支付宝扫一扫", "¥500", "<svg", "付款二维码", "https://openapi.alipay.com"]
    ) {
      assertStringIncludes(text, word);
    }
  }));

Deno.test("pay: a phone goes on to the provider", () =>
  withPages(async (scene) => {
    const place = await begin(scene);
    await (await scene.ask(place, 1)).body?.cancel();
    const response = await scene.ask(place, 1, { agent: PHONE });
    assertEquals(response.status, 303);
    assertStringIncludes(response.headers.get("location")!, "https://openapi.alipay.com/");
  }));

Deno.test("pay: another's payment is not there", () =>
  withPages(async (scene) => {
    const place = await begin(scene);
    assertEquals((await scene.ask(place, 1)).status, 200);
    assertEquals((await scene.ask(place, 2)).status, 404);
    assertEquals((await scene.ask("/pay/x", 1)).status, 404);
  }));

Deno.test("pay: once it is paid there is nothing to be scanned, and the order is shown", () => {
  const paid = new Set<string>();
  return withPages(async (scene) => {
    const place = await begin(scene);
    const id = place.slice("/pay/".length);
    assertEquals((await scene.ask(place, 1)).status, 200);
    // The provider has the money and has not told yet.
    paid.add(id);
    const told = await scene.ask(place, 1);
    assertEquals([told.status, told.headers.get("location")], [303, "/orders/o-1"]);
    await scene.platform.system.ask(payment(id), "notify", {
      transactionId: "t",
      amountFen: 50_000,
      paidAt: 1,
    });
    const after = await scene.ask(place, 1);
    assertEquals(after.headers.get("location"), "/orders/o-1");
    await eventually(() =>
      scene.platform.system.view(order("o-1"), ({ status }) => status === "paid" || undefined)
    );
  }, paid);
});

/** A provider with a code, and what it was asked, in its order. */
function told(name: string, asked: string[], states = new Map<string, string>()): PaymentGateway {
  const known = {
    provider: name,
    closableAfterMs: 0,
    create({ paymentId }: { paymentId: string }) {
      asked.push(`${name} create`);
      states.set(paymentId, "pending");
      return Promise.resolve({
        payUrl: `https://${name}.example/${paymentId}`,
        qrText: `${name}://${paymentId}`,
      });
    },
    query({ paymentId }: { paymentId: string }) {
      asked.push(`${name} query`);
      const status = states.get(paymentId) ?? "not_found";
      return Promise.resolve(
        status === "paid"
          ? { status, amountFen: 50_000, transactionId: "t", paidAt: 1 }
          : { status, amountFen: 50_000 },
      );
    },
    close({ paymentId }: { paymentId: string }) {
      asked.push(`${name} close`);
      if (states.get(paymentId) === "young") throw new PaymentError("too_early", "too young");
      states.set(paymentId, "closed");
      return Promise.resolve({ status: "closed" });
    },
  };
  return known as unknown as PaymentGateway;
}

const choose = (scene: Scene, place: string, provider: string, agent = DESKTOP) =>
  scene.ask(place, 1, { method: "POST", body: new URLSearchParams({ provider }), agent });

const placeAfter = (response: Response) => response.headers.get("location")!;

Deno.test("pay: among several providers the buyer chooses, and only then one of them is asked", () => {
  const asked: string[] = [];
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      const ways = await (await scene.ask(place, 1)).text();
      for (const word of ["怎样付款", "支付宝", "微信支付", "¥500"]) {
        assertStringIncludes(ways, word);
      }
      assertEquals(asked, []);
      const code = placeAfter(await choose(scene, place, "alipay"));
      assertEquals(code, `${place}?scan`);
      const shown = await (await scene.ask(code, 1)).text();
      for (const word of ["用支付宝扫一扫", "<svg", "换一种方式付款"]) {
        assertStringIncludes(shown, word);
      }
      // A phone goes on to the provider by itself; within WeChat's browser it could not.
      const onPhone = placeAfter(await choose(scene, place, "alipay", PHONE));
      assertStringIncludes(onPhone, "https://alipay.example/");
      const inApp = await scene.ask(code, 1, { agent: `${PHONE} MicroMessenger/8.0.50` });
      assertStringIncludes(await inApp.text(), "在浏览器打开");
      assertEquals((await choose(scene, place, "paypal")).status, 400);
    },
    undefined,
    [told("alipay", asked), told("wechat", asked)],
  );
});

Deno.test("pay: with another provider only once the former has closed its payment", () => {
  const asked: string[] = [];
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      await choose(scene, place, "alipay");
      const other = placeAfter(await choose(scene, place, "wechat"));
      assert(/^\/pay\/\w{32}\?scan$/.test(other) && other !== `${place}?scan`, other);
      assertEquals(asked, ["alipay create", "alipay query", "alipay close", "wechat create"]);
      assertStringIncludes(await (await scene.ask(other, 1)).text(), "用微信扫一扫");
      // The former one leads home, in whatever tab it is still open.
      assertEquals(placeAfter(await scene.ask(place, 1)), "/orders/o-1");
    },
    undefined,
    [told("alipay", asked), told("wechat", asked)],
  );
});

Deno.test("pay: a payment that had gone through counts, and no other is begun", () => {
  const asked: string[] = [];
  const states = new Map<string, string>();
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      await choose(scene, place, "alipay");
      states.set(place.slice("/pay/".length), "paid");
      await choose(scene, place, "wechat");
      assertEquals(placeAfter(await scene.ask(place, 1)), "/orders/o-1");
      assert(!asked.includes("wechat create"));
      await eventually(() =>
        scene.platform.system.view(order("o-1"), ({ status }) => status === "paid" || undefined)
      );
    },
    undefined,
    [told("alipay", asked, states), told("wechat", asked)],
  );
});

Deno.test("pay: what cannot be closed yet is said, and stays the only one that can be paid", () => {
  const asked: string[] = [];
  const states = new Map<string, string>();
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      await choose(scene, place, "alipay");
      states.set(place.slice("/pay/".length), "young");
      const waiting = placeAfter(await choose(scene, place, "wechat"));
      assertEquals(waiting, `${place}?to=wechat`);
      const shown = await (await scene.ask(waiting, 1)).text();
      for (const word of ["正在关闭原来的付款", "改用微信支付"]) assertStringIncludes(shown, word);
      assert(!asked.includes("wechat create"));
    },
    undefined,
    [told("alipay", asked, states), told("wechat", asked)],
  );
});

Deno.test("pay: a tab that lies open closes no payment that another tab has begun since", () => {
  const asked: string[] = [];
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      await choose(scene, place, "alipay");
      const other = placeAfter(await choose(scene, place, "wechat")).replace("?scan", "");
      asked.length = 0;
      // The first tab still shows its ways to pay: its choice had closed what was open by then, and
      // led to the page of the payment that was being closed.
      const later = await choose(scene, place, "alipay");
      assertEquals(placeAfter(later), other);
      assertEquals(asked, []);
      const id = other.slice("/pay/".length);
      const { status } = await scene.platform.system.view(payment(id), (state) => ({ ...state }));
      assertEquals(status, "open");
    },
    undefined,
    [told("alipay", asked), told("wechat", asked)],
  );
});

Deno.test("pay: a choice that comes after the hold leads to the order, not to an error", () => {
  const asked: string[] = [];
  return withPages(
    async (scene) => {
      const place = await begin(scene);
      await scene.platform.system.ask(order("o-1"), "cancel", { memberId: testMemberId(1) });
      await eventually(() =>
        scene.platform.system.view(
          order("o-1"),
          ({ status }) => status === "cancelled" || undefined,
        )
      );
      const answer = await choose(scene, place, "wechat");
      assertEquals([answer.status, placeAfter(answer)], [303, "/orders/o-1"]);
    },
    undefined,
    [told("alipay", asked), told("wechat", asked)],
  );
});

Deno.test("pay: going on with a car that was given back in another tab shows the order", () =>
  withPages(async (scene) => {
    const id = await placed(scene);
    const answer = await scene.ask(`/orders/${id}`, 1, {
      method: "POST",
      body: new URLSearchParams({ do: "continue", code: "LU1-AZSVM" }),
    });
    assertEquals([answer.status, placeAfter(answer)], [303, `/orders/${id}`]);
  }));

// Walked: back from the cashier the order still asked for its deposit, and did not move when it came.
Deno.test("order of a sale: a payment that is on its way is not asked for again, and is told live", () =>
  withPages(async (scene) => {
    const place = await begin(scene);
    const here = "/orders/o-1";
    assertStringIncludes(await (await scene.ask(here, 1)).text(), "不用再付一次");
    assertEquals((await scene.ask(`${here}/live`, 2)).status, 404);
    const live = (await scene.ask(`${here}/live`, 1)).body!.pipeThrough(new TextDecoderStream())
      .getReader();
    const heard = (async () => {
      let said = "";
      while (!said.includes("event: changed")) said += (await live.read()).value ?? "";
    })();
    const paymentId = place.slice("/pay/".length);
    await scene.platform.system.ask(order("o-1"), "payment_succeeded", {
      paymentId,
      amountFen: 50_000,
    });
    await heard;
    await live.cancel();
    const paid = await (await scene.ask(here, 1)).text();
    assertStringIncludes(paid, "订金已付");
    assert(!paid.includes("不用再付一次") && !paid.includes('value="pay"'));
  }));

// Walked: who gave a paid car back was shown a deposit that had failed, and nothing of the money.
Deno.test("order of a sale: given back after it was paid, it says where the deposit is", () =>
  withPages(async (scene) => {
    const paymentId = (await begin(scene)).slice("/pay/".length);
    const { system } = scene.platform;
    const paidAt = scene.platform.now();
    await system.ask(payment(paymentId), "notify", {
      transactionId: "t-1",
      amountFen: 50_000,
      paidAt,
    });
    await eventually(async () =>
      (await system.view(order("o-1"), ({ status }) => status)) === "paid" || undefined
    );
    const body = new URLSearchParams({ do: "cancel" });
    await scene.ask("/orders/o-1", 1, { method: "POST", body });
    const page = await eventually(async () => {
      const text = await (await scene.ask("/orders/o-1", 1)).text();
      return text.includes("退回") ? text : undefined;
    });
    assertStringIncludes(page, "订金 ¥500 正在原路退回。");
    assert(!page.includes("付尾款"), "nothing is ahead any more");
  }));
