import { assert, assertEquals } from "@std/assert";
import { counter, purse, Stage } from "./_testing.ts";
import { definePolicy, send } from "./effects.ts";
import { Chance } from "./testing/chance.ts";
import { SimClock, World } from "./testing/sim_clock.ts";
import { Timers } from "./timers.ts";

function timers() {
  const world = new World(new Chance(1));
  return { world, made: new Timers(new SimClock(world, { alive: true })) };
}

Deno.test("Timers: what is set happens in its time, what is cancelled does not", async () => {
  const { world, made } = timers();
  const happened: string[] = [];
  made.after(10, () => happened.push("ten"));
  made.after(5, () => happened.push("five"))();
  void made.pause(20).then(() => happened.push("paused"));
  await world.run(() => false, 100);
  assertEquals(happened, ["ten", "paused"]);
});

Deno.test("Timers: when they stop nothing happens any more, and who pauses goes on at once", async () => {
  const { world, made } = timers();
  const happened: string[] = [];
  made.after(10, () => happened.push("ten"));
  void made.pause(20).then(() => happened.push("paused"));
  made.stop();
  made.after(1, () => happened.push("after the end"));
  void made.pause(1_000).then(() => happened.push("paused after the end"));
  const { step } = world;
  await world.run(() => false, 2_000);
  assertEquals([happened, world.step], [["paused", "paused after the end"], step]);
});

Deno.test("Timers: who pauses keeps the process alive, what is only set does not", () => {
  // A program that awaited a joint turn ended in its pause after a lost race, without an answer.
  const awake: [ms: number, awake?: boolean][] = [];
  const made = new Timers({
    now: () => 0,
    monotonic: () => 0,
    after(ms, _run, stays) {
      awake.push(stays === undefined ? [ms] : [ms, stays]);
      return () => {};
    },
  });
  made.after(1, () => {});
  void made.pause(2);
  made.stop();
  assertEquals(awake, [[1], [2, true]]);
});

Deno.test("a node that has stopped, or was halted, leaves no timer behind", async () => {
  const followed = definePolicy("followed", purse, {
    changed: ({ by }, { id }) => [send(counter(id), "add", { n: by })],
  }, { deferred: true });
  for (const end of ["stop", "halt"] as const) {
    for (const busyMs of [0, 1, 5, 20, 150]) {
      await using stage = new Stage("embedded", busyMs + 1);
      const { system } = stage.node({
        actors: [counter, purse],
        policies: [followed],
        limits: { followerBacklog: 0 },
      });
      await stage.until(system.ask(counter("r"), "remind", { name: "x", at: 9e12, n: 1 }));
      const asked = Promise.allSettled(
        Array.from({ length: 40 }, (_, i) => system.ask(purse(`p${i % 7}`), "put", { coins: 1 })),
      );
      await stage.pass(busyMs);
      if (end === "stop") await stage.until(system.stop());
      else system.halt();
      await stage.until(asked);
      // What was on its way to the store when the node was halted still arrives there.
      await stage.pass(100);
      const { step } = stage.world;
      await stage.pass(600_000);
      assert(stage.world.step === step, `${end} after ${busyMs} ms: timers go on`);
    }
  }
});
