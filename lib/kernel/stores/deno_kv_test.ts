/** Deno KV and its simulated counterpart keep the contract; the whole kernel on the embedded engine. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, purse } from "../_testing.ts";
import { type Clock, systemRandom } from "../clock.ts";
import { definePolicy, defineReadModel, send } from "../effects.ts";
import { CommitRejected, KernelError } from "../errors.ts";
import { part } from "../joint.ts";
import { EMBEDDED_STORE } from "../limits.ts";
import { ActorSystem } from "../system.ts";
import { Chance } from "../testing/chance.ts";
import { World } from "../testing/sim_clock.ts";
import { SimDisk } from "../testing/sim_disk.ts";
import { NO_FAULTS, SimStore } from "../testing/sim_store.ts";
import { DenoKvStore } from "./deno_kv.ts";
import { storeContract } from "./testing/store_contract.ts";

storeContract("DenoKvStore", async () => {
  const store = await DenoKvStore.open(":memory:");
  return {
    store,
    until: (promise) => promise,
    [Symbol.asyncDispose]: () => Promise.resolve(store.close()),
  };
});

storeContract("SimStore", () => {
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
    [Symbol.asyncDispose]: () => Promise.resolve(store.close()),
  });
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
  const error = await assertRejects(
    () =>
      store.commit({ checks: [], sets: [{ key: ["a"], value: new Uint8Array(1) }], deletes: [] }),
    TypeError,
  );
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

/** A KV Connect server of which nothing works but the way to a watch; each breaks off at once. */
function brokenServer() {
  const metadata = {
    version: 3,
    databaseId: crypto.randomUUID(),
    endpoints: [{ url: "/", consistency: "strong" }],
    token: "token",
    expiresAt: "2100-01-01T00:00:00Z",
  };
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  return Deno.serve(options, ({ url }) => {
    if (!url.endsWith("/watch")) return Response.json(metadata);
    const body = new Uint8Array(4);
    const headers = { "content-type": "application/octet-stream", "content-length": "8" };
    return new Response(body, { headers });
  });
}

Deno.test("DenoKvStore can be closed after a watch has broken off: nothing is thrown at nobody", async () => {
  await using server = brokenServer();
  const token = Deno.env.get("DENO_KV_ACCESS_TOKEN");
  Deno.env.set("DENO_KV_ACCESS_TOKEN", "token");
  const unheard: unknown[] = [];
  const hear = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unheard.push(event.reason);
  };
  globalThis.addEventListener("unhandledrejection", hear);
  try {
    const store = await DenoKvStore.open(`http://127.0.0.1:${server.addr.port}`);
    const { promise: again, resolve } = Promise.withResolvers<void>();
    store.watch(["a"], resolve);
    await again;
    store.close();
    await server.shutdown();
    assertEquals(unheard, []);
  } finally {
    globalThis.removeEventListener("unhandledrejection", hear);
    if (token === undefined) Deno.env.delete("DENO_KV_ACCESS_TOKEN");
    else Deno.env.set("DENO_KV_ACCESS_TOKEN", token);
  }
});
