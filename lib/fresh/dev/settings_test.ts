import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { project } from "./project_testing.ts";
import { jsxProblem, readSettings } from "./settings.ts";

Deno.test("readSettings reads deno.json, and takes its absence for no settings", async () => {
  await using site = await project({});
  assertEquals(await readSettings(site.root), {});
  await site.write("deno.json", '{ "imports": { "a": "./a.ts" } }');
  assertEquals((await readSettings(site.root)).imports, { a: "./a.ts" });
  await site.write("deno.json", "{");
  await assertRejects(() => readSettings(site.root), Error, "Cannot read the settings in");
});

Deno.test(
  "jsxProblem names elements that would become text before they are looked at",
  async () => {
    assertEquals(jsxProblem({}), undefined);
    assertEquals(jsxProblem({ compilerOptions: { jsx: "react-jsx" } }), undefined);
    assertStringIncludes(
      jsxProblem({
        compilerOptions: { jsx: "precompile", jsxPrecompileSkipElements: ["a", "img"] },
      })!,
      "lacks base, body, head,",
    );
    const own = await readSettings(new URL("../../..", import.meta.url).pathname);
    assertEquals(jsxProblem(own), undefined);
  },
);
