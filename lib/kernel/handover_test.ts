import { assert, assertEquals, assertRejects } from "@std/assert";
import { counter, type Node, purse, Stage, writes } from "./_testing.ts";
import { definePolicy, send } from "./effects.ts";
import { KernelError } from "./errors.ts";
import { keys } from "./keys.ts";
import type { Atomic } from "./store.ts";

const a = counter("a");
const options = { actors: [counter], limits: { hotItems: 2 } };
const add = ({ system }: Node, n = 1) => system.ask(a, "add", { n });
const many = (node: Node, times: number, from = 0) =>
  Array.from({ length: times }, (_, i) => add(node, from + i));
const total = (stage: Stage) => stage.head(a).state.total;

/** Two nodes, of which the first runs the hot actor. */
async function stewarded(stage: Stage): Promise<[Node, Node]> {
  const first = stage.node(options);
  const second = stage.node(options);
  await stage.until(Promise.all(many(first, 20)));
  assertEquals(stage.head(a).steward.node, first.system.node);
  return [first, second];
}

Deno.test("a hot actor has a steward, a cool one has none", async () => {
  await using stage = new Stage("denokv");
  const [first] = await stewarded(stage);
  await stage.pass(10_000);
  await stage.until(add(first));
  assertEquals(stage.head(a).steward, undefined);
});

Deno.test("an embedded store needs no stewards", async () => {
  await using stage = new Stage();
  const first = stage.node(options);
  await stage.until(Promise.all(many(first, 50)));
  assertEquals(stage.head(a).steward, undefined);
});

Deno.test("commands asked at another node are answered by the steward, each once", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const before = total(stage);
  const asked = [
    ...many(second, 300),
    second.system.ask(a, "add", { n: -1 }),
    second.system.ask(a, "explode", {}).catch((error: KernelError) => error),
  ];
  const answers = await stage.until(Promise.all(asked));
  for (const answer of answers.slice(0, 300)) assert("ok" in answer && answer.ok);
  assertEquals(answers[300], { ok: false, refusal: "negative" });
  assert(answers[301] instanceof KernelError);
  assertEquals(answers[301].code, "defect");
  assertEquals(total(stage), before + (300 * 299) / 2);
  assertEquals(second.system.metrics.handedOver, 302);
  assertEquals(first.system.metrics.takenOver, 302);
  // The other node wrote no head of its own.
  assertEquals(second.store.commits.filter(writes("head")), []);
});

Deno.test("idempotency keys hold across nodes", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const ask = (node: Node, n: number) => node.system.ask(a, "add", { n }, { idempotencyKey: "k" });
  const answer = await stage.until(ask(first, 5));
  assertEquals(await stage.until(ask(second, 5)), answer);
  const other = await stage.until(ask(second, 6).catch((error: KernelError) => error.code));
  assertEquals(other, "idempotency_conflict");
});

Deno.test("views at another node see what it was answered before", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  for (let i = 0; i < 10; i++) {
    void add(first).catch(() => {});
    const answer = await stage.until(add(second));
    const seen = await stage.until(Promise.all(
      [1, 2, 3].map(() => second.system.view(a, (state) => state.total)),
    ));
    assert(answer.ok);
    for (const value of seen) assert(value >= answer.value.total, `${value}`);
  }
});

Deno.test("a view whose function throws fails at another node as it does at the steward", async () => {
  // There it got the error as it was thrown, which is no KernelError.
  await using stage = new Stage("denokv");
  for (const { system } of await stewarded(stage)) {
    const view = system.view(a, () => {
      throw new TypeError("no such field");
    });
    const error = await stage.until(view.catch((error: KernelError) => error));
    assert(error instanceof KernelError);
    assertEquals([error.code, error.message], ["defect", 'Cannot read counter "a": no such field']);
  }
});

Deno.test("a view asked while the state is being read waits for the next reading", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  await stage.until(second.system.view(a, () => 0));
  let answered = 0;
  let late: Promise<number> | undefined;
  const inner = second.store.getMany.bind(second.store);
  second.store.getMany = async (wanted) => {
    const rows = await inner(wanted);
    if (!late && wanted.length === 1 && wanted[0]![0] === "head") {
      // The head is read; before that is told, the steward commits, and someone asks again.
      const { getMany } = second.store;
      second.store.getMany = inner;
      const answer = await add(first, 100);
      answered = answer.ok ? answer.value.total : 0;
      late = second.system.view(a, (state) => state.total);
      second.store.getMany = getMany;
    }
    return rows;
  };
  await stage.until(second.system.view(a, () => 0));
  assertEquals(await stage.until(late!), answered);
});

Deno.test("letters of a steward that died are taken back and happen exactly once", async () => {
  for (const before of [true, false]) {
    const stage = new Stage("denokv");
    const [first, second] = await stewarded(stage);
    const start = total(stage);
    // The steward dies with the letter in its hands: before its turn lands, or right after.
    first.store.tamper = (atomic, commit) => {
      if (!writes("answer")(atomic)) return commit(atomic);
      if (!before) commit(atomic).catch(() => {});
      queueMicrotask(() => first.crash());
      return new Promise(() => {});
    };
    const answers = await stage.until(Promise.all(many(second, 50)));
    assert(answers.every(({ ok }) => ok));
    assertEquals(total(stage), start + (50 * 49) / 2);
    assertEquals((await stage.until(add(second))).ok, true);
    await stage.until(second.system.stop());
  }
});

Deno.test("a steward that stops in good order leaves its actor to the next", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const start = total(stage);
  const asked = [...many(second, 30), ...many(first, 30)];
  await stage.pass(3);
  const stopping = first.system.stop();
  const answers = await stage.until(Promise.all([...asked, add(second), add(second)]));
  assert(answers.every(({ ok }) => ok));
  await stage.until(stopping);
  assertEquals(total(stage), start + 2 * (30 * 29) / 2 + 2);
});

Deno.test("a late copy of a handed-over letter is never applied again", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const letters: Atomic[] = [];
  second.store.tamper = (atomic, commit) => {
    if (writes("hand")(atomic)) letters.push(atomic);
    return commit(atomic);
  };
  await stage.until(Promise.all(many(second, 20)));
  const after = total(stage);
  assert(letters.length > 0);
  second.store.tamper = undefined;
  for (const letter of letters) await stage.until(second.store.commit(letter));
  await stage.pass(5_000);
  assertEquals(total(stage), after);
  assertEquals(stage.disk.all(keys.handedTo(first.system.node)).length, 0);
});

Deno.test("a late copy is not applied again though the steward's clock has jumped ahead", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const third = stage.node(options);
  const letters: Atomic[] = [];
  second.store.tamper = (atomic, commit) => {
    if (writes("hand")(atomic)) letters.push(atomic);
    return commit(atomic);
  };
  await stage.until(Promise.all(many(second, 20)));
  first.clock.offsetMs = 24 * 3_600_000;
  await stage.until(Promise.all([...many(first, 20), ...many(third, 20)]));
  const after = total(stage);
  second.store.tamper = undefined;
  for (const letter of letters) await stage.until(second.store.commit(letter));
  await stage.pass(5_000);
  assertEquals(total(stage), after);
});

Deno.test("a letter written to a steward that has changed is taken once, by whoever comes first", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const third = stage.node(options);
  const start = total(stage);
  // The first steward does not see its letters for a while, and a third node runs the actor.
  first.store.onRead = (wanted) => {
    if (wanted[0]![0] === "hand") throw new Error("no route");
  };
  const asked = many(second, 40);
  await stage.pass(1_600);
  const others = many(third, 40);
  await stage.pass(500);
  first.store.onRead = undefined;
  const answers = await stage.until(Promise.all([...asked, ...others]));
  assert(answers.every(({ ok }) => ok));
  await stage.pass(10_000);
  assertEquals(total(stage), start + 2 * (40 * 39) / 2);
});

Deno.test("commands are handed over also where the letter's commit has an unknown outcome", async () => {
  for (const landed of [true, false]) {
    await using stage = new Stage("denokv");
    const [, second] = await stewarded(stage);
    const start = total(stage);
    let failures = 0;
    second.store.tamper = async (atomic, commit) => {
      if (!writes("hand")(atomic) || failures++ > 1) return await commit(atomic);
      if (landed) await commit(atomic);
      throw new Error("connection lost");
    };
    const answers = await stage.until(Promise.all(many(second, 30)));
    assert(answers.every(({ ok }) => ok));
    assertEquals(total(stage), start + (30 * 29) / 2);
  }
});

Deno.test("commands that wait at the steward fill the mailbox, too: more are told busy at once", async () => {
  await using stage = new Stage("denokv");
  const limits = { hotItems: 2, mailboxItems: 9, handoverItems: 1 };
  const first = stage.node({ ...options, limits });
  const second = stage.node({ ...options, limits });
  for (let i = 0; i < 6; i++) await stage.until(Promise.all(many(first, 4)));
  const start = total(stage);
  // One letter, then a round of eight, with which the steward dies.
  let answers = 0;
  first.store.tamper = (atomic, commit) => {
    if (!writes("answer")(atomic) || ++answers === 1) return commit(atomic);
    queueMicrotask(() => first.crash());
    return new Promise(() => {});
  };
  const asked = [add(second)];
  await stage.till(() => second.store.commits.some(writes("hand")));
  asked.push(...many(second, 8, 1));
  const { code, retryAfterMs } = await assertRejects(() => add(second), KernelError);
  assertEquals([code, retryAfterMs], ["busy", 1_000]);
  assertEquals(second.system.readMetrics().waiting, 9);
  // Those that were let in are taken back, and find their room.
  const results = await stage.until(Promise.all(asked));
  assert(results.every(({ ok }) => ok));
  assertEquals(total(stage), start + 1 + (8 * 9) / 2);
  assertEquals(second.system.readMetrics().waiting, 0);
});

Deno.test("letters taken back come through though another node has become the steward", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const third = stage.node(options);
  first.store.tamper = (atomic, commit) => {
    if (!writes("answer")(atomic)) return commit(atomic);
    queueMicrotask(() => first.crash());
    return new Promise(() => {});
  };
  const asked = many(second, 20);
  // Taking back takes the second node so long that a third makes the actor its own.
  second.store.tamper = async (atomic, commit) => {
    if (!writes("head")(atomic)) return await commit(atomic);
    second.store.tamper = undefined;
    await stage.world.sleep(3_000);
    return await commit(atomic);
  };
  let running = true;
  const busy = (async () => {
    while (running) {
      await Promise.all(many(third, 3));
      await stage.world.sleep(30);
    }
  })();
  const answers = await stage.until(Promise.all(asked), 12_000);
  assert(answers.every(({ ok }) => ok));
  running = false;
  await stage.until(busy);
});

Deno.test("halt tells callers of handed-over commands that the outcome is not known", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  first.crash();
  const codes = many(second, 5).map((promise) => promise.catch((error: KernelError) => error.code));
  await stage.till(() => second.store.commits.some(writes("hand")));
  second.system.halt();
  assertEquals(await stage.until(Promise.all(codes)), Array(5).fill("unavailable"));
});

Deno.test("mail and reminders that reach another node are left to the steward", async () => {
  await using stage = new Stage("denokv");
  const [first, second] = await stewarded(stage);
  const start = total(stage);
  let running = true;
  const busy = (async () => {
    while (running) {
      await Promise.all(many(first, 3));
      await stage.world.sleep(20);
    }
  })();
  await stage.pass(200);
  const value = new TextEncoder().encode(
    JSON.stringify({ command: "shout", payload: { text: "x" } }),
  );
  const key = keys.letter("counter", "a", "0001");
  const written = await stage.until(
    second.store.commit({ checks: [], sets: [{ key, value }], deletes: [] }),
  );
  assert(written.ok);
  second.system.deliver("counter", "a", {
    type: "letter",
    id: "0001",
    key,
    command: "shout",
    payload: { text: "x" },
    seenAt: written.versionstamp,
  });
  await stage.till(() => stage.disk.all(["mail"]).length === 0, 5_000);
  running = false;
  await stage.until(busy);
  assertEquals(first.system.metrics.mailApplied, 1);
  assertEquals(second.system.metrics.mailApplied, 0);
  assert(total(stage) > start);
});

Deno.test("no node starves on a hot actor: all answer soon, whoever runs it", async () => {
  await using stage = new Stage("denokv");
  const nodes = [1, 2, 3].map(() => stage.node(options));
  const waits: number[][] = [[], [], []];
  const asked: Promise<unknown>[] = [];
  for (let tick = 0; tick < 200; tick++) {
    for (const [i, node] of nodes.entries()) {
      const began = stage.world.now;
      asked.push(
        ...many(node, 20).map((answer) =>
          answer.then(() => void waits[i]!.push(stage.world.now - began))
        ),
      );
    }
    await stage.pass(10);
  }
  await stage.until(Promise.all(asked));
  assertEquals(total(stage), 3 * 200 * (20 * 19) / 2);
  for (const wait of waits) {
    wait.sort((x, y) => x - y);
    assert(
      wait[Math.floor(0.99 * wait.length)]! < 60,
      `p99 ${wait[Math.floor(0.99 * wait.length)]}`,
    );
  }
});

Deno.test("a steward does not serve its own callers first: each node gets its share", async () => {
  await using stage = new Stage("denokv");
  const nodes = [1, 2, 3].map(() => stage.node(options));
  const answered = [0, 0, 0];
  let running = true;
  const caller = async (i: number) => {
    while (running) {
      await add(nodes[i]!);
      answered[i]!++;
    }
  };
  // Whoever calls waits for the answer before calling again, so quick answers mean more of them.
  const callers = nodes.flatMap((_, i) => Array.from({ length: 40 }, () => caller(i)));
  await stage.pass(1_000);
  answered.fill(0);
  await stage.pass(4_000);
  running = false;
  const [least, all] = [Math.min(...answered), answered.reduce((sum, n) => sum + n)];
  await stage.until(Promise.all(callers));
  assert(least > 0.5 * all / 3, `expected half of an equal share at least, got ${answered}`);
});

Deno.test("a command that is no JSON is refused where it cannot travel, and holds up none of the others", async () => {
  // It could not be written, nor could the letter with the others: all of them waited for good.
  await using stage = new Stage("denokv");
  const [first, second] = [1, 2].map(() => stage.node({ ...options, validate: false }));
  await stage.until(Promise.all(many(first!, 20)));
  const ring: Record<string, unknown> = { n: 1 };
  ring.ring = ring;
  const codeOf = ({ code }: KernelError) => code;
  const asked = (payload: unknown) => second!.system.ask(a, "add", payload as { n: number });
  const answers = await stage.until(Promise.all([
    asked(ring).catch(codeOf),
    ...many(second!, 3),
    asked({ n: 1n }).catch(codeOf),
    second!.system.ask(a, "add", ring as never, { idempotencyKey: "k" }).catch(codeOf),
  ]));
  assertEquals(
    answers.map((answer) => typeof answer === "string" ? answer : answer.ok),
    ["invalid_command", true, true, true, "invalid_command", "invalid_command"],
  );
});

Deno.test("a steward that died with its clock far ahead does not keep the actor's mail", async () => {
  // Whoever had mail for the actor left a note with the dead, until an hour had passed here, too.
  await using stage = new Stage("denokv");
  const forward = definePolicy("forward", purse, {
    changed: ({ by }, { id }) => [send(counter(id), "add", { n: by })],
  });
  const all = { actors: [counter, purse], policies: [forward], limits: { hotItems: 2 } };
  const steward = stage.node({ ...all, clockOffsetMs: 3_600_000 });
  const other = stage.node(all);
  await stage.until(Promise.all(many(steward, 20)));
  const before = total(stage);
  steward.crash();
  await stage.until(other.system.ask(purse("a"), "put", { coins: 7 }));
  other.clock.offsetMs = -3_600_000;
  await stage.pass(4_000);
  assertEquals(total(stage), before + 7);
});

Deno.test("a steward that died with its clock far ahead is not believed anew with each passivation", async () => {
  // Read again, its hint counted as new: there was no room, and the mail waited for that hour.
  await using stage = new Stage("denokv");
  const all = { actors: [counter], limits: { hotItems: 2, activations: 1 } };
  const steward = stage.node({ ...all, clockOffsetMs: 3_600_000 });
  const other = stage.node(all);
  await stage.until(other.system.ask(a, "remind", { name: "r", at: other.clock.now(), n: 7 }));
  await stage.until(Promise.all(many(steward, 20)));
  const before = total(stage);
  steward.crash();
  for (let i = 0; i < 40; i++) {
    await stage.until(other.system.ask(counter(`x${i}`), "add", { n: 1 }));
    await stage.pass(100);
  }
  assertEquals(total(stage), before + 7);
});
