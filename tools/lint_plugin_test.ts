import { assertEquals, assertStringIncludes } from "@std/assert";
import plugin from "./lint_plugin.ts";

const found = (file: string, source: string) =>
  Deno.lint.runPlugin(plugin, file, source).map(({ message }) => message);

const IMPURE: readonly (readonly [source: string, named: string])[] = [
  ["Date.now();", "Date.now"],
  ['Date["now"]();', "Date.now"],
  ["const now = Date.now;", "Date.now"],
  ["globalThis.Date.now();", "Date.now"],
  ["new Date();", "new Date()"],
  ["new globalThis.Date();", "new Date()"],
  ["Date();", "Date()"],
  ["Math.random();", "Math.random"],
  ["crypto.randomUUID();", "crypto.randomUUID"],
  ["crypto.getRandomValues(bytes);", "crypto.getRandomValues"],
  ["performance.now();", "performance.now"],
  ["fetch('x');", "fetch"],
  ["globalThis.fetch('x');", "fetch"],
  ["setTimeout(f, 1);", "setTimeout"],
  ["Deno.env;", "Deno.env"],
  ["console.log(1);", "console.log"],
  ["await g();", "await"],
  ["for await (const one of all) f(one);", "await"],
  ["async function f() {}", "async"],
  ["const f = async () => {};", "async"],
  ["const o = { async claim() {} };", "async"],
  ["import('./x.ts');", "import()"],
];

for (const [source, named] of IMPURE) {
  Deno.test(`pure-actors finds ${source}`, () => {
    const messages = found("actors/sales/lot.ts", source);
    assertEquals(messages.length, 1, messages.join("\n"));
    assertStringIncludes(messages[0]!, `without ${named}:`);
  });
}

for (
  const source of [
    "new Date(turn.at);",
    "Math.max(1, 2);",
    "Date.UTC(2026, 0);",
    "turn.now();",
    "lot.fetch(1);",
    "function f() { return 1; }",
  ]
) {
  Deno.test(`pure-actors leaves ${source} alone`, () => {
    assertEquals(found("actors/sales/lot.ts", source), []);
  });
}

Deno.test("pure-actors looks at actors, not at their tests nor at other code", () => {
  assertEquals(found("actors/sales/lot_test.ts", "Date.now();"), []);
  assertEquals(found("lib/live/board.ts", "Date.now();"), []);
  assertEquals(found("lib/factors/board.ts", "Date.now();"), []);
  assertEquals(found("routes/staff/actors/[kind]/[id].tsx", "await Date.now();"), []);
});
