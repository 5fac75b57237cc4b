import { assert, assertEquals } from "@std/assert";
import { counter, once, Stage, writes } from "./_testing.ts";
import { defineActor } from "./actor.ts";
import { type CourierContext, defineCourier, Undeliverable } from "./courier.ts";
import { call, definePolicy, definePort, send } from "./effects.ts";
import * as z from "zod";

/** Pays by a bank and hears of it. */
const payer = defineActor("payer", {
  version: 1,
  state: z.object({ paid: z.int(), failed: z.array(z.string()) }),
  initial: { paid: 0, failed: [] },
  commands: {
    pay: z.object({ fen: z.int() }),
    confirm: z.object({ fen: z.int(), result: z.object({ receipt: z.string() }).optional() }),
    give_up: z.object({ fen: z.int(), reason: z.string().optional() }),
  },
  events: {
    asked: z.object({ fen: z.int() }),
    paid: z.object({ fen: z.int(), receipt: z.string() }),
    failed: z.object({ reason: z.string() }),
  },
  refusals: [],
  decide: {
    pay: (_state, { fen }, turn) => turn.emit("asked", { fen }).reply({}),
    confirm: (_state, { fen, result }, turn) =>
      turn.emit("paid", { fen, receipt: result?.receipt ?? "none" }).reply({}),
    give_up: (_state, { reason = "none" }, turn) => turn.emit("failed", { reason }).reply({}),
  },
  evolve: {
    asked: () => {},
    paid: (state, { fen }) => void (state.paid += fen),
    failed: (state, { reason }) => void state.failed.push(reason),
  },
});

const bank = definePort<{ fen: number }, { receipt: string }>("bank");
const payments = definePolicy("payments", payer, {
  asked: ({ fen }, { address }) => [
    call(bank, { fen }, {
      done: send(address, "confirm", { fen }),
      failed: send(address, "give_up", { fen }),
    }),
  ],
});

const p = payer("p");
type Carry = (request: { fen: number }, context: CourierContext) => Promise<{ receipt: string }>;
const options = (carry: Carry, more: Parameters<typeof defineCourier>[2] = {}) => ({
  actors: [payer, counter],
  policies: [payments],
  couriers: [defineCourier(bank, carry, { firstPauseMs: 1_000, maxAttempts: 4, ...more })],
});
const paid = (stage: Stage) => stage.events(p).filter(([name]) => name === "paid");

Deno.test("a call is carried, and its sender hears of the result", async () => {
  await using stage = new Stage();
  const seen: unknown[] = [];
  const { system } = stage.node(options((request, { idempotencyKey, attempt }) => {
    seen.push([request, typeof idempotencyKey, attempt]);
    return Promise.resolve({ receipt: "r1" });
  }));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => paid(stage).length === 1);
  assertEquals(seen, [[{ fen: 5 }, "string", 1]]);
  assertEquals(paid(stage), [["paid", { fen: 5, receipt: "r1" }]]);
  assertEquals(stage.rows("outbox"), []);
});

Deno.test("a call that fails is tried again after growing pauses, under the same idempotency key", async () => {
  await using stage = new Stage();
  const times: number[] = [];
  const contexts: [string, number][] = [];
  const { system } = stage.node(options((_request, { idempotencyKey, attempt }) => {
    times.push(stage.world.now);
    contexts.push([idempotencyKey, attempt]);
    if (attempt < 4) throw new Error("bank closed");
    return Promise.resolve({ receipt: "r4" });
  }));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => paid(stage).length === 1);
  assertEquals(contexts.map(([, attempt]) => attempt), [1, 2, 3, 4]);
  assertEquals(new Set(contexts.map(([key]) => key)).size, 1);
  const pauses = times.slice(1).map((time, i) => time - times[i]!);
  // Half of it is jitter; a sweep that takes the parcel up comes each second.
  [1_000, 2_000, 4_000].forEach((most, i) => {
    assert(pauses[i]! >= most / 2 && pauses[i]! <= most + 1_100, `pause ${i}: ${pauses[i]}`);
  });
  assertEquals(system.metrics.courierFailures, 3);
});

Deno.test("a call becomes a dead letter after its last attempt, and its sender is told why", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options(() => Promise.reject(new Error("bank closed"))));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => stage.events(p).some(([name]) => name === "failed"));
  assertEquals(stage.events(p).at(-1), ["failed", { reason: "bank closed" }]);
  const [dead] = stage.rows("dead");
  assertEquals([dead.port, dead.payload, dead.reason], ["bank", { fen: 5 }, "bank closed"]);
  assertEquals(stage.rows("outbox"), []);
  assertEquals(system.metrics.courierCalls, 4);
});

Deno.test("a call that cannot succeed is not tried again", async () => {
  await using stage = new Stage();
  const { system } = stage.node(
    options(() => Promise.reject(new Undeliverable("no such account"))),
  );
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => stage.rows("dead").length === 1);
  assertEquals(system.metrics.courierCalls, 1);
});

Deno.test("a dead call is carried when it is replayed, with its request", async () => {
  await using stage = new Stage();
  let open = false;
  const { system } = stage.node(options(({ fen }) => {
    if (!open) throw new Undeliverable("bank closed");
    return Promise.resolve({ receipt: `r${fen}` });
  }));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => stage.rows("dead").length === 1);
  open = true;
  assertEquals(await stage.until(system.replay(stage.rows("dead")[0].id)), true);
  await stage.till(() => paid(stage).length === 1);
  assertEquals(paid(stage), [["paid", { fen: 5, receipt: "r5" }]]);
  assertEquals(stage.rows("dead"), []);
});

Deno.test("a call that takes too long is aborted and tried again", async () => {
  await using stage = new Stage();
  const aborted: boolean[] = [];
  const { system } = stage.node(options(async (_request, { attempt, signal }) => {
    if (attempt === 1) {
      signal.addEventListener("abort", () => aborted.push(true));
      await new Promise(() => {});
    }
    return { receipt: "r" };
  }, { timeoutMs: 2_000 }));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => paid(stage).length === 1);
  assertEquals(aborted, [true]);
});

Deno.test("a call happens at least once: a crash before it is settled repeats it under its key", async () => {
  await using stage = new Stage();
  const keys: string[] = [];
  const carry: Carry = (_request, { idempotencyKey }) => {
    keys.push(idempotencyKey);
    return Promise.resolve({ receipt: "r" });
  };
  const first = stage.node(options(carry));
  first.store.tamper = once(writes("mail", "payer", "p"), () => {
    queueMicrotask(() => first.crash());
    return new Promise(() => {});
  });
  first.system.ask(p, "pay", { fen: 5 }).catch(() => {});
  await stage.pass(2_000);
  assertEquals([keys.length, paid(stage).length], [1, 0]);
  stage.node(options(carry));
  await stage.till(() => paid(stage).length === 1);
  assertEquals(keys.length, 2);
  assertEquals(keys[0], keys[1]);
  await stage.pass(5_000);
  assertEquals(paid(stage).length, 1);
});

Deno.test("a result whose commit has an unknown outcome is told to the sender once", async () => {
  await using stage = new Stage();
  const { system, store } = stage.node(options(() => Promise.resolve({ receipt: "r" })));
  store.tamper = once(writes("mail", "payer", "p"), async (atomic, commit) => {
    await commit(atomic);
    throw new Error("connection lost");
  });
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => paid(stage).length === 1);
  await stage.pass(10_000);
  assertEquals([paid(stage).length, stage.rows("mail"), stage.rows("outbox")], [1, [], []]);
});

Deno.test("a call is carried by one of several nodes, also while it takes long", async () => {
  await using stage = new Stage("denokv");
  let calls = 0;
  const carry: Carry = async () => {
    calls++;
    await stage.world.sleep(20_000);
    return { receipt: "r" };
  };
  const nodes = [1, 2, 3].map(() => stage.node(options(carry)));
  await stage.pass(1_000);
  for (const { system } of nodes) await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => paid(stage).length === 3);
  await stage.pass(60_000);
  assertEquals([calls, paid(stage).length], [3, 3]);
});

Deno.test("a call in the hands of a node that crashed is carried by another", async () => {
  await using stage = new Stage("denokv");
  const first = stage.node(options(() => new Promise(() => {})));
  await stage.until(first.system.ask(p, "pay", { fen: 5 }));
  await stage.pass(1_000);
  first.crash();
  stage.node(options(() => Promise.resolve({ receipt: "r" })));
  await stage.till(() => paid(stage).length === 1, 120_000);
});

Deno.test("a courier carries no more calls at once than it says, and all in the end", async () => {
  await using stage = new Stage();
  let now = 0;
  let most = 0;
  const { system } = stage.node(options(async () => {
    most = Math.max(most, ++now);
    await stage.world.sleep(50);
    now--;
    return { receipt: "r" };
  }, { concurrency: 3 }));
  await stage.until(
    Promise.all(Array.from({ length: 40 }, () => system.ask(p, "pay", { fen: 1 }))),
  );
  await stage.till(() => paid(stage).length === 40);
  assertEquals(most, 3);
});

Deno.test("more calls than a courier holds in memory are swept up from the outbox", async () => {
  await using stage = new Stage();
  const { system } = stage.node({
    ...options(() => Promise.resolve({ receipt: "r" }), { concurrency: 1 }),
    limits: { courierBacklog: 5, sweepRows: 10 },
  });
  await stage.until(
    Promise.all(Array.from({ length: 60 }, () => system.ask(p, "pay", { fen: 1 }))),
  );
  await stage.till(() => paid(stage).length === 60);
  assertEquals(stage.rows("outbox"), []);
});

Deno.test("a result that no row can hold ends as a dead letter, not in calls without end", async () => {
  await using stage = new Stage();
  const { system } = stage.node(options(() => Promise.resolve({ receipt: "x".repeat(70_000) })));
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => stage.rows("dead").length === 1);
  await stage.pass(10_000);
  assertEquals(system.metrics.courierCalls, 1);
  assert(stage.rows("dead")[0].reason.startsWith("its result cannot be kept"));
  assertEquals(stage.events(p).at(-1)![0], "failed");
});

Deno.test("a request is the same at each attempt, and the courier's own", async () => {
  await using stage = new Stage();
  // The event itself, which is frozen.
  const listed = definePolicy("listed", counter, {
    shouted: (event) => [call(bank, event as unknown as { fen: number })],
  });
  const seen: unknown[] = [];
  const carry = (request: { fen: number }) => {
    Object.assign(request, { fen: 1 });
    seen.push(request);
    return seen.length < 2 ? Promise.reject(new Error("again")) : Promise.resolve({ receipt: "" });
  };
  const { system } = stage.node({ ...options(carry), policies: [listed] });
  await stage.until(system.ask(counter("c"), "shout", { text: "hey" }));
  await stage.till(() => seen.length === 2);
  assertEquals(seen, [{ text: "hey", fen: 1 }, { text: "hey", fen: 1 }]);
  assertEquals(system.metrics.courierFailures, 1);
});

Deno.test("a result is told as its letter has it, whether that is read from the store or not", async () => {
  await using stage = new Stage();
  const seen: unknown[] = [];
  const heard = Object.assign((id: string) => payer(id), {
    ...payer,
    decide: {
      ...payer.decide,
      confirm: (
        _: unknown,
        { result }: { result?: unknown },
        turn: { reply(v: null): unknown },
      ) => {
        seen.push(result);
        return turn.reply(null);
      },
    },
  });
  const receipt = { at: new Date(0), none: undefined } as unknown as string;
  const { system } = stage.node({
    ...options(() => Promise.resolve({ receipt })),
    actors: [heard as unknown as typeof payer],
    validate: false,
  });
  await stage.until(system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => seen.length > 0);
  assertEquals(seen, [{ receipt: { at: "1970-01-01T00:00:00.000Z" } }]);
});

Deno.test("a call to a port that nobody serves waits for a node that does", async () => {
  await using stage = new Stage();
  const first = stage.node({ ...options(() => Promise.resolve({ receipt: "" })), couriers: [] });
  await stage.until(first.system.ask(p, "pay", { fen: 5 }));
  await stage.pass(2_000);
  assertEquals(first.reports, ['No courier serves the port "bank"']);
  await stage.until(first.system.stop());
  stage.node(options(() => Promise.resolve({ receipt: "r" })));
  await stage.till(() => paid(stage).length === 1);
});

Deno.test("stop aborts calls under way; the next start carries them, no attempt is counted", async () => {
  await using stage = new Stage();
  const attempts: number[] = [];
  const first = stage.node(options((_request, { attempt }) => {
    attempts.push(attempt);
    return new Promise(() => {});
  }));
  await stage.until(first.system.ask(p, "pay", { fen: 5 }));
  await stage.till(() => attempts.length === 1);
  const began = stage.world.now;
  await stage.until(first.system.stop());
  assert(stage.world.now - began < 1_000);
  stage.node(options((_request, { attempt }) => {
    attempts.push(attempt);
    return Promise.resolve({ receipt: "r" });
  }));
  await stage.till(() => paid(stage).length === 1);
  assertEquals(attempts, [1, 1]);
});
