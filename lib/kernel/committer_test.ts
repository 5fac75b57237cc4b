import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, once, purse, Stage, type Tamper, TamperedStore, writes } from "./_testing.ts";
import { definePolicy, defineReadModel, send } from "./effects.ts";
import { CommitRejected, KernelError } from "./errors.ts";
import { part } from "./joint.ts";
import type { Atomic } from "./store.ts";
import type { ActorSystem } from "./system.ts";

const a = counter("a");
const add = (system: ActorSystem, n = 1, to = a) => system.ask(to, "add", { n });
const head = (id: string) => writes("head", "counter", id);
const headsIn = ({ sets }: Atomic) => sets.filter(({ key }) => key[0] === "head").length;

/** What may become of a commit whose answer does not come. */
const unknowns: Record<string, Tamper> = {
  "the commit did not land": () => Promise.reject(new Error("connection lost")),
  "the commit has landed": async (atomic, commit) => {
    await commit(atomic);
    throw new Error("connection lost");
  },
  "the commit lands while it is sent again": (atomic, commit) => {
    queueMicrotask(() => void commit(atomic));
    return Promise.reject(new Error("connection lost"));
  },
  "the commit was sent twice without our knowing": async (atomic, commit) => {
    await commit(atomic);
    return await commit(atomic);
  },
};

Deno.test("turns of different actors that are ready together share one commit", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  const ids = Array.from({ length: 80 }, (_, i) => counter(`x${i}`));
  const all = () => stage.until(Promise.all(ids.map((id) => add(system, 1, id))));
  await all();
  store.commits.length = 0;
  await all();
  assertEquals(store.commits.map(headsIn), [80]);
});

Deno.test("turns share a commit only within the store's limits", async () => {
  await using stage = new Stage("denokv");
  const { system, store } = stage.node({ actors: [counter] });
  const ids = Array.from({ length: 25 }, (_, i) => counter(`x${i}`));
  await stage.until(Promise.all(ids.map((id) => add(system, 1, id))));
  store.commits.length = 0;
  await stage.until(Promise.all(ids.map((id) => add(system, 1, id))));
  assertEquals(store.commits.filter(head("x0")).length, 1);
  assert(store.commits.every(({ checks }) => checks.length <= 10));
  assertEquals(store.commits.reduce((sum, commit) => sum + headsIn(commit), 0), 25);
});

Deno.test("what only reads is answered at once where the store takes no writes", async () => {
  // With the disk full, whoever asked for an answer given long ago was told for seconds, and then
  // that nobody knew: the read had shared a commit with somebody's write.
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  await stage.until(Promise.all([add(system, 5), add(system, 1, counter("b"))]));
  store.tamper = () => Promise.reject(new Error("database or disk is full"));
  const began = stage.world.now;
  const written = Promise.allSettled([add(system, 1, counter("b"))]);
  const read = Promise.allSettled([add(system, -1), system.view(a, ({ total }) => total)]);
  const answers = (await stage.until(read)).map((one) => one.status === "fulfilled" && one.value);
  assertEquals(answers, [{ ok: false, refusal: "negative" }, 5]);
  assert(stage.world.now - began < 50);
  const [wrote] = await stage.until(written);
  assertEquals(wrote.status === "rejected" && wrote.reason.code, "unavailable");
});

Deno.test("a commit is filled by bytes of keys and values, not only by counts", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  const ids = Array.from({ length: 90 }, (_, i) => counter(`${i}`.padEnd(128, "x")));
  const text = "晴".repeat(5_000);
  await stage.until(Promise.all(ids.map((id) => system.ask(id, "shout", { text }))));
  // The simulated store rejects a commit beyond Deno KV's limits; none was.
  assertEquals(system.metrics.deadLetters, 0);
  assert(store.commits.length > 1);
});

Deno.test("a commit is filled by bytes of keys as well", async () => {
  const wide = definePolicy("wide", purse, {
    changed: () =>
      Array.from({ length: 5 }, (_, i) => send(counter(`${i}`.padEnd(128, "x")), "add", { n: 1 })),
  });
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter, purse], policies: [wide] });
  let rejected = 0;
  store.tamper = (atomic, commit) =>
    commit(atomic).catch((cause) => {
      if (cause instanceof CommitRejected) rejected++;
      throw cause;
    });
  const ids = Array.from({ length: 99 }, (_, i) => purse(`${i}`.padEnd(128, "y")));
  for (const _ of [1, 2]) {
    await stage.until(Promise.all(ids.map((id) => system.ask(id, "put", { coins: 1 }))));
  }
  assertEquals([rejected, stage.rows("dead")], [0, []]);
});

for (const [what, tamper] of Object.entries(unknowns)) {
  Deno.test(`a turn happens once where its commit's outcome is unknown: ${what}`, async () => {
    await using stage = new Stage();
    const { system, store } = stage.node({ actors: [counter] });
    await stage.until(add(system, 1));
    store.tamper = once(writes("head"), tamper);
    const asked = [add(system, 2), add(system, 4), system.ask(a, "add", { n: -1 })];
    const answers = await stage.until(Promise.all(asked));
    assertEquals(answers.map((answer) => answer.ok && answer.value.total), [3, 7, false]);
    assertEquals(stage.events(a).length, 3);
    assertEquals((await stage.until(add(system, 8))).ok, true);
    assertEquals(stage.head(a).state.total, 15);
  });

  Deno.test(`a turn without events happens once: ${what}`, async () => {
    await using stage = new Stage();
    const { system, store, clock } = stage.node({ actors: [counter] });
    store.tamper = once(writes("head"), tamper);
    const at = clock.now() + 10_000;
    const answer = await stage.until(system.ask(a, "remind", { name: "x", at, n: 1 }));
    assertEquals(answer.ok, true);
    await stage.pass(20_000);
    assertEquals(stage.events(a), [["added", { n: 1 }]]);
  });
}

Deno.test("a turn that has landed unseen is known by its entry when the head has moved on", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node({ actors: [counter] });
  const second = stage.node({ actors: [counter] });
  await stage.until(add(first.system, 1));
  first.store.tamper = once(head("a"), async (atomic, commit) => {
    await commit(atomic);
    await add(second.system, 10);
    throw new Error("connection lost");
  });
  const answer = await stage.until(add(first.system, 2));
  assert(answer.ok);
  assertEquals(answer.value.total, 3);
  assertEquals(stage.events(a).map(([, event]) => event), [{ n: 1 }, { n: 2 }, { n: 10 }]);
  assertEquals(first.system.metrics.landedUnseen, 1);
  const next = await stage.until(add(first.system, 4));
  assertEquals(next.ok && next.value.total, 17);
});

Deno.test("a late copy of a commit changes nothing", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  const kept: Atomic[] = [];
  store.tamper = (atomic, commit) => {
    kept.push(atomic);
    return commit(atomic);
  };
  for (let n = 1; n <= 3; n++) await stage.until(add(system, n));
  store.tamper = undefined;
  for (const atomic of kept) await stage.until(store.commit(atomic));
  await stage.until(add(system, 4));
  assertEquals(stage.events(a).map(([, event]) => event), [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
});

Deno.test("callers are told unavailable when the store stays silent, and no more is promised", async () => {
  await using stage = new Stage();
  const { system, store, reports } = stage.node({ actors: [counter] });
  await stage.until(add(system, 1));
  store.commits.length = 0;
  store.tamper = () => Promise.reject(new Error("connection lost"));
  const error = await stage.until(assertRejects(() => add(system, 2), KernelError));
  assertEquals([error.code, error.transient, error.retryAfterMs], ["unavailable", true, 1_000]);
  assertEquals(store.commits.length, system.limits.commitAttempts + 1);
  // Every try is the very same atomic: its check lets it land once.
  assert(store.commits.every((atomic) => atomic.checks[0] !== undefined));
  assertEquals(new Set(store.commits.map(({ sets }) => sets.length)).size, 1);
  assertEquals(reports.length, 1);
  store.tamper = undefined;
  await stage.until(add(system, 4));
  assertEquals(stage.head(a).state.total, 5);
});

Deno.test("a lost race is decided again: commands of two nodes on one store all land", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  const asked = Array.from({ length: 30 }, (_, i) => [
    add(nodes[0]!.system, 1, counter(`x${i % 3}`)),
    add(nodes[1]!.system, 1, counter(`x${i % 3}`)),
  ]).flat();
  const answers = await stage.until(Promise.all(asked));
  assertEquals(answers.every(({ ok }) => ok), true);
  for (const id of ["x0", "x1", "x2"]) {
    assertEquals(stage.events(counter(id)).length, 20);
    assertEquals(stage.head(counter(id)).state.total, 20);
  }
  assert(nodes.some(({ system }) => system.metrics.lostRaces > 0));
});

Deno.test("a shared commit with one stale actor is split; the others do not wait for it", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node({ actors: [counter] });
  const second = stage.node({ actors: [counter] });
  const ids = ["p", "q", "r"].map((id) => counter(id));
  for (const id of ids) await stage.until(add(first.system, 1, id));
  await stage.until(add(second.system, 1, ids[1]));
  first.store.commits.length = 0;
  await stage.until(Promise.all(ids.map((id) => add(first.system, 1, id))));
  assertEquals(first.store.commits.map(headsIn), [3, 2, 1]);
  assertEquals(ids.map((id) => stage.head(id).state.total), [2, 3, 2]);
  assertEquals([first.system.metrics.splitCommits, first.system.metrics.lostRaces], [1, 1]);
});

Deno.test("a commit that the store rejects costs only the command at fault", async () => {
  const large = defineReadModel("large", counter, {
    // A key beyond what a store takes: nothing but the store sees it.
    on: { added: ({ n }) => n === 13 ? [{ key: ["x".repeat(3_000)], value: n }] : [] },
  });
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter], readModels: [large] });
  const numbers = Array.from({ length: 64 }, (_, i) => i);
  const asked = numbers.flatMap((n) => [add(system, n), add(system, n, counter("b"))]);
  const results = await stage.until(Promise.allSettled(asked));
  results.forEach((result, i) => {
    const bad = Math.floor(i / 2) === 13;
    assertEquals(result.status, bad ? "rejected" : "fulfilled", `number ${i}`);
    if (result.status === "rejected") assertEquals(result.reason.code, "defect");
  });
  const sum = numbers.reduce((a, b) => a + b) - 13;
  assertEquals([a, counter("b")].map((id) => stage.head(id).state.total), [sum, sum]);
  assertEquals(stage.rows("dead").map(({ payload }) => payload), [{ n: 13 }, { n: 13 }]);
  assert(store.commits.length < 60, `${store.commits.length} commits`);
});

Deno.test("a letter that the store rejects becomes a dead letter, and those behind it are applied", async () => {
  const large = defineReadModel("large", counter, {
    on: { added: ({ n }) => n === 13 ? [{ key: ["x".repeat(3_000)], value: n }] : [] },
  });
  const forward = definePolicy("forward", purse, {
    changed: ({ by }) => Array.from({ length: by }, (_, i) => send(a, "add", { n: i })),
  });
  await using stage = new Stage();
  const { system } = stage.node({
    actors: [counter, purse],
    readModels: [large],
    policies: [forward],
  });
  await stage.until(system.ask(purse("p"), "put", { coins: 20 }));
  await stage.till(() => system.metrics.mailApplied === 19);
  assertEquals([stage.rows("mail"), stage.rows("dead").length], [[], 1]);
  assertEquals(stage.head(a).state.total, 190 - 13);
});

Deno.test("a command whose dead letter cannot be kept either does not stop the actor", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  store.tamper = (atomic, commit) =>
    head("a")(atomic) ? Promise.reject(new CommitRejected("never")) : commit(atomic);
  const results = await stage.until(Promise.allSettled([add(system), add(system)]));
  assertEquals(results.map(({ status }) => status), ["rejected", "rejected"]);
  store.tamper = undefined;
  assertEquals((await stage.until(add(system))).ok, true);
});

Deno.test("a definition that throws while the turn is written costs only the command at fault", async () => {
  const moody = defineReadModel("moody", counter, {
    rows: (state) => {
      if (state.total === 5) throw new Error("no rows");
      return [{ key: ["total"], value: state.total }];
    },
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], readModels: [moody] });
  const asked = [3, 2, 4].map((n) => add(system, n));
  const results = await stage.until(Promise.allSettled(asked));
  // 3, then 5 which fails, then 7.
  assertEquals(results.filter(({ status }) => status === "rejected").length, 0);
  const alone = await stage.until(Promise.allSettled([add(system, -1), add(system, 0)]));
  assertEquals(alone.length, 2);
  assertEquals(stage.head(a).state.total, 9);
});

Deno.test("urgent turns go before a backlog of mail, and mail still moves", async () => {
  const flood = definePolicy("flood", purse, {
    changed: ({ by }) =>
      Array.from({ length: by }, (_, i) => send(counter(`m${i % 80}-${by}`), "add", { n: 1 })),
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [flood] });
  for (let coins = 40; coins < 80; coins++) {
    await stage.until(system.ask(purse("p"), "put", { coins }));
  }
  const began = stage.world.now;
  for (let i = 0; i < 20; i++) await stage.until(add(system));
  assert(stage.world.now - began < 400, `${stage.world.now - began} ms for 20 turns`);
  const sent = system.metrics.mailSent;
  await stage.till(() => system.metrics.mailApplied === sent);
});

Deno.test("an actor whose mail waits in the background goes forward when someone asks it", async () => {
  const flood = definePolicy("flood", purse, {
    changed: ({ by }) =>
      Array.from({ length: 80 }, (_, i) => send(counter(`m${by}-${i}`), "add", { n: 1 })),
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [flood] });
  const puts = Array.from(
    { length: 25 },
    (_, i) => system.ask(purse("p"), "put", { coins: i + 1 }),
  );
  await stage.until(Promise.all(puts));
  // While others keep asking, mail takes its time.
  let running = true;
  const busy = (async () => {
    while (running) await add(system);
  })();
  await stage.pass(60);
  assert(system.metrics.mailApplied < 1_000, `${system.metrics.mailApplied} applied`);
  const began = stage.world.now;
  const answer = await stage.until(add(system, 1, counter("m25-79")));
  assert(stage.world.now - began < 40, `${stage.world.now - began} ms`);
  assertEquals(answer.ok && answer.value.total, 2);
  running = false;
  await stage.until(busy);
});

for (const how of ["a read", "a command", "a joint turn"] as const) {
  Deno.test(`${how} does not wait for the rest of mail's turns that hold its actor`, async () => {
    // They leave the store to those who wait for it: here they kept one of those waiting, for eight
    // commits' time, and a program with nothing else to do ended meanwhile.
    await using stage = new Stage();
    const fanOut = definePolicy("fan_out", counter, {
      added: ({ n }) => Array.from({ length: n - 1 }, (_, k) => send(hit(k), "add", { n: 1 })),
    }, { deferred: true });
    const hit = (k: number) => counter(`hit${k % 7}`);
    const { system, store } = stage.node({ actors: [counter], policies: [fanOut] });
    store.tamper = async (atomic, commit) => {
      await stage.world.sleep(60);
      return await commit(atomic);
    };
    const wait = {
      "a read": () => system.view(hit(6), ({ total }) => total),
      "a command": () => system.ask(hit(6), "add", { n: 1 }),
      "a joint turn": () => system.joint([part(hit(6), "add", { n: 1 })]),
    };
    await stage.until(system.ask(counter("source"), "add", { n: 5_000 }));
    let longest = 0;
    for (let i = 0; i < 100; i++) {
      const began = stage.world.now;
      await stage.until<unknown>(wait[how]());
      longest = Math.max(longest, stage.world.now - began);
      await stage.pass(5 + i % 10);
    }
    assert(longest < 140, `expected two commits' time at most, got ${longest} ms`);
  });
}

Deno.test("TamperedStore passes everything on when nothing is tampered with", async () => {
  await using stage = new Stage();
  const { store } = stage.node({ actors: [counter] });
  assert(store instanceof TamperedStore);
  const rows = await stage.until(Array.fromAsync(store.list({ prefix: ["head"] })));
  assertEquals(rows, []);
});
