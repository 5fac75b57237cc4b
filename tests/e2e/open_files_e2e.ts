/** As many connections as files may be open: whoever comes once some are closed is let in again. */
import { assert, assertEquals } from "@std/assert";
import { startServer, tokenOf } from "./servers.ts";

const MOST_FILES = 200;
const MOST_LOOKS = 200;

/** 600 connections that said nothing ended the shop for good, though its process lived on. */
Deno.test("as many connections as files: once some are closed, people are let in again", async () => {
  const folder = await Deno.makeTempDir();
  const server = await startServer(`${folder}/kv.db`);
  const { hostname, port } = new URL(server.url);
  const address = { hostname, port: Number(port) };
  try {
    const args = ["--pid", String(server.pid), `--nofile=${MOST_FILES}:`];
    assert((await new Deno.Command("prlimit", { args }).output()).success);
    const idle: Deno.Conn[] = [];
    const open = () => Deno.connect(address).then((connection) => idle.push(connection), () => {});
    for (let i = 0; i < 2 * MOST_FILES; i++) await open();
    assert(idle.length > MOST_FILES / 2, `${idle.length} connections`);
    for (const connection of idle) connection.close();

    let looks = 0;
    const claim = () =>
      fetch(`${server.url}/api/sales/launch-2017/claims`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokenOf(1)}` },
      }).catch(() => undefined);
    let answer = await claim();
    for (; !answer && looks < MOST_LOOKS; looks++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await claim();
    }
    assertEquals([answer?.status, (await answer?.json())?.number], [201, 1], `${looks} looks`);
  } finally {
    server.kill();
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
});
