import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { order } from "../../actors/sales/order.ts";
import { eventually } from "../api/_testing.ts";
import { withMembers } from "../my/_testing.ts";

// "Orders" in the header told a buyer of two cars that there were none: they were not from a sale.
Deno.test("orders page: has what a member got in sales, by the sale's title, and the cars they ordered", () =>
  withMembers(async ({ member }) => {
    const buyer = member(1);
    assertStringIncludes(await buyer.text("/orders"), "还没有订单");
    const { body } = await buyer.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
    const car = await buyer.text("/orders");
    assertStringIncludes(car, `/my/orders/${body.id}`);
    assert(!car.includes("还没有订单") && !car.includes("来自发售"));
    const claim = await buyer.ask("POST", "/api/sales/launch-2017/claims", {});
    assertEquals(claim.status, 201);
    const both = await eventually(async () => {
      const page = await buyer.text("/orders", "en");
      return page.includes("The Lu launch · Deposit due") ? page : undefined;
    });
    assertStringIncludes(both, `/my/orders/${body.id}`);
    assertStringIncludes(both, `/orders/${claim.body.orderId}`);
    assertEquals((await member(2).text("/orders")).includes(body.id), false);
  }));

// Walked: an order of a Ting showed a Lu, and one that had lapsed said nothing but that.
Deno.test("order of a sale: is drawn as the sale's model, and says why it ended", () =>
  withMembers(async ({ member, staff, platform }) => {
    const buyer = member(1);
    const plan = { id: "ting-1", title: "汀", model: "ting", capacity: 1, opensAt: 9e12 };
    assertEquals((await staff().ask("POST", "/api/sales", plan)).status, 201);
    await staff().ask("POST", "/api/sales/ting-1/open");
    const page = await eventually(async () => {
      const { body } = await buyer.ask("POST", "/api/sales/ting-1/claims", {});
      const response = body.orderId && await buyer.get(`/orders/${body.orderId}`);
      if (!response || response.status !== 200) return void await response?.body?.cancel();
      return [`/orders/${body.orderId}`, await response.text()] as const;
    });
    assertStringIncludes(page[1], "汀 Ting，侧面");
    await platform.system.ask(order("ting-1-1"), "lapse", {});
    assertStringIncludes(await buyer.text(page[0]), "没有收到订金，保留结束");
  }));

const LU = "LU1-AZSVM";

// Walked: who had paid for a Ting was sent to configure a Lu.
Deno.test("order of a sale without a car: leads to configure the sale's model, and keeps a mistyped code", () =>
  withMembers(async ({ member, staff, pay }) => {
    const buyer = member(1);
    const plan = { id: "ting-1", title: "汀", model: "ting", capacity: 1, opensAt: 9e12 };
    await staff().ask("POST", "/api/sales", plan);
    await staff().ask("POST", "/api/sales/ting-1/open");
    const here = await eventually(async () => {
      const { body } = await buyer.ask("POST", "/api/sales/ting-1/claims", {});
      return body.orderId && `/orders/${body.orderId}`;
    });
    const placed = async () => (await buyer.get(here)).status === 200 || undefined;
    await eventually(placed);
    await pay((await buyer.send(here, { do: "pay" })).headers.get("location")!);
    const paid = await eventually(async () => {
      const page = await buyer.text(here);
      return page.includes("订金已付") ? page : undefined;
    });
    assertStringIncludes(paid, 'href="/models/ting/configure"');
    const wrong = await buyer.send(here, { do: "continue", code: "TING1-NONE" });
    const again = await buyer.text(wrong.headers.get("location")!);
    assertStringIncludes(again, 'value="TING1-NONE"');
    assertStringIncludes(again, "没有这个配置码");
    // Who had paid for a Ting could order a Xiu of it.
    const other = await buyer.send(here, { do: "continue", code: LU });
    const page = await buyer.text(other.headers.get("location")!);
    assertStringIncludes(page, `value="${LU}"`);
    assertStringIncludes(page, "这次发售的是汀 Ting");
    const path = `/api${here}/vehicle-order`;
    const { status, body } = await buyer.ask("POST", path, { code: LU });
    assertEquals([status, body.code, body.model], [409, "other_model", "ting"]);
    assertStringIncludes(await buyer.text(here), "订金已付", "nothing was ordered");
  }));

// Walked: of a deposit that was paid nothing said how much it was, on the screen or on paper.
Deno.test("order of a sale: the deposit's sum stands beside its step, before and after it is paid", () =>
  withMembers(async ({ member, pay }) => {
    const buyer = member(1);
    const { body } = await buyer.ask("POST", "/api/sales/launch-2017/claims", {});
    const here = `/orders/${body.orderId}`;
    const says = (words: string, language: "zh" | "en") =>
      eventually(async () => {
        const page = await buyer.text(here, language);
        return page.includes(words) ? page : undefined;
      });
    assertStringIncludes(await says("待付订金", "zh"), "支付订金 ¥2,000");
    await pay((await buyer.send(here, { do: "pay" })).headers.get("location")!);
    assertStringIncludes(await says("订金已付", "zh"), "支付订金 ¥2,000");
    assertStringIncludes(await says("Deposit paid", "en"), "Deposit ¥2,000");
  }));
