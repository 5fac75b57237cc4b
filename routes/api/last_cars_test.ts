import { assertEquals } from "@std/assert";
import { allotment } from "../../actors/orders/allotment.ts";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { LONG, ORDERS, withDesk } from "./_ordering_testing.ts";

const BUYERS = 1_000;
const CARS = 100;

Deno.test("API: 1,000 buyers at once for the last 100 cars: none oversold, each told at once", () =>
  withDesk(async ({ app, ask, clock, platform: { system, tokens, now }, staff, until }) => {
    await staff(`/api/staff/allotments/${LONG}`, { cars: CARS });
    const members = { count: BUYERS, first: 10, role: "member", nowMs: now() } as const;
    const bearers = [...testTokenLines(tokens, members)].join("").trim().split("\n");
    const began = clock.now();
    const answers = await Promise.all(bearers.map(async (bearer) => {
      const response = await app.request(ORDERS, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
        body: JSON.stringify({ code: LONG }),
      });
      return { status: response.status, ...await response.json() };
    }));
    assertEquals(clock.now(), began);
    const placed = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ code }) => code === "sold_out");
    assertEquals([placed.length, refused.length], [CARS, BUYERS - CARS]);
    const kept = () =>
      system.view(
        allotment(LONG),
        ({ taken }) => Object.values(taken).filter((one) => one === "kept").length,
      );
    await until(async () => await kept() === CARS);
    assertEquals((await ask("b", "POST", ORDERS, { code: LONG })).code, "sold_out");
    // One that is cancelled goes to the next who asks.
    const mine = bearers[answers.indexOf(placed[0]!)]!;
    const cancelled = await app.request(`${ORDERS}/${placed[0]!.id}/cancel`, {
      method: "POST",
      headers: { authorization: `Bearer ${mine}` },
    });
    assertEquals(cancelled.status, 200);
    await cancelled.body?.cancel();
    await until(async () => await kept() === CARS - 1);
    assertEquals((await ask("b", "POST", ORDERS, { code: LONG })).status, 201);
  }));
