/** What only a socket can send: none of it is a defect of ours, and the next request is answered. */
import { assertEquals } from "@std/assert";
import { startServer, tokenOf } from "./servers.ts";

const CLAIMS = "/api/sales/launch-2017/claims";

/** The first line of the answer to these bytes; undefined where the sender hangs up before it. */
async function sent(url: string, head: readonly string[], body = "", hangUp = false) {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  const text = [...head, "connection: close", "", body].join("\r\n");
  await connection.write(new TextEncoder().encode(text));
  if (hangUp) return undefined;
  const bytes = new Uint8Array(4_096);
  const length = await connection.read(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length)).split("\r\n")[0];
}

Deno.test("wire: a Host that is none, a body that breaks off", async () => {
  const folder = await Deno.makeTempDir();
  const server = await startServer(`${folder}/kv.db`);
  try {
    // It made no URL, and the page that read one wrote a stack trace and answered 500.
    for (const host of ["a b", "[::1", "127.0.0.1:99999", "%"]) {
      for (const path of ["/sales/launch-2017", "/models", "/sign-in"]) {
        const line = await sent(server.url, [`GET ${path} HTTP/1.1`, `host: ${host}`]);
        assertEquals(line, "HTTP/1.1 400 Bad Request", `${path} of "${host}"`);
      }
    }
    const claim = [
      `POST ${CLAIMS} HTTP/1.1`,
      "host: shop.test",
      `authorization: Bearer ${tokenOf(1)}`,
      "content-type: application/json",
    ];
    await sent(server.url, [...claim, "content-length: 20"], "{", true);
    await sent(server.url, [...claim, "transfer-encoding: chunked"], '2\r\n{"\r\n', true);
    assertEquals(
      await sent(server.url, [...claim, "content-length: 2"], "{}"),
      "HTTP/1.1 201 Created",
    );
  } finally {
    server.kill();
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
});
