import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CannotOpenStore, openStore } from "./open_store.ts";

async function withFolder(run: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refused(location: string, ...expected: string[]): Promise<void> {
  const { message } = await assertRejects(() => openStore(location, 200), CannotOpenStore);
  for (const part of [location, ...expected]) assertStringIncludes(message, part);
  assertEquals(message.includes("\n"), false, message);
}

Deno.test("openStore: makes the file's folder, and opens it again once it was closed", () =>
  withFolder(async (folder) => {
    for (let i = 0; i < 2; i++) (await openStore(`${folder}/a/b/kv.db`)).close();
  }));

Deno.test("openStore: a file belongs to one at a time", () =>
  withFolder(async (folder) => {
    const first = await openStore(`${folder}/kv.db`);
    await refused(`${folder}/kv.db`, "another process has it");
    const other = await openStore(`${folder}/other.db`);
    first.close();
    (await openStore(`${folder}/kv.db`)).close();
    other.close();
  }));

Deno.test("openStore: says what is wrong with a file, and lets go of it", () =>
  withFolder(async (folder) => {
    const file = `${folder}/kv.db`;
    await Deno.writeTextFile(file, "this is a text and no database at all".repeat(40));
    for (let i = 0; i < 2; i++) await refused(file, "file is not a database");
    await refused(`${file}/below/a/file.db`, "expected a folder that this process may write to");
  }));

Deno.test("openStore: says what is wrong with a server", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  const token = Deno.env.get("DENO_KV_ACCESS_TOKEN");
  try {
    Deno.env.delete("DENO_KV_ACCESS_TOKEN");
    await refused(url, "DENO_KV_ACCESS_TOKEN is not set");
  } finally {
    if (token !== undefined) Deno.env.set("DENO_KV_ACCESS_TOKEN", token);
  }
});

Deno.test("openStore: says in one line that a server is none of KV Connect", async () => {
  const page = "<!DOCTYPE html>\n<html>\n<h1>Welcome</h1>\n</html>";
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  await using server = Deno.serve(options, () => new Response(page, { status: 404 }));
  const token = Deno.env.get("DENO_KV_ACCESS_TOKEN");
  try {
    Deno.env.set("DENO_KV_ACCESS_TOKEN", "token");
    const opened = openStore(`http://127.0.0.1:${server.addr.port}`);
    const { message } = await assertRejects(() => opened, CannotOpenStore);
    assertStringIncludes(message, "404");
    assertEquals(message.includes("\n"), false, message);
  } finally {
    if (token === undefined) Deno.env.delete("DENO_KV_ACCESS_TOKEN");
    else Deno.env.set("DENO_KV_ACCESS_TOKEN", token);
  }
});

Deno.test("openStore: takes no address of another kind for the path of a file", () =>
  withFolder(async (folder) => {
    // A slip in the scheme gave each node a file of its own, in a folder named "htps:".
    const locations = [
      "",
      "htps://denokv:4512",
      "redis://localhost:6379",
      `file://${folder}/kv.db`,
    ];
    for (const location of [...locations, `${folder}/data/`]) {
      await refused(location, "expected a file path, :memory:, or the http(s) URL");
    }
    assertEquals([...Deno.readDirSync(folder)], []);
  }));
