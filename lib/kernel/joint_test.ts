import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, once, purse, Stage, writes } from "./_testing.ts";
import { KernelError, type KernelErrorCode } from "./errors.ts";
import { part } from "./joint.ts";
import { keys } from "./keys.ts";
import type { ActorSystem } from "./system.ts";

const give = (system: ActorSystem, from: string, to: string, coins: number) =>
  system.joint([part(purse(from), "take", { coins }), part(purse(to), "put", { coins })]);
const put = (system: ActorSystem, id: string, coins: number) =>
  system.ask(purse(id), "put", { coins });
const coins = (stage: Stage, ...ids: string[]) =>
  ids.map((id) => stage.head(purse(id))?.state.coins ?? 0);

async function fails(stage: Stage, promise: Promise<unknown>, code: KernelErrorCode) {
  const error = await stage.until(assertRejects(() => promise, KernelError));
  assertEquals(error.code, code);
}

Deno.test("joint decides for all its actors in one commit", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [purse] });
  await stage.until(put(system, "a", 10));
  store.commits.length = 0;
  const answer = await stage.until(give(system, "a", "b", 4));
  assertEquals(answer, { ok: true, values: [{ coins: 6 }, { coins: 4 }] });
  assertEquals(store.commits.filter(writes("head")).length, 1);
  assertEquals(coins(stage, "a", "b"), [6, 4]);
});

Deno.test("joint keeps nothing when one refuses, and says who", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse, counter] });
  await stage.until(put(system, "a", 3));
  // The first part was decided already when the second refuses.
  const answer = await stage.until(system.joint([
    part(purse("b"), "put", { coins: 4 }),
    part(purse("a"), "take", { coins: 4 }),
    part(purse("c"), "put", { coins: 4 }),
  ]));
  assertEquals(answer, { ok: false, index: 1, refusal: "too_little", detail: { coins: 3 } });
  assertEquals(coins(stage, "a", "b", "c"), [3, 0, 0]);
  // Nor is anything of it left in memory.
  const states = ["a", "b", "c"].map((id) => system.view(purse(id), (state) => state.coins));
  assertEquals(await stage.until(Promise.all(states)), [3, 0, 0]);
});

Deno.test("joint reads nothing again that a refusal left as it was", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse] });
  await stage.until(Promise.all(["a", "b"].map((id) => put(system, id, 1))));
  const loaded = system.metrics.activationsLoaded;
  await stage.until(give(system, "a", "b", 2));
  await stage.until(Promise.all(["a", "b"].map((id) => put(system, id, 1))));
  assertEquals(system.metrics.activationsLoaded, loaded);
});

Deno.test("joint keeps nothing when one fails", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse, counter] });
  for (const bad of ["explode", "corrupt", "overdraw"] as const) {
    const joined = system.joint([
      part(purse("a"), "put", { coins: 4 }),
      part(counter("c"), bad, {}),
    ]);
    await fails(stage, joined, "defect");
  }
  assertEquals(coins(stage, "a"), [0]);
  assertEquals((await stage.until(system.ask(counter("c"), "add", { n: 1 }))).ok, true);
  assertEquals((await stage.until(put(system, "a", 1))).ok, true);
  assertEquals(coins(stage, "a"), [1]);
});

Deno.test("joint takes one to eight different actors of known kinds", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse] });
  const parts = (count: number) =>
    Array.from({ length: count }, (_, i) => part(purse(`x${i}`), "put", { coins: 1 }));
  await fails(stage, system.joint([]), "invalid_command");
  await fails(stage, system.joint(parts(9)), "invalid_command");
  await fails(stage, system.joint([...parts(1), ...parts(1)]), "invalid_command");
  await fails(stage, system.joint([part(counter("c"), "add", { n: 1 })]), "invalid_command");
  assertEquals((await stage.until(system.joint(parts(8)))).ok, true);
  assertEquals((await stage.until(system.joint(parts(1)))).ok, true);
});

Deno.test("joint turns and commands of the same actors do not overtake each other's states", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse] });
  await stage.until(Promise.all(["a", "b", "c"].map((id) => put(system, id, 1_000))));
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i++) {
    const [from, to] = [["a", "b"], ["b", "c"], ["c", "a"]][i % 3]!;
    asked.push(give(system, from!, to!, i), put(system, from!, 1));
  }
  await stage.until(Promise.all(asked));
  assertEquals(coins(stage, "a", "b", "c").reduce((x, y) => x + y), 3_060);
});

Deno.test("joint turns that cross each other do not lock each other out", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node({ actors: [purse] }), stage.node({ actors: [purse] })];
  const ids = ["a", "b", "c", "d"];
  await stage.until(Promise.all(ids.map((id) => put(nodes[0]!.system, id, 100))));
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < 48; i++) {
    const [from, to] = [ids[i % 4]!, ids[(i + 1 + (i % 3)) % 4]!];
    asked.push(give(nodes[i % 2]!.system, from, to, 1).catch((error) => error));
  }
  const results = await stage.until(Promise.all(asked));
  const kept = results.filter((result) => !(result instanceof KernelError)).length;
  assert(kept > 24, `${kept} of 48`);
  assertEquals(coins(stage, ...ids).reduce((x, y) => x + y), 400);
  for (const result of results) {
    if (result instanceof KernelError) assertEquals(result.code, "unavailable");
  }
});

Deno.test("joint fails with busy once too many wait for one of its actors, and lets go of the others", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse], limits: { mailboxItems: 5 } });
  await stage.until(put(system, "a", 100));
  const asked = Array.from({ length: 12 }, () => give(system, "a", "b", 1));
  const answers = await stage.until(Promise.allSettled(asked));
  const codes = answers.map((answer) =>
    answer.status === "fulfilled" ? answer.value.ok : answer.reason.code
  );
  // One has the actor, and so many more wait for it.
  assertEquals(codes, Array.from({ length: 12 }, (_, i) => i < 6 ? true : "busy"));
  assertEquals(system.metrics.busy, 6);
  assertEquals((await stage.until(give(system, "b", "a", 6))).ok, true);
  assertEquals(coins(stage, "a", "b"), [100, 0]);
});

Deno.test("joint turns of two nodes on the same actors lose races, never money", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node({ actors: [purse] }), stage.node({ actors: [purse] })];
  await stage.until(put(nodes[0]!.system, "a", 100));
  for (let round = 0; round < 10; round++) {
    const both = nodes.map(({ system }) => give(system, "a", "b", 1));
    assertEquals((await stage.until(Promise.all(both))).map(({ ok }) => ok), [true, true]);
  }
  assertEquals(coins(stage, "a", "b"), [80, 20]);
  assert(nodes.some(({ system }) => system.metrics.lostRaces > 0));
});

Deno.test("joint happens once where its commit's outcome is unknown", async () => {
  for (const landed of [true, false]) {
    await using stage = new Stage();
    const { system, store } = stage.node({ actors: [purse] });
    await stage.until(put(system, "a", 10));
    store.tamper = once(writes("head", "purse", "b"), async (atomic, commit) => {
      if (landed) await commit(atomic);
      throw new Error("connection lost");
    });
    assertEquals((await stage.until(give(system, "a", "b", 4))).ok, true);
    assertEquals(coins(stage, "a", "b"), [6, 4]);
  }
});

Deno.test("joint tells unavailable when the store stays silent", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [purse] });
  await stage.until(put(system, "a", 10));
  store.tamper = () => Promise.reject(new Error("connection lost"));
  await fails(stage, give(system, "a", "b", 4), "unavailable");
  store.tamper = undefined;
  await stage.until(put(system, "a", 1));
  // The first is held already when the second cannot be read.
  store.onRead = (wanted) => {
    if (wanted.some((key) => key[2] === "z")) throw new Error("no route");
  };
  await fails(stage, give(system, "a", "z", 4), "unavailable");
  store.onRead = undefined;
  assertEquals((await stage.until(give(system, "a", "b", 4))).ok, true);
});

Deno.test("joint turns that come in a stream do not starve the actor's mailbox", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [purse] });
  await stage.until(put(system, "a", 1_000));
  let going = true;
  const stream = async () => {
    while (going) await give(system, "a", "b", 1);
  };
  const streams = [stream(), stream(), stream()];
  await stage.pass(50);
  const began = stage.world.now;
  await stage.until(put(system, "a", 1), 2_000);
  assert(stage.world.now - began < 100, `${stage.world.now - began} ms`);
  going = false;
  await stage.until(Promise.all(streams));
});

Deno.test("a letter that was looked up before a joint turn came first is looked up again", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [purse] });
  await stage.until(put(system, "a", 1));
  const key = keys.letter("purse", "a", "0001");
  const letter = { command: "put", payload: { coins: 5 } };
  const value = new TextEncoder().encode(JSON.stringify(letter));
  const written = await stage.until(
    store.commit({ checks: [], sets: [{ key, value }], deletes: [] }),
  );
  assert(written.ok);
  await stage.until(put(system, "a", 1));
  const { versionstamp: seenAt } = written;
  system.deliver("purse", "a", { type: "letter", id: "0001", key, ...letter, seenAt });
  // It asks for the actor while the letter is being looked up.
  await stage.pass(0.5);
  await stage.until(give(system, "a", "b", 1));
  const began = stage.world.now;
  await stage.till(() => system.metrics.mailApplied === 1);
  assert(stage.world.now - began < 100, `${stage.world.now - began} ms`);
});

Deno.test("joint turns come through on an actor that another node runs", async () => {
  await using stage = new Stage("denokv");
  const limits = { hotItems: 1 };
  const first = stage.node({ actors: [purse], limits });
  const second = stage.node({ actors: [purse], limits });
  await stage.until(put(first.system, "a", 100));
  let going = true;
  const load = async () => {
    while (going) {
      await put(first.system, "a", 1);
      await stage.world.sleep(20);
    }
  };
  const loads = load();
  await stage.pass(100);
  for (let i = 0; i < 5; i++) {
    assertEquals((await stage.until(give(second.system, "a", "b", 1))).ok, true);
  }
  going = false;
  await stage.until(loads);
  assertEquals(coins(stage, "b"), [5]);
});
