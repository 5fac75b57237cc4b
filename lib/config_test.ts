import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readConfig, VARIABLES } from "./config.ts";

/** Read by Deno itself, not by us. */
const DENOS_OWN = [
  "DENO_KV_ACCESS_TOKEN",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_SERVICE_NAME",
];

const example = await Deno.readTextFile(new URL("../.env.example", import.meta.url));
const lines = [...example.matchAll(/^(# )?([A-Z][A-Z_]+)=(.*)$/gm)];

Deno.test("VARIABLES: .env.example lists each, and no other", () => {
  const listed = lines.map(([, , name]) => name!);
  assertEquals([...listed].sort(), [...VARIABLES, ...DENOS_OWN].sort());
});

Deno.test("readConfig: what .env.example sets is what holds without it", () => {
  const set = new Map(
    lines.filter(([, comment]) => !comment).map(([, , name, value]) => [name!, value!]),
  );
  assertEquals(readConfig((name) => set.get(name)), readConfig(() => undefined));
});

Deno.test("readConfig: names each variable that does not fit", () => {
  const wrong: Record<string, string> = {
    PORT: "70000",
    SESSION_SECRET: "a secret that is long enough,short",
    STAFF_PHONES: "13900000000, 42",
    LOADTEST: "yes",
  };
  const error = assertThrows(() => readConfig((name) => wrong[name]));
  for (const name of Object.keys(wrong)) assertStringIncludes((error as Error).message, name);
});

Deno.test("readConfig: Amap needs its key", () => {
  const amap = (more: Record<string, string>) =>
    readConfig((name) => ({ MAPS: "amap", ...more })[name]);
  const error = assertThrows(() => amap({}));
  assertStringIncludes((error as Error).message, "AMAP_KEY");
  assertEquals(amap({ AMAP_KEY: "k" }).AMAP_API, "https://restapi.amap.com");
});

Deno.test("readConfig: an empty variable counts as unset", () => {
  assertEquals(readConfig(() => ""), readConfig(() => undefined));
});
