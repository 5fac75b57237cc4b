import { assertEquals } from "@std/assert";
import { VARIABLES } from "../lib/config.ts";

const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
const flags: string[] = tasks.start.split(" ").filter((word: string) => word.startsWith("-"));

Deno.test("the start task may read the settings' variables and no others", () => {
  const granted = flags.find((flag) => flag.startsWith("--allow-env="))?.split("=")[1]?.split(",");
  // Deno reads the token for the KV Connect server itself.
  assertEquals(granted?.sort(), [...VARIABLES, "DENO_KV_ACCESS_TOKEN"].sort());
});

Deno.test("the start task grants no foreign code and no questions", () => {
  assertEquals(flags.map((flag) => flag.split("=")[0]).sort(), [
    "--allow-env",
    "--allow-net",
    "--allow-read",
    // To build the pages; given back before the first request, with reading and writing.
    "--allow-run",
    "--allow-write",
    "--no-prompt",
    // Grants nothing: room for what lives as long as one request.
    "--v8-flags",
  ]);
});
