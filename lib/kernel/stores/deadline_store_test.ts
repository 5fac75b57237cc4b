import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, Stage } from "../_testing.ts";
import { CommitRejected, KernelError, StoreSilent, StoreUnreachable } from "../errors.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { Atomic, Committed } from "../store.ts";
import { Chance } from "../testing/chance.ts";
import { SimClock, World } from "../testing/sim_clock.ts";
import { SimDisk } from "../testing/sim_disk.ts";
import { NO_FAULTS, type Outage, SimStore } from "../testing/sim_store.ts";
import { DeadlineStore } from "./deadline_store.ts";

const { storeMs, storeProbeMs } = DEFAULT_LIMITS;
const a = counter("a");

/** A store that stalls from 1,000 to 61,000 ms of virtual time. */
function stalling() {
  const world = new World(new Chance(1));
  const life = { alive: true };
  const outages: Outage[] = [{ from: 1_000, until: 61_000, what: "stalled" }];
  const conditions = { faults: { ...NO_FAULTS }, outages };
  const disk = new SimDisk(world, "denokv");
  const inner = new SimStore(world, disk, new Chance(2), conditions, life);
  const store = new DeadlineStore(inner, new SimClock(world, life), DEFAULT_LIMITS);
  const told: string[] = [];
  store.onSilence = () => told.push("silent");
  store.onAnswer = () => told.push("answers");
  /** How the promise ended, and after how many milliseconds. */
  async function ended(promise: Promise<unknown>): Promise<[string, number]> {
    const from = world.now;
    let how = "";
    promise.then(() => how = "answered", (cause) => how = cause.constructor.name);
    assert(await world.run(() => how !== "", 100_000));
    return [how, world.now - from];
  }
  return { world, inner, store, told, ended };
}

const write: Atomic = {
  checks: [],
  sets: [{ key: ["k"], value: new Uint8Array(1) }],
  deletes: [],
};

Deno.test("DeadlineStore: a call that is not answered ends in time", async () => {
  const calls: ((store: DeadlineStore) => Promise<unknown>)[] = [
    (store) => store.getMany([["k"]]),
    (store) => store.commit(write),
    (store) => Array.fromAsync(store.list({ prefix: ["k"] })),
  ];
  for (const call of calls) {
    const { world, store, ended } = stalling();
    await world.run(() => false, 1_500);
    const [how, ms] = await ended(call(store));
    assertEquals(how, "StoreSilent");
    assert(ms >= storeMs && ms < storeMs + 100, `${ms} ms`);
  }
});

Deno.test("DeadlineStore: while the store is silent calls fail at once, and a probe goes out now and then", async () => {
  const { world, inner, store, ended } = stalling();
  await world.run(() => false, 1_500);
  await ended(store.getMany([["k"]]));
  const before = inner.stats.operations;
  const calls = Array.from({ length: 100 }, () => assertRejects(() => store.commit(write)));
  assert((await ended(Promise.all(calls)))[1] < 1);
  await world.run(() => false, storeProbeMs);
  for (let i = 0; i < 100; i++) store.commit(write).catch(() => {});
  assertEquals([inner.stats.operations, inner.stats.commits], [before + 1, 0]);
});

Deno.test("DeadlineStore: a probe that is answered, or a late answer, opens the way again", async () => {
  const { world, store, told, ended } = stalling();
  await world.run(() => false, 1_500);
  await ended(store.getMany([["k"]]));
  await world.run(() => false, storeProbeMs);
  // Nobody waits for the probe: who sets it off is told at once as well.
  assert((await ended(store.getMany([["k"]])))[1] < 1);
  assertEquals(told, ["silent"]);
  await world.run(() => false, 60_000);
  assertEquals(told, ["silent", "answers"]);
  assertEquals((await ended(store.commit(write)))[0], "answered");
  assertEquals((await ended(Array.fromAsync(store.list({ prefix: ["none"] }))))[0], "answered");
});

Deno.test("DeadlineStore: one call that is stuck while others are answered is no silence", async () => {
  const { world, inner, store, told, ended } = stalling();
  const never = new Promise<Committed>(() => {});
  inner.commit = () => never;
  const stuck = assertRejects(() => store.commit(write), StoreSilent);
  await world.run(() => false, 10);
  assertEquals((await ended(store.getMany([["k"]])))[0], "answered");
  await ended(stuck);
  assertEquals(told, []);
});

Deno.test("DeadlineStore: what fails is unavailable, and leaves no timer behind", async () => {
  const { world, inner, store } = stalling();
  inner.getMany = () => Promise.reject(new TypeError("disk I/O error"));
  const error = await assertRejects(() => store.getMany([["k"]]), KernelError);
  assertEquals([error.code, error instanceof StoreSilent], ["unavailable", false]);
  const { step } = world;
  await world.run(() => false, 60_000);
  assertEquals(world.step, step);
});

/** With its disk full a sale's page was shown as ever, and whoever asked whether all is well heard so. */
Deno.test("DeadlineStore: a store that is read and keeps nothing is failing until it keeps something", async () => {
  const { world, inner, store, ended } = stalling();
  assertEquals(store.condition(), "well");
  const commit = inner.commit.bind(inner);
  inner.commit = () => Promise.reject(new TypeError("database or disk is full"));
  await assertRejects(() => store.commit(write), KernelError, "disk is full");
  assertEquals((await ended(store.getMany([["k"]])))[0], "answered");
  assertEquals(store.condition(), "failing");
  inner.commit = commit;
  assertEquals((await ended(store.commit(write)))[0], "answered");
  assertEquals(store.condition(), "well");

  inner.commit = () => Promise.reject(new TypeError("database or disk is full"));
  await assertRejects(() => store.commit(write), KernelError, "disk is full");
  let tries = 0;
  inner.commit = (atomic) => {
    tries++;
    return commit(atomic);
  };
  await world.run(() => false, storeProbeMs);
  for (let asked = 0; asked < 10; asked++) assertEquals(store.condition(), "failing");
  await world.run(() => false, 100);
  assertEquals([store.condition(), tries], ["well", 1]);

  inner.commit = () => Promise.reject(new CommitRejected("a value is too large"));
  await assertRejects(() => store.commit(write), CommitRejected);
  assertEquals(store.condition(), "well");

  await world.run(() => false, 1_500);
  await ended(store.getMany([["k"]]));
  assertEquals(store.condition(), "silent");
});

Deno.test("DeadlineStore: one timer serves all calls of who uses it, and goes when they leave", async () => {
  const { world, store, ended } = stalling();
  const read = () => ended(store.getMany([["k"]]));
  const stepsOf = async () => {
    const { step } = world;
    await world.run(() => false, 70_000);
    return world.step - step;
  };
  const leave = store.join(), leaveToo = store.join();
  for (let i = 0; i < 3; i++) await read();
  assertEquals(await stepsOf(), 1);
  // To leave twice is to leave once: the other still uses it.
  leave();
  leave();
  await read();
  assertEquals(await stepsOf(), 1);
  await read();
  leaveToo();
  assertEquals(await stepsOf(), 0);
});

/** A node on a store that from now on answers nothing, until `back` is called. */
function away(stage: Stage) {
  const node = stage.node({ actors: [counter] });
  const back = Promise.withResolvers<void>();
  let gone = false;
  node.store.onRead = () => gone ? back.promise : undefined;
  node.store.tamper = async (atomic, commit) => {
    if (gone) await back.promise;
    return await commit(atomic);
  };
  return {
    ...node,
    leave: () => void (gone = true),
    back: () => {
      gone = false;
      back.resolve();
    },
  };
}

async function unavailable(stage: Stage, asked: Promise<unknown>, withinMs: number) {
  const from = stage.world.now;
  const error = await assertRejects(() => stage.until(asked), KernelError);
  assertEquals([error.code, error.retryAfterMs! > 0], ["unavailable", true]);
  assert(stage.world.now - from <= withinMs, `${stage.world.now - from} ms`);
}

Deno.test("a store that is away: callers are told within seconds, cold and warm, and it mends itself", async () => {
  await using stage = new Stage("denokv");
  const { system, reports, leave, back } = away(stage);
  const add = (id: string) => system.ask(counter(id), "add", { n: 1 });
  await stage.until(add("a"));
  leave();
  await unavailable(stage, add("a"), storeMs + 100);
  // From now on at once: nobody queues up behind a store that is silent.
  await unavailable(
    stage,
    Promise.any([add("cold"), add("colder")]).catch((e) => {
      throw e.errors[0];
    }),
    storeMs + 100,
  );
  await unavailable(stage, add("a"), storeMs + 100);
  await unavailable(stage, system.view(a, ({ total }) => total), storeMs + 100);
  await stage.pass(120_000);
  assertEquals(reports, ["The store does not answer: requests are turned away"]);
  back();
  await stage.pass(1_000);
  // The first command was on its way when the store went: it landed, and its caller was told that
  // this is not known.
  assertEquals((await stage.until(add("a"))).ok, true);
  assertEquals(await stage.until(system.view(a, ({ total }) => total)), 3);
  assertEquals(stage.events(a).length, 3);
  assertEquals(reports.length, 2);
});

Deno.test("a store that is away while the node stops does not keep it", async () => {
  const stage = new Stage();
  const { system, store, leave } = away(stage);
  await stage.until(system.ask(a, "add", { n: 1 }));
  leave();
  const asked = assertRejects(() => system.ask(a, "add", { n: 1 }), KernelError);
  const from = stage.world.now;
  await stage.until(system.stop());
  await stage.until(asked);
  assert(stage.world.now - from < 2 * storeMs);
  store.close();
});

Deno.test("a commit that lands after its caller was told unavailable is shown to those who follow", async () => {
  await using stage = new Stage();
  const { system, leave, back } = away(stage);
  await stage.until(system.ask(a, "add", { n: 1 }));
  const heard: number[] = [];
  await stage.until(system.follow(a, { entry: ({ seq }) => void heard.push(seq) }));
  leave();
  await unavailable(stage, system.ask(a, "add", { n: 2 }), storeMs + 100);
  await stage.pass(10_000);
  back();
  await stage.till(() => heard.length > 0);
  assertEquals(heard, [2]);
});

Deno.test("DeadlineStore: a store that cannot be reached is silent at once, until a probe reaches it", async () => {
  const { world, inner, store, told, ended } = stalling();
  const getMany = inner.getMany.bind(inner);
  inner.getMany = () => Promise.reject(new StoreUnreachable("The store cannot be reached"));
  assertEquals(await ended(store.getMany([["k"]])), ["StoreSilent", 0]);
  assertEquals(told, ["silent"]);
  await assertRejects(() => store.commit(write), StoreSilent, "for a while");
  await world.run(() => false, storeProbeMs);
  inner.getMany = getMany;
  await assertRejects(() => store.commit(write), StoreSilent);
  await world.run(() => told.length > 1, 1_000);
  assertEquals(told, ["silent", "answers"]);
  assertEquals((await ended(store.commit(write)))[0], "answered");
});

Deno.test("DeadlineStore: a connection that breaks while others are answered is no silence", async () => {
  const { world, inner, store, told, ended } = stalling();
  const broken = Promise.withResolvers<Committed>();
  inner.commit = () => broken.promise;
  const failing = assertRejects(() => store.commit(write), StoreSilent);
  await world.run(() => false, 1);
  assertEquals((await ended(store.getMany([["k"]])))[0], "answered");
  broken.reject(new StoreUnreachable("The store cannot be reached"));
  await failing;
  assertEquals(told, []);
});
