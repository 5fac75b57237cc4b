/** What the kernel relies on in a store: one suite for Deno KV and for its simulated counterpart. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, purse } from "../_testing.ts";
import { type Clock, systemRandom } from "../clock.ts";
import { definePolicy, defineReadModel, send } from "../effects.ts";
import { CommitRejected, KernelError } from "../errors.ts";
import { part } from "../joint.ts";
import { EMBEDDED_STORE } from "../limits.ts";
import type { Key, ListOptions, Store } from "../store.ts";
import { ActorSystem } from "../system.ts";
import { Chance } from "../testing/chance.ts";
import { World } from "../testing/sim_clock.ts";
import { SimDisk } from "../testing/sim_disk.ts";
import { NO_FAULTS, SimStore } from "../testing/sim_store.ts";
import { DenoKvStore } from "./deno_kv.ts";

interface Subject {
  readonly store: Store;
  until<T>(promise: Promise<T>): Promise<T>;
}

const subjects: Record<string, () => Promise<Subject>> = {
  DenoKvStore: async () => ({
    store: await DenoKvStore.open(":memory:"),
    until: (promise) => promise,
  }),
  SimStore: () => {
    const world = new World(new Chance(1));
    const disk = new SimDisk(world, "embedded");
    const conditions = { faults: { ...NO_FAULTS, pageRows: 3 }, outages: [] };
    const store = new SimStore(world, disk, new Chance(2), conditions, { alive: true });
    return Promise.resolve({
      store,
      async until<T>(promise: Promise<T>) {
        let settled = false;
        const done = () => void (settled = true);
        promise.then(done, done);
        assert(await world.run(() => settled, 60_000));
        return await promise;
      },
    });
  },
};

const bytes = (text: string) => new TextEncoder().encode(text);
const set = (...key: Key) => ({ key, value: bytes(key.join()) });
const only = (...sets: ReturnType<typeof set>[]) => ({ checks: [], sets, deletes: [] });

function each(title: string, test: (subject: Subject) => Promise<void>): void {
  for (const [name, open] of Object.entries(subjects)) {
    Deno.test(`${name} ${title}`, async () => {
      const subject = await open();
      try {
        await test(subject);
      } finally {
        subject.store.close();
      }
    });
  }
}

each("gives rows in the order of the keys asked for, and undefined where there is none", async ({
  store,
  until,
}) => {
  const keys: Key[] = Array.from({ length: 25 }, (_, i) => ["k", i]);
  await until(store.commit(only(...keys.filter((_, i) => i % 2).map((key) => set(...key)))));
  const rows = await until(store.getMany(keys));
  assertEquals(rows.map((row) => row?.key), keys.map((key, i) => i % 2 ? key : undefined));
  assertEquals(await until(store.getMany([])), []);
  assertEquals((await until(store.getMany([["k", 1]])))[0]!.value, bytes("k,1"));
});

each("gives each commit a greater versionstamp, the same to all its rows", async ({
  store,
  until,
}) => {
  const stamps: string[] = [];
  for (let i = 0; i < 20; i++) {
    const committed = await until(store.commit(only(set("a"), set("b", i))));
    assert(committed.ok);
    stamps.push(committed.versionstamp);
    const rows = await until(store.getMany([["a"], ["b", i]]));
    assertEquals(rows.map((row) => row!.versionstamp), [stamps[i]!, stamps[i]!]);
  }
  assertEquals(stamps.toSorted(), stamps);
  assertEquals(new Set(stamps).size, 20);
  assert(stamps.every((stamp) => /^[0-9a-f]{20}$/.test(stamp)));
});

each("commits all or nothing, by its checks", async ({ store, until }) => {
  const first = await until(store.commit(only(set("a"))));
  assert(first.ok);
  const { versionstamp } = first;
  const stale = await until(store.commit({
    checks: [{ key: ["a"], versionstamp }, { key: ["b"], versionstamp }],
    sets: [set("c")],
    deletes: [["a"]],
  }));
  assertEquals(stale, { ok: false });
  assertEquals((await until(store.getMany([["a"], ["c"]]))).map(Boolean), [true, false]);
  const fresh = await until(store.commit({
    checks: [{ key: ["a"], versionstamp }, { key: ["b"], versionstamp: null }],
    sets: [set("c")],
    deletes: [["a"]],
  }));
  assert(fresh.ok);
  assertEquals((await until(store.getMany([["a"], ["c"]]))).map(Boolean), [false, true]);
  const checksOnly = await until(
    store.commit({ checks: [{ key: ["a"], versionstamp: null }], sets: [], deletes: [] }),
  );
  assert(checksOnly.ok);
});

each(
  "lists rows in key order: strings by their bytes before numbers, by prefix, from, to, backwards",
  async ({
    store,
    until,
  }) => {
    const keys: Key[] = [
      ["x", ""],
      ["x", "a"],
      ["x", "a", "b"],
      ["x", "a\0"],
      ["x", "ab"],
      ["x", "b"],
      ["x", "é"],
      ["x", "晴"],
      ["x", -1.5],
      ["x", 0],
      ["x", 2],
      ["x", 10],
      ["x", 2 ** 40],
      ["y"],
    ];
    await until(store.commit(only(...keys.toReversed().map((key) => set(...key)))));
    const list = async (options: ListOptions) =>
      (await until(Array.fromAsync(store.list(options)))).map(({ key }) => key);
    const below = keys.slice(0, -1);
    assertEquals(await list({ prefix: ["x"] }), below);
    assertEquals(await list({ prefix: ["x"], reverse: true }), below.toReversed());
    assertEquals(await list({ prefix: ["x"], start: ["x", "b"] }), below.slice(5));
    assertEquals(await list({ prefix: ["x"], end: ["x", "b"] }), below.slice(0, 5));
    assertEquals(
      await list({ prefix: ["x"], start: ["x", "ab"], end: ["x", 2] }),
      below.slice(4, 10),
    );
    assertEquals(await list({ prefix: ["x"], limit: 4 }), below.slice(0, 4));
    assertEquals(
      await list({ prefix: ["x"], start: ["x", "ab"], limit: 7, reverse: true }),
      below.slice(-7).toReversed(),
    );
    assertEquals(await list({ prefix: ["x", "a"] }), [["x", "a", "b"]]);
    assertEquals(await list({ prefix: ["z"] }), []);
  },
);

each("rejects for good what is beyond its limits, and nothing of it happens", async ({
  store,
  until,
}) => {
  const { checks, mutations, keyBytes, valueBytes } = store.limits;
  const value = new Uint8Array(valueBytes);
  const many = (count: number, key: (i: number) => Key, size = 1) =>
    only(
      ...Array.from({ length: count }, (_, i) => ({ key: key(i), value: new Uint8Array(size) })),
    );
  const broken = [
    only({ key: ["v"], value: new Uint8Array(valueBytes + 1) }),
    only(set("k".repeat(keyBytes + 10))),
    many(mutations + 1, (i) => ["m", i]),
    // All keys together, and keys and values together.
    many(mutations - 10, (i) => ["m", `${i}`.padEnd(100, "x")]),
    many(14, (i) => ["m", i], 60_000),
    {
      checks: Array.from({ length: checks + 1 }, (_, i) => ({ key: ["c", i], versionstamp: null })),
      sets: [set("a")],
      deletes: [],
    },
  ];
  for (const [i, atomic] of broken.entries()) {
    await until(assertRejects(() => store.commit(atomic), CommitRejected, "", `case ${i}`));
  }
  assertEquals(await until(Array.fromAsync(store.list({ prefix: ["m"] }))), []);
  const fitting = [
    only({ key: ["v"], value }),
    many(mutations, (i) => ["m", i]),
    many(13, (i) => ["m", i], 60_000),
  ];
  for (const atomic of fitting) assert((await until(store.commit(atomic))).ok);
});

each("tells a watch of the value that is there, and of every last change", async ({
  store,
  until,
}) => {
  let told = 0;
  let next = Promise.withResolvers<void>();
  const stop = store.watch(["w"], () => {
    told++;
    next.resolve();
    next = Promise.withResolvers();
  });
  for (let i = 0; i < 3; i++) {
    const change = next.promise;
    await until(store.commit(only(set("w"))));
    await until(change);
  }
  assert(told >= 3);
  stop();
});

// ---- the whole kernel on the embedded engine

/** Stands still until it is told to go on. */
class HandClock implements Clock {
  #now = 1_800_000_000_000;
  #timers = new Set<{ at: number; run: () => void }>();
  now = () => this.#now;
  monotonic = () => this.#now;
  after(ms: number, run: () => void) {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
  advance(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }
  /** Goes on until the promise settles; the store's own answers come in between. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => void (settled = true);
    promise.then(done, done);
    while (!settled) {
      this.advance(5);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return await promise;
  }
}

const forward = definePolicy("forward", purse, {
  changed: ({ by }, { id }) => [send(counter(id), "add", { n: Math.abs(by) })],
});
const later = definePolicy("later", purse, {
  changed: ({ by }) => [send(counter("later"), "add", { n: Math.abs(by) })],
}, { deferred: true });
const balances = defineReadModel("balances", purse, {
  rows: ({ coins }, { id }) => [{ key: [id], value: coins }],
});

Deno.test("ActorSystem keeps its promises on the embedded engine, over a restart", async () => {
  const folder = await Deno.makeTempDir();
  const open = async () => {
    const store = await DenoKvStore.open(`${folder}/kernel.db`);
    const clock = new HandClock();
    const system = new ActorSystem({
      store,
      clock,
      random: systemRandom(),
      actors: [purse, counter],
      policies: [forward, later],
      readModels: [balances],
      validate: true,
      limits: { inlineStateUnits: 200 },
    });
    return { store, clock, system };
  };
  try {
    const first = await open();
    const ids = Array.from({ length: 150 }, (_, i) => `p${i}`);
    const { system, clock } = first;
    const answers = await clock.until(
      Promise.all(
        ids.map((id) => system.ask(purse(id), "put", { coins: 3 }, { idempotencyKey: "k" })),
      ),
    );
    assert(answers.every(({ ok }) => ok));
    const given = await clock.until(system.joint([
      part(purse("p1"), "take", { coins: 1 }),
      part(purse("p2"), "put", { coins: 1 }),
    ]));
    assert(given.ok);
    for (let i = 0; i < 20; i++) {
      await clock.until(system.ask(counter("long"), "shout", { text: "晴".repeat(40) }));
    }
    const due = clock.now() + 1_000;
    await clock.until(system.ask(counter("r"), "remind", { name: "x", at: due, n: 7 }));
    await clock.until(system.stop());
    first.store.close();

    const second = await open();
    const view = (id: string) =>
      second.clock.until(second.system.view(counter(id), ({ total }) => total));
    assertEquals(
      await second.clock.until(
        second.system.ask(purse("p0"), "put", { coins: 3 }, { idempotencyKey: "k" }),
      ),
      answers[0]!,
    );
    while (await view("later") !== 3 * 150 + 2) second.clock.advance(500);
    assertEquals([await view("p1"), await view("p9")], [4, 3]);
    while (await view("r") !== 7) second.clock.advance(500);
    const texts = await second.clock.until(
      second.system.view(counter("long"), ({ texts }) => texts.length),
    );
    assertEquals(texts, 20);
    assertEquals(await second.clock.until(second.system.rows(balances).count()), 150);
    await second.clock.until(second.system.stop());
    second.store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("DenoKvStore takes no full disk for a commit that can never be", async () => {
  const kv = {
    atomic: () => ({
      set: () => {},
      // What the embedded engine throws then is a TypeError too.
      commit: () => Promise.reject(new TypeError("database or disk is full")),
    }),
    close: () => {},
  };
  const store = new DenoKvStore(kv as unknown as Deno.Kv, false);
  const error = await assertRejects(() => store.commit(only(set("a"))), TypeError);
  assert(!(error instanceof CommitRejected));
});

Deno.test("ActorSystem tells unavailable when the store is closed under it", async () => {
  const store = await DenoKvStore.open(":memory:");
  const clock = new HandClock();
  const system = new ActorSystem({ store, clock, actors: [counter], report: () => {} });
  await clock.until(system.ask(counter("a"), "add", { n: 1 }));
  store.close();
  store.close();
  const error = await clock.until(
    assertRejects(() => system.ask(counter("a"), "add", { n: 1 }), KernelError),
  );
  assertEquals(error.code, "unavailable");
  await clock.until(system.stop());
  assertEquals(store.limits, EMBEDDED_STORE);
});
