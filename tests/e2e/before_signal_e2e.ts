import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const SERVERS = new URL("../../tools/load/server_process.ts", import.meta.url).href;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

for (const [signal, code] of [["SIGINT", 130], ["SIGHUP", 129]] as const) {
  Deno.test(`startFresh: ${signal} while the server starts leaves neither a process nor a folder`, async () => {
    // Listeners came with the server: until then a folder was left, with a server if it was alone.
    const folder = await Deno.makeTempDir();
    const watcher = Deno.watchFs(folder);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", `await (await import("${SERVERS}")).startFresh({ cars: 1 }); await 0;`],
      cwd: ROOT,
      env: { TMPDIR: folder },
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    for await (const { kind } of watcher) if (kind === "create") break;
    child.kill(signal);
    const { code: ended, stderr } = await output;
    assertEquals([ended, new TextDecoder().decode(stderr)], [code, ""]);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.remove(folder);
  });
}
