/** The back button: each form of an order's page, sent once more after its step is done. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import type { VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import { personOf } from "../../lib/orders/person.ts";
import { WARNINGS } from "../../lib/orders/terms.ts";
import { eventually } from "../api/_testing.ts";
import { type Members, withMembers } from "./_testing.ts";

const CODE = "LU1-AZSVM";
const PERSON = { do: "name", name: "林岚", number: "11010519491231002X" };

/** What must not be different after a form was sent again. */
const facts = ({ status, payments, refunds, car }: VehicleOrderState) => ({
  status,
  paid: payments.filter((one) => one.status === "paid").length,
  refunds: refunds.length,
  priceFen: car?.priceFen,
});

Deno.test("orders: the back button at every step changes nothing, and says why", () =>
  withMembers(async (members: Members) => {
    const one = members.member(1);
    const { body } = await one.ask("POST", "/api/vehicle-orders", { code: CODE });
    const here = `/my/orders/${body.id}`;
    const read = () =>
      members.platform.system.view(vehicleOrder(body.id), (order) => structuredClone(order));
    const reaches = (holds: (order: VehicleOrderState) => boolean) =>
      eventually(async () => holds(await read()) || undefined);
    const go = async (fields: Record<string, string>) =>
      (await one.send(here, fields)).headers.get("location")!;
    const pays = async (act: string, status: string) => {
      await members.pay(await go({ do: act }));
      await reaches((order) => order.status === status);
    };
    const again = async (fields: Record<string, string>, why: string | undefined) => {
      const before = facts(await read());
      const place = await go(fields);
      assertEquals(place, why === undefined ? here : `${here}?failed=${why}`);
      assertEquals(facts(await read()), before);
      const page = await one.text(place);
      assert(!page.includes("请刷新后再试"), `${JSON.stringify(fields)} is told why`);
      return page;
    };

    await pays("reservation", "reserved");
    assertStringIncludes(await again({ do: "reservation" }, "paid_already"), "没有再收");
    await go(PERSON);
    await reaches((order) => order.realName !== null);
    // What a button takes, it says.
    assertStringIncludes(await one.text(here), "支付定金 ¥5,000");
    assertStringIncludes(await one.text(here, "en"), "Pay the earnest money, ¥5,000");
    await pays("earnest", "ordered");
    await again({ do: "reservation" }, "paid_already");
    await again({ do: "earnest" }, "paid_already");
    await again({ do: "balance" }, "not_due");
    await members.platform.system.ask(vehicleOrder(body.id), "confirm_warnings", {
      memberId: one.id,
      version: 1,
      warnings: [...WARNINGS],
    });
    await go({ do: "lock" });
    await reaches((order) => order.status === "locked");
    await again({ do: "lock" }, undefined);
    // The invoice and the plate are in this name: the lock fixes it in the vault as well.
    await again({ ...PERSON, name: "别人" }, "locked_already");
    const person = await personOf(members.platform.vault, one.id);
    assertEquals(person?.name, "林岚");
    await again({ do: "warnings", warning: "configuration_fixed" }, "locked_already");
    await pays("balance", "settled");
    await again({ do: "balance" }, "paid_already");
    await go({ do: "cancel" });
    await reaches((order) => order.status === "cancelled");
    // Walked: a cancelled order showed each step that would have followed as failed, and papers to do.
    const over = await one.text(here);
    assertEquals(over.match(/timeline__step--failed/g)?.length, 1);
    assert(!over.includes("上牌") && !over.includes("待办"), "nothing is ahead any more");
    // Walked: the inbox promises news of orders, and had none of a car that was paid and cancelled.
    await eventually(async () => {
      const news = await one.text("/my/inbox");
      return ["购车款 ¥1,000 已到账", "购车订单已取消"].every((text) => news.includes(text)) ||
        undefined;
    });
    await again({ do: "cancel" }, undefined);
    for (const act of ["reservation", "earnest", "balance", "lock"]) {
      await again({ do: act }, "cancelled_already");
    }
  }));
