import { assertEquals } from "@std/assert";
import { counter, purse, Stage } from "./_testing.ts";
import { defineCourier } from "./courier.ts";
import { call, definePolicy, definePort, send } from "./effects.ts";
import type { SpanOptions, Tracer } from "./trace.ts";

interface Told {
  readonly name: string;
  readonly options: SpanOptions;
  ended: boolean;
  readonly errors: string[];
}

/** Points are the names of spans; what is asked comes from below `here`. */
function tracer() {
  const spans: Told[] = [];
  const here: { point: string | undefined } = { point: undefined };
  const made: Tracer = {
    current: () => here.point,
    startSpan(name, options = {}) {
      const told: Told = { name, options, ended: false, errors: [] };
      spans.push(told);
      return {
        point: `${name} ${spans.length}`,
        setAttribute() {},
        recordException: ({ message }) => void told.errors.push(message),
        end: () => void (told.ended = true),
      };
    },
  };
  const named = (name: string) => spans.filter((span) => span.name === name);
  return { spans, named, here, tracer: made };
}

const port = definePort<{ text: string }, null>("messages");
const paid = definePolicy("paid", purse, {
  changed: ({ by }, { id }) => [
    send(counter(id), "add", { n: by }),
    call(port, { text: `${by}` }),
  ],
});

Deno.test("Tracer: a request's turn, its commit, the turn its mail leads to and the courier are one trace", async () => {
  await using stage = new Stage();
  const { here, spans, named, tracer: made } = tracer();
  const { system } = stage.node({
    actors: [counter, purse],
    policies: [paid],
    couriers: [defineCourier(port, () => Promise.resolve())],
    tracer: made,
  });
  here.point = "request";
  await stage.until(system.ask(purse("a"), "put", { coins: 3 }));
  here.point = undefined;
  await stage.till(() => system.quiet && named("turn counter").length === 1);
  const under = (name: string) => named(name).map(({ options }) => options.under);
  assertEquals(under("turn purse"), ["request"]);
  const [counterTurn] = named("turn counter");
  assertEquals(under("commit"), [
    "turn purse 1",
    `turn counter ${spans.indexOf(counterTurn!) + 1}`,
  ]);
  assertEquals(under("turn counter"), ["turn purse 1"]);
  assertEquals(under("courier messages"), ["turn purse 1"]);
  assertEquals(named("turn purse")[0]!.options.attributes, {
    "forecourt.actor": "purse/a",
    "forecourt.commands": 1,
    "forecourt.entries": 1,
  });
  assertEquals(spans.filter(({ ended }) => !ended), []);
});

Deno.test("Tracer: a turn with the commands of many requests is below one and links to others", async () => {
  await using stage = new Stage();
  const { here, named, tracer: made } = tracer();
  const { system } = stage.node({ actors: [counter], tracer: made });
  const asked = Array.from({ length: 40 }, (_, i) => {
    here.point = `request ${i}`;
    return system.ask(counter("a"), "add", { n: 1 });
  });
  await stage.until(Promise.all(asked));
  const [{ under, links }] = named("turn counter").map(({ options }) => options) as [SpanOptions];
  assertEquals([under, links!.length, links![0]], ["request 0", 16, "request 1"]);
});

Deno.test("Tracer: a commit that fails says so, and a turn that only reads has no commit", async () => {
  await using stage = new Stage();
  const { named, tracer: made } = tracer();
  const { system, store } = stage.node({ actors: [counter], tracer: made });
  let failures = 0;
  store.tamper = (atomic, commit) =>
    failures++ === 0 ? Promise.reject(new Error("no route")) : commit(atomic);
  await stage.until(system.ask(counter("a"), "add", { n: 1 }));
  assertEquals(named("commit")[0]!.errors, ["The store failed: no route"]);
  await stage.until(system.ask(counter("a"), "add", { n: -1 }));
  assertEquals([named("turn counter").length, named("commit").length], [2, 1]);
});

Deno.test("Tracer: one that throws costs its spans, and no turn and no call", async () => {
  // Whoever had asked waited for good, as the turn of the actor never ended.
  const broken = () => {
    throw new Error("no exporter");
  };
  const span = { point: 1, setAttribute: broken, recordException: broken, end: broken };
  for (const startSpan of [broken, () => span]) {
    await using stage = new Stage();
    let carried = 0;
    const { system, reports } = stage.node({
      actors: [counter, purse],
      policies: [paid],
      couriers: [defineCourier(port, () => Promise.resolve(void carried++))],
      tracer: { current: broken, startSpan },
    });
    for (let n = 1; n <= 3; n++) {
      await stage.until(system.ask(purse("p"), "put", { coins: 1 }), 1_000);
    }
    await stage.till(() => carried === 3, 5_000);
    assertEquals(reports, ["The tracer failed: Error: no exporter"]);
  }
});
