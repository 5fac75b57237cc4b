import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const LOAD = new URL("../../tools/load/", import.meta.url).href;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const SIGNALS = [["SIGINT", 130], ["SIGHUP", 129]] as const;
const MAKERS = {
  "startFresh leaves neither a process nor a folder":
    `await (await import("${LOAD}server_process.ts")).startFresh({ cars: 1 });`,
  "ownFolder leaves no folder": `await (await import("${LOAD}own_folder.ts")).ownFolder("own-");`,
};

for (const [promise, make] of Object.entries(MAKERS)) {
  for (const [signal, code] of SIGNALS) {
    Deno.test(`${promise} at ${signal}, as soon as there is one`, async () => {
      const folder = await Deno.makeTempDir();
      const watcher = Deno.watchFs(folder);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", `${make} setInterval(() => {}, 60_000);`],
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
}
