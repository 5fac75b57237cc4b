import { assertEquals, assertThrows } from "@std/assert";
import * as z from "zod";
import { counter } from "../_testing.ts";
import { defineActor } from "../actor.ts";
import { KernelError } from "../errors.ts";
import { given } from "./given.ts";

const list = z.object({ items: z.array(z.string()) });
/** Keeps the list of an event, and adds to it later: what it holds of the event is frozen. */
const careless = defineActor("careless", {
  version: 1,
  state: list,
  initial: { items: [] },
  commands: { set: list, add: z.object({ item: z.string() }) },
  events: { set: list, added: z.object({ item: z.string() }) },
  refusals: [],
  decide: {
    set: (_, command, turn) => turn.emit("set", command).reply(null),
    add: (_, command, turn) => turn.emit("added", command).reply(null),
  },
  evolve: {
    set: (state, { items }) => void (state.items = items),
    added: ({ items }, { item }) => void items.push(item),
  },
});

Deno.test("given shows that a state changes what it holds of an event, as a node would", () => {
  const set = { items: ["a"] };
  for (
    const stage of [given(careless, ["set", set]), given(careless).when("set", { items: ["a"] })]
  ) {
    assertThrows(() => stage.when("add", { item: "b" }), KernelError, "not extensible");
  }
  // The test's own value is not frozen.
  set.items.push("b");
  assertEquals(given(careless).when("add", { item: "b" }).state, { items: ["b"] });
});

Deno.test("given tells of a defect as a node tells who asks", () => {
  for (const command of ["explode", "corrupt", "overdraw"] as const) {
    const { code } = assertThrows(() => given(counter).when(command, {}), KernelError);
    assertEquals(code, "defect");
  }
});

Deno.test("given decides each step on a copy", () => {
  const one = given(counter, ["added", { n: 1 }], ["shouted", { text: "hey" }]).when("add", {
    n: 1,
  });
  assertEquals([2, 3].map((n) => one.when("add", { n }).state.total), [4, 5]);
  assertEquals(one.state, { total: 2, texts: ["hey"] });
});
