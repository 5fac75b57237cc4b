import { assertEquals } from "@std/assert";
import { erpDay } from "../../../actors/platform/erp_day.ts";
import { ActorSystem, DenoKvStore } from "../../kernel/mod.ts";
import { beijingDay } from "../../time/beijing.ts";
import { ManualClock } from "../payments/sandbox/_testing.ts";
import { erpPolicies } from "../../policies/erp.ts";
import { erpCourier } from "./courier.ts";
import { ErpSandbox } from "./sandbox.ts";

const COUNT = 5;
const STEP_MS = 60_000;

Deno.test("erpCourier: an ERP that is out for an hour loses nothing, and takes each once", async () => {
  const store = await DenoKvStore.open(":memory:");
  const clock = new ManualClock();
  const sandbox = new ErpSandbox(store);
  const erp = sandbox.open();
  const booking = erpPolicies.filter(({ kind }) => kind === "erp_day");
  const system = new ActorSystem({
    store,
    clock,
    actors: [erpDay],
    policies: booking,
    couriers: [erpCourier(erp)],
  });
  const day = beijingDay(clock.now());
  const taken = () =>
    system.view(
      erpDay(day),
      ({ documents }) => [...documents.values()].filter(({ status }) => status === "taken").length,
    );
  /** Time goes on in steps, and what is due in each is carried out. */
  const pass = async (ms: number) => {
    for (const end = clock.now() + ms; clock.now() < end;) {
      clock.set(clock.now() + STEP_MS);
      for (let turns = 0; turns < 6; turns++) await new Promise((resolve) => setTimeout(resolve));
    }
  };
  try {
    sandbox.down = true;
    for (let i = 0; i < COUNT; i++) {
      await system.ask(erpDay(day), "book", {
        kind: "payment_received",
        number: `P-${i}`,
        at: clock.now(),
        orderId: `o${i}`,
        amountFen: 100 + i,
      });
    }
    await pass(3_600_000);
    assertEquals(await taken(), 0);
    sandbox.down = false;
    for (let i = 0; i < 200 && await taken() < COUNT; i++) await pass(STEP_MS);
    assertEquals(await taken(), COUNT);
    const entries = await erp.list(day, new AbortController().signal);
    assertEquals(new Set(entries.map(({ number }) => number)).size, COUNT);
    assertEquals(entries.length, COUNT);
  } finally {
    await system.stop();
    store.close();
  }
});
