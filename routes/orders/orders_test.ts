import { assert, assertEquals, assertStringIncludes } from "@std/assert";
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
