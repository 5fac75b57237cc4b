import { assert, assertEquals, assertThrows } from "@std/assert";
import * as z from "zod";
import { counter, purse } from "./_testing.ts";
import { defineActor } from "./actor.ts";
import { definePolicy, defineReadModel } from "./effects.ts";
import { joinKinds } from "./kind.ts";

const inline = definePolicy("inline", counter, { added: () => [] });
const deferred = definePolicy("deferred", counter, { shouted: () => [] }, { deferred: true });
const rows = defineReadModel("rows", counter, { rows: () => [] });

Deno.test("joinKinds sorts policies and read models by what follows which event", () => {
  const kind = joinKinds([counter, purse], [inline, deferred], [rows]).get("counter")!;
  assertEquals([...kind.consequences], [
    ["added", { policies: [inline], models: [], subscribers: [] }],
    ["shouted", { policies: [], models: [], subscribers: ["deferred"] }],
  ]);
  assertEquals(kind.stateModels, [rows]);
  assertEquals(kind.subscribers.map(({ name, events }) => [name, [...events]]), [
    ["deferred", ["shouted"]],
  ]);
});

Deno.test("joinKinds takes what an object has from elsewhere for no policy's event", () => {
  // The turn called `Object` for the effects of it, and failed.
  const site = defineActor("site", {
    version: 1,
    state: z.object({}),
    initial: {},
    commands: {},
    events: { constructor: z.object({}) },
    refusals: [],
    decide: {},
    evolve: { constructor: () => {} },
  });
  const policy = definePolicy("policy", site, {});
  assertEquals([...joinKinds([site], [policy], []).get("site")!.consequences], []);
});

Deno.test("joinKinds gives each actor an initial state of its own", () => {
  const kind = joinKinds([counter], [], []).get("counter")!;
  const first = kind.initial() as { texts: string[] };
  first.texts.push("x");
  assertEquals((kind.initial() as { texts: string[] }).texts, []);
  assert(kind.initial() !== kind.initial());
});

Deno.test("joinKinds names what does not fit together", () => {
  assertThrows(() => joinKinds([counter, counter], [], []), TypeError, "taken already");
  assertThrows(() => joinKinds([counter], [inline, inline], []), TypeError, '"inline": the name');
  assertThrows(() => joinKinds([purse], [inline], []), TypeError, 'no actor of the kind "counter"');
  const wrong = { ...inline, on: { vanished: () => [] } };
  assertThrows(() => joinKinds([counter], [wrong], []), TypeError, 'no event "vanished"');
});
