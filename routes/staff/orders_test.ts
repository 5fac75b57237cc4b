import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { order } from "../../actors/sales/order.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { ordersByState } from "../../lib/read_models/orders.ts";
import { eventually } from "../api/_testing.ts";
import { type Staff, withConsole } from "./_testing.ts";

const ORDERS = 73;

/** As many orders as there are cars, of which the first three are cancelled. */
const withOrders = (run: (staff: Staff) => Promise<void>) =>
  withConsole(async (staff) => {
    const { claim, platform } = staff;
    const { system } = platform;
    for (let number = 1; number <= ORDERS; number++) await claim(number);
    const placed = async (prefix: string[]) => await system.rows(ordersByState).count(prefix);
    await eventually(async () => await placed(["*", "*"]) === ORDERS || undefined);
    for (let number = 1; number <= 3; number++) {
      const memberId = testMemberId(number);
      await system.ask(order(`launch-2017-${number}`), "cancel", { memberId });
    }
    await eventually(async () => await placed(["*", "cancelled"]) === 3 || undefined);
    await run(staff);
  }, ORDERS);

const idsOn = (page: string): string[] =>
  [...page.matchAll(/href="\/staff\/orders\/(launch-2017-\d+)"/g)].map(([, id]) => id!);

const linkOn = (page: string, rel: string): string | undefined =>
  new RegExp(`<a href="([^"]+)" rel="${rel}"`).exec(page)?.[1]?.replaceAll("&amp;", "&");

Deno.test("orders: the table is read a page at a time, each order once, either way round", () =>
  withOrders(async ({ text }) => {
    const ways: string[][] = [];
    for (const dir of ["", "&dir=up"]) {
      const first = await text(`/staff/orders?view=table${dir}`);
      assertEquals([idsOn(first).length, linkOn(first, "first")], [50, undefined]);
      const second = await text(linkOn(first, "next")!);
      assertEquals([idsOn(second).length, linkOn(second, "next")], [ORDERS - 50, undefined]);
      const all = [...idsOn(first), ...idsOn(second)];
      assertEquals(new Set(all).size, ORDERS);
      ways.push(all);
      assertEquals(idsOn(await text(linkOn(second, "first")!)), idsOn(first));
    }
    // Orders of one moment may stand either way, but then in both.
    assertEquals(ways[0], ways[1]!.toReversed());
    assertEquals(ways[1]![0], "launch-2017-1");
  }));

Deno.test("orders: filtered by state and sale, found by number, id and person", () =>
  withOrders(async ({ text }) => {
    const table = async (query: string) => idsOn(await text(`/staff/orders?view=table&${query}`));
    const cancelled = ["launch-2017-3", "launch-2017-2", "launch-2017-1"];
    assertEquals(await table("state=cancelled"), cancelled);
    assertEquals(await table("sale=launch-2017&state=cancelled"), cancelled);
    assertEquals(await table("sale=no-such"), []);
    assertEquals((await table("state=reserved")).length, 50);
    assertEquals(await table("q=17"), ["launch-2017-17"]);
    assertEquals(await table("sale=launch-2017&q=17&state=cancelled"), []);
    assertEquals(await table("q=LAUNCH-2017-60"), ["launch-2017-60"]);
    assertEquals(await table(`q=${testMemberId(2)}`), ["launch-2017-2"]);
    const csv = await text("/staff/orders/csv?state=cancelled");
    assertEquals(csv.trim().split("\r\n").length, 4);
    assertEquals((await text("/staff/orders/csv")).trim().split("\r\n").length, ORDERS + 1);
  }));

Deno.test("orders: a column of the board shows what it holds, and leads to the rest", () =>
  withOrders(async ({ text }) => {
    const board = await text("/staff/orders");
    assertEquals(idsOn(board).length, 30 + 3);
    assertStringIncludes(board, ">30+<");
    // The hold that ends first stands above.
    assertEquals(idsOn(board)[0], "launch-2017-4");
    const rest = /<a href="([^"]*state=reserved[^"]*)"[^>]*>看其余的/.exec(board)?.[1];
    assert(rest, "the column does not lead to the rest");
    assertEquals(idsOn(await text(rest.replaceAll("&amp;", "&"))).length, 50);
  }));
