import { assertEquals } from "@std/assert";
import plugin from "./lint_plugin.ts";

const found = (file: string, source: string) => Deno.lint.runPlugin(plugin, file, source).length;

Deno.test("pure-actors finds clocks, chance, I/O and await in actors", () => {
  for (
    const source of [
      "Date.now();",
      "new Date();",
      "Math.random();",
      "crypto.randomUUID();",
      "fetch('x');",
      "Deno.env.get('X');",
      "async function f() { await g(); }",
    ]
  ) assertEquals(found("actors/sales/lot.ts", source), 1, source);
});

Deno.test("pure-actors leaves other code, and pure code, alone", () => {
  assertEquals(found("lib/live/x.ts", "Date.now();"), 0);
  assertEquals(found("actors/sales/lot.ts", "new Date(turn.at); Math.max(1, 2);"), 0);
});
