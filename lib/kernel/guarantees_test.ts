/** The README's guarantees from outside: through `mod.ts` and the test kit, with ill will. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import * as z from "zod";
import {
  type ActorSystem,
  type Address,
  type AnyActor,
  defineActor,
  definePolicy,
  KernelError,
  part,
  send,
} from "./mod.ts";
import { type Node, Stage } from "./testing/mod.ts";

const none = z.object({});

/** A list that others write to; in every way that a command can go wrong, `fail` does. */
const list = defineActor("list", {
  version: 1,
  live: true,
  state: z.object({ items: z.array(z.string()), rings: z.array(z.string()) }),
  initial: { items: [], rings: [] },
  commands: {
    add: z.object({ item: z.string() }),
    show: none,
    refuse: none,
    fail: z.object({ how: z.string() }),
    big: z.object({ count: z.int(), units: z.int() }),
    clock: z.object({ sets: z.array(z.tuple([z.string(), z.number().nullable()])) }),
    ring: z.object({ name: z.string() }),
    pass: z.object({ to: z.string(), item: z.string() }),
  },
  events: {
    added: z.object({ item: z.string() }),
    rung: z.object({ name: z.string() }),
    passed: z.object({ to: z.string(), item: z.string() }),
  },
  refusals: ["no"],
  decide: {
    add: ({ items }, { item }, turn) =>
      turn.emit("added", { item }).reply({ place: items.length + 1 }),
    show: (state, _, turn) => turn.reply(state),
    refuse: ({ items }, _, turn) => turn.refuse("no", items),
    fail(_, { how }, turn) {
      if (how === "throw undefined") throw undefined;
      if (how === "throw trouble") {
        throw {
          toString() {
            throw new Error("no words");
          },
        };
      }
      if (how === "bigint") return turn.reply({ n: 10n });
      if (how === "cycle") {
        const ring: Record<string, unknown> = {};
        ring.ring = ring;
        return turn.reply(ring);
      }
      throw new Error(how);
    },
    big(_, { count, units }, turn) {
      for (let i = 0; i < count; i++) turn.emit("added", { item: "x".repeat(units) });
      return turn.reply(null);
    },
    clock(_, { sets }, turn) {
      for (const [name, inMs] of sets) {
        if (inMs === null) turn.forget(name);
        else turn.remind(name, turn.at + inMs, "ring", { name: `${name}@${inMs}` });
      }
      return turn.reply(null);
    },
    ring: (_, { name }, turn) => turn.emit("rung", { name }).reply(null),
    pass: (_, { to, item }, turn) => turn.emit("passed", { to, item }).reply(null),
  },
  evolve: {
    added: ({ items }, { item }) => void items.push(item.slice(0, 20)),
    rung: ({ rings }, { name }) => void rings.push(name),
    passed: () => {},
  },
});

const passing = definePolicy("passing", list, {
  passed: ({ to, item }) => [send(list(to), "add", { item })],
});

const options = { actors: [list], policies: [passing] };

const itemsOf = (stage: Stage, { system }: Node, id: string) =>
  stage.until(system.view(list(id), ({ items }) => [...items]));

const codeOf = async (stage: Stage, promise: Promise<unknown>): Promise<string> =>
  (await assertRejects(() => stage.until(promise), KernelError)).code;

// ---- answers

Deno.test("an answer is what the command decided, whatever later commands of its turn do", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const [, shown, refused] = await stage.until(Promise.all([
    system.ask(list("l"), "add", { item: "a" }),
    system.ask(list("l"), "show", {}),
    system.ask(list("l"), "refuse", {}),
    system.ask(list("l"), "add", { item: "b" }),
  ]));
  assertEquals(shown, { ok: true, value: { items: ["a"], rings: [] } });
  assertEquals(refused, { ok: false, refusal: "no", detail: ["a"] });
});

Deno.test("an answer is the caller's own: what he does to it leaves the actor as it is", async () => {
  await using stage = new Stage();
  const node = stage.node(options);
  const shown = await stage.until(node.system.ask(list("l"), "show", {}));
  assert(shown.ok);
  (shown.value as { items: string[] }).items.push("smuggled");
  const refused = await stage.until(node.system.ask(list("l"), "refuse", {}));
  assert(!refused.ok);
  assertEquals(refused.detail, []);
  assertEquals(await itemsOf(stage, node, "l"), []);
});

Deno.test("a command fails alone, whatever it throws or answers, here and where it is handed over", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node(options), stage.node(options)];
  // The first node becomes the steward, so that what the second is asked travels.
  await stage.until(Promise.all(
    Array.from({ length: 40 }, (_, i) => nodes[0]!.system.ask(list("l"), "add", { item: `${i}` })),
  ));
  for (const { system } of nodes) {
    for (const how of ["plain", "throw undefined", "throw trouble", "bigint", "cycle"]) {
      const asked = [
        system.ask(list("l"), "add", { item: "before" }),
        system.ask(list("l"), "fail", { how }),
        system.ask(list("l"), "add", { item: "after" }),
      ];
      const [before, failed, after] = await stage.until(Promise.allSettled(asked));
      assertEquals([before!.status, after!.status], ["fulfilled", "fulfilled"], how);
      assert(failed?.status === "rejected", how);
      assertEquals((failed.reason as KernelError).code, "defect", how);
    }
  }
  assertEquals((await itemsOf(stage, nodes[1]!, "l")).length, 40 + 2 * 5 * 2);
});

// ---- commits

/** Sends every commit of a node once more, late and out of order. */
async function resend(stage: Stage, node: Node): Promise<void> {
  const late = [...node.store.commits].reverse();
  for (const atomic of late) {
    try {
      stage.disk.apply(atomic);
    } catch { /* One that was rejected is rejected again. */ }
  }
  await stage.pass(5_000);
}

Deno.test("late copies of everything a node has ever sent change nothing", async () => {
  await using stage = new Stage("denokv", 5, { faults: { answerLost: 0.2, sentTwice: 0.2 } });
  const limits = { inlineStateUnits: 60, snapshotTailUnits: 100, snapshotIdleMs: 100, hotItems: 6 };
  const nodes = [stage.node({ ...options, limits }), stage.node({ ...options, limits })];
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i++) {
    const { system } = nodes[i % 2]!;
    const by = { id: "me", role: "test" };
    asked.push(system.ask(list("a"), "add", { item: `k${i}` }, { by, idempotencyKey: `${i}` }));
    asked.push(system.ask(list("a"), "pass", { to: "b", item: `p${i}` }));
    asked.push(system.ask(list(`c${i % 3}`), "clock", { sets: [[`r${i}`, 10 * i]] }));
    await stage.pass(7);
  }
  await stage.until(Promise.all(asked));
  await stage.pass(5_000);
  const look = async () => ({
    journals: ["a", "b", "c0", "c1", "c2"].map((id) => stage.events(list(id))),
    a: await itemsOf(stage, nodes[0]!, "a"),
    b: await itemsOf(stage, nodes[1]!, "b"),
  });
  const before = await look();
  assertEquals([before.a.length, new Set(before.b).size, before.b.length], [60, 60, 60]);
  for (const node of nodes) await resend(stage, node);
  assertEquals(await look(), before);
  // And all goes on from there.
  await stage.until(nodes[1]!.system.ask(list("a"), "add", { item: "more" }));
  assertEquals(await itemsOf(stage, nodes[0]!, "a"), [...before.a, "more"]);
});

Deno.test("a turn whose commit never answers is told unavailable once, and not repeated later", async () => {
  await using stage = new Stage("denokv", 1, { faults: { answerLost: 1 } });
  const { system } = stage.node({ ...options, limits: { commitAttempts: 1 } });
  const asked = system.ask(list("l"), "add", { item: "a" });
  const code = await stage.until(asked.then(() => "told", (error: KernelError) => error.code));
  stage.heal();
  await stage.pass(10_000);
  // It had landed; whoever repeats it without a key does so knowingly.
  assert(["told", "unavailable"].includes(code));
  assertEquals(stage.events(list("l")).length, 1);
});

// ---- joint turns

const eight = Array.from({ length: 8 }, (_, i) => list(`j${i}`));

Deno.test("joint turns of eight fit KV Connect's ten checks, beside all other traffic", async () => {
  await using stage = new Stage("denokv", 2, { faults: { answerLost: 0.1, sentTwice: 0.1 } });
  const nodes = [stage.node(options), stage.node(options)];
  const all = nodes.flatMap(({ system }, n) => [
    ...Array.from(
      { length: 4 },
      (_, i) => system.joint(eight.map((to) => part(to, "add", { item: `joint ${n}.${i}` }))),
    ),
    ...eight.map((to) => system.ask(to, "add", { item: `alone ${n}` })),
    ...Array.from(
      { length: 30 },
      (_, i) => system.ask(list(`x${n}.${i}`), "add", { item: "other" }),
    ),
  ]);
  await stage.until(Promise.all(all));
  for (const node of stage.nodes) {
    assert(node.store.commits.every(({ checks }) => checks.length <= 10));
  }
  const joint = (items: readonly string[]) => items.filter((item) => item.startsWith("joint"));
  const first = joint(await itemsOf(stage, nodes[0]!, "j0"));
  assertEquals(new Set(first).size, 8);
  for (const { id } of eight) {
    assertEquals(joint(await itemsOf(stage, nodes[1]!, id)), first);
  }
});

Deno.test("a joint turn that no commit can hold is a defect, and nothing of it is kept", async () => {
  await using stage = new Stage("denokv");
  const { system } = stage.node(options);
  const much = { count: 8, units: 15_000 };
  const asked = system.joint(eight.map((to) => part(to, "big", much)));
  assertEquals(await codeOf(stage, asked), "defect");
  for (const to of eight) assertEquals(stage.events(to), []);
  // The actors are free again.
  await stage.until(system.joint(eight.map((to) => part(to, "add", { item: "small" }))));
});

Deno.test("joint takes the commands that ask takes, and fails as ask does for others", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const unknown = { to: list("a"), command: "vanish", payload: {} };
  assertEquals(await codeOf(stage, system.joint([unknown as never])), "invalid_command");
  const wrong = { to: list("a"), command: "add", payload: { item: 5 } };
  assertEquals(await codeOf(stage, system.joint([wrong as never])), "invalid_command");
  assertEquals(stage.rows("dead"), []);
});

// ---- mailboxes

Deno.test("mail to an actor whose mailbox is full is late, not lost, and applied once", async () => {
  await using stage = new Stage("embedded", 1, { faults: { latencyMs: 50 } });
  const node = stage.node({ ...options, limits: { mailboxItems: 3 } });
  const { system } = node;
  const flood = Array.from(
    { length: 20 },
    (_, i) => system.ask(list("b"), "add", { item: `flood ${i}` }).then(() => true, () => false),
  );
  const passed = await stage.until(Promise.all(
    Array.from(
      { length: 12 },
      (_, i) => system.ask(list(`s${i}`), "pass", { to: "b", item: `mail ${i}` }),
    ),
  ));
  const taken = (await stage.until(Promise.all(flood))).filter(Boolean).length;
  assert(taken < 20);
  await stage.pass(10_000);
  const items = await itemsOf(stage, node, "b");
  assertEquals(items.filter((item) => item.startsWith("flood")).length, taken);
  assertEquals(items.filter((item) => item.startsWith("mail")).length, passed.length);
  assertEquals(new Set(items).size, items.length);
  assertEquals(stage.rows("mail"), []);
});

// ---- reminders

Deno.test("a reminder set, moved and cleared within one turn ends as the last word says", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const clock = (...sets: [string, number | null][]) => system.ask(list("l"), "clock", { sets });
  await stage.until(
    clock(["a", 100], ["a", 200], ["a", null], ["b", 100], ["b", null], ["b", 300]),
  );
  // Three turns' worth in one: the commands share a commit.
  await stage.until(Promise.all([
    clock(["c", 100], ["d", 400], ["e", 50]),
    clock(["c", null], ["d", 100]),
    clock(["c", 500], ["e", null], ["d", 400]),
  ]));
  await stage.pass(2_000);
  const rings = await stage.until(system.view(list("l"), (state) => [...state.rings]));
  assertEquals(rings.sort(), ["b@300", "c@500", "d@400"]);
  assertEquals(stage.rows("reminder"), []);
  assertEquals(stage.head(list("l")).reminders, undefined);
});

Deno.test("a reminder due now, or long ago, fires once; several at one time all do", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node(options), stage.node(options)];
  await stage.until(nodes[0]!.system.ask(list("l"), "clock", {
    sets: [["now", 0], ["past", -1_000_000], ["x", 70], ["y", 70], ["z", 70]],
  }));
  await stage.pass(3_000);
  const rings = await stage.until(nodes[1]!.system.view(list("l"), (state) => [...state.rings]));
  assertEquals(rings.sort(), ["now@0", "past@-1000000", "x@70", "y@70", "z@70"]);
});

Deno.test("a reminder's name is text that the store gives back as it was", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const names = ["", "a/b", "__proto__", "constructor", "é 座 🚗", "nul\0nul", "1"];
  await stage.until(
    system.ask(list("l"), "clock", { sets: names.map((name): [string, number] => [name, 50]) }),
  );
  await stage.pass(2_000);
  const rings = await stage.until(system.view(list("l"), (state) => [...state.rings]));
  assertEquals(rings.sort(), names.map((name) => `${name}@50`).sort());
  // Half a character has no encoding: it would come back as another.
  const half = system.ask(list("l"), "clock", { sets: [["\ud83d", 50]] });
  assertEquals(await codeOf(stage, half), "defect");
});

// ---- idempotency keys

const me = { id: "me", role: "test" };

Deno.test("an idempotency key: another body, another command, another order of names", async () => {
  await using stage = new Stage("denokv");
  const nodes = [stage.node(options), stage.node(options)];
  const ask = (n: number, command: "add" | "big" | "pass", payload: unknown, key: string) =>
    nodes[n]!.system.ask(list("l"), command, payload as never, { by: me, idempotencyKey: key });
  const first = await stage.until(ask(0, "pass", { to: "b", item: "x" }, "k"));
  assertEquals(
    await codeOf(stage, ask(1, "pass", { to: "b", item: "y" }, "k")),
    "idempotency_conflict",
  );
  assertEquals(await codeOf(stage, ask(1, "add", { item: "x" }, "k")), "idempotency_conflict");
  assertEquals(await stage.until(ask(1, "pass", { item: "x", to: "b" }, "k")), first);
  const long = "x".repeat(200);
  await stage.until(ask(0, "pass", { to: "b", item: long }, "long"));
  await stage.until(ask(1, "pass", { item: long, to: "b" }, "long"));
  await stage.pass(3_000);
  assertEquals((await itemsOf(stage, nodes[0]!, "b")).length, 2);
});

Deno.test("an idempotency key that two bodies race for on two nodes goes to one of them", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    await using stage = new Stage("denokv", seed, { faults: { answerLost: 0.3 } });
    const nodes = [stage.node(options), stage.node(options)];
    const ends = await stage.until(Promise.allSettled(
      nodes.map(({ system }, n) =>
        system.ask(list("l"), "add", { item: `n${n}` }, { by: me, idempotencyKey: "k" })
      ),
    ));
    const codes = ends.map((end) =>
      end.status === "fulfilled" ? "ok" : (end.reason as KernelError).code
    );
    assertEquals(codes.sort(), ["idempotency_conflict", "ok"]);
    assertEquals(stage.events(list("l")).length, 1);
  }
});

Deno.test("an idempotency key or an asker that has no encoding is refused", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  for (const [by, key] of [[me, "\ud83d"], [{ id: "\udc00", role: "test" }, "k"]] as const) {
    const asked = system.ask(list("l"), "add", { item: "x" }, { by, idempotencyKey: key });
    assertEquals(await codeOf(stage, asked), "invalid_command");
  }
});

// ---- stopping and starting

const settle = (promises: Promise<unknown>[]) =>
  promises.map((promise) =>
    promise.then(() => "ok", (error) => error instanceof KernelError ? error.code : String(error))
  );

for (const [kind, how] of [["embedded", "stop"], ["denokv", "stop"], ["denokv", "halt"]] as const) {
  Deno.test(`${how} during load on ${kind}: who was told "ok" is in the journal, nobody waits, the next start goes on`, async () => {
    await using stage = new Stage(kind, 9, { faults: { slow: 0.2, slowMs: 40 } });
    const first = stage.node({ ...options, limits: { turnItems: 5, hotItems: 10 } });
    const other = kind === "denokv" ? stage.node(options) : undefined;
    const asked: Promise<unknown>[] = [];
    const items: string[] = [];
    for (let i = 0; i < 120; i++) {
      const system = i % 3 === 0 && other ? other.system : first.system;
      items.push(`${i}`);
      asked.push(
        i % 10 === 9
          ? system.joint([list("l"), list("m")].map((to) => part(to, "add", { item: `${i}` })))
          : system.ask(list("l"), "add", { item: `${i}` }),
      );
      if (i % 20 === 0) await stage.pass(3);
    }
    const ends = settle(asked);
    if (how === "stop") await stage.until(first.system.stop());
    else first.system.halt();
    const told = await stage.until(Promise.all(ends));
    const refused = [
      first.system.ask(list("l"), "add", { item: "late" }),
      first.system.view(list("l"), () => null),
      first.system.joint([part(list("l"), "add", { item: "late" })]),
      first.system.follow(list("l"), { entry: () => {} }),
    ];
    assertEquals(await stage.until(Promise.all(settle(refused))), Array(4).fill("stopping"));
    first.crash();
    const next = stage.node(options);
    const kept = new Set(await itemsOf(stage, next, "l"));
    told.forEach((code, i) => {
      assert(["ok", "stopping", "unavailable"].includes(code), code);
      if (code === "ok") assert(kept.has(items[i]!), `${i} was told, and is not there`);
      if (code === "stopping") assert(!kept.has(items[i]!), `${i} was refused, and is there`);
    });
    assertEquals((await itemsOf(stage, next, "l")).length, kept.size);
  });
}

Deno.test("mail, reminders and followers go on where a halted system left them, on the same store", async () => {
  await using stage = new Stage();
  for (let round = 0; round < 12; round++) {
    const node = stage.node(options);
    const asked = [
      node.system.ask(list("a"), "pass", { to: "b", item: `${round}` }),
      node.system.ask(list("c"), "clock", { sets: [[`r${round}`, 30]] }),
    ];
    void settle(asked);
    await stage.pass(round);
    node.crash();
  }
  const last = stage.node(options);
  await stage.pass(5_000);
  const sent = stage.events(list("a")).map(([, event]) => (event as { item: string }).item);
  assertEquals((await itemsOf(stage, last, "b")).sort(), sent.sort());
  assert(sent.length > 3);
  assertEquals(stage.rows("mail"), []);
  assertEquals(stage.rows("reminder"), []);
});

// ---- memory

Deno.test("with room for one actor in memory nothing is lost in mid-air", async () => {
  await using stage = new Stage("denokv", 3, { faults: { readFails: 0.05 } });
  const limits = { activations: 1, hotItems: 5 };
  const nodes = [stage.node({ ...options, limits }), stage.node({ ...options, limits })];
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < 150; i++) {
    const { system } = nodes[i % 2]!;
    const id = `p${i % 7}`;
    if (i % 5 === 0) {
      const ids = [id, `p${(i + 1) % 7}`].sort();
      asked.push(system.joint(ids.map((to) => part(list(to), "add", { item: `${i}` }))));
    } else if (i % 5 === 1) asked.push(system.ask(list(id), "pass", { to: "q", item: `${i}` }));
    else asked.push(system.ask(list(id), "add", { item: `${i}` }));
    if (i % 10 === 0) await stage.pass(2);
  }
  await stage.until(Promise.all(asked));
  await stage.pass(5_000);
  const lengths = await Promise.all(
    ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "q"].map((id) => itemsOf(stage, nodes[0]!, id)),
  );
  assertEquals(lengths.flat().length, 30 * 2 + 30 + 90);
});

// ---- versions

const versioned = (version: 1 | 2): AnyActor =>
  defineActor("book", {
    version,
    state: z.object({ lines: z.array(z.string()), total: z.int() }),
    initial: { lines: [] as string[], total: 0 },
    commands: { write: z.object({ line: z.string() }) },
    events: version === 1
      ? { written: z.object({ line: z.string() }) }
      : { written: z.object({ line: z.string(), worth: z.int() }) },
    refusals: [],
    decide: {
      write: ({ total }, { line }: { line: string }, turn) =>
        turn.emit("written", version === 1 ? { line } : { line, worth: 10 } as never)
          .reply({ total }),
    },
    evolve: {
      written(state, event) {
        state.lines.push(event.line);
        state.total += version === 1 ? 1 : (event as unknown as { worth: number }).worth;
      },
    },
    ...(version === 1 ? {} : {
      upcast: { written: (payload) => ({ worth: 3, ...(payload as object) }) },
    }),
  }) as never;

Deno.test("a chunked snapshot of an older version is folded anew, upcasters and all, and back again", async () => {
  await using stage = new Stage("denokv");
  const limits = {
    inlineStateUnits: 100,
    snapshotTailUnits: 200,
    snapshotIdleMs: 100,
    snapshotChunkBytes: 64,
    entryUnits: 400,
  };
  const start = (version: 1 | 2) => {
    const book = versioned(version);
    const { system, crash } = stage.node({ actors: [book], limits });
    const at: Address = book("b");
    return {
      crash,
      write: async (count: number) => {
        for (let i = 0; i < count; i++) {
          await stage.until(system.ask(at, "write", { line: `line ${i}` } as never));
        }
        // Until it has been at rest for long enough.
        await stage.pass(3_000);
      },
      total: () => stage.until(system.view(at, (state) => (state as { total: number }).total)),
    };
  };
  const old = start(1);
  await old.write(40);
  assertEquals(stage.head(versioned(1)("b")).snapshot.parts > 3, true);
  assertEquals(await old.total(), 40);
  const renewed = start(2);
  assertEquals(await renewed.total(), 40 * 3);
  await renewed.write(10);
  assertEquals(await renewed.total(), 40 * 3 + 10 * 10);
  assertEquals(stage.head(versioned(1)("b")).schema, 2);
  renewed.crash();
  // The new version is taken back: what it wrote is read as far as the old one knows it.
  assertEquals(await start(1).total(), 50);
  old.crash();
  const again = start(2);
  await again.write(5);
  assertEquals(await start(2).total(), 40 * 3 + 15 * 10);
});

// ---- dead letters

Deno.test("a dead letter is replayed once, however many staff on however many nodes try", async () => {
  await using stage = new Stage("denokv", 4, { faults: { answerLost: 0.2, latencyMs: 10 } });
  const nodes = [stage.node(options), stage.node(options), stage.node(options)];
  assertEquals(
    await codeOf(stage, nodes[0]!.system.ask(list("l"), "fail", { how: "x" })),
    "defect",
  );
  const [dead] = stage.rows("dead");
  const replays = nodes.flatMap(({ system }) => [1, 2].map(() => system.replay(dead.id)));
  await stage.until(Promise.allSettled(replays));
  await stage.pass(5_000);
  // It fails again, once.
  assertEquals(stage.rows("dead").length, 1);
  assert(stage.rows("dead")[0].id !== dead.id);
});

Deno.test("system takes neither a follower nor a read for an order: listeners may ask what they hear of", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const heard: number[] = [];
  const echo = (system: ActorSystem) => ({
    entry: ({ seq }: { seq: number }) => {
      heard.push(seq);
      if (seq < 5) void system.ask(list("l"), "add", { item: `${seq}` });
    },
  });
  const stop = await stage.until(system.follow(list("l"), echo(system)));
  await stage.until(system.ask(list("l"), "add", { item: "0" }));
  await stage.till(() => heard.length >= 5);
  stop();
  assertEquals(heard, [1, 2, 3, 4, 5]);
});

Deno.test("a state that is null is folded as it was evolved", async () => {
  // It was, until the journal was read again: then the state before it was back.
  const slot = (version: number) =>
    defineActor("slot", {
      version,
      state: z.object({ by: z.string() }).nullable(),
      initial: null,
      commands: { take: z.object({ by: z.string() }), clear: none },
      events: { taken: z.object({ by: z.string() }), cleared: none },
      refusals: [],
      decide: {
        take: (_, { by }, turn) => turn.emit("taken", { by }).reply(null),
        clear: (_, __, turn) => turn.emit("cleared", {}).reply(null),
      },
      evolve: { taken: (_, { by }) => ({ by }), cleared: () => null },
    });
  await using stage = new Stage();
  const [old, young] = [slot(1), slot(2)];
  const before = stage.node({ actors: [old] });
  await stage.until(before.system.ask(old("s"), "take", { by: "ann" }));
  await stage.until(before.system.ask(old("s"), "clear", {}));
  await stage.until(before.system.stop());
  const after = stage.node({ actors: [young] });
  assertEquals(await stage.until(after.system.view(young("s"), (state) => state)), null);
});

Deno.test("an answer that decide has put together by itself is a copy, too", async () => {
  const shelf = defineActor("shelf", {
    version: 1,
    state: z.object({ books: z.array(z.string()) }),
    initial: { books: [] },
    commands: { put: z.object({ book: z.string() }), refuse: none },
    events: { put: z.object({ book: z.string() }) },
    refusals: ["full"],
    decide: {
      put: ({ books }, { book }, turn) => {
        turn.emit("put", { book });
        return { ok: true, value: books } as const;
      },
      refuse: ({ books }) => ({ ok: false, refusal: "full", detail: books }) as const,
    },
    evolve: { put: ({ books }, { book }) => void books.push(book) },
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [shelf] });
  const put = await stage.until(system.ask(shelf("s"), "put", { book: "a" }));
  const refused = await stage.until(system.ask(shelf("s"), "refuse", {}));
  await stage.until(system.ask(shelf("s"), "put", { book: "b" }));
  assertEquals([put, refused], [
    { ok: true, value: [] },
    { ok: false, refusal: "full", detail: ["a"] },
  ]);
});

Deno.test("mail for a kind that no node knows waits, and whoever operates it is told once", async () => {
  await using stage = new Stage();
  const other = { ...list("b"), kind: "lost" };
  const policy = definePolicy("forward", list, {
    added: ({ item }) => [send(other, "add", { item })],
  });
  const { system, reports } = stage.node({ actors: [list], policies: [policy] });
  for (const item of ["x", "y"]) await stage.until(system.ask(list("a"), "add", { item }));
  await stage.pass(5_000);
  assertEquals(stage.rows("mail", "lost", "b").length, 2);
  assertEquals(reports, [
    'Mail waits in the store: no actor of the kind "lost" is registered here',
  ]);
});

Deno.test("a deferred policy that is added later follows journals from their first entry on", async () => {
  await using stage = new Stage();
  const before = stage.node({ actors: [list] });
  for (const item of ["x", "y"]) await stage.until(before.system.ask(list("a"), "add", { item }));
  await stage.until(before.system.stop());
  const policy = definePolicy("copy", list, {
    added: ({ item }, { id }) => id === "a" ? [send(list("b"), "add", { item })] : [],
  }, { deferred: true });
  const { system } = stage.node({ actors: [list], policies: [policy] });
  await stage.until(system.ask(list("a"), "add", { item: "z" }));
  await stage.pass(1_000);
  const items = await stage.until(system.view(list("b"), (state) => [...state.items]));
  assertEquals(items, ["x", "y", "z"]);
});

Deno.test("an actor's reminders are bounded, and leave its state and its other commands room", async () => {
  // 1,748 of them fitted its head, and then no command did that made its state any larger.
  const diary = defineActor("diary", {
    version: 1,
    state: z.object({ lines: z.array(z.string()) }),
    initial: { lines: [] },
    commands: { write: z.object({ line: z.string() }), plan: z.object({ name: z.string() }) },
    events: { written: z.object({ line: z.string() }) },
    refusals: [],
    decide: {
      write: (_, line, turn) => turn.emit("written", line).reply(null),
      plan: (_, { name }, turn) => turn.remind(name, 1e13, "write", { line: name }).reply(null),
    },
    evolve: { written: ({ lines }, { line }) => void lines.push(line) },
  });
  const mine = diary("mine");
  await using stage = new Stage();
  const { system, reports } = stage.node({ actors: [diary] });
  let taken = 0;
  const plan = () => system.ask(mine, "plan", { name: `number ${taken}` });
  while (await stage.until(plan().then(() => true, () => false))) taken++;
  assert(taken > 900 && taken < 1_700);
  assertEquals(reports.length, 1);
  assert(/its reminders take 400\d\d bytes, at most 40000 fit/.test(reports[0]!), reports[0]);
  const lines = ["座".repeat(3_000), "y".repeat(9_000), "z"];
  for (const line of lines) await stage.until(system.ask(mine, "write", { line }));
  await stage.until(system.stop());
  const again = stage.node({ actors: [diary] });
  assertEquals(await stage.until(again.system.view(mine, (state) => [...state.lines])), lines);
  const { reminders } = (await stage.until(again.system.inspect("diary", "mine")))!;
  assertEquals(Object.keys(reminders).length, taken);
});
