import { assert, assertEquals } from "@std/assert";
import { counter, once, purse, Stage, writes } from "./_testing.ts";
import { definePolicy, defineReadModel, send } from "./effects.ts";
import { keys } from "./keys.ts";
import type { ActorSystem } from "./system.ts";
import { entriesIn } from "./testing/stored_journal.ts";

const p = purse("p");
const a = counter("a");
const put = (system: ActorSystem, coins: number) => system.ask(p, "put", { coins });

/** Each coin put in becomes a letter to a counter of its own number. */
const coinsCount = definePolicy("coins_count", purse, {
  changed: ({ by }, { id }) => [send(counter(id), "add", { n: by })],
});
const balances = defineReadModel("balances", purse, {
  rows: (state, { id, seq }) => [{
    key: [id],
    value: state.coins === 0 ? null : { coins: state.coins, seq },
  }],
});
const changes = defineReadModel("changes", purse, {
  on: { changed: ({ by }, { id, at }) => [{ key: [id, at, by], value: by }] },
});
const options = { actors: [counter, purse], policies: [coinsCount] };
const counted = (stage: Stage) => stage.events(counter("p")).map(([, event]) => event);

Deno.test("mail is written in the commit of the turn that causes it", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  await stage.until(put(system, 3));
  const [commit] = store.commits.filter(writes("mail"));
  assert(writes("head", "purse", "p")(commit!));
  assertEquals(commit!.sets.flatMap(entriesIn).map(({ kind, seq }) => [kind, seq]), [["purse", 1]]);
});

Deno.test("mail is removed in the commit of the turn that applies it", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  await stage.until(put(system, 3));
  await stage.till(() => system.metrics.mailApplied === 1);
  const commit = store.commits.find(writes("head", "counter", "p"))!;
  assertEquals(commit.deletes.map((key) => key.slice(0, 3)), [["mail", "counter", "p"]]);
  assertEquals(stage.rows("mail"), []);
});

Deno.test("mail arrives exactly once over crashes at every step of its way", async () => {
  // A step is a commit: the node dies right before it, or right after.
  for (let step = 1; step <= 8; step++) {
    for (const landed of [false, true]) {
      const stage = new Stage();
      const first = stage.node(options);
      let commits = 0;
      first.store.tamper = (atomic, commit) => {
        if (++commits !== step) return commit(atomic);
        const silence = new Promise<never>(() => {});
        if (landed) commit(atomic).catch(() => {});
        queueMicrotask(() => first.crash());
        return silence;
      };
      for (const coins of [1, 2, 3]) put(first.system, coins).catch(() => {});
      await stage.pass(200);
      for (const coins of [4, 5]) put(first.system, coins).catch(() => {});
      await stage.pass(2_000);
      first.crash();
      const second = stage.node(options);
      await stage.until(put(second.system, 6));
      await stage.pass(5_000);
      const sent = stage.events(p).map(([, event]) => ({ n: (event as { by: number }).by }));
      const received = counted(stage);
      assertEquals(new Set(received.map((event) => (event as { n: number }).n)).size, sent.length);
      assertEquals(received.length, sent.length, `step ${step}, landed ${landed}`);
      assertEquals(stage.rows("mail"), []);
      await stage.until(second.system.stop());
    }
  }
});

Deno.test("mail is applied exactly once where two nodes run its receiver", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node(options);
  const second = stage.node(options);
  const asked = Array.from({ length: 40 }, (_, i) => put((i % 2 ? first : second).system, i + 1));
  // Both nodes are also told of all mail there is, again and again.
  for (let i = 0; i < 20; i++) {
    await stage.until(Promise.all([
      first.system.fetchMail("counter", "p"),
      second.system.fetchMail("counter", "p"),
    ]));
  }
  await stage.until(Promise.all(asked));
  await stage.till(() => counted(stage).length >= 40);
  await stage.pass(5_000);
  const numbers = counted(stage).map((event) => (event as { n: number }).n);
  assertEquals(numbers.toSorted((x, y) => x - y), Array.from({ length: 40 }, (_, i) => i + 1));
});

Deno.test("mail that was consumed since it was seen is not applied: the versionstamp rule", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  await stage.until(put(system, 3));
  await stage.till(() => system.metrics.mailApplied === 1);
  // A sweep that has read the row before it was consumed delivers it only now.
  const { seq } = stage.head(counter("p"));
  const stale = {
    type: "letter" as const,
    id: "0001",
    key: keys.letter("counter", "p", "0001"),
    command: "add",
    payload: { n: 3 },
    seenAt: "00000000000000000001",
  };
  assertEquals(system.deliver("counter", "p", stale), true);
  await stage.pass(5_000);
  assertEquals([stage.head(counter("p")).seq, system.metrics.mailApplied], [seq, 1]);
});

Deno.test("mail seen before the head moved is looked up again, not thrown away", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  await stage.until(system.ask(a, "add", { n: 1 }));
  const key = keys.letter("counter", "a", "0001");
  const value = new TextEncoder().encode(JSON.stringify({ command: "add", payload: { n: 5 } }));
  const written = await stage.until(
    store.commit({ checks: [], sets: [{ key, value }], deletes: [] }),
  );
  assert(written.ok);
  await stage.until(system.ask(a, "add", { n: 1 }));
  system.deliver("counter", "a", {
    type: "letter",
    id: "0001",
    key,
    command: "add",
    payload: { n: 5 },
    seenAt: written.versionstamp,
  });
  await stage.till(() => system.metrics.mailApplied === 1);
  assertEquals(stage.head(a).state.total, 7);
});

Deno.test("mail of one turn arrives in the order in which it was sent", async () => {
  const list = definePolicy("list", purse, {
    changed: ({ by }) => Array.from({ length: by }, (_, i) => send(a, "add", { n: i })),
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [list] });
  await stage.until(put(system, 60));
  await stage.till(() => system.metrics.mailApplied === 60);
  const order = stage.events(a).map(([, event]) => (event as { n: number }).n);
  assertEquals(order, Array.from({ length: 60 }, (_, i) => i));
});

Deno.test("mail that is refused or fails is consumed, and a failure is kept as a dead letter", async () => {
  const bad = definePolicy("bad", purse, {
    changed: () => [send(a, "add", { n: -1 }), send(a, "explode", {}), send(a, "corrupt", {})],
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [bad] });
  await stage.until(put(system, 1));
  await stage.till(() => stage.rows("mail").length === 0);
  await stage.pass(5_000);
  assertEquals(stage.rows("dead").map(({ reason }) => reason), [
    "decide failed",
    '"corrupt" failed: evolve failed',
  ]);
  assertEquals(stage.events(a), []);
});

Deno.test("mail to a kind this node does not know waits for one that does", async () => {
  await using stage = new Stage("denokv");
  const options = {
    actors: [purse],
    policies: [definePolicy("out", purse, { changed: ({ by }) => [send(a, "add", { n: by })] })],
  };
  const first = stage.node(options);
  await stage.until(put(first.system, 2));
  await stage.pass(3_000);
  assertEquals(stage.rows("mail").length, 1);
  await stage.until(first.system.stop());
  const second = stage.node({ actors: [counter] });
  await stage.till(() => second.system.metrics.mailApplied === 1, 20_000);
});

Deno.test("policies that throw undo the command that caused the event, and nothing else", async () => {
  const moody = definePolicy("moody", purse, {
    changed: ({ by }) => {
      if (by === 2) throw new Error("no effects");
      return [];
    },
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [moody] });
  const results = await stage.until(Promise.allSettled([1, 2, 3].map((n) => put(system, n))));
  assertEquals(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assertEquals(stage.head(p).state.coins, 4);
  // The policy is written elsewhere than the actor: its name leads there.
  assertEquals(stage.rows("dead").map(({ reason }) => reason), [
    '"put" failed: policy "moody": no effects',
  ]);
});

Deno.test("a row that no list or store gives back costs the command that caused it, and names its model", async () => {
  const strange = [[], [NaN], [true], [{}], [undefined]];
  const rows = defineReadModel("strange", purse, {
    on: { changed: ({ by }) => [{ key: (strange[by] ?? ["right", by]) as never, value: by }] },
  });
  await using stage = new Stage("denokv");
  const { system } = stage.node({ actors: [counter, purse], readModels: [rows] });
  const asked = [...strange.keys(), strange.length].map((n) => put(system, n));
  const results = await stage.until(Promise.allSettled(asked));
  assertEquals(results.map(({ status }) => status === "fulfilled"), [
    ...strange.map(() => false),
    true,
  ]);
  assertEquals(
    stage.rows("dead").map(({ reason }) => reason.replace(/.*: Cannot/, "Cannot")),
    ["none", "NaN", "true", "[object Object]", "undefined"].map((got) =>
      `Cannot write a row: expected a key of texts and numbers, got ${got}`
    ),
  );
  assert(stage.rows("dead")[0].reason.includes('read model "strange"'));
  assertEquals(await stage.until(system.rows(rows).count()), 1);
});

Deno.test("read models are rows of the turn's own commit, as the turn left the state", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ ...options, readModels: [balances, changes] });
  const rows = system.rows(balances);
  await stage.until(Promise.all([put(system, 1), put(system, 2)]));
  assertEquals(await stage.until(rows.get(["p"])), { coins: 3, seq: 1 });
  const commit = store.commits.find(writes("row"))!;
  assert(writes("head", "purse", "p")(commit));
  const each = await stage.until(Array.fromAsync(system.rows(changes).list(["p"])));
  assertEquals(each.map(({ value }) => value), [1, 2]);
  await stage.until(system.ask(p, "take", { coins: 3 }));
  assertEquals(await stage.until(rows.get(["p"])), undefined);
});

Deno.test("read models follow a turn whose commit lands late or twice, once", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ ...options, readModels: [balances, changes] });
  store.tamper = once(writes("head"), async (atomic, commit) => {
    await commit(atomic);
    throw new Error("connection lost");
  });
  await stage.until(put(system, 5));
  assertEquals(await stage.until(system.rows(balances).get(["p"])), { coins: 5, seq: 1 });
  assertEquals(await stage.until(system.rows(changes).count()), 1);
});
