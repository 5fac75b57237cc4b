import { assert, assertEquals, assertRejects } from "@std/assert";
import * as z from "zod";
import { counter, type Node, Stage, writes } from "./_testing.ts";
import { type AnyActor, defineActor } from "./actor.ts";
import { KernelError } from "./errors.ts";
import { part } from "./joint.ts";
import type { ActorSystem } from "./system.ts";

const a = counter("a");
const add = (system: ActorSystem, n = 1) => system.ask(a, "add", { n });
const stateOf = (system: ActorSystem) => system.view(a, (state) => structuredClone(state));

/** Small marks, so that a few commands make a state that is chunked. */
const chunky = { inlineStateUnits: 200, snapshotTailUnits: 500, snapshotChunkBytes: 300 };

const shoutMany = async (stage: Stage, { system }: Node, times: number) => {
  for (let i = 0; i < times; i++) {
    await stage.until(system.ask(a, "shout", { text: `number ${i} ${"车".repeat(30)}` }));
  }
};

Deno.test("an actor is read from its head while its state is small", async () => {
  await using stage = new Stage();
  const first = stage.node({ actors: [counter] });
  await stage.until(add(first.system, 5));
  const before = await stage.until(stateOf(first.system));
  first.crash();
  const second = stage.node({ actors: [counter] });
  let lists = 0;
  second.store.onRead = ([key]) => {
    if (key![0] === "journal") lists++;
  };
  assertEquals(await stage.until(stateOf(second.system)), before);
  assertEquals(lists, 0);
});

Deno.test("an actor is read from its journal where no snapshot was taken", async () => {
  await using stage = new Stage();
  const options = { actors: [counter], limits: { ...chunky, snapshotTailUnits: 1e9 } };
  const first = stage.node(options);
  await shoutMany(stage, first, 50);
  const before = await stage.until(stateOf(first.system));
  assertEquals([stage.head(a).state, stage.head(a).snapshot], [undefined, undefined]);
  first.crash();
  const second = stage.node(options);
  assertEquals(await stage.until(stateOf(second.system)), before);
  assertEquals(before.texts.length, 50);
});

Deno.test("an actor at rest is snapshotted in chunks, and read from them with the journal's tail", async () => {
  await using stage = new Stage();
  const options = { actors: [counter], limits: chunky };
  const first = stage.node(options);
  await shoutMany(stage, first, 30);
  await stage.till(() => first.system.metrics.snapshots === 1);
  const { snapshot, tail, seq } = stage.head(a);
  assert(snapshot.parts > 3);
  assertEquals([snapshot.seq, tail], [seq, 0]);
  await shoutMany(stage, first, 3);
  const before = await stage.until(stateOf(first.system));
  first.crash();
  const second = stage.node(options);
  const read: unknown[] = [];
  second.store.onRead = ([key]) => void read.push(key![0]);
  assertEquals(await stage.until(stateOf(second.system)), before);
  assertEquals(read.filter((what) => what === "snapshot").length > 0, true);
  assertEquals(before.texts.length, 33);
});

Deno.test("snapshots that fall due at once are written one after the other", async () => {
  // Thousands that a burst had left were written in the same moment; who asked then waited seconds.
  await using stage = new Stage();
  const node = stage.node({ actors: [counter], limits: chunky });
  let most = 0;
  let underWay = 0;
  node.store.tamper = async (atomic, commit) => {
    if (!writes("snapshot")(atomic)) return await commit(atomic);
    most = Math.max(most, ++underWay);
    return await commit(atomic).finally(() => underWay--);
  };
  const text = "x".repeat(40);
  await stage.until(Promise.all(
    Array.from(
      { length: 50 },
      (_, i) => node.system.ask(counter(`c${i}`), "shout", { text, times: 10 }),
    ),
  ));
  await stage.till(() => node.system.metrics.snapshots === 50);
  assertEquals(most, 1);
});

Deno.test("a newer snapshot replaces the older one, whose chunks are removed", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter], limits: chunky });
  for (const round of [1, 2, 3]) {
    await shoutMany(stage, node, 20);
    await stage.till(() => node.system.metrics.snapshots === round);
  }
  await stage.pass(1_000);
  const names = new Set(stage.disk.all(["snapshot"]).map(({ key }) => key[3]));
  assertEquals([...names], [stage.head(a).snapshot.name]);
});

Deno.test("a snapshot that was not heard to have landed is kept, and used", async () => {
  await using stage = new Stage();
  const options = { actors: [counter], limits: chunky };
  const first = stage.node(options);
  await shoutMany(stage, first, 20);
  const before = await stage.until(stateOf(first.system));
  first.store.tamper = async (atomic, commit) => {
    const committed = await commit(atomic);
    if (writes("head", "counter", "a")(atomic)) throw new Error("connection lost");
    return committed;
  };
  await stage.till(() => stage.head(a).snapshot !== undefined);
  await stage.pass(20_000);
  first.crash();
  const second = stage.node(options);
  assertEquals(await stage.until(stateOf(second.system)), before);
  assertEquals(second.reports, []);
});

Deno.test("a head whose snapshot is gone is no end: the journal is read from the start", async () => {
  await using stage = new Stage();
  const options = { actors: [counter], limits: chunky };
  const first = stage.node(options);
  await shoutMany(stage, first, 20);
  await stage.till(() => first.system.metrics.snapshots === 1);
  const before = await stage.until(stateOf(first.system));
  const chunks = stage.disk.all(["snapshot"]).map(({ key }) => key);
  await stage.until(first.store.commit({ checks: [], sets: [], deletes: [chunks[1]!] }));
  first.crash();
  const second = stage.node(options);
  assertEquals(await stage.until(stateOf(second.system)), before);
  assertEquals(second.reports.length, 1);
});

Deno.test("a snapshot that is damaged is no end either, and is replaced", async () => {
  const texts = [`"`, "{}", "x".repeat(10)];
  for (const text of texts) {
    await using stage = new Stage();
    const options = { actors: [counter], limits: chunky };
    const first = stage.node(options);
    await shoutMany(stage, first, 20);
    await stage.till(() => first.system.metrics.snapshots === 1);
    const before = await stage.until(stateOf(first.system));
    const { key } = stage.disk.all(["snapshot"])[1]!;
    const sets = [{ key, value: new TextEncoder().encode(text) }];
    await stage.until(first.store.commit({ checks: [], sets, deletes: [] }));
    first.crash();
    const second = stage.node(options);
    assertEquals(await stage.until(stateOf(second.system)), before);
    assertEquals(second.reports.length, 1);
    await stage.till(() => second.system.metrics.snapshots === 1);
    second.crash();
    const third = stage.node(options);
    assertEquals(await stage.until(stateOf(third.system)), before);
    assertEquals(third.reports, []);
  }
});

Deno.test("a snapshot never holds back a turn for long, nor breaks into a joint turn", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter], limits: { ...chunky, snapshotTailUnits: 100 } });
  await shoutMany(stage, node, 10);
  let during: Promise<unknown>[] = [];
  node.store.tamper = (atomic, commit) => {
    if (writes("snapshot")(atomic) && during.length === 0) {
      during = [1, 2, 3].flatMap(() => [
        node.system.joint([{ to: a as never, command: "add", payload: { n: 1 } }]),
        add(node.system, 1),
      ]);
    }
    return commit(atomic);
  };
  await stage.till(() => during.length > 0);
  const before = stage.world.now;
  await stage.until(Promise.all(during));
  assert(stage.world.now - before < 200);
  assertEquals(await stage.until(node.system.view(a, ({ total }) => total)), 6);
  assertEquals(stage.events(a).filter(([name]) => name === "added").length, 6);
});

Deno.test("a snapshot whose old chunks are still being removed holds the actor no more", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter], limits: chunky });
  for (let i = 0; i < 20; i++) {
    await stage.until(system.ask(a, "shout", { text: `number ${i} ${"车".repeat(30)}` }));
  }
  const listed = Promise.withResolvers<void>();
  store.onRead = ([prefix]) => prefix![0] === "snapshot" ? listed.promise : undefined;
  await stage.till(() => system.metrics.snapshots === 1);
  // A joint turn holds the actor, and its commit is under way, when the snapshot comes to its end.
  const landed = Promise.withResolvers<void>();
  store.commits.length = 0;
  store.tamper = async (atomic, commit) => {
    if (writes("head", "counter", "b")(atomic)) await landed.promise;
    return await commit(atomic);
  };
  const joined = system.joint([
    { to: a as never, command: "add", payload: { n: 1 } },
    { to: counter("b") as never, command: "add", payload: { n: 1 } },
  ]);
  await stage.till(() => store.commits.length === 1);
  const waiting = add(system, 2);
  listed.resolve();
  await stage.pass(1_000);
  assertEquals(store.commits.filter(writes("head", "counter", "a")).length, 1);
  landed.resolve();
  await stage.until(Promise.all([joined, waiting]));
  assertEquals(stage.events(a).filter(([name]) => name === "added").length, 2);
});

// ---- versions

const versions = {
  1: defineActor("tally", {
    version: 1,
    state: z.object({ sum: z.int() }),
    initial: { sum: 0 },
    commands: { add: z.object({ n: z.int() }) },
    events: { added: z.object({ n: z.int() }) },
    refusals: [],
    decide: { add: (_state, { n }, turn) => turn.emit("added", { n }).reply({}) },
    evolve: { added: (state, { n }) => void (state.sum += n) },
  }),
  2: defineActor("tally", {
    version: 2,
    state: z.object({ cents: z.int(), parts: z.array(z.int()) }),
    initial: { cents: 0, parts: [] },
    commands: { add: z.object({ n: z.int() }) },
    events: { added: z.object({ cents: z.int() }) },
    refusals: [],
    decide: { add: (_state, { n }, turn) => turn.emit("added", { cents: 100 * n }).reply({}) },
    evolve: {
      added: (state, { cents }) => {
        state.cents += cents;
        state.parts.push(cents);
      },
    },
    upcast: { added: (payload) => ({ cents: 100 * (payload as { n: number }).n }) },
  }),
};

for (const limits of [{}, chunky]) {
  const kept = limits === chunky ? "chunked" : "inline";
  Deno.test(`a new version drops the ${kept} snapshot and folds the journal through its upcasters`, async () => {
    await using stage = new Stage();
    const first = stage.node({ actors: [versions[1]], limits });
    const times = 40;
    for (let n = 1; n <= times; n++) {
      await stage.until(first.system.ask(versions[1]("t"), "add", { n }));
    }
    await stage.pass(30_000);
    await stage.until(first.system.stop());

    const second = stage.node({ actors: [versions[2]], limits });
    const parts = Array.from({ length: times }, (_, i) => 100 * (i + 1));
    const state = () => second.system.view(versions[2]("t"), (live) => structuredClone(live));
    assertEquals((await stage.until(state())).parts, parts);
    await stage.until(second.system.ask(versions[2]("t"), "add", { n: 1 }));
    await stage.pass(30_000);
    await stage.until(second.system.stop());

    const third = stage.node({ actors: [versions[2]], limits });
    const cents = await stage.until(third.system.view(versions[2]("t"), (live) => live.cents));
    assertEquals(cents, parts.reduce((x, y) => x + y) + 100);
  });
}

Deno.test("an entry that no version can evolve is named, and the actor recovers with the code", async () => {
  await using stage = new Stage();
  const first = stage.node({ actors: [counter], limits: chunky });
  await shoutMany(stage, first, 10);
  first.crash();
  const { shouted: _, ...evolve } = counter.evolve;
  const lacking: AnyActor = Object.assign((id: string) => counter(id), counter, { evolve });
  const second = stage.node({ actors: [lacking], limits: chunky });
  const error = await stage.until(assertRejects(() => add(second.system), KernelError));
  assertEquals(error.code, "unavailable");
  assert(second.reports[0]!.includes('cannot evolve the event "shouted" of entry 1'));
  second.crash();
  const third = stage.node({ actors: [counter], limits: chunky });
  assertEquals((await stage.until(add(third.system))).ok, true);
});

// ---- another node moves the head

Deno.test("a state that another node has moved on is brought up to date by the journal's tail", async () => {
  await using stage = new Stage("denokv");
  const options = { actors: [counter], limits: { ...chunky, snapshotTailUnits: 1e9 } };
  const first = stage.node(options);
  const second = stage.node(options);
  await shoutMany(stage, first, 20);
  await stage.until(add(second.system, 1));
  await stage.until(add(first.system, 2));
  const answer = await stage.until(add(second.system, 4));
  assertEquals(answer.ok && answer.value.total, 7);
});

Deno.test("a tail whose reading fails half-way is not applied twice", async () => {
  await using stage = new Stage("denokv");
  const options = {
    actors: [counter],
    limits: { ...chunky, snapshotTailUnits: 1e9, hotItems: 1, stewardMs: 20_000, leaseMs: 1_000 },
  };
  const first = stage.node({ ...options, limits: { ...options.limits, handoverKeptMs: 100_000 } });
  const second = stage.node({ ...options, limits: { ...options.limits, handoverKeptMs: 100_000 } });
  await shoutMany(stage, first, 20);
  // A read on the node that does not run the actor brings its copy up to date.
  assertEquals(await stage.until(second.system.view(a, ({ total }) => total)), 0);
  for (let n = 0; n < 5; n++) await stage.until(add(first.system, 1));
  const { list } = second.store;
  let fails = true;
  second.store.list = async function* (options) {
    let rows = 0;
    for await (const row of list.call(second.store, options)) {
      if (fails && options.prefix[0] === "journal" && ++rows === 3) {
        fails = false;
        throw new Error("connection lost");
      }
      yield row;
    }
  };
  assertEquals(await stage.until(second.system.view(a, ({ total }) => total)), 5);
  assertEquals(fails, false);
});

/** Turns of two commands each, of which the next is decided while the one before is committed. */
const flooded = { turnItems: 2, aheadItems: 1 };

Deno.test("a turn decided ahead follows the one under way, and callers hear of each only when it has landed", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter], limits: flooded });
  const landed: number[] = [];
  store.tamper = async (atomic, commit) => {
    const committed = await commit(atomic);
    landed.push(stage.head(a).seq);
    return committed;
  };
  const heard: [total: number, landed: number][] = [];
  const asked = Array.from({ length: 9 }, (_, i) =>
    add(system, i + 1).then((answer) => {
      assert(answer.ok);
      heard.push([answer.value.total, landed.length]);
    }));
  await stage.until(Promise.all(asked));
  assertEquals(landed, [1, 2, 3, 4, 5]);
  assertEquals(heard, [[1, 1], [3, 1], [6, 2], [10, 2], [15, 3], [21, 3], [28, 4], [36, 4], [
    45,
    5,
  ]]);
});

Deno.test("a turn decided ahead is void when the one under way is lost", async () => {
  await using stage = new Stage();
  const [one, other] = [1, 2].map(() => stage.node({ actors: [counter], limits: flooded }));
  await stage.until(add(one!.system, 1));
  await stage.until(add(other!.system, 10));
  const answers = await stage.until(
    Promise.all(Array.from({ length: 8 }, () => add(one!.system, 100))),
  );
  assertEquals(
    answers.map((answer) => answer.ok && answer.value.total),
    [111, 211, 311, 411, 511, 611, 711, 811],
  );
  assertEquals(one!.system.metrics.lostRaces, 1);
  assertEquals(stage.events(a).length, 10);
});

Deno.test("a command that spoils a turn decided ahead costs only itself", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: flooded });
  const asked = [1, 2, 3].map((n) => add(system, n));
  const spoilt = system.ask(a, "corrupt", {});
  const later = add(system, 4);
  await stage.until(assertRejects(() => spoilt, KernelError, "evolve failed").then(() => later));
  assertEquals((await Promise.all(asked)).map(({ ok }) => ok), [true, true, true]);
  assertEquals(await stage.until(stateOf(system).then(({ total }) => total)), 10);
});

Deno.test("a joint turn comes between turns of a flood", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: flooded });
  let over = false;
  const caller = async () => {
    while (!over) await add(system);
  };
  const flood = Array.from({ length: 8 }, caller);
  await stage.pass(50);
  const answer = await stage.until(
    system.joint([part(a, "add", { n: 1 }), part(counter("b"), "add", { n: 1 })]),
    2_000,
  );
  over = true;
  assertEquals(answer.ok, true);
  await stage.until(Promise.all(flood));
});
