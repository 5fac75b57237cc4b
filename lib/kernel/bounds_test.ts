/** What happens at the bounds: values that JSON does not hold, rows that no store takes, loops. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import * as z from "zod";
import {
  ActorSystem,
  call,
  defineActor,
  defineCourier,
  definePolicy,
  definePort,
  DenoKvStore,
  type Json,
  KernelError,
  part,
  send,
} from "./mod.ts";
import { Stage } from "./testing/mod.ts";

const gauge = defineActor("gauge", {
  version: 1,
  state: z.object({ sum: z.number(), count: z.int() }),
  initial: { sum: 0, count: 0 },
  commands: {
    measure: z.object({ over: z.number() }),
    read: z.object({ text: z.string() }),
    remind: z.object({ name: z.string() }),
    hop: z.object({ left: z.int() }),
    fire: z.object({ how: z.string() }),
    fired: z.object({ result: z.unknown() as z.ZodType<Json> }),
    unfired: z.object({ reason: z.string() }),
    fill: z.object({ units: z.int() }),
  },
  events: {
    measured: z.object({ by: z.number() }),
    hopped: z.object({ left: z.int() }),
    fired: z.object({ how: z.string() }),
    ended: z.object({ how: z.string() }),
    filled: z.object({ text: z.string() }),
  },
  refusals: [],
  decide: {
    measure: ({ sum }, { over }, turn) =>
      turn.emit("measured", { by: 10 / over }).reply({ sum: sum + 10 / over }),
    read: ({ count }, { text }, turn) => turn.reply({ count, length: text.length }),
    remind: (_, { name }, turn) => turn.remind(name, turn.at + 1e9, "hop", { left: 0 }).reply(null),
    hop: (_, { left }, turn) => turn.emit("hopped", { left }).reply(null),
    fire: (_, { how }, turn) => turn.emit("fired", { how }).reply(null),
    fired: (_, { result }, turn) => turn.emit("ended", { how: `done ${result}` }).reply(null),
    unfired: (_, { reason }, turn) => turn.emit("ended", { how: reason }).reply(null),
    fill: (_, { units }, turn) => turn.emit("filled", { text: "座".repeat(units) }).reply(null),
  },
  evolve: {
    measured: (state, { by }) => void (state.sum += by, state.count++),
    hopped: (state) => void state.count++,
    fired: (state) => void state.count++,
    ended: (state) => void state.count++,
    filled: (state) => void state.count++,
  },
});

const port = definePort<{ how: string }, Json>("port");

const hops = definePolicy("hops", gauge, {
  hopped: ({ left }, { address }) => left === 0 ? [] : [send(address, "hop", { left: left - 1 })],
  fired: ({ how }, { address }) => [
    call(port, { how }, {
      done: send(address, "fired", {} as never),
      failed: send(address, "unfired", {} as never),
    }),
  ],
});

const options = { actors: [gauge], policies: [hops], validate: false };

const codeOf = async (stage: Stage, promise: Promise<unknown>): Promise<string> =>
  (await assertRejects(() => stage.until(promise), KernelError)).code;

Deno.test("an event with a number that JSON does not hold is a defect: the fold would differ", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  assertEquals(await codeOf(stage, system.ask(gauge("g"), "measure", { over: 0 })), "defect");
  await stage.until(system.ask(gauge("g"), "measure", { over: 5 }));
  assertEquals(await stage.until(system.view(gauge("g"), ({ sum }) => sum)), 2);
});

Deno.test("an event with a value that JSON does not give back is a defect: the fold would differ", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options);
  const fire = (how: unknown) => stage.until(system.ask(gauge("g"), "fire", { how } as never));
  const cases: [string, unknown][] = [
    ["a Date", new Date(0)],
    ["a Map", new Map([["a", 1]])],
    ["a Uint8Array", new Uint8Array(1)],
    ["a function", () => 1],
    ["a bigint", 1n],
    ["undefined", [undefined]],
  ];
  for (const [what, how] of cases) {
    const { message } = await assertRejects(() => fire(how), KernelError);
    assert(message.includes(`an event holds ${what}, which JSON does not give back`), message);
  }
  // Optional members are given as undefined, and objects may have no prototype.
  await fire({ maybe: undefined, bare: Object.assign(Object.create(null), { a: 1 }) });
  assertEquals(await stage.until(system.view(gauge("g"), ({ count }) => count)), 1);
});

Deno.test("a command too large to be handed over is decided all the same", async () => {
  await using stage = new Stage("denokv");
  const [steward, other] = [stage.node(options), stage.node(options)];
  await stage.until(Promise.all(
    Array.from({ length: 40 }, () => steward.system.ask(gauge("g"), "hop", { left: 0 })),
  ));
  const text = "x".repeat(100_000);
  const asked = [
    other.system.ask(gauge("g"), "read", { text }),
    other.system.ask(gauge("g"), "read", { text: "small" }),
  ];
  const answers = await stage.until(Promise.all(asked), 20_000);
  assertEquals(answers.map((answer) => answer.ok && answer.value), [
    { count: 40, length: 100_000 },
    { count: 40, length: 5 },
  ]);
});

Deno.test("mail to oneself goes round as often as it says", async () => {
  await using stage = new Stage("denokv", 1, { faults: { answerLost: 0.2, sentTwice: 0.2 } });
  const nodes = [stage.node(options), stage.node(options)];
  await stage.until(nodes[0]!.system.ask(gauge("g"), "hop", { left: 50 }));
  await stage.pass(30_000);
  assertEquals(await stage.until(nodes[1]!.system.view(gauge("g"), ({ count }) => count)), 51);
  assertEquals(stage.rows("mail"), []);
});

Deno.test("a port that answers or throws what cannot be kept ends as a dead letter, not in calls without end", async () => {
  await using stage = new Stage("denokv");
  const calls: string[] = [];
  const courier = defineCourier(port, ({ how }) => {
    calls.push(how);
    if (how === "bigint") return Promise.resolve(10n as never);
    if (how === "cycle") {
      const ring: Record<string, unknown> = {};
      ring.ring = ring;
      return Promise.resolve(ring as never);
    }
    if (how === "trouble") {
      throw {
        toString() {
          throw new Error("no words");
        },
      };
    }
    throw undefined;
  }, { maxAttempts: 2, firstPauseMs: 100, timeoutMs: 500 });
  const { system } = stage.node({ ...options, couriers: [courier] });
  const ways = ["bigint", "cycle", "trouble", "undefined"];
  for (const how of ways) await stage.until(system.ask(gauge("g"), "fire", { how }));
  await stage.pass(120_000);
  assertEquals(stage.rows("outbox"), []);
  assertEquals(stage.rows("dead").length, ways.length);
  // What came back and cannot be kept is not called again; what failed is, as often as it says.
  assertEquals(ways.map((how) => calls.filter((one) => one === how).length), [1, 1, 2, 2]);
  assertEquals(stage.events(gauge("g")).filter(([name]) => name === "ended").length, ways.length);
});

/** The same on the simulated store and on Deno KV itself: its own words for a limit must be known. */
async function outgrow(ask: (promise: Promise<unknown>) => Promise<unknown>, system: ActorSystem) {
  const codes: string[] = [];
  const tell = async (promise: Promise<unknown>) => {
    codes.push(await ask(promise).then(() => "ok", (error) => (error as KernelError).code));
  };
  // More reminders than a head can name.
  for (let i = 0; i < 12; i++) {
    const names = Array.from({ length: 30 }, (_, n) => `${i}.${n} ${"r".repeat(200)}`);
    for (const name of names) await tell(system.ask(gauge("g"), "remind", { name }));
  }
  assert(codes.includes("ok") && codes.includes("defect"), codes.join());
  assertEquals(new Set(codes).size, 2);
  await ask(system.ask(gauge("g"), "hop", { left: 0 }));
  // More than a commit holds, in one turn of several actors; each alone is fine.
  const parts = Array.from(
    { length: 8 },
    (_, i) => part(gauge(`f${i}`), "fill", { units: 19_000 }),
  );
  await ask(system.joint(parts));
  for (const { to } of parts) assertEquals(await ask(system.view(to, ({ count }) => count)), 1);
  // An event that no row holds.
  codes.length = 0;
  await tell(system.ask(gauge("h"), "fill", { units: 70_000 }));
  await tell(system.ask(gauge("h"), "fill", { units: 10 }));
  assertEquals(codes, ["defect", "ok"]);
}

Deno.test("what no row or commit can hold costs the command at fault: simulated store", async () => {
  await using stage = new Stage("denokv");
  await outgrow((promise) => stage.until(promise), stage.node(options).system);
});

Deno.test("what no row or commit can hold costs the command at fault: Deno KV", async () => {
  const store = await DenoKvStore.open(":memory:");
  const system = new ActorSystem({ ...options, store, report: () => {} });
  await outgrow((promise) => promise, system);
  await system.stop();
  store.close();
});

Deno.test("an answer holds no number that JSON gives back as null", async () => {
  // Whoever asked first got NaN, and whoever asked again under its key null.
  const scale = defineActor("scale", {
    version: 1,
    state: z.object({}),
    initial: {},
    commands: { weigh: z.object({ by: z.number() }) },
    events: {},
    refusals: ["empty"],
    decide: {
      weigh: (_, { by }, turn) =>
        by < 0 ? turn.refuse("empty", { left: 1 / 0 }) : turn.reply({ weights: [1 / by] }),
    },
    evolve: {},
  });
  await using stage = new Stage();
  const { system } = stage.node({ actors: [scale] });
  for (const by of [0, -1]) {
    const asked = stage.until(system.ask(scale("s"), "weigh", { by }));
    const { code, message } = await assertRejects(() => asked, KernelError);
    assertEquals(code, "defect");
    assert(message.includes("Cannot answer with Infinity: expected what JSON gives back"));
  }
});
