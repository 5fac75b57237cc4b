import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter } from "../_testing.ts";
import { KernelError } from "../errors.ts";
import { Stage } from "./stage.ts";

const actors = [counter];
const add = { n: 1 };

Deno.test("Stage plays one seed as one history", async () => {
  const play = async (seed: number) => {
    await using stage = new Stage("denokv", seed, {
      faults: { answerLost: 0.3, slow: 0.2, slowMs: 90 },
    });
    const node = stage.node({ actors });
    for (let i = 0; i < 20; i++) await stage.until(node.system.ask(counter("c"), "add", add));
    return [stage.world.now, stage.world.step, stage.head(counter("c"))];
  };
  assertEquals(await play(3), await play(3));
  assert(JSON.stringify(await play(3)) !== JSON.stringify(await play(4)));
});

Deno.test("Stage changes and heals faults for all nodes at once", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node({ actors }), stage.node({ actors })];
  stage.faults = { commitFails: 1 };
  for (const { system } of nodes) {
    const asked = system.ask(counter("c"), "add", add);
    assertEquals((await assertRejects(() => stage.until(asked), KernelError)).code, "unavailable");
  }
  stage.heal();
  for (const { system } of nodes) await stage.until(system.ask(counter("c"), "add", add));
  assertEquals(stage.events(counter("c")).length, 2);
});

Deno.test("Stage crashes a node where its faults say so, and plays on with the others", async () => {
  await using stage = new Stage("denokv", 1, { faults: { crashAfter: 1 } });
  const first = stage.node({ actors });
  // Who asked a process that is gone never hears from it.
  void first.system.ask(counter("c"), "add", add);
  await stage.till(() => !first.alive);
  stage.heal();
  const second = stage.node({ actors });
  assertEquals(await stage.until(second.system.view(counter("c"), ({ total }) => total)), 1);
});

Deno.test("Stage holds a store that stands still for as long as an outage says", async () => {
  const outages = [{ from: 0, until: 900, what: "stalled" }] as const;
  await using stage = new Stage("embedded", 1, { outages });
  const node = stage.node({ actors });
  await stage.until(node.system.ask(counter("c"), "add", add));
  assert(stage.world.now >= 900);
});

Deno.test("Stage tells what it has waited for in vain", async () => {
  await using stage = new Stage();
  await assertRejects(() => stage.till(() => false, 10), Error, "false within 10 virtual ms");
  const never = new Promise(() => {});
  await assertRejects(() => stage.until(never, 10), Error, "settle within 10 virtual ms");
});

Deno.test("Stage ends also where a node crashed while it was stopping", async () => {
  const stage = new Stage("denokv");
  const node = stage.node({ actors });
  node.store.tamper = () => new Promise(() => {});
  void node.system.ask(counter("c"), "add", add);
  await stage.pass(10);
  void node.system.stop();
  await stage.pass(10);
  node.crash();
  await stage[Symbol.asyncDispose]();
});
