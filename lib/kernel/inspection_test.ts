import { assertEquals } from "@std/assert";
import * as z from "zod";
import { Stage } from "./_testing.ts";
import { defineActor } from "./actor.ts";

const event = z.object({ count: z.int() });

/** Its whole state is one collection, made of so many numbers. */
const collection = (kind: string, state: z.ZodType<unknown>, made: (of: number[]) => unknown) =>
  defineActor(kind, {
    version: 1,
    state,
    initial: made([]),
    commands: { fill: event },
    events: { filled: event },
    refusals: [],
    decide: { fill: (_, command, turn) => turn.emit("filled", command).reply(null) },
    evolve: { filled: (_, { count }) => made(Array.from({ length: count }, (_, i) => i)) },
  });

const record = z.record(z.string(), z.int());
const kinds = [
  collection("list", z.array(z.int()), (of) => of),
  collection("map", z.map(z.int(), z.int()), (of) => new Map(of.map((i) => [i, i]))),
  collection("record", record, (of) => Object.fromEntries(of.map((i) => [`n${i}`, i]))),
  collection("text", z.string(), (of) => of.join("")),
];

Deno.test("inspect tells of a large state no more than a page holds, whatever the state is", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: kinds, limits: { inlineStateUnits: 100 } });
  const seen = [];
  for (const kind of kinds) {
    await stage.until(system.ask(kind("a"), "fill", { count: 300 }));
    seen.push((await stage.until(system.inspect(kind.kind, "a")))!.state);
  }
  const text = Array.from({ length: 300 }, (_, i) => i).join("").slice(0, 200);
  assertEquals(seen, [{ size: 300 }, { size: 300 }, { size: 300 }, text]);
});
