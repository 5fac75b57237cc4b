import { assertEquals, assertThrows } from "@std/assert";
import { engineArgs, grantFolder, startArgs } from "./server_process.ts";

Deno.test("startArgs: takes the start task in both of its spellings", () => {
  const command = "deno run --allow-net  --allow-read=data main.ts";
  const args = ["run", "--allow-net", "--allow-read=data", "main.ts"];
  assertEquals(startArgs(JSON.stringify({ tasks: { start: command } })), args);
  assertEquals(startArgs(JSON.stringify({ tasks: { start: { command } } })), args);
});

for (const config of [{}, { tasks: {} }, { tasks: { start: "node main.js" } }]) {
  Deno.test(`startArgs: refuses ${JSON.stringify(config)}`, () => {
    assertThrows(() => startArgs(JSON.stringify(config)), Error, 'expected "deno run …"');
  });
}

Deno.test("grantFolder: widens lists of paths and nothing else", () => {
  assertEquals(
    grantFolder(["run", "--allow-read=a,b", "-W=data", "--allow-write", "-A", "main.ts"], "/t"),
    ["run", "--allow-read=a,b,/t", "-W=data,/t", "--allow-write", "-A", "main.ts"],
  );
});

Deno.test("engineArgs: what the start task tells the engine, and nothing it grants", () => {
  const command = "deno run --v8-flags=--max-semi-space-size=64 --allow-net main.ts";
  assertEquals(engineArgs(JSON.stringify({ tasks: { start: command } })), [
    "--v8-flags=--max-semi-space-size=64",
  ]);
});
