import { assertEquals, assertThrows } from "@std/assert";
import { partsOf } from "./resolve.ts";

Deno.test("partsOf splits a specifier into the package's name and what follows", () => {
  const cases: [string, string, string][] = [
    ["preact", "preact", ""],
    ["preact/hooks", "preact", "/hooks"],
    ["npm:preact@^10.29.1/hooks", "preact", "/hooks"],
    ["npm:/preact@10.29.8", "preact", ""],
    ["@preact/signals", "@preact/signals", ""],
    ["npm:@preact/signals@^2/utils", "@preact/signals", "/utils"],
  ];
  for (const [specifier, name, subpath] of cases) {
    assertEquals(partsOf(specifier), { name, subpath });
  }
  assertThrows(() => partsOf("@"), Error, "not the name of a package");
});
