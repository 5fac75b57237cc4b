/** Another car for an order, on its page: seen first, then confirmed. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { eventually } from "../api/_testing.ts";
import { type Members, withMembers } from "./_testing.ts";

const LONG = "LU1-AZSVM";
const PURE = "XIU1-4GAGZ";

async function placed(members: Members) {
  const one = members.member(1);
  const { body } = await one.ask("POST", "/api/vehicle-orders", { code: LONG });
  const read = () =>
    members.platform.system.view(vehicleOrder(body.id), (order) => structuredClone(order));
  return { one, id: body.id as string, here: `/my/orders/${body.id}/change`, read };
}

Deno.test("order change: the difference is shown with its parts, and the car changes once confirmed", () =>
  withMembers(async (members) => {
    const { one, id, here, read } = await placed(members);
    assertStringIncludes(await one.text(`/my/orders/${id}`), here);
    const seen = await one.text(`${here}?code=${PURE}`);
    const was = (await read()).car!;
    const will = (await members.platform.prices.price(PURE))!;
    for (const fen of [was.priceFen, will.priceFen, Math.abs(will.priceFen - was.priceFen)]) {
      assertStringIncludes(seen, (fen / 100).toLocaleString("en-US"));
    }
    const said = { code: PURE, from: LONG };
    const unsure = await one.send(here, said);
    assertEquals(unsure.headers.get("location"), `${here}?code=${PURE}&why=confirm`);
    assertEquals((await read()).car!.code, LONG);
    const done = await one.send(here, { ...said, sure: "1" });
    assertEquals(done.headers.get("location"), `/my/orders/${id}?done=changed`);
    assertEquals((await read()).car!.code, PURE);
    // The back button, and a second tab: the difference was one to another car.
    const again = await one.send(here, { ...said, sure: "1" });
    assertEquals(again.headers.get("location"), `${here}?code=${PURE}&why=moved`);
    assertStringIncludes(await one.text(`${here}?code=${PURE}`), "这就是订单里现在的配置");
  }));

Deno.test("hub: a car on order is among the orders, and what it waits for comes next", () =>
  withMembers(async (members) => {
    const { one, id } = await placed(members);
    assertStringIncludes(await one.text("/my"), `href="/my/orders/${id}"`);
    const { headers } = await one.send(`/my/orders/${id}`, { do: "reservation" });
    await members.pay(headers.get("location")!);
    const seen = await eventually(async () => {
      const page = await one.text("/my");
      return page.includes("下一步是定金") ? page : undefined;
    });
    assertStringIncludes(seen, "鹭 性能版 已付小订");
  }));

Deno.test("order change: a car's own page offers it for an order that is not locked", () =>
  withMembers(async (members) => {
    const { one, id, here } = await placed(members);
    assertStringIncludes(
      await one.text(`/configurations/${PURE}`),
      `/my/orders/${id}/change?code=${PURE}`,
    );
    await one.ask("POST", `/api/vehicle-orders/${id}/cancel`);
    const page = await one.text(`${here}?code=${PURE}`);
    assertStringIncludes(page, "不能再改配置");
    assert(!page.includes('name="sure"'), "nothing to confirm where nothing can be changed");
    const late = await one.send(here, { code: PURE, from: LONG, sure: "1" });
    assertEquals(late.headers.get("location"), `${here}?code=${PURE}&why=cancelled_already`);
  }));

Deno.test("order change: while a payment is open it says so, and nothing is there of another's order", () =>
  withMembers(async (members) => {
    const { one, id, here } = await placed(members);
    await one.send(`/my/orders/${id}`, { do: "reservation" });
    assertStringIncludes(await one.text(here), "有一笔付款还没有完成");
    const open = await one.send(here, { code: PURE, from: LONG, sure: "1" });
    assertEquals(open.headers.get("location"), `${here}?code=${PURE}&why=payment_open`);
    assertEquals((await members.member(2).get(here)).status, 404);
    assertEquals(
      (await members.member(2).send(here, { code: PURE, from: LONG, sure: "1" })).status,
      404,
    );
    assertStringIncludes(await one.text(`${here}?code=XX1-NONE`), "没有这个配置码");
  }));
