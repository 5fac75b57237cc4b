import { assert, assertEquals } from "@std/assert";
import { counter, purse, Stage, writes } from "./_testing.ts";
import { definePolicy, send } from "./effects.ts";
import { keys } from "./keys.ts";
import { idTime, makeId } from "./ids.ts";

const a = counter("a");
const toCounter = definePolicy("to_counter", purse, {
  changed: ({ by }, { id }) => [send(counter(id), "add", { n: by })],
});
const options = { actors: [counter, purse], policies: [toCounter] };
const totalOf = (stage: Stage, id: string) => stage.head(counter(id))?.state.total;

Deno.test("makeId orders by time, then by counter, and gives the time back", () => {
  const ids = [
    makeId(1_000, 5, "zzz"),
    makeId(1_000, 40, "aaa"),
    makeId(2_000, 0, "aaa"),
    makeId(1_800_000_000_000, 0, "aaa"),
  ];
  assertEquals(ids.toSorted(), ids);
  assertEquals(ids.map(idTime), [1_000, 1_000, 2_000, 1_800_000_000_000]);
});

Deno.test("mail whose writer crashed is swept up, after a second of grace", async () => {
  await using stage = new Stage();
  const first = stage.node(options);
  first.store.tamper = async (atomic, commit) => {
    const committed = await commit(atomic);
    if (writes("mail")(atomic)) first.crash();
    return committed;
  };
  first.system.ask(purse("p"), "put", { coins: 3 }).catch(() => {});
  await stage.pass(100);
  assertEquals([stage.rows("mail").length, totalOf(stage, "p")], [1, undefined]);
  const { system } = stage.node(options);
  await stage.pass(700);
  assertEquals(totalOf(stage, "p"), undefined);
  await stage.till(() => system.metrics.mailApplied === 1, 3_000);
  assertEquals(totalOf(stage, "p"), 3);
});

Deno.test("mail of a clock that was far ahead is swept up all the same", async () => {
  await using stage = new Stage();
  const first = stage.node({ ...options, clockOffsetMs: 3_600_000 });
  first.store.tamper = async (atomic, commit) => {
    const committed = await commit(atomic);
    if (writes("mail")(atomic)) first.crash();
    return committed;
  };
  first.system.ask(purse("p"), "put", { coins: 3 }).catch(() => {});
  await stage.pass(100);
  stage.node(options);
  await stage.till(() => totalOf(stage, "p") === 3, 5_000);
});

Deno.test("rows that nobody can take do not hide those behind them", async () => {
  await using stage = new Stage();
  const { store, system, clock } = stage.node({ ...options, limits: { sweepRows: 5 } });
  const row = (command: string) =>
    new TextEncoder().encode(JSON.stringify({ command, payload: { n: 1 } }));
  const old = makeId(1_000, 0, "x");
  const sets = Array.from({ length: 12 }, (_, i) => [
    { key: keys.letter("alien", `x${i}`, old), value: row("add") },
    { key: keys.reminder(1_000 + i, "alien", `x${i}`, "r"), value: row("add") },
    { key: keys.lag("alien", "counter", `x${i}`), value: new TextEncoder().encode("1") },
  ]).flat();
  sets.push({ key: keys.letter("counter", "a", old), value: row("add") });
  await stage.until(store.commit({ checks: [], sets, deletes: [] }));
  const at = clock.now() + 500;
  await stage.until(system.ask(counter("b"), "remind", { name: "r", at, n: 7 }));
  await stage.till(() => totalOf(stage, "a") === 1 && totalOf(stage, "b") === 7, 20_000);
});

Deno.test("a reminder fires once, when it is due, as a command of the kernel", async () => {
  await using stage = new Stage();
  const { system, clock } = stage.node(options);
  const at = clock.now() + 5_000;
  await stage.until(system.ask(a, "remind", { name: "later", at, n: 5 }));
  await stage.pass(4_900);
  assertEquals(totalOf(stage, "a"), 0);
  await stage.till(() => totalOf(stage, "a") === 5, 500);
  await stage.pass(10_000);
  assertEquals(totalOf(stage, "a"), 5);
  assertEquals([stage.rows("reminder"), stage.head(a).reminders], [[], undefined]);
  assertEquals(system.metrics.remindersFired, 1);
});

Deno.test("a reminder survives the node that set it", async () => {
  await using stage = new Stage();
  const first = stage.node(options);
  const at = first.clock.now() + 5_000;
  await stage.until(first.system.ask(a, "remind", { name: "later", at, n: 5 }));
  first.crash();
  await stage.pass(60_000);
  stage.node(options);
  await stage.till(() => totalOf(stage, "a") === 5, 2_000);
});

Deno.test("a reminder that is moved fires at its new time only; one that is set anew is not lost", async () => {
  await using stage = new Stage();
  const { system, clock } = stage.node(options);
  const remind = (at: number, n: number) =>
    stage.until(system.ask(a, "remind", { name: "x", at, n }));
  const soon = clock.now() + 2_000;
  await remind(soon, 1);
  await remind(soon + 8_000, 2);
  await stage.pass(5_000);
  assertEquals(totalOf(stage, "a"), 0);
  await remind(soon + 8_000, 3);
  await stage.till(() => totalOf(stage, "a") === 3, 10_000);
});

Deno.test("a reminder that is forgotten does not fire, even where a sweep has seen it", async () => {
  await using stage = new Stage();
  const { system, clock } = stage.node(options);
  const at = clock.now() + 1_000;
  await stage.until(system.ask(a, "remind", { name: "x", at, n: 1 }));
  await stage.pass(990);
  const forgotten = system.ask(a, "forget", { name: "x" });
  await stage.until(forgotten);
  await stage.pass(5_000);
  assertEquals(totalOf(stage, "a"), 0);
});

Deno.test("a reminder fires once where several nodes sweep", async () => {
  await using stage = new Stage("denokv");
  const nodes = [1, 2, 3].map(() => stage.node({ ...options, limits: { leaseMs: 1_000 } }));
  const ids = Array.from({ length: 20 }, (_, i) => `x${i}`);
  const at = nodes[0]!.clock.now() + 500;
  for (const [i, id] of ids.entries()) {
    const { system } = nodes[i % 3]!;
    await stage.until(system.ask(counter(id), "remind", { name: "x", at, n: 1 }));
  }
  await stage.till(() => ids.every((id) => totalOf(stage, id) === 1), 20_000);
  await stage.pass(5_000);
  assertEquals(ids.map((id) => totalOf(stage, id)), ids.map(() => 1));
});

Deno.test("a reminder whose command fails is consumed and kept as a dead letter", async () => {
  const failing = Object.assign((id: string) => counter(id), counter, {
    decide: {
      ...counter.decide,
      add: () => {
        throw new Error("not today");
      },
    },
  }) as unknown as typeof counter;
  await using stage = new Stage();
  const { system, clock } = stage.node({ actors: [failing] });
  await stage.until(system.ask(a, "remind", { name: "x", at: clock.now() + 10, n: 1 }));
  await stage.till(() => stage.rows("dead").length === 1, 2_000);
  await stage.pass(2_000);
  assertEquals(stage.rows("reminder"), []);
  assertEquals(stage.rows("dead").length, 1);
});

Deno.test("a burst of due reminders is worked off page by page", async () => {
  await using stage = new Stage();
  const { system, clock } = stage.node({ ...options, limits: { sweepRows: 10 } });
  const at = clock.now() + 1_000;
  const ids = Array.from({ length: 35 }, (_, i) => `x${i}`);
  await stage.until(Promise.all(
    ids.map((id) => system.ask(counter(id), "remind", { name: "x", at, n: 1 })),
  ));
  await stage.till(() => ids.every((id) => totalOf(stage, id) === 1), 5_000);
});

Deno.test("one node at a time sweeps a shared store; another takes over when it is gone", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node(options);
  await stage.pass(1_000);
  const second = stage.node(options);
  await stage.pass(5_000);
  const leases = (node: typeof first) => node.store.commits.filter(writes("lease")).length;
  assertEquals(leases(first) > 0, true);
  assertEquals(leases(second), 0);
  first.crash();
  await stage.pass(5_000);
  assert(leases(second) > 0);
});

Deno.test("what one node alone knows is swept by it, whoever sweeps the rest", async () => {
  // A node of an older version held the lease: reminders of what it did not know never fired.
  await using stage = new Stage("denokv");
  const older = stage.node({ actors: [purse] });
  await stage.pass(1_000);
  const writer = stage.node(options);
  const at = writer.clock.now() + 5_000;
  await stage.until(writer.system.ask(a, "remind", { name: "x", at, n: 1 }));
  writer.crash();
  stage.node(options);
  await stage.pass(10_000);
  assertEquals(totalOf(stage, "a"), 1);
  assert(older.alive);
});

Deno.test("a lease from a clock far ahead does not hold for long", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node({ ...options, clockOffsetMs: 3_600_000 });
  await stage.pass(1_000);
  first.crash();
  const second = stage.node(options);
  await stage.pass(2_000);
  assert(second.store.commits.some(writes("lease")));
});

Deno.test("a sweep that fails is not the last", async () => {
  await using stage = new Stage();
  const { system, store, clock, reports } = stage.node(options);
  await stage.until(system.ask(a, "remind", { name: "x", at: clock.now() + 3_000, n: 1 }));
  store.onRead = () => {
    throw new Error("no route");
  };
  await stage.pass(2_000);
  assert(reports.some((report) => report.startsWith("Cannot sweep")));
  store.onRead = undefined;
  await stage.till(() => totalOf(stage, "a") === 1, 5_000);
});

Deno.test("a store that fails is reported once by who sweeps, until it has answered", async () => {
  await using stage = new Stage();
  const { store, reports } = stage.node(options);
  const fail = () => {
    throw new Error("disk on fire");
  };
  for (const told of [1, 2]) {
    store.onRead = fail;
    await stage.pass(5_000);
    assertEquals(reports.filter((report) => report.startsWith("Cannot sweep")).length, told);
    store.onRead = undefined;
    await stage.pass(1_000);
  }
});
