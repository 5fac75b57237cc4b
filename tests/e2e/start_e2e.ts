/** A server that cannot start says why in one sentence, and ends with 1. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { startArgs } from "../../tools/load/server_process.ts";
import { startServer } from "./servers.ts";

const args = startArgs(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));

async function refused(env: Record<string, string>, ...expected: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { PORT: "0", DENO_KV_URL: ":memory:", ...env },
    stdout: "null",
  }).output();
  const told = new TextDecoder().decode(stderr).trim();
  assertEquals([code, told.split("\n").length], [1, 1], told);
  for (const part of ["Cannot ", ...expected]) assertStringIncludes(told, part);
}

async function withFolder(run: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("start: settings that do not fit are named, with what was expected and what came", async () => {
  await refused({ PORT: "http", SALE_CARS: "0" }, "PORT: expected", '"http"', "SALE_CARS");
  await refused({ LOADTEST: "yes" }, "LOADTEST: expected 1 or 0");
  await refused({ DENO_KV_URL: "postgres://db" }, "DENO_KV_URL: expected");
  await refused({ SESSION_SECRET: "short" }, "SESSION_SECRET: expected 16 characters");
  await refused({ TRUSTED_PROXIES: "my-proxy" }, "TRUSTED_PROXIES: expected addresses");
});

Deno.test("start: a port in use and an address of another machine", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  await refused({ PORT: String(port) }, `127.0.0.1:${port}`, "in use", "set PORT");
  await refused({ HOST: "192.0.2.1" }, "192.0.2.1", "set HOST");
});

Deno.test("start: a store that cannot be had", () =>
  withFolder(async (folder) => {
    await refused({ DENO_KV_URL: "http://127.0.0.1:1" }, "DENO_KV_ACCESS_TOKEN is not set");
    await refused(
      { DENO_KV_URL: "http://127.0.0.1:1", DENO_KV_ACCESS_TOKEN: "some token" },
      "expected a KV Connect server there",
    );
    await Deno.writeTextFile(`${folder}/file`, "");
    await refused({ DENO_KV_URL: `${folder}/file/kv.db` }, "expected a folder");
  }));

Deno.test("start: a second process on one file is refused, until the first has ended, however", () =>
  withFolder(async (folder) => {
    const store = `${folder}/kv.db`;
    const first = await startServer(store);
    await refused({ DENO_KV_URL: store }, "another process has it");
    first.kill();
    await first.ended;
    const second = await startServer(store);
    second.kill();
    await second.ended;
  }));

Deno.test("start: who asks for a page at once gets it, and who stops it at once is heard", () =>
  withFolder(async (folder) => {
    const asked = await startServer(`${folder}/kv.db`);
    const response = await fetch(asked.url);
    assertEquals(response.status, 200);
    assertStringIncludes(await response.text(), "</html>");
    asked.kill("SIGTERM");
    assertEquals(await asked.ended, { success: true, code: 0, signal: null });
    const stopped = await startServer(`${folder}/kv.db`);
    stopped.kill("SIGTERM");
    assertEquals(await stopped.ended, { success: true, code: 0, signal: null });
  }));
