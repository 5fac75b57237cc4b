import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, type Node, Stage } from "./_testing.ts";
import { KernelError } from "./errors.ts";
import type { FeedEntry } from "./feed.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { DenoKvStore } from "./stores/deno_kv.ts";
import { ActorSystem } from "./system.ts";

const a = counter("a");
const add = ({ system }: Node, n = 1) => system.ask(a, "add", { n });

/** Keeps what it is told. */
function listener() {
  const entries: FeedEntry[] = [];
  return { entries, entry: (entry: FeedEntry) => void entries.push(entry) };
}
const seqs = ({ entries }: { entries: FeedEntry[] }) => entries.map(({ seq }) => seq);
const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

Deno.test("follow tells what is committed from now on, in order", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  await stage.until(add(node));
  const heard = listener();
  await stage.until(node.system.follow(a, heard));
  for (let n = 2; n <= 5; n++) await stage.until(add(node, n));
  assertEquals(seqs(heard), [2, 3, 4, 5]);
  assertEquals(heard.entries[0]!.events, [["added", { n: 2 }]]);
  assertEquals(heard.entries[0]!.at, stage.journal({ kind: "counter", id: "a" })[1].at);
});

Deno.test("follow tells nothing that is not committed", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  const heard = listener();
  await stage.until(node.system.follow(a, heard));
  node.store.tamper = () => Promise.reject(new Error("connection lost"));
  await stage.until(add(node).catch(() => {}));
  assertEquals(heard.entries, []);
});

Deno.test("follow resumes behind an entry, and goes on live without a gap", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  for (let n = 1; n <= 10; n++) await stage.until(add(node));
  const heard = [0, 4, 10].map((after) => ({ after, ...listener() }));
  // They begin to follow while turns are being committed.
  const asked: Promise<unknown>[] = [];
  const follows: Promise<unknown>[] = [];
  for (let n = 0; n < 30; n++) {
    asked.push(add(node));
    const next = heard[n / 10];
    if (next) follows.push(node.system.follow(a, next, next.after));
    await stage.pass(1);
  }
  await stage.until(Promise.all([...asked, ...follows]));
  const { seq } = stage.head(a);
  for (const one of heard) assertEquals(seqs(one), count(one.after + 1, seq));
});

Deno.test("follow hears of other nodes' turns, in order, none twice", async () => {
  await using stage = new Stage("denokv");
  const nodes = [1, 2, 3].map(() => stage.node({ actors: [counter], limits: { hotItems: 1e9 } }));
  const heard = nodes.map(() => listener());
  await stage.until(Promise.all(
    nodes.map(({ system }, i) => system.follow(a, heard[i]!, 0)),
  ));
  for (let n = 0; n < 40; n++) {
    await stage.until(add(nodes[n % 3]!));
    if (n % 5 === 0) await stage.until(Promise.all(nodes.map((node) => add(node))));
  }
  const { seq } = stage.head(a);
  await stage.till(() => heard.every(({ entries }) => entries.length >= seq), 5_000);
  for (const one of heard) assertEquals(seqs(one), count(1, seq));
});

Deno.test("follow hears of other nodes' turns of an actor that is not live, a second later", async () => {
  // Its commits move no pulse, and whoever followed it elsewhere was told nothing for good.
  const still = Object.assign((id: string) => counter(id), { ...counter, live: false });
  await using stage = new Stage("denokv");
  const nodes = [1, 2].map(() => stage.node({ actors: [still as typeof counter] }));
  const heard = listener();
  const stop = await stage.until(nodes[0]!.system.follow(a, heard, 0));
  for (let n = 0; n < 3; n++) {
    for (let i = 0; i < 4; i++) await stage.until(add(nodes[1]!));
    await stage.pass(1_500);
  }
  assertEquals(seqs(heard), count(1, 12));
  stop();
  await stage.until(add(nodes[1]!));
  await stage.pass(3_000);
  assertEquals(seqs(heard), count(1, 12));
});

Deno.test("follow hears of other nodes' turns though its watch has been lost without a word", async () => {
  // A watch is a hint. Of an actor that is live nothing else told: its listeners heard no more.
  await using stage = new Stage("denokv");
  const [here, there] = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  here.store.watch = () => () => {};
  const heard = listener();
  let told = 0;
  await stage.until(here.system.follow(a, heard));
  here.system.feed.followKind("counter", () => told++);
  for (let n = 0; n < 3; n++) await stage.until(add(there));
  await stage.pass(6_000);
  assertEquals([seqs(heard), told], [[1, 2, 3], 1]);
  await stage.pass(60_000);
  assertEquals(told, 1);
});

Deno.test("follow hears of the other nodes of one process, on an embedded store too", async () => {
  const store = await DenoKvStore.open(":memory:");
  const nodes = [1, 2].map(() => new ActorSystem({ store, actors: [counter] }));
  const [here, there] = nodes as [ActorSystem, ActorSystem];
  const told = Promise.withResolvers<void>();
  const entries: number[] = [];
  let kinds = 0;
  here.feed.followKind("counter", () => kinds++);
  await here.follow(a, {
    entry: ({ seq }) => {
      entries.push(seq);
      if (seq === 6) told.resolve();
    },
  });
  for (let n = 0; n < 6; n++) await nodes[n % 2]!.ask(a, "add", { n: 1 });
  await told.promise;
  assertEquals([entries, kinds], [count(1, 6), 6]);
  await here.stop();
  await there.ask(a, "add", { n: 1 });
  assertEquals([entries, kinds], [count(1, 6), 6]);
  await there.stop();
  store.close();
});

Deno.test("follow behind the end of the journal waits for what comes, not for what never will", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  await stage.until(add(node));
  const heard = listener();
  await stage.until(node.system.follow(a, heard, 1_000));
  await stage.until(add(node));
  assertEquals(seqs(heard), [2]);
});

Deno.test("follow with a newer entry than this node knows of repeats nothing", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  const early = listener();
  await stage.until(second.system.follow(a, early));
  // The other node's pulse has not come yet.
  second.store.onRead = undefined;
  for (let n = 0; n < 5; n++) await stage.until(add(first));
  const heard = listener();
  await stage.until(second.system.follow(a, heard, 5));
  await stage.until(add(first));
  await stage.pass(1_000);
  assertEquals([seqs(heard), seqs(early)], [[6], [1, 2, 3, 4, 5, 6]]);
});

Deno.test("a listener that throws is told no more, and hurts nobody else", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  const heard = listener();
  let calls = 0;
  await stage.until(node.system.follow(a, {
    entry: () => {
      calls++;
      throw new Error("no");
    },
  }));
  await stage.until(node.system.follow(a, heard));
  for (let n = 0; n < 3; n++) await stage.until(add(node));
  assertEquals([calls, seqs(heard)], [1, [1, 2, 3]]);
  assertEquals(node.reports.length, 1);
});

Deno.test("a follower of all of a kind that throws hurts neither the commit nor the others", async () => {
  await using stage = new Stage("denokv");
  const [node, other] = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  let told = 0;
  node.system.feed.followKind("counter", () => {
    throw new Error("no");
  });
  node.system.feed.followKind("counter", () => told++);
  assertEquals((await stage.until(add(node))).ok, true);
  await stage.until(add(other));
  await stage.pass(1_000);
  assert(told >= 2);
  assert(node.reports.every((report) => report.includes('all "counter" failed')));
  assert(node.reports.length >= 2);
});

Deno.test("a follower that has stopped hears nothing, and the feed forgets it", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  const [first, second] = [listener(), listener()];
  const stop = await stage.until(node.system.follow(a, first));
  stop();
  assertEquals(node.system.feed.channels, 0);
  await stage.until(node.system.follow(a, second));
  // Stopped twice: the channel is another one by now.
  stop();
  await stage.until(add(node));
  assertEquals([seqs(first), seqs(second)], [[], [1]]);
  assertEquals(node.system.feed.channels, 1);
});

Deno.test("a follower that cannot be started leaves nothing behind", async () => {
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  node.store.onRead = () => {
    throw new Error("no route");
  };
  const failed = node.system.follow(a, listener(), 0).then(() => "no", () => "yes");
  assertEquals(await stage.until(failed), "yes");
  assertEquals(node.system.feed.channels, 0);
  node.store.onRead = undefined;
  const heard = listener();
  await stage.until(node.system.follow(a, heard));
  await stage.until(add(node));
  assertEquals(seqs(heard), [1]);
});

Deno.test("follow makes good what a failed read has missed", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  const heard = listener();
  await stage.until(second.system.follow(a, heard));
  second.store.onRead = () => {
    throw new Error("no route");
  };
  for (let n = 0; n < 3; n++) await stage.until(add(first));
  await stage.pass(1_000);
  assertEquals(seqs(heard), []);
  second.store.onRead = undefined;
  await stage.till(() => heard.entries.length === 3, 5_000);
  assertEquals(seqs(heard), [1, 2, 3]);
});

Deno.test("nodes watch a few pulse keys, however many actors are followed", async () => {
  await using stage = new Stage("denokv");
  const node = stage.node({ actors: [counter] });
  let watches = 0;
  const { watch } = node.store;
  node.store.watch = (key, changed) => {
    watches++;
    return watch.call(node.store, key, changed);
  };
  for (let i = 0; i < 100; i++) {
    await stage.until(node.system.follow(counter(`x${i}`), listener()));
  }
  assert(watches <= DEFAULT_LIMITS.pulseSlots, `${watches} watches`);
});

Deno.test("followKind is told of every actor of its kind, also of other nodes', and then no more", async () => {
  await using stage = new Stage("denokv");
  const [one, other] = [stage.node({ actors: [counter] }), stage.node({ actors: [counter] })];
  let told = 0;
  const stop = one.system.feed.followKind("counter", () => told++);
  await stage.until(add(one));
  assert(told >= 1);
  const before = told;
  await stage.until(other.system.ask(counter("b"), "add", { n: 1 }));
  await stage.pass(1_000);
  assert(told > before);
  stop();
  const last = told;
  await stage.until(add(one));
  assertEquals(told, last);
});

Deno.test("follow begins behind an entry's number, and nothing else", async () => {
  // Behind -1 it looked for the entry before the first, again and again.
  await using stage = new Stage();
  const node = stage.node({ actors: [counter] });
  await stage.until(add(node));
  for (const after of [-1, 0.5, NaN, Infinity]) {
    const followed = stage.until(node.system.follow(a, listener(), after));
    const { code } = await assertRejects(() => followed, KernelError);
    assertEquals(code, "invalid_command");
  }
  assertEquals(node.system.feed.channels, 0);
});

Deno.test("follow ends where the journal has a gap, instead of looking again and again", async () => {
  await using stage = new Stage("denokv");
  const options = { actors: [counter], limits: { recentUnits: 0 } };
  const [node, other] = [stage.node(options), stage.node(options)];
  for (let n = 0; n < 5; n++) await stage.until(add(node));
  const gone = { checks: [], sets: [], deletes: [["journal", "counter", "a", 3]] };
  await stage.until(node.store.commit(gone));
  const heard = listener();
  const followed = stage.until(node.system.follow(a, heard, 0), 5_000);
  const { code, message } = await assertRejects(() => followed, KernelError);
  assertEquals([code, message], [
    "unavailable",
    'Cannot follow counter "a": entry 3 is not in its journal',
  ]);
  assertEquals(seqs(heard), [1, 2]);

  // Whoever follows already is told nothing behind a gap, and the node goes on.
  const live = listener();
  await stage.until(other.system.follow(a, live));
  await stage.until(add(node));
  await stage.till(() => live.entries.length === 1);
  let reads = 0;
  other.store.onRead = () => void reads++;
  const hidden = { checks: [], sets: [], deletes: [["journal", "counter", "a", 7]] };
  node.store.tamper = async (atomic, commit) => {
    const landed = await commit(atomic);
    await other.store.commit(hidden);
    return landed;
  };
  for (let n = 0; n < 2; n++) await stage.until(add(node));
  await stage.pass(3_000);
  assertEquals(seqs(live), [6]);
  assert(other.reports.some((report) => report.includes("entry 7 is not in its journal")));
  assert(reads < 200, `${reads} reads in three seconds`);
});
