import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { counter, Stage } from "./_testing.ts";
import { jsonBytes } from "./codec.ts";
import { defineReadModel } from "./effects.ts";
import { KernelError } from "./errors.ts";
import { keys } from "./keys.ts";
import type { Key } from "./store.ts";

const cars = defineReadModel("cars", counter, { rows: () => [] });
const others = defineReadModel("others", counter, { rows: () => [] });
const all: Key[] = [
  ["red", 1],
  ["red", 2],
  ["red", 2, "note"],
  ["red", 10],
  ["white", "x"],
];

async function filled(stage: Stage) {
  const { system, store } = stage.node({ actors: [counter], readModels: [cars, others] });
  const sets = all.map((key) => ({ key: keys.row("cars", key), value: jsonBytes(key.join()) }));
  sets.push({ key: keys.row("others", ["red", 1]), value: jsonBytes("other") });
  await stage.until(store.commit({ checks: [], sets, deletes: [] }));
  return system.rows(cars);
}

Deno.test("Rows gets, lists and counts the rows of its own model, and lists their keys, in key order", async () => {
  await using stage = new Stage();
  const rows = await filled(stage);
  const list = async (...args: Parameters<typeof rows.list>) =>
    (await stage.until(Array.fromAsync(rows.list(...args)))).map(({ key }) => key);
  assertEquals(await stage.until(rows.get(["red", 2])), "red,2");
  assertEquals(await stage.until(rows.get(["blue"])), undefined);
  assertEquals(await list(), all);
  assertEquals(await list(["red"]), all.slice(0, 4));
  assertEquals(await stage.until(Array.fromAsync(rows.keys(["red"]))), all.slice(0, 4));
  assertEquals(await stage.until(rows.count()), 5);
  assertEquals(await stage.until(rows.count(["white"])), 1);
});

Deno.test("Rows pages forwards and backwards behind the last key seen", async () => {
  await using stage = new Stage();
  const rows = await filled(stage);
  for (const reverse of [false, true]) {
    const seen: Key[] = [];
    let after: Key | undefined;
    while (true) {
      const page = await stage.until(Array.fromAsync(
        rows.list(["red"], { limit: 1, reverse, ...(after ? { after } : {}) }),
      ));
      if (page.length === 0) break;
      after = page[0]!.key;
      seen.push(after);
    }
    assertEquals(seen, reverse ? all.slice(0, 4).reverse() : all.slice(0, 4));
  }
});

Deno.test("Rows lists nothing behind a key that is not below the prefix, and says so", async () => {
  await using stage = new Stage();
  const rows = await filled(stage);
  // Deno KV calls it an error of its own: who asked was told to try again later.
  for (const after of [["white", "x"], ["red"], []]) {
    for (const reverse of [false, true]) {
      const listed = stage.until(Array.fromAsync(rows.list(["red"], { after, reverse })));
      const { code, message } = await assertRejects(() => listed, KernelError);
      assertEquals(code, "invalid_command");
      assertStringIncludes(message, `expected a key below ["red"], got ${JSON.stringify(after)}`);
    }
  }
});
