import { assertEquals } from "@std/assert";

const read = async (name: string) =>
  JSON.parse(await Deno.readTextFile(new URL(`../${name}`, import.meta.url)));

Deno.test("deno.jsr.json is deno.json without links: the same app on packages from JSR", async () => {
  const { links: _, ...rest } = await read("deno.json");
  assertEquals(await read("deno.jsr.json"), rest);
});
