import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import * as z from "zod";
import { counter } from "./_testing.ts";
import { type AnyActor, defineActor, type Json, KERNEL } from "./actor.ts";
import { fromJson, toText } from "./codec.ts";
import { call, definePolicy, definePort, defineReadModel, type Effect, send } from "./effects.ts";
import type { CommandItem, HandedItem, Item, LetterItem, ReminderItem } from "./item.ts";
import { genesis, sha256 } from "./journal.ts";
import { keys } from "./keys.ts";
import { joinKinds, type Kind } from "./kind.ts";
import { DEFAULT_LIMITS, EMBEDDED_STORE, type Limits } from "./limits.ts";
import type { Key, Write } from "./store.ts";
import { type Base, type Plan, type TurnEnv, TurnFailed, TurnSpoiled } from "./plan.ts";
import { decideTurn } from "./turn.ts";

const ignore = () => {};
const ids = () => {
  let n = 0;
  return () => `id-${++n}`;
};

const kindOf = (
  actor: AnyActor,
  policies: Parameters<typeof joinKinds>[1] = [],
  models: Parameters<typeof joinKinds>[2] = [],
): Kind => joinKinds([actor], policies, models).get(actor.kind)!;

const plainCounter = kindOf(counter);

const newBase = (kind = plainCounter): Base => ({
  id: "a",
  head: undefined,
  headVersion: null,
  state: kind.initial(),
});

const command = (name: string, payload: Json, by = KERNEL): CommandItem => ({
  type: "command",
  command: name,
  payload,
  by,
  resolve: ignore,
  reject: ignore,
});
const add = (n: number) => command("add", { n });
const keyed = (n: number, key: string, body = `${n}`): CommandItem => ({
  ...add(n),
  idempotency: { key, fingerprint: body },
});
const letter = (n: number, seenAt: string): LetterItem => ({
  type: "letter",
  id: `l${n}`,
  key: keys.letter("counter", "a", `l${n}`),
  command: "add",
  payload: { n },
  seenAt,
});
const reminder = (name: string, due: number, n: number): ReminderItem => ({
  type: "reminder",
  name,
  due,
  key: keys.reminder(due, "counter", "a", name),
  command: "add",
  payload: { n },
  seenAt: "f".repeat(20),
});

interface Setting {
  readonly kind?: Kind;
  readonly limits?: Partial<Limits>;
  readonly env?: Partial<TurnEnv>;
}

function turn(
  base: Base,
  items: readonly Item[],
  { kind = plainCounter, limits, env }: Setting = {},
) {
  const plan = decideTurn(kind, base, items, {
    now: 1_000,
    limits: { ...DEFAULT_LIMITS, ...limits },
    newId: ids(),
    ...env,
  });
  return plan;
}

/** As its commit would leave the base. */
const land = (base: Base, plan: Plan, version: string): Plan => {
  if (plan.head) {
    base.head = plan.head;
    base.headVersion = version;
  }
  return plan;
};

// deno-lint-ignore no-explicit-any -- a test looks into results of every kind
const results = (plan: Plan): any[] => plan.results as any[];
const same = (a: Key, b: Key) => JSON.stringify(a) === JSON.stringify(b);
const setAt = ({ sets }: Plan, key: Key): Write | undefined =>
  sets.find((set) => same(set.key, key));
const deletes = ({ deletes }: Plan, key: Key) => deletes.some((other) => same(other, key));
const setsUnder = ({ sets }: Plan, ...begin: Key) =>
  sets.filter(({ key }) => begin.every((part, i) => key[i] === part));

Deno.test("decideTurn decides in order, each command on the state the one before left", () => {
  const base = newBase();
  const plan = turn(base, [add(1), add(2), command("add", { n: -1 }), add(3)]);
  assertEquals(results(plan).map(({ outcome }) => outcome), [
    { ok: true, value: { total: 1, at: 1_000 } },
    { ok: true, value: { total: 3, at: 1_000 } },
    { ok: false, refusal: "negative" },
    { ok: true, value: { total: 6, at: 1_000 } },
  ]);
  assertEquals(plan.entries, [{
    seq: 1,
    at: 1_000,
    events: [["added", { n: 1 }], ["added", { n: 2 }], ["added", { n: 3 }]],
  }]);
});

Deno.test("decideTurn packs a turn's events into one chained entry and the state into the head", () => {
  const base = newBase();
  const first = land(base, turn(base, [add(1)]), "01");
  const second = turn(base, [add(2)]);
  const [one, two] = second.head!.recent!;
  assertEquals(first.head!.recent, [one!]);
  assertEquals(JSON.parse(two!), {
    seq: 2,
    prev: sha256(one!),
    turn: second.turn,
    at: 1_000,
    schema: 1,
    events: [["added", { n: 2 }]],
  });
  assertEquals(JSON.parse(one!).prev, genesis("counter", "a"));
  const head = fromJson(setAt(second, keys.head("counter", "a"))!.value);
  assertEquals([head.seq, head.hash, head.state, head.recent], [
    2,
    sha256(two!),
    { total: 3, texts: [] },
    [JSON.parse(one!), JSON.parse(two!)],
  ]);
  assertEquals(setsUnder(second, "journal"), []);
});

Deno.test("decideTurn gives entries rows of their own when the head is full", () => {
  const base = newBase();
  const texts: string[] = [];
  for (let n = 1; n <= 9; n++) {
    const plan = land(base, turn(base, [add(n)]), `${n}`);
    texts.push(plan.head!.recent!.at(-1)!);
    const head = setAt(plan, keys.head("counter", "a"))!.value;
    assert(head.byteLength <= DEFAULT_LIMITS.recentUnits, `${head.byteLength} bytes`);
    for (const { key, value } of setsUnder(plan, "journal")) {
      assertEquals(toText(value), texts[key[3] as number - 1]);
      assert(key[3] as number <= plan.head!.seq - plan.head!.recent!.length);
    }
  }
  // What is larger than a head has room for never goes through it, and what was there comes first.
  const large = land(base, turn(base, [command("shout", { text: "x".repeat(1_000) })]), "a");
  assertEquals(large.head!.recent, undefined);
  const rows = setsUnder(large, "journal").map(({ key }) => key[3]);
  assertEquals(rows.at(-1), 10);
  assert(rows.length > 1 && rows.every((seq, i) => i === 0 || seq === rows[i - 1] as number + 1));
  assertEquals(turn(base, [add(1)]).head!.recent?.length, 1);
});

Deno.test("decideTurn writes nothing for refusals and reads, and only checks the head", () => {
  const base = newBase();
  const read: Item = { type: "view", read: () => 7, resolve: ignore, reject: ignore };
  const plan = turn(base, [command("add", { n: -1 }), read]);
  assertEquals([plan.head, plan.sets, plan.deletes], [undefined, [], []]);
  assertEquals(results(plan)[1], { value: 7 });
});

Deno.test("decideTurn keeps the events of a refusal that has some", () => {
  const base = newBase();
  const plan = turn(base, [command("protest", {})]);
  assertEquals(results(plan)[0].outcome, { ok: false, refusal: "too_much" });
  assertEquals(plan.entries[0]!.events, [["added", { n: 1 }]]);
});

Deno.test("decideTurn lets a read that throws fail alone", () => {
  const read: Item = {
    type: "view",
    read: () => {
      throw new Error("no");
    },
    resolve: ignore,
    reject: ignore,
  };
  const plan = turn(newBase(), [read, add(1)]);
  assertEquals(results(plan)[0].error.code, "defect");
  assertEquals(results(plan)[1].outcome.ok, true);
});

Deno.test("decideTurn lets a decide that throws fail alone, as a dead letter with its input", () => {
  const base = newBase();
  const plan = turn(base, [add(1), command("explode", {}, { id: "m1", role: "member" }), add(2)]);
  const [first, second, third] = results(plan);
  assertEquals([first.outcome.ok, second.error.code, third.outcome.value.total], [
    true,
    "defect",
    3,
  ]);
  const [dead] = setsUnder(plan, "dead");
  const { id, ...rest } = fromJson(dead!.value);
  assertEquals(dead!.key, keys.dead(id));
  assertEquals(rest, {
    at: 1_000,
    reason: "decide failed",
    to: { kind: "counter", id: "a", command: "explode" },
    payload: {},
    by: { id: "m1", role: "member" },
  });
});

Deno.test("decideTurn names the command whose state must not be used", () => {
  const many = kindOf(counter, [
    definePolicy("many", counter, {
      added: ({ n }) => Array.from({ length: n }, () => send(counter("b"), "add", { n: 1 })),
    }),
  ]);
  const heavy = kindOf(counter, [], [
    defineReadModel("heavy", counter, {
      on: { added: ({ n }) => [{ key: ["x"], value: "x".repeat(n) }] },
    }),
  ]);
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const cases: [RegExp, CommandItem, Setting][] = [
    [/evolve failed/, command("corrupt", {}), {}],
    [/the invariant does not hold: the total is negative/, command("overdraw", {}), {}],
    [
      /event "shouted" takes \d+ units, at most/,
      command("shout", { text: "x".repeat(20_000) }),
      {},
    ],
    [/it causes 92 writes, at most 90 fit/, add(92), { kind: many }],
    [/its row takes 70002 bytes/, add(70_000), { kind: heavy }],
  ];
  for (const [reason, bad, setting] of cases) {
    const error = assertThrows(
      () => turn(newBase(setting.kind), [add(1), bad, add(2)], setting),
      TurnSpoiled,
    );
    assertMatch(error.message, reason);
    assertEquals(error.culprit, bad);
  }
});

Deno.test("decideTurn finds the event that is no JSON among those written with it", () => {
  const loose = kindOf(defineActor("counter", {
    version: 1,
    state: z.object({}),
    initial: {},
    commands: { put: z.object({ what: z.any() }) },
    events: { put: z.object({ what: z.any() }) },
    refusals: [],
    decide: { put: (_state, { what }, turn) => turn.emit("put", { what }).reply({}) },
    evolve: { put: () => {} },
  }));
  // It is hidden from whoever looks at the members, and found by who writes them.
  const hidden = Object.defineProperty({}, "toJSON", { value: () => 1n });
  const bad = command("put", { what: hidden as unknown as Json });
  const items = [command("put", { what: 1 }), command("put", { what: 2 }), bad];
  const error = assertThrows(() => turn(newBase(loose), items, { kind: loose }), TurnSpoiled);
  assertEquals(error.culprit, bad);
  assertMatch(error.message, /event "put" cannot be written as JSON/);
});

Deno.test("decideTurn tells which commands were decided where it cannot tell the culprit", () => {
  const moody = kindOf(counter, [], [
    defineReadModel("moody", counter, {
      rows: (state) => {
        if (state.total > 2) throw new Error("no rows");
        return [];
      },
    }),
  ]);
  const items = [add(1), add(2), add(3)];
  const error = assertThrows(() => turn(newBase(moody), items, { kind: moody }), TurnFailed);
  assertEquals(error.decided, items);
  const fewer = turn(newBase(moody), items, { kind: moody, env: { most: 1 } });
  assertEquals(fewer.items, [items[0]!]);
});

Deno.test("decideTurn buries a command that is marked as poison, and decides the rest", () => {
  const bad = { ...command("corrupt", {}), poison: "evolve failed" };
  const plan = turn(newBase(), [add(1), bad, add(2)]);
  assertEquals(results(plan).map((result) => result.error?.code ?? result.outcome.value.total), [
    1,
    "defect",
    3,
  ]);
  assertEquals(setsUnder(plan, "dead").length, 1);
});

Deno.test("decideTurn keeps a dead letter small: a payload beyond a row is left out", () => {
  const bad = { ...command("shout", { text: "x".repeat(100_000) }), poison: "too large" };
  const dead = fromJson(setsUnder(turn(newBase(), [bad]), "dead")[0]!.value);
  assertEquals([dead.payload, dead.lost], [null, true]);
});

Deno.test("decideTurn freezes events, so that no state can change what is written at the end", () => {
  const list = defineActor("list", {
    version: 1,
    state: z.object({ items: z.array(z.object({ n: z.int() })) }),
    initial: { items: [] },
    commands: { put: z.object({ n: z.int() }), raise: z.object({}) },
    events: { put: z.object({ item: z.object({ n: z.int() }) }), raised: z.object({}) },
    refusals: [],
    decide: {
      put: (_state, { n }, turn) => turn.emit("put", { item: { n } }).reply({}),
      raise: (_state, _none, turn) => turn.emit("raised", {}).reply({}),
    },
    evolve: {
      put: (state, { item }) => void state.items.push(item),
      raised: (state) => void state.items.forEach((item) => item.n++),
    },
  });
  const kind = kindOf(list);
  const raise = command("raise", {});
  const error = assertThrows(
    () => turn(newBase(kind), [command("put", { n: 1 }), raise], { kind }),
    TurnSpoiled,
  );
  assertEquals(error.culprit, raise);
});

Deno.test("decideTurn splits a turn's events into entries of the size a row can hold", () => {
  const text = "晴".repeat(900);
  const base = newBase();
  const items = Array.from({ length: 60 }, () => command("shout", { text }));
  const plan = turn(base, items);
  assert(plan.entries.length >= 3);
  let prev = genesis("counter", "a");
  let events = 0;
  for (const { seq, events: own } of plan.entries) {
    const { value } = setAt(plan, keys.entry("counter", "a", seq))!;
    assert(value.byteLength <= EMBEDDED_STORE.valueBytes, `${value.byteLength} bytes`);
    const entry = fromJson(value);
    assertEquals([entry.prev, entry.turn, entry.events.length], [prev, plan.turn, own.length]);
    prev = sha256(value);
    events += own.length;
  }
  assertEquals(events, 60);
  assertEquals(plan.head!.hash, prev);
});

Deno.test("decideTurn takes only what fits one commit; the rest waits for the next turn", () => {
  const text = "x".repeat(9_000);
  const byUnits = turn(newBase(), Array.from({ length: 100 }, () => command("shout", { text })));
  assert(byUnits.items.length < 30, `${byUnits.items.length} items`);
  assert(byUnits.bytes < EMBEDDED_STORE.commitBytes);

  const letters = kindOf(counter, [
    definePolicy("letters", counter, {
      added: () => Array.from({ length: 30 }, () => send(counter("b"), "add", { n: 1 })),
    }),
  ]);
  const many = Array.from({ length: 100 }, () => add(1));
  const byWrites = turn(newBase(letters), many, { kind: letters });
  assert(byWrites.items.length < 40 && byWrites.items.length > 20);
  assert(byWrites.sets.length + byWrites.deletes.length <= EMBEDDED_STORE.mutations);

  const longNames = kindOf(counter, [
    definePolicy("letters", counter, {
      added: () =>
        Array.from({ length: 30 }, () => send(counter("b".repeat(128)), "add", { n: 1 })),
    }),
  ]);
  const byKeys = turn(newBase(longNames), many, { kind: longNames });
  assert(byKeys.items.length < byWrites.items.length);
  assert(byKeys.keysBytes <= EMBEDDED_STORE.keysBytes);

  const byItems = turn(newBase(), many, { limits: { turnItems: 10 } });
  assertEquals(byItems.items.length, 10);
});

Deno.test("decideTurn counts letters by what they weigh", () => {
  const heavy = kindOf(counter, [
    definePolicy("heavy", counter, {
      added: () => [send(counter("b"), "shout", { text: "晴".repeat(15_000) })],
    }),
  ]);
  const plan = turn(newBase(heavy), Array.from({ length: 100 }, () => add(1)), { kind: heavy });
  assert(plan.bytes <= EMBEDDED_STORE.commitBytes, `${plan.bytes} bytes`);
});

Deno.test("decideTurn does not turn an actor's time back when the clock jumps back", () => {
  const base = newBase();
  land(base, turn(base, [add(1)], { env: { now: 5_000 } }), "01");
  const plan = turn(base, [add(1)], { env: { now: 4_000 } });
  assertEquals(results(plan)[0].outcome.value.at, 5_000);
  assertEquals(plan.head!.at, 5_000);
});

Deno.test("decideTurn sets, moves and clears reminders, within a turn and across turns", () => {
  const remind = (name: string, at: number, n: number) => command("remind", { name, at, n });
  const forget = (name: string) => command("forget", { name });
  const row = (due: number, name: string) => keys.reminder(due, "counter", "a", name);
  const base = newBase();

  const set = land(base, turn(base, [remind("x", 10, 1), remind("y", 20, 2), forget("y")]), "01");
  assertEquals(set.head!.reminders, { x: 10 });
  assertEquals(fromJson(setAt(set, row(10, "x"))!.value), { command: "add", payload: { n: 1 } });
  assertEquals([setAt(set, row(20, "y")), deletes(set, row(20, "y"))], [undefined, false]);

  const moved = land(base, turn(base, [remind("x", 30, 1)]), "02");
  assertEquals([deletes(moved, row(10, "x")), moved.head!.reminders], [true, { x: 30 }]);
  assert(setAt(moved, row(30, "x")));

  // A delete in the same commit would come last, and the reminder would be lost.
  const again = land(base, turn(base, [remind("x", 30, 7)]), "03");
  assertEquals([deletes(again, row(30, "x")), again.head!.reminders], [false, { x: 30 }]);
  assertEquals(fromJson(setAt(again, row(30, "x"))!.value).payload, { n: 7 });

  const backAndForth = land(base, turn(base, [remind("x", 40, 1), remind("x", 30, 8)]), "04");
  assertEquals(deletes(backAndForth, row(30, "x")), false);
  assertEquals(setAt(backAndForth, row(40, "x")), undefined);
  assertEquals(fromJson(setAt(backAndForth, row(30, "x"))!.value).payload, { n: 8 });

  const cleared = land(base, turn(base, [forget("x"), forget("nothing")]), "05");
  assertEquals([deletes(cleared, row(30, "x")), cleared.head!.reminders], [true, undefined]);
});

Deno.test("decideTurn refuses a reminder at no time", () => {
  for (const at of [-1, 1.5, NaN, Infinity]) {
    const plan = turn(newBase(), [command("remind", { name: "x", at, n: 1 })]);
    assertMatch(results(plan)[0].error.message, /expected epoch milliseconds/);
  }
});

Deno.test("decideTurn fires a reminder only if the head says that it is due", () => {
  const base = newBase();
  land(base, turn(base, [command("remind", { name: "x", at: 10, n: 5 })]), "01");
  const plan = turn(base, [reminder("x", 9, 1), reminder("x", 10, 5), reminder("x", 10, 5)]);
  assertEquals(results(plan).map((result) => result.dropped ?? result.outcome.ok), [
    true,
    true,
    true,
  ]);
  assertEquals(results(plan)[1].outcome, { ok: true, value: { total: 5, at: 1_000 } });
  assertEquals([results(plan)[0].dropped, results(plan)[2].dropped], [true, true]);
  assertEquals(deletes(plan, keys.reminder(10, "counter", "a", "x")), true);
  assertEquals(plan.head!.reminders, undefined);
});

Deno.test("decideTurn applies a letter only if it was seen at the head's version or after", () => {
  const base = newBase();
  land(base, turn(base, [add(1)]), "05");
  const plan = turn(base, [letter(1, "04"), letter(2, "05"), letter(3, "06")]);
  assertEquals(results(plan).map((result) => result.dropped ?? result.outcome.value.total), [
    true,
    3,
    6,
  ]);
  assertEquals(plan.deletes.map((key) => key[3]), ["l2", "l3"]);
});

Deno.test("decideTurn consumes a letter that is refused or fails", () => {
  const base = newBase();
  const refused: LetterItem = { ...letter(1, "01"), payload: { n: -1 } };
  const failing: LetterItem = { ...letter(2, "01"), command: "explode", payload: {} };
  const unknown: LetterItem = { ...letter(3, "01"), command: "vanished" };
  const plan = turn(base, [refused, failing, unknown]);
  assertEquals(plan.deletes.length, 3);
  assertEquals(setsUnder(plan, "dead").length, 2);
  assert(plan.head, "consuming a letter moves the head");
});

Deno.test("decideTurn gives the first answer under an idempotency key, within one turn", () => {
  const base = newBase();
  const plan = turn(base, [keyed(1, "k"), keyed(1, "k"), keyed(2, "k")]);
  const [first, repeat, other] = results(plan);
  assertEquals(first.outcome, { ok: true, value: { total: 1, at: 1_000 } });
  assertEquals(repeat.outcome, first.outcome);
  assertEquals(other.error.code, "idempotency_conflict");
  assertMatch(other.error.message, /"k": it was used for another request/);
  assertEquals(plan.entries[0]!.events.length, 1);
  const row = setAt(plan, keys.idempotent("counter", "a", "kernel", "k"))!;
  assertEquals(row.expireInMs, DEFAULT_LIMITS.idempotencyMs);
  assertEquals(fromJson(row.value).outcome, first.outcome);
});

Deno.test("decideTurn tells the keys of different askers apart", () => {
  const by = (id: string, key: string): CommandItem => ({
    ...keyed(1, key),
    by: { id, role: "member" },
  });
  const plan = turn(newBase(), [by("m", "1 k"), by("m 1", "k"), by("m", "k")]);
  assertEquals(plan.entries[0]!.events.length, 3);
});

Deno.test("decideTurn keeps no answer for a command that failed", () => {
  const bad: CommandItem = {
    ...command("explode", {}),
    idempotency: { key: "k", fingerprint: "" },
  };
  const plan = turn(newBase(), [bad, { ...add(1), idempotency: { key: "k", fingerprint: "1" } }]);
  assertEquals(results(plan)[1].outcome.ok, true);
});

Deno.test("decideTurn writes a policy's effects, rows and markers with the event that causes them", () => {
  const port = definePort<{ n: number }, null>("bank");
  const kind = kindOf(counter, [
    definePolicy("mails", counter, {
      added: ({ n }, { id }): Effect[] => [
        send(counter(`${id}-next`), "add", { n }),
        call(port, { n }, { done: send(counter(id), "add", { n: 1 }) }),
      ],
    }),
    definePolicy("later", counter, { added: () => [] }, { deferred: true }),
  ], [
    defineReadModel("latest", counter, {
      rows: (state, { seq }) => [{ key: [state.total], value: seq }, { key: ["old"], value: null }],
    }),
    defineReadModel("each", counter, { on: { added: ({ n }) => [{ key: ["n"], value: n }] } }),
  ]);
  const plan = turn(newBase(kind), [add(2), add(3)], { kind });
  assertEquals(plan.letters.map(({ mail }) => mail.payload), [{ n: 2 }, { n: 3 }]);
  assertEquals(setsUnder(plan, "mail", "counter", "a-next").length, 2);
  const parcels = setsUnder(plan, "outbox", "bank").map(({ value }) => fromJson(value));
  assertEquals(parcels.map(({ request, attempt, done }) => [request, attempt, done.command]), [
    [{ n: 2 }, 0, "add"],
    [{ n: 3 }, 0, "add"],
  ]);
  assertEquals(fromJson(setAt(plan, ["row", "latest", 5])!.value), 1);
  assertEquals(deletes(plan, ["row", "latest", "old"]), true);
  assertEquals(setsUnder(plan, "row", "each").map(({ value }) => fromJson(value)), [3]);
  assertEquals(plan.lagging, ["later"]);
  assertEquals(fromJson(setAt(plan, keys.lag("later", "counter", "a"))!.value), 1);
});

Deno.test("decideTurn takes a handed-over letter once, in order of its number", () => {
  const base = newBase();
  const handed = (n: number): HandedItem => ({
    type: "handed",
    from: "far",
    n,
    key: keys.hand("me", "counter", "a", "far", n),
    commands: [add(n), command("add", { n: -1 }), command("explode", {})],
  });
  const first = land(base, turn(base, [handed(3)]), "01");
  const answers = fromJson(setAt(first, keys.answer("far", "counter", "a", 3))!.value);
  assertEquals(answers[0], { outcome: { ok: true, value: { total: 3, at: 1_000 } } });
  assertEquals(answers[1], { outcome: { ok: false, refusal: "negative" } });
  assertEquals(answers[2].error.code, "defect");
  assertEquals(first.head!.taken, { far: [3, 1_000] });
  assertEquals(deletes(first, handed(3).key), true);

  const second = turn(base, [handed(2), handed(3), handed(4)]);
  assertEquals(results(second).map((result) => result.dropped ?? false), [true, true, false]);
  assertEquals(second.head!.taken, { far: [4, 1_000] });
});

Deno.test("decideTurn sends back undecided what of a handed-over letter does not fit", () => {
  const handed = (commands: CommandItem[]): HandedItem => ({
    type: "handed",
    from: "far",
    n: 1,
    key: keys.hand("me", "counter", "a", "far", 1),
    commands,
  });
  const big = Array.from({ length: 100 }, () => command("shout", { text: "晴".repeat(4_000) }));
  const plan = turn(newBase(), [handed(big)]);
  const answers = fromJson(setAt(plan, keys.answer("far", "counter", "a", 1))!.value);
  const decided = answers.filter((answer: Record<string, unknown>) => "outcome" in answer).length;
  assert(decided > 5 && decided < 60, `${decided} decided`);
  assertEquals(answers[99], { again: true });
  assert(plan.bytes <= EMBEDDED_STORE.commitBytes);
});

Deno.test("decideTurn fits a letter's answers into a row, however large the replies are", () => {
  const echo = kindOf(defineActor("echo", {
    version: 1,
    state: z.object({}),
    initial: {},
    commands: { say: z.object({ units: z.int() }) },
    events: {},
    refusals: [],
    decide: { say: (_state, { units }, turn) => turn.reply("晴".repeat(units)) },
    evolve: {},
  }));
  const commands = [10, 30_000, ...Array.from({ length: 40 }, () => 5_000)]
    .map((units) => command("say", { units }));
  const item: HandedItem = {
    type: "handed",
    from: "far",
    n: 1,
    key: keys.hand("me", "echo", "a", "far", 1),
    commands,
  };
  const plan = turn(newBase(echo), [item], { kind: echo });
  const row = setAt(plan, keys.answer("far", "echo", "a", 1))!;
  assert(row.value.byteLength <= EMBEDDED_STORE.valueBytes, `${row.value.byteLength} bytes`);
  const answers = fromJson(row.value);
  assertEquals(answers.length, 42);
  assertEquals(answers[0].outcome.value, "晴".repeat(10));
  assertEquals(answers[1].error.code, "unavailable");
  assertEquals(answers[41], { again: true });
});

Deno.test("decideTurn drops the inline state once it has outgrown the head, and asks for a snapshot", () => {
  const base = newBase();
  const shout = command("shout", { text: "x".repeat(40) });
  const limits = { inlineStateUnits: 500 };
  let plan = land(base, turn(base, [shout], { limits }), "01");
  assertEquals([plan.head!.state, plan.head!.tail], [true, 0]);
  for (let i = 2; i < 20; i++) plan = land(base, turn(base, [shout], { limits }), `${i + 10}`);
  assertEquals(plan.head!.state, undefined);
  assert(plan.head!.tail > DEFAULT_LIMITS.snapshotTailUnits);
  const snapshot = { seq: base.head!.seq, name: "s1", parts: 1, units: 900 };
  plan = land(base, turn(base, [], { limits, env: { snapshot } }), "40");
  assertEquals([plan.head!.snapshot, plan.head!.tail, plan.entries.length], [snapshot, 0, 0]);
  plan = land(base, turn(base, [shout], { limits }), "41");
  assertEquals(plan.head!.snapshot, snapshot);
  assert(plan.head!.tail > 0 && plan.head!.tail < 200);
});

Deno.test("decideTurn checks payloads, events, states and refusals against the schemas on request", () => {
  const loose = kindOf(defineActor("loose", {
    version: 1,
    state: z.object({ n: z.int().max(5) }),
    initial: { n: 0 },
    commands: { put: z.object({ n: z.number() }), odd: z.object({}) },
    events: { put: z.object({ n: z.int() }) },
    refusals: ["known"],
    decide: {
      put: (_state, { n }, turn) => turn.emit("put", { n }).reply({}),
      odd: (_state, _none, turn) => turn.refuse("unknown" as "known"),
    },
    evolve: { put: (state, { n }) => void (state.n = n) },
  }));
  const check = (item: CommandItem) =>
    turn(newBase(loose), [item], { kind: loose, env: { validate: true } });
  assertEquals(results(check(command("put", { n: "1" })))[0].error.code, "defect");
  assertEquals(results(check(command("put", { n: 1.5 })))[0].error.code, "defect");
  assertMatch(results(check(command("odd", {})))[0].error.message, /it is not in the list/);
  assertThrows(() => check(command("put", { n: 6 })), TurnSpoiled);
});

Deno.test("decideTurn takes neither a promise nor nothing for an answer", () => {
  const slow = kindOf(defineActor("slow", {
    version: 1,
    state: z.object({}),
    initial: {},
    commands: { wait: z.object({}), forget: z.object({}) },
    events: {},
    refusals: [],
    decide: {
      wait: ((_s: unknown, _p: unknown, t: { reply(v: number): unknown }) =>
        Promise.resolve(t.reply(1))) as never,
      forget: (() =>
        undefined) as never,
    },
    evolve: {},
  }));
  for (const name of ["wait", "forget"]) {
    const plan = turn(newBase(slow), [command(name, {})], { kind: slow });
    assertEquals(results(plan)[0].error.code, "defect");
    assertMatch(results(plan)[0].error.message, /expected a reply or a refusal/);
  }
});
