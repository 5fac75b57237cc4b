import { assertEquals } from "@std/assert";
import { checkSources, importsOf } from "./check_layers.ts";

const check = (files: Record<string, string>) =>
  checkSources(Object.entries(files).map(([path, text]) => ({ path, text })));

Deno.test("importsOf finds imports, re-exports, bare and dynamic ones", () => {
  const text =
    `import { a } from "./a.ts";\nimport type {\n  B,\n} from "./b.ts";\nexport * from "./c.ts";
import "./d.ts";\nconst e = await import("./e.ts");`;
  assertEquals(importsOf(text), ["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts"]);
});

Deno.test("checkSources lets a layer import what the table names", () => {
  assertEquals(
    check({
      "lib/kernel/a.ts": `import { createHash } from "node:crypto";`,
      "actors/sales/lot.ts":
        `import * as z from "zod";\nimport { x } from "../../lib/kernel/a.ts";`,
    }),
    [],
  );
});

Deno.test("checkSources finds an actor that imports another", () => {
  const [finding] = check({
    "actors/sales/lot.ts": `import { order } from "./order.ts";`,
    "actors/sales/order.ts": "",
  });
  assertEquals(finding, "actors/sales/lot.ts imports ./order.ts: an actor never imports another");
});

Deno.test("checkSources finds a kernel that knows the business, and a package where none belongs", () => {
  assertEquals(
    check({
      "lib/kernel/a.ts":
        `import { lot } from "../../actors/sales/lot.ts";\nimport { Hono } from "hono";`,
      "actors/sales/lot.ts": "",
    }),
    [
      `lib/kernel/a.ts imports ../../actors/sales/lot.ts: kernel may use nothing else`,
      `lib/kernel/a.ts imports "hono": kernel takes @deno/kv, zod, node:`,
    ],
  );
});

Deno.test("checkSources lets all build on the foundation, but for what stands apart", () => {
  const foundation = { "lib/time/beijing.ts": "" };
  const text = `import { beijingDay } from "../time/beijing.ts";`;
  assertEquals(check({ ...foundation, "lib/orders/tax.ts": text, "lib/i18n/a.ts": text }), []);
  assertEquals(check({ ...foundation, "lib/kernel/a.ts": text, "lib/fresh/a.ts": text }), [
    "lib/kernel/a.ts imports ../time/beijing.ts: kernel may use nothing else",
    "lib/fresh/a.ts imports ../time/beijing.ts: fresh may use nothing else",
  ]);
});

Deno.test("checkSources finds a foundation that rests on something", () => {
  assertEquals(
    check({
      "lib/time/a.ts":
        `import * as z from "zod";\nimport { b } from "../ids/b.ts";\nimport { c } from "../orders/c.ts";`,
      "lib/ids/b.ts": "",
      "lib/orders/c.ts": "",
    }),
    [
      `lib/time/a.ts imports "zod": foundation takes no package`,
      "lib/time/a.ts imports ../orders/c.ts: foundation may use nothing else",
    ],
  );
});

Deno.test("checkSources finds cycles, but not among types", () => {
  assertEquals(
    check({
      "lib/kernel/a.ts": `import { b } from "./b.ts";`,
      "lib/kernel/b.ts": `import { a } from "./a.ts";`,
    }),
    ["a cycle of imports: lib/kernel/a.ts → lib/kernel/b.ts → lib/kernel/a.ts"],
  );
  assertEquals(
    check({
      "lib/kernel/a.ts": `import type { B } from "./b.ts";`,
      "lib/kernel/b.ts": `import { a } from "./a.ts";`,
    }),
    [],
  );
});

Deno.test("checkSources wants each rule of an actor in a test's title", () => {
  const actor = "/**\n * A lot.\n *\n * LOT-1: numbers are unique.\n */";
  assertEquals(check({ "actors/sales/lot.ts": actor }), ["no test names the rule LOT-1"]);
  assertEquals(
    check({
      "actors/sales/lot.ts": actor,
      "actors/sales/lot_test.ts": `Deno.test("LOT-1: numbers are unique", () => {});`,
    }),
    [],
  );
});
