import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, purse, Stage, writes } from "./_testing.ts";
import type { Address, AnyActor } from "./actor.ts";
import { defineCourier } from "./courier.ts";
import { definePolicy, definePort, defineReadModel, send } from "./effects.ts";
import { KernelError, type KernelErrorCode } from "./errors.ts";
import { part } from "./joint.ts";
import type { ActorSystem } from "./system.ts";

const a = counter("a");
const add = (system: ActorSystem, n = 1, to = a) => system.ask(to, "add", { n });
const total = (system: ActorSystem, of = a) => system.view(of, (state) => state.total);

async function fails(promise: Promise<unknown>, code: KernelErrorCode): Promise<KernelError> {
  const error = await assertRejects(() => promise, KernelError);
  assertEquals(error.code, code);
  return error;
}

Deno.test("ask resolves with the reply or the refusal, after the commit", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  assertEquals(await stage.until(add(system, 2)), {
    ok: true,
    value: { total: 2, at: stage.head(a).at },
  });
  assertEquals(stage.events(a), [["added", { n: 2 }]]);
  assertEquals(await stage.until(add(system, -1)), { ok: false, refusal: "negative" });
  assertEquals(
    await stage.until(add(system, 1_000_000)),
    { ok: false, refusal: "too_much", detail: { left: 999_998 } },
  );
  let replied = false;
  store.tamper = async (atomic, commit) => {
    const committed = await commit(atomic);
    assertEquals(replied, false);
    return committed;
  };
  await stage.until(add(system).then(() => replied = true));
});

Deno.test("ask puts all that waits into one turn and one commit", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  await stage.until(add(system));
  store.commits.length = 0;
  const asked = Array.from({ length: 500 }, () => add(system));
  const answers = await stage.until(Promise.all(asked));
  assertEquals(answers.map((answer) => answer.ok && answer.value.total), [
    ...Array.from({ length: 500 }, (_, i) => i + 2),
  ]);
  assertEquals(store.commits.length, 1);
  assertEquals(system.metrics.turnItems.sum, 501);
});

Deno.test("ask gathers what arrives while a commit is under way into the next turn", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  await stage.until(add(system));
  store.commits.length = 0;
  const early = add(system);
  await stage.till(() => store.commits.length === 1);
  const late = Array.from({ length: 20 }, () => add(system));
  await stage.until(Promise.all([early, ...late]));
  assertEquals(store.commits.length, 2);
});

Deno.test("ask fails with invalid_command for what no actor takes", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const ask = (to: Address<AnyActor>, command: string, payload: unknown) =>
    fails(stage.until(system.ask(to, command, payload as never)), "invalid_command");
  await ask(purse("p") as unknown as Address<AnyActor>, "put", { coins: 1 });
  await ask(a as unknown as Address<AnyActor>, "vanished", {});
  await ask(a as unknown as Address<AnyActor>, "toString", {});
  await ask(a as unknown as Address<AnyActor>, "add", { n: "1" });
  assertEquals(stage.disk.size, 0);
});

Deno.test("ask does not check payloads without validate, but still knows the commands", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], validate: false });
  await fails(system.ask(a, "vanished" as "add", { n: 1 }), "invalid_command");
  assertEquals(stage.disk.size, 0);
});

Deno.test("ask fails with a defect for the one command whose decide throws; the rest goes on", async () => {
  await using stage = new Stage();
  const { system, reports } = stage.node({ actors: [counter] });
  const before = add(system);
  const bad = fails(system.ask(a, "explode", {}, { by: { id: "m1", role: "member" } }), "defect");
  const after = add(system);
  await stage.until(Promise.all([before, bad, after]));
  assertEquals(await stage.until(total(system)), 2);
  const [dead] = stage.rows("dead");
  assertEquals([dead.reason, dead.to, dead.by.id], [
    "decide failed",
    { kind: "counter", id: "a", command: "explode" },
    "m1",
  ]);
  assertEquals(reports.length, 1);
});

Deno.test("ask fails for the one command that leaves an unusable state, whatever is at fault", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const cases = [
    () => system.ask(a, "corrupt", {}),
    () => system.ask(a, "overdraw", {}),
    () => system.ask(a, "shout", { text: "x".repeat(30_000) }),
  ];
  for (const bad of cases) {
    const before = Array.from({ length: 10 }, () => add(system));
    const failed = fails(bad(), "defect");
    const after = Array.from({ length: 10 }, () => add(system));
    const answers = await stage.until(Promise.all([...before, ...after]));
    await failed;
    assertEquals(answers.every(({ ok }) => ok), true);
  }
  assertEquals(await stage.until(total(system)), 60);
  assertEquals(stage.rows("dead").length, 3);
});

Deno.test("ask fails with busy, and tells when to try again, once the mailbox is full", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: { mailboxItems: 3 } });
  const taken = [add(system), add(system), add(system)];
  const error = await fails(add(system), "busy");
  assertEquals([error.transient, error.retryAfterMs], [true, 1_000]);
  await stage.until(Promise.all(taken));
  assertEquals(system.metrics.busy, 1);
  await stage.until(add(system));
});

Deno.test("ask fails with unavailable when the state cannot be read, and recovers", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  store.onRead = () => {
    throw new Error("no route");
  };
  const asked = [add(system), add(system)].map((promise) => fails(promise, "unavailable"));
  for (const error of await stage.until(Promise.all(asked))) assertEquals(error.transient, true);
  store.onRead = undefined;
  await stage.until(add(system));
  assertEquals(await stage.until(total(system)), 1);
});

Deno.test("ask survives reads that fail now and then", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  await stage.until(add(system));
  let reads = 0;
  store.onRead = () => {
    if (reads++ % 2 === 0) throw new Error("no route");
  };
  const asked = [
    add(system, 1, counter("b")),
    system.ask(a, "add", { n: 1 }, { idempotencyKey: "k" }),
  ];
  for (const answer of await stage.until(Promise.all(asked))) assertEquals(answer.ok, true);
});

Deno.test("ask gives the first answer under an idempotency key, over turns and restarts", async () => {
  await using stage = new Stage();
  const first = stage.node({ actors: [counter] });
  const ask = (system: ActorSystem, n: number) =>
    system.ask(a, "add", { n }, { idempotencyKey: "k", by: { id: "m", role: "member" } });
  const answer = await stage.until(ask(first.system, 5));
  assertEquals(await stage.until(ask(first.system, 5)), answer);
  first.crash();
  const second = stage.node({ actors: [counter] });
  assertEquals(await stage.until(ask(second.system, 5)), answer);
  await fails(stage.until(ask(second.system, 6)), "idempotency_conflict");
  const other = second.system.ask(a, "forget", { name: "x" }, {
    idempotencyKey: "k",
    by: { id: "m", role: "member" },
  });
  await fails(stage.until(other), "idempotency_conflict");
  assertEquals(await stage.until(total(second.system)), 5);
});

Deno.test("ask keeps no refusal under an idempotency key that recorded nothing", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const ask = (n: number) => system.ask(a, "add", { n }, { idempotencyKey: "k" });
  await stage.until(add(system, 999_999));
  assertEquals((await stage.until(ask(5))).ok, false);
  assertEquals(stage.rows("idempotent"), []);
  assertEquals((await stage.until(ask(1))).ok, true);
  await fails(stage.until(ask(5)), "idempotency_conflict");
});

Deno.test("ask records the events of a refusal once under an idempotency key", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const protest = () => system.ask(a, "protest", {}, { idempotencyKey: "k" });
  assertEquals((await stage.until(protest())).ok, false);
  assertEquals((await stage.until(protest())).ok, false);
  assertEquals(await stage.until(total(system)), 1);
});

Deno.test("ask keeps large bodies under an idempotency key apart by their hash", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const shout = (text: string) => system.ask(a, "shout", { text }, { idempotencyKey: "k" });
  await stage.until(shout("x".repeat(9_000)));
  await stage.until(shout("x".repeat(9_000)));
  await fails(stage.until(shout(`${"x".repeat(8_999)}y`)), "idempotency_conflict");
  assertEquals(stage.events(a).length, 1);
  assert(JSON.stringify(stage.rows("idempotent")).length < 300);
});

Deno.test("ask lets an idempotency key go after its time", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: { idempotencyMs: 10_000 } });
  await stage.until(system.ask(a, "add", { n: 1 }, { idempotencyKey: "k" }));
  await stage.pass(11_000);
  await stage.until(system.ask(a, "add", { n: 2 }, { idempotencyKey: "k" }));
  assertEquals(await stage.until(total(system)), 3);
});

Deno.test("ask refuses idempotency keys that do not fit a key of the store", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  for (const idempotencyKey of ["", "k".repeat(257)]) {
    await fails(system.ask(a, "add", { n: 1 }, { idempotencyKey }), "invalid_command");
  }
  const longest = { idempotencyKey: "晴".repeat(256), by: { id: "川".repeat(256), role: "" } };
  await stage.until(system.ask(counter("x".repeat(128)), "add", { n: 1 }, longest));
});

Deno.test("view reads in the order of turns, and only what is committed", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  const first = add(system, 1);
  const between = total(system);
  const second = add(system, 2);
  assertEquals(await stage.until(between), 1);
  await stage.until(Promise.all([first, second]));
  store.tamper = () => Promise.reject(new Error("no answer"));
  const lost = add(system, 4).catch(() => {});
  const read = total(system).catch((error: KernelError) => error.code);
  assertEquals(await stage.until(read), "unavailable");
  await stage.until(lost);
});

Deno.test("reads and refusals write nothing, and see what another node has done before", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node({ actors: [counter] });
  const second = stage.node({ actors: [counter] });
  await stage.until(add(first.system));
  assertEquals(await stage.until(total(second.system)), 1);
  second.store.commits.length = 0;
  await stage.until(add(first.system));
  const asked = [total(second.system), second.system.ask(a, "add", { n: 1_000_000 })];
  assertEquals(await stage.until(Promise.all(asked)), [
    2,
    { ok: false, refusal: "too_much", detail: { left: 999_998 } },
  ]);
  assertEquals(second.store.commits.filter(writes("head")), []);
});

Deno.test("view fails alone when its function throws", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  const bad = system.view(a, () => {
    throw new Error("no");
  });
  const good = add(system);
  await fails(stage.until(bad), "defect");
  assertEquals((await stage.until(good)).ok, true);
  assertEquals(stage.rows("dead"), []);
});

Deno.test("stop finishes what was accepted and answers stopping from then on", async () => {
  const stage = new Stage();
  const { system, store } = stage.node({ actors: [counter, purse] });
  await stage.until(system.joint([part(purse("p"), "put", { coins: 5 })]));
  // One that is loaded, some that are not, one that has to read its keys first, and a joint turn.
  const accepted = [
    add(system),
    add(system, 1, counter("b")),
    system.ask(counter("c"), "add", { n: 1 }, { idempotencyKey: "k" }),
    system.joint([part(purse("p"), "take", { coins: 1 }), part(purse("q"), "put", { coins: 1 })]),
  ];
  const stopping = system.stop();
  const late = await Promise.allSettled([
    add(system),
    total(system),
    system.joint([part(purse("p"), "put", { coins: 1 })]),
  ]);
  for (const result of late) {
    assert(result.status === "rejected");
    assertEquals(result.reason.code, "stopping");
    assertEquals(result.reason.transient, true);
  }
  const answers = await stage.until(Promise.all(accepted));
  assertEquals(answers.map(({ ok }) => ok), [true, true, true, true]);
  await stage.until(stopping);
  const operations = store.commits.length;
  await stage.pass(60_000);
  assertEquals(store.commits.length, operations);
  store.close();
});

Deno.test("stop leaves mail to the next start instead of beginning new turns", async () => {
  await using stage = new Stage();
  const options = {
    actors: [counter],
    policies: [definePolicy("next", counter, {
      added: ({ n }, { id }) => n > 0 ? [send(counter(`${id}x`), "add", { n: n - 1 })] : [],
    })],
  };
  const first = stage.node(options);
  const asked = add(first.system, 50);
  const stopping = first.system.stop();
  await stage.until(Promise.all([asked, stopping]));
  assertEquals(stage.rows("mail").length, 1);
  const second = stage.node(options);
  await stage.till(() => stage.head(counter(`a${"x".repeat(50)}`)) !== undefined);
  assertEquals(await stage.until(total(second.system, counter("ax"))), 49);
});

Deno.test("stop does not work off the mail that waits in this node's mailboxes", async () => {
  const flood = definePolicy("flood", purse, {
    changed: () => Array.from({ length: 80 }, (_, i) => send(counter(`m${i}`), "add", { n: 1 })),
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter, purse], policies: [flood] });
  for (let i = 0; i < 5; i++) await stage.until(system.ask(purse("p"), "put", { coins: 1 }));
  const puts = Array.from({ length: 20 }, () => system.ask(purse("p"), "put", { coins: 1 }));
  await stage.until(Promise.all(puts));
  const before = system.metrics.mailApplied;
  await stage.until(system.stop());
  assert(system.metrics.mailApplied - before < 200, `${system.metrics.mailApplied - before}`);
  assert(stage.rows("mail").length > 500);
});

Deno.test("stop gives up after its time, and nobody waits for ever", async () => {
  const stage = new Stage();
  const { system, store } = stage.node({ actors: [counter, purse] });
  await stage.until(add(system));
  let answer = () => {};
  store.tamper = (atomic, commit) =>
    new Promise((resolve) => answer = () => resolve(commit(atomic)));
  const underWay = add(system);
  await stage.till(() => store.commits.length === 2);
  const waiting = add(system);
  const joined = system.joint([part(a, "add", { n: 1 }), part(purse("p"), "put", { coins: 1 })]);
  const stopping = system.stop({ timeoutMs: 1_000 });
  await stage.until(Promise.all([
    fails(waiting, "stopping"),
    fails(joined, "stopping"),
    fails(underWay, "unavailable"),
    stopping,
  ]));
  answer();
  await stage.pass(1_000);
  assertEquals(stage.events(a).length, 2);
});

Deno.test("stop may be called twice, and after halt", async () => {
  const stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  await stage.until(Promise.all([system.stop(), system.stop()]));
  system.halt();
  await stage.until(system.stop());
  const other = stage.node({ actors: [counter] });
  other.system.halt();
  await stage.until(other.system.stop());
});

Deno.test("halt settles every promise, also of actors that are being loaded or lose a race", async () => {
  const stage = new Stage("denokv");
  const first = stage.node({ actors: [counter, purse] });
  const second = stage.node({ actors: [counter, purse] });
  await stage.until(add(first.system));
  await stage.until(add(second.system));
  const asked = [
    add(first.system),
    add(first.system, 1, counter("new")),
    first.system.ask(a, "add", { n: 1 }, { idempotencyKey: "k" }),
    first.system.view(a, ({ total }) => total),
    first.system.joint([part(purse("p"), "put", { coins: 1 }), part(a, "add", { n: 1 })]),
  ];
  for (const promise of asked) promise.catch(() => {});
  await stage.pass(1);
  first.system.halt();
  const results = await stage.until(Promise.allSettled(asked));
  for (const result of results) {
    if (result.status === "rejected") assert(result.reason instanceof KernelError, result.reason);
  }
  await stage.until(second.system.stop());
});

Deno.test("passivation forgets idle actors, the least recently used first, and reads them again", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node({ actors: [counter], limits: { activations: 10 } });
  let reads = 0;
  store.onRead = (wanted) => {
    reads += wanted.filter((key) => key[0] === "head" && key[2] === "a").length;
  };
  await stage.until(add(system));
  for (let i = 0; i < 40; i++) {
    await stage.until(add(system, 1, counter(`x${i}`)));
    await stage.until(add(system));
  }
  assert(system.readMetrics().activations <= 12);
  assert(system.metrics.passivations >= 30);
  assertEquals(reads, 1, "it was in use all the time, and read once");
  assertEquals(await stage.until(total(system)), 41);
  assertEquals(await stage.until(total(system, counter("x0"))), 1);
});

Deno.test("passivation spares who takes long to read again, for so long as it is asked at times", async () => {
  // Those who follow a sale's lot, each once, drove it out: the next claim waited for all its journal.
  await using stage = new Stage();
  const limits = { activations: 10, inlineStateUnits: 200, snapshotTailUnits: 100_000 };
  const { system, store } = stage.node({ actors: [counter], limits });
  let reads = 0;
  store.onRead = (wanted) => {
    reads += wanted.filter((key) => key[0] === "head" && key[2] === "a").length;
  };
  const text = "x".repeat(2_500);
  for (let i = 0; i < 40; i++) await stage.until(system.ask(a, "shout", { text }));
  const crowd = async (from: number, to: number) => {
    for (let i = from; i < to; i++) await stage.until(add(system, 1, counter(`x${i}`)));
  };
  await crowd(0, 50);
  await stage.until(add(system));
  assertEquals(reads, 1, "a crowd of five times as many as there is room for leaves it in memory");
  await crowd(50, 250);
  await stage.until(add(system));
  assertEquals(reads, 2, "nobody asked for it while many more came: it is read again");
});

Deno.test("passivation spares who is only read here, too, while another node runs it", async () => {
  // Reads took no turn and so counted as no use: each had all of the journal read again.
  await using stage = new Stage("denokv");
  const limits = {
    activations: 10,
    inlineStateUnits: 200,
    snapshotTailUnits: 100_000,
    hotItems: 5,
  };
  const [runs, reads] = [
    stage.node({ actors: [counter], limits }),
    stage.node({ actors: [counter], limits }),
  ];
  const text = "x".repeat(2_500);
  for (let i = 0; i < 40; i++) await stage.until(runs.system.ask(a, "shout", { text }));
  let entries = 0;
  const list = reads.store.list.bind(reads.store);
  reads.store.list = async function* (options) {
    for await (const row of list(options)) {
      if (row.key[0] === "journal" && row.key[2] === "a") entries++;
      yield row;
    }
  };
  for (let i = 0; i < 10; i++) {
    await stage.until(Promise.all(Array.from({ length: 30 }, () => add(runs.system))));
    for (let j = 0; j < 12; j++) await stage.until(add(reads.system, 1, counter(`x${i}_${j}`)));
    assertEquals(await stage.until(total(reads.system)), 30 * (i + 1));
  }
  assertEquals(entries, stage.journal(a).length, "each entry is read once");
});

Deno.test("passivation spares nobody any more once too many are large", async () => {
  // Each new one found all the others spared: forty times as many as there is room for stayed.
  await using stage = new Stage();
  const limits = { activations: 10, inlineStateUnits: 200 };
  const { system } = stage.node({ actors: [counter], limits });
  const text = "x".repeat(40);
  for (let i = 0; i < 200; i++) {
    await stage.until(system.ask(counter(`x${i}`), "shout", { text, times: 10 }));
    const { activations } = system.readMetrics();
    assert(activations <= 30, `${activations} stay`);
  }
});

Deno.test("passivation spares who takes long to read again in a burst of many that are busy, too", async () => {
  await using stage = new Stage();
  const limits = { activations: 10, inlineStateUnits: 200 };
  const { system, store } = stage.node({ actors: [counter], limits });
  const text = "x".repeat(40);
  await stage.until(system.ask(a, "shout", { text, times: 10 }));
  store.onRead = (wanted) => assert(wanted.every((key) => key[2] !== "a"), "it has gone");
  const burst = Array.from({ length: 200 }, (_, i) => add(system, 1, counter(`x${i}`)));
  await stage.until(Promise.all(burst));
  assertEquals((await stage.until(add(system))).ok, true);
});

Deno.test("passivation catches up with a burst after which nobody new is asked", async () => {
  // Room was made only for who came next: thousands stayed in memory for as long as nobody did.
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: { activations: 10 } });
  const burst = Array.from(
    { length: 500 },
    (_, i) => system.ask(counter(`c${i}`), "add", { n: 1 }),
  );
  await stage.until(Promise.all(burst));
  await stage.pass(5_000);
  assert(system.readMetrics().activations <= 10, `${system.readMetrics().activations} stay`);
});

Deno.test("passivation never forgets an actor that has something to do", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter], limits: { activations: 5 } });
  const asked = Array.from({ length: 200 }, (_, i) => add(system, 1, counter(`x${i}`)));
  for (const answer of await stage.until(Promise.all(asked))) assertEquals(answer.ok, true);
});

Deno.test("actors that were never there before are assumed new, at no one's risk", async () => {
  await using stage = new Stage();
  const first = stage.node({ actors: [counter] });
  for (const i of [400, 500]) await stage.until(add(first.system, 7, counter(`x${i}`)));
  await stage.until(first.system.stop());
  const second = stage.node({ actors: [counter] });
  for (let i = 0; i < 600; i += 50) {
    const group = Array.from({ length: 50 }, (_, j) => add(second.system, 1, counter(`x${i + j}`)));
    await stage.until(Promise.all(group));
  }
  assertEquals(await stage.until(total(second.system, counter("x399"))), 1);
  assertEquals(await stage.until(total(second.system, counter("x400"))), 8);
  assertEquals(await stage.until(total(second.system, counter("x500"))), 8);
});

Deno.test("inspect and deadLetters show staff an actor as it lies in the store", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  assertEquals(await stage.until(system.inspect("counter", "a")), undefined);
  await stage.until(add(system, 3));
  await fails(stage.until(system.ask(a, "explode", {})), "defect");
  const seen = (await stage.until(system.inspect("counter", "a")))!;
  assertEquals([seen.state, seen.large], [{ total: 3, texts: [] }, false]);
  assertEquals([seen.mail, seen.reminders], [[], {}]);
  const { seq, events } = seen.journal.at(-1)!;
  assertEquals([seq, events], [1, [["added", { n: 3 }]]]);
  const dead = await stage.until(Array.fromAsync(system.deadLetters()));
  assertEquals(dead.map(({ reason }) => reason), ["decide failed"]);
  assertEquals(await stage.until(system.inspect("vanished", "a")), undefined);
});

Deno.test("replay sends a dead letter again, once", async () => {
  await using stage = new Stage();
  const node = { actors: [counter] };
  const first = stage.node(node);
  await fails(stage.until(first.system.ask(a, "explode", {})), "defect");
  await stage.until(first.system.stop());
  // The next version of the code can decide the command.
  const decide = { ...counter.decide, explode: () => ({ ok: true, value: 1 }) };
  const mended = Object.assign(() => {}, counter, { decide }) as unknown as typeof counter;
  const second = stage.node({ actors: [mended] });
  const [dead] = await stage.until(Array.fromAsync(second.system.deadLetters()));
  assertEquals(await stage.until(second.system.replay(dead!.id)), true);
  assertEquals(await stage.until(second.system.replay(dead!.id)), false);
  await stage.till(() => second.system.metrics.mailApplied === 1);
  assertEquals([stage.rows("dead"), stage.rows("mail")], [[], []]);
});

Deno.test("inspect tells only the sizes of a large state, and the last entries of a long journal", async () => {
  await using stage = new Stage();
  const limits = { inlineStateUnits: 100 };
  const { system } = stage.node({ actors: [counter], limits });
  for (let i = 0; i < 30; i++) await stage.until(system.ask(a, "shout", { text: "x".repeat(40) }));
  await stage.until(system.ask(a, "remind", { name: "later", at: 9e12, n: 1 }));
  const seen = (await stage.until(system.inspect("counter", "a")))!;
  assertEquals([seen.state, seen.large], [{ total: 0, texts: { size: 30 } }, true]);
  assertEquals([seen.journal.length, seen.journal[0]!.seq], [20, seen.head.seq]);
  assertEquals(seen.reminders, { later: 9e12 });
});

Deno.test("discardDeadLetter removes one, once; deadLetters goes on behind any", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  for (let i = 0; i < 3; i++) await fails(stage.until(system.ask(a, "explode", {})), "defect");
  const ids = stage.rows("dead").map(({ id }) => id);
  const behind = await stage.until(Array.fromAsync(system.deadLetters(10, ids[0])));
  assertEquals(behind.map(({ id }) => id), ids.slice(1));
  assertEquals(await stage.until(system.discardDeadLetter(ids[1])), true);
  assertEquals(await stage.until(system.discardDeadLetter(ids[1])), false);
  assertEquals(stage.rows("dead").map(({ id }) => id), [ids[0], ids[2]]);
});

Deno.test("replay leaves a dead letter whose payload was not kept", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  await fails(stage.until(system.ask(a, "shout", { text: "x".repeat(100_000) })), "defect");
  const [dead] = stage.rows("dead");
  assertEquals([dead.payload, dead.lost], [null, true]);
  assertEquals(await stage.until(system.replay(dead.id)), false);
  assertEquals(stage.rows("dead").length, 1);
});

Deno.test("system refuses definitions and limits that do not fit together", async () => {
  await using stage = new Stage();
  const failing = (job: () => unknown, kind: typeof TypeError | typeof RangeError) => {
    try {
      job();
    } catch (error) {
      return assert(error instanceof kind);
    }
    throw new Error("Expected a definition error");
  };
  failing(() => stage.node({ actors: [counter, counter] }), TypeError);
  failing(() => stage.node({ actors: [counter], limits: { valueUnits: 1e6 } }), RangeError);
  const courier = defineCourier(definePort<{ text: string }, null>("sms"), () => Promise.resolve());
  failing(() => stage.node({ actors: [counter], couriers: [courier, { ...courier }] }), TypeError);
  const none = { concurrency: 0 };
  failing(
    () => defineCourier(definePort<{ text: string }, null>("sms"), () => Promise.resolve(), none),
    RangeError,
  );
  // It was taken for one of the turn's own, without a word.
  failing(
    () => defineReadModel("r", counter, { rows: () => [], deferred: true as never }),
    TypeError,
  );
  assertEquals(writes("head")({ checks: [], sets: [], deletes: [] }), false);
});
