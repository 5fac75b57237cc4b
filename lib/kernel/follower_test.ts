import { assert, assertEquals } from "@std/assert";
import { counter, once, purse, Stage, writes } from "./_testing.ts";
import { call, definePolicy, definePort, defineReadModel, send } from "./effects.ts";
import { keys } from "./keys.ts";
import type { ActorSystem } from "./system.ts";

const p = purse("p");
const forwarded = definePolicy("forwarded", purse, {
  changed: ({ by }) => [send(counter(`n${by}`), "add", { n: by })],
}, { deferred: true });
const ledger = defineReadModel("ledger", purse, {
  on: {
    changed: ({ by }, { id }) => [
      { key: [id, "last"], value: by },
      { key: [id, "each", by], value: by },
      // Comes and goes with every second coin.
      { key: [id, "odd"], value: by % 2 ? by : null },
    ],
  },
  deferred: true,
});
const options = { actors: [counter, purse], policies: [forwarded], readModels: [ledger] };
const put = (system: ActorSystem, coins: number, to = p) => system.ask(to, "put", { coins });
const caughtUp = (stage: Stage) => () =>
  stage.disk.all(["lag"]).length === 0 && stage.disk.all(["mail"]).length === 0;
const received = (stage: Stage, most: number) =>
  Array.from({ length: most }, (_, i) => stage.events(counter(`n${i + 1}`)).length);

Deno.test("deferred policies and read models follow the journal, each event once, in order", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  for (let coins = 1; coins <= 20; coins++) await stage.until(put(system, coins));
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 20), Array(20).fill(1));
  const rows = system.rows(ledger);
  assertEquals(await stage.until(rows.get(["p", "last"])), 20);
  assertEquals(await stage.until(rows.count(["p", "each"])), 20);
  // They are not in the turn's own commit.
  assert(
    store.commits.filter(writes("head", "purse")).every((commit) => !writes("row")(commit)),
  );
});

Deno.test("deferred read models keep the order of set and removal within one commit", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  await stage.until(Promise.all([1, 2, 3].map((coins) => put(system, coins))));
  await stage.till(caughtUp(stage));
  assertEquals(await stage.until(system.rows(ledger).get(["p", "odd"])), 3);
  await stage.until(put(system, 4));
  await stage.till(caughtUp(stage));
  assertEquals(await stage.until(system.rows(ledger).get(["p", "odd"])), undefined);
});

Deno.test("deferred read models remove a row for nothing, as those of the turn do", async () => {
  const gone = undefined as unknown as null;
  const on = {
    changed: ({ by }: { by: number }) => [{ key: ["odd"], value: by % 2 ? by : gone }],
  };
  const models = [true, false].map((deferred) =>
    defineReadModel(`odd ${deferred}`, purse, { on, deferred })
  );
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], readModels: models });
  const values = async () => {
    await stage.till(caughtUp(stage));
    return await stage.until(Promise.all(models.map((model) => system.rows(model).get(["odd"]))));
  };
  await stage.until(put(system, 1));
  assertEquals(await values(), [1, 1]);
  await stage.until(put(system, 2));
  assertEquals(await values(), [undefined, undefined]);
});

Deno.test("deferred effects happen exactly once over crashes at every step", async () => {
  for (let step = 1; step <= 8; step++) {
    for (const landed of [false, true]) {
      const stage = new Stage();
      const first = stage.node(options);
      let commits = 0;
      first.store.tamper = (atomic, commit) => {
        if (++commits !== step) return commit(atomic);
        if (landed) commit(atomic).catch(() => {});
        queueMicrotask(() => first.crash());
        return new Promise<never>(() => {});
      };
      for (let coins = 1; coins <= 4; coins++) {
        put(first.system, coins).catch(() => {});
        await stage.pass(40);
      }
      await stage.pass(1_000);
      first.crash();
      const second = stage.node(options);
      await stage.until(put(second.system, 5));
      await stage.pass(5_000);
      await stage.till(caughtUp(stage));
      const sent = stage.events(p).map(([, event]) => (event as { by: number }).by);
      const once = Array.from({ length: 5 }, (_, i) => sent.includes(i + 1) ? 1 : 0);
      assertEquals(received(stage, 5), once, `step ${step}, landed ${landed}`);
      assertEquals(await stage.until(second.system.rows(ledger).count(["p", "each"])), sent.length);
      await stage.until(second.system.stop());
    }
  }
});

Deno.test("deferred effects happen exactly once where a commit's outcome is unknown", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  store.tamper = once(writes("cursor"), async (atomic, commit) => {
    await commit(atomic);
    throw new Error("connection lost");
  });
  for (let coins = 1; coins <= 5; coins++) await stage.until(put(system, coins));
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 5), [1, 1, 1, 1, 1]);
});

Deno.test("deferred effects happen exactly once where two nodes follow the same journal", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node(options), stage.node(options)];
  for (let coins = 1; coins <= 30; coins++) {
    await stage.until(put(nodes[coins % 2]!.system, coins));
  }
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 30), Array(30).fill(1));
});

Deno.test("an event that causes more than a commit holds is carried in several, each effect once", async () => {
  const crowd = definePolicy("crowd", purse, {
    changed: ({ by }) =>
      Array.from({ length: by }, (_, i) => send(counter(`c${i}`), "add", { n: 1 })),
  }, { deferred: true });
  const trail = defineReadModel("trail", purse, {
    on: {
      changed: ({ by }) => Array.from({ length: by }, (_, i) => ({ key: [by, i], value: i })),
    },
    deferred: true,
  });
  await using stage = new Stage();
  const { system } = stage.node({ ...options, policies: [crowd], readModels: [trail] });
  await stage.until(put(system, 2_500));
  await stage.until(put(system, 3));
  await stage.till(caughtUp(stage));
  const had = Array.from({ length: 2_500 }, (_, i) => stage.events(counter(`c${i}`)).length);
  assertEquals(had, Array.from({ length: 2_500 }, (_, i) => i < 3 ? 2 : 1));
  assertEquals(await stage.until(system.rows(trail).count([2_500])), 2_500);
});

Deno.test("an effect that no commit can hold becomes a dead letter, and the next go on", async () => {
  const loud = definePolicy("loud", purse, {
    changed: ({ by }) => [
      send(counter("a"), "shout", { text: "x".repeat(by === 1 ? 70_000 : 1) }),
      send(counter("b"), "add", { n: by }),
    ],
  }, { deferred: true });
  await using stage = new Stage("denokv");
  const { system } = stage.node({
    ...options,
    policies: [loud],
    readModels: [],
    limits: { directTurns: 0 },
  });
  await stage.until(put(system, 1));
  await stage.until(put(system, 2));
  await stage.till(caughtUp(stage));
  assertEquals([stage.events(counter("a")).length, stage.events(counter("b")).length], [1, 2]);
  const [dead] = stage.rows("dead");
  assertEquals([dead.to, dead.lost], [{ kind: "counter", id: "a", command: "shout" }, true]);
  assertEquals(
    dead.reason.startsWith('"loud" follows purse "p" with more than a commit holds'),
    true,
  );
});

Deno.test("what no commit can hold costs none of the entries gathered with it", async () => {
  // The rest were gathered again behind the first, which was gone: the journal was followed no more.
  const isLarge = (n: number, seed: number) => (n * 7919 + seed * 31) % 5 === 0;
  for (let seed = 1; seed <= 10; seed++) {
    const faults = { answerLost: 0.1, copyLate: 0.1, lateMs: 300 };
    await using stage = new Stage(seed % 2 ? "denokv" : "embedded", seed, { faults });
    const sms = definePort<{ text: string }, null>("sms");
    const sent = definePolicy("sent", purse, {
      changed: ({ by }) => [
        send(counter("a"), "add", { n: 1 }),
        ...(isLarge(by, seed) ? [call(sms, { text: "x".repeat(90_000) })] : []),
        send(counter(`n${by}`), "add", { n: 1 }),
      ],
    }, { deferred: true });
    const noted = defineReadModel("noted", purse, {
      on: {
        changed: ({ by }, { id }) => [
          { key: [id, by], value: isLarge(by, seed) ? "y".repeat(90_000) : by },
        ],
      },
      deferred: true,
    });
    const { system } = stage.node({ ...options, policies: [sent], readModels: [noted] });
    const all = Array.from({ length: 30 }, (_, i) => i + 1);
    for (const n of all) await stage.until(put(system, n));
    await stage.till(caughtUp(stage));
    const large = all.filter((n) => isLarge(n, seed)).length;
    const state = stage.head(counter("a")).state.total;
    assertEquals([state, received(stage, 30)], [30, Array(30).fill(1)], `seed ${seed}`);
    assertEquals(stage.rows("row", "noted").length, 30 - large);
    assertEquals(stage.rows("dead").length, 2 * large);
  }
});

Deno.test("deferred mail to actors at rest writes no letters: their turns land with the cursor", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  await stage.until(Promise.all(Array.from({ length: 50 }, (_, i) => put(system, i + 1))));
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 50), Array(50).fill(1));
  assertEquals(store.commits.filter(writes("mail")).length, 0);
  const together = store.commits.filter(writes("cursor")).filter(writes("head", "counter"));
  // Few at once while someone has just asked, then all that are left.
  assertEquals(together.map(({ checks }) => checks.length), [33, 19]);
  assertEquals([system.metrics.mailSent, system.metrics.mailApplied], [50, 50]);
});

Deno.test("deferred mail keeps its pace while someone asks now and then", async () => {
  // Two hundred claims a second after a rush kept the leads of the rush back to a tenth of their pace.
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  store.tamper = async (atomic, commit) => {
    await stage.world.sleep(2);
    return await commit(atomic);
  };
  const all = 1_600;
  await stage.until(Promise.all(Array.from({ length: all }, (_, i) => put(system, i + 1))));
  const began = stage.world.now;
  let longest = 0;
  while (!caughtUp(stage)()) {
    const asked = stage.world.now;
    await stage.until(system.ask(counter("other"), "add", { n: 0 }));
    longest = Math.max(longest, stage.world.now - asked);
    await stage.pass(5);
  }
  const took = stage.world.now - began;
  assert(took < 1_500, `${took} ms for ${all} receivers`);
  // Whoever asks waits for one commit of theirs at most.
  assert(longest < 12, `${longest} ms`);
});

Deno.test("deferred mail to an actor that is busy goes by letter, beside the turns of the others", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  const held = Promise.withResolvers<void>();
  store.tamper = once(writes("head", "counter", "n2"), async (atomic, commit) => {
    await held.promise;
    return await commit(atomic);
  });
  const asked = system.ask(counter("n2"), "add", { n: 1_000 });
  await stage.pass(20);
  await stage.until(Promise.all([1, 2, 3].map((coins) => put(system, coins))));
  await stage.till(() => received(stage, 3).join() === "1,0,1");
  assertEquals(stage.disk.all(["mail"]).map(({ key }) => key[2]), ["n2"]);
  held.resolve();
  await stage.until(asked);
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 3), [1, 2, 1]);
});

Deno.test("deferred mail that loses the race for one receiver goes by letters, each once", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = [stage.node(options), stage.node(options)];
  for (const { system } of [first, second]) {
    await stage.until(system.ask(counter("n2"), "add", { n: 1 }));
  }
  // The first node does not know of what the second has just written.
  await stage.until(Promise.all([1, 2, 3].map((coins) => put(first.system, coins))));
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 3), [1, 3, 1]);
  assertEquals(first.system.metrics.lostRaces, 1);
  assertEquals(first.store.commits.filter(writes("mail")).length, 1);
});

for (const command of ["explode", "corrupt"] as const) {
  Deno.test(`deferred mail that makes its receiver ${command} costs only itself`, async () => {
    const unlucky = definePolicy("unlucky", purse, {
      changed: ({ by }) => [
        by === 2 ? send(counter(`n${by}`), command, {}) : send(counter(`n${by}`), "add", { n: by }),
      ],
    }, { deferred: true });
    await using stage = new Stage();
    const { system } = stage.node({ actors: [counter, purse], policies: [unlucky] });
    await stage.until(Promise.all([1, 2, 3].map((coins) => put(system, coins))));
    await stage.till(caughtUp(stage));
    await stage.till(() => stage.disk.all(["dead"]).length === 1);
    assertEquals(received(stage, 3), [1, 0, 1]);
  });
}

Deno.test("deferred effects of one long entry go on where the last commit ended", async () => {
  const wide = definePolicy("wide", purse, {
    changed: ({ by }) =>
      Array.from({ length: 60 }, (_, i) => send(counter(`n${by}`), "add", { n: i })),
  }, { deferred: true });
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter, purse], policies: [wide] });
  const coins = Array.from({ length: 40 }, (_, i) => i + 1);
  await stage.until(Promise.all(coins.map((n) => put(system, n))));
  assertEquals(stage.journal(purse("p")).length, 1);
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 40), Array(40).fill(60));
  assert(store.commits.filter(writes("cursor")).length >= 3);
});

Deno.test("deferred effects that fill a commit alone get one of their own", async () => {
  const lumpy = defineReadModel("lumpy", purse, {
    on: {
      changed: ({ by }) =>
        Array.from({ length: by % 7 === 0 ? 700 : 1 }, (_, i) => ({ key: [by, i], value: i })),
    },
    deferred: true,
  });
  await using stage = new Stage();
  const { system, reports } = stage.node({ actors: [purse], readModels: [lumpy] });
  const coins = Array.from({ length: 21 }, (_, i) => i + 1);
  await stage.until(Promise.all(coins.map((n) => put(system, n))));
  await stage.till(caughtUp(stage));
  assertEquals(await stage.until(system.rows(lumpy).count()), 18 + 3 * 700);
  assertEquals(reports, []);
});

Deno.test("a deferred policy that throws stops before its event, is reported, and goes on when it is mended", async () => {
  const moody = (fails: boolean) =>
    definePolicy("moody", purse, {
      changed: ({ by }) => {
        if (fails && by === 2) throw new Error("no effects");
        return [send(counter(`n${by}`), "add", { n: by })];
      },
    }, { deferred: true });
  await using stage = new Stage();
  const first = stage.node({ actors: [counter, purse], policies: [moody(true)] });
  // In one turn: what is gathered with an event that throws was kept back with it.
  await stage.until(Promise.all([1, 2, 3].map((coins) => put(first.system, coins))));
  await stage.pass(5_000);
  assertEquals(received(stage, 3), [1, 0, 0]);
  assert(first.reports.some((report) => report.includes('Cannot follow purse "p" for "moody"')));
  await stage.until(first.system.stop());
  const second = stage.node({ actors: [counter, purse], policies: [moody(false)] });
  await stage.till(caughtUp(stage), 10_000);
  assertEquals(received(stage, 3), [1, 1, 1]);
  assertEquals(second.reports, []);
});

Deno.test("deferred policies see events of an older version through the upcasters", async () => {
  const first = new Stage();
  const old = first.node({ actors: [counter, purse] });
  await first.until(put(old.system, 5));
  await first.until(old.system.stop());
  const version2 = Object.assign((id: string) => purse(id), purse, {
    version: 2,
    upcast: { changed: (payload: unknown) => ({ by: (payload as { by: number }).by * 10 }) },
  }) as unknown as typeof purse;
  const node = first.node({ ...options, actors: [counter, version2] });
  await first.until(put(node.system, 7));
  await first.till(caughtUp(first));
  assertEquals(first.events(counter("n50")).length, 1);
  assertEquals(first.events(counter("n7")).length, 1);
  await first.until(node.system.stop());
});

Deno.test("followers of many journals take turns", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options);
  let now = 0;
  let most = 0;
  const { getMany } = store;
  store.getMany = async (wanted) => {
    if (wanted[0]![0] !== "lag") return await getMany.call(store, wanted);
    most = Math.max(most, ++now);
    const rows = await getMany.call(store, wanted);
    now--;
    return rows;
  };
  const purses = Array.from({ length: 200 }, (_, i) => purse(`p${i}`));
  await stage.until(Promise.all(purses.map((to, i) => put(system, i + 1, to))));
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 200), Array(200).fill(1));
  assert(most <= 16, `${most} at once`);
});

Deno.test("followers wait while more of their mail is under way than the backlog allows", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ ...options, limits: { followerBacklog: 10 } });
  await stage.until(Promise.all(Array.from({ length: 400 }, (_, i) => put(system, i + 1))));
  await stage.till(caughtUp(stage), 600_000);
  assertEquals(received(stage, 400), Array(400).fill(1));
});

Deno.test("stop ends a follower between two commits", async () => {
  await using stage = new Stage();
  const first = stage.node(options);
  await stage.until(Promise.all(Array.from({ length: 300 }, (_, i) => put(first.system, i + 1))));
  await stage.until(first.system.stop());
  const commits = first.store.commits.length;
  await stage.pass(10_000);
  assertEquals(first.store.commits.length, commits);
  assert(stage.disk.get(keys.lag("forwarded", "purse", "p")));
  stage.node(options);
  await stage.till(caughtUp(stage));
  assertEquals(received(stage, 300), Array(300).fill(1));
});
