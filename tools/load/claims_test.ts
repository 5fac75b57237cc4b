import { assert, assertEquals } from "@std/assert";
import { claimWriter } from "./claims.ts";
import { TokenList } from "./token_list.ts";

const list = (text: string) => TokenList.read(new Blob([text]).stream());
const address = { hostname: "127.0.0.1", port: 8000 };

Deno.test("TokenList: reads one token a line, of any length", async () => {
  for (const text of ["f1.a\n\nlonger\n", "f1.a\n\nlonger"]) {
    const tokens = await list(text);
    assertEquals([0, 1, 2].map((i) => tokens.at(i)), ["f1.a", "", "longer"]);
    assertEquals(tokens.length, 3);
  }
  assertEquals((await list("")).length, 0);
  assertEquals((await list("f1.a\n".repeat(200_000) + "f1.b")).at(200_000), "f1.b");
});

Deno.test("claimWriter: writes a whole request with the member's token", async () => {
  const write = claimWriter({
    address,
    path: "/api/sales/s/claims",
    tokens: await list("one\ntwo\n"),
    seed: 7,
  });
  const into = new Uint8Array(1024).fill(0x21);
  const text = new TextDecoder().decode(into.subarray(0, write(1, into)));
  const [head, body] = text.split("\r\n\r\n");
  const [start, ...fields] = head!.split("\r\n");
  assertEquals(start, "POST /api/sales/s/claims HTTP/1.1");
  assertEquals(fields.slice(0, 3), [
    "Host: 127.0.0.1:8000",
    "Content-Type: application/json",
    "Authorization: Bearer two",
  ]);
  assertEquals(fields[3], `Content-Length: ${new TextEncoder().encode(body!).length}`);
  assertEquals(Object.keys(JSON.parse(body!)), ["source", "city"]);
});

Deno.test("claimWriter: a seed repeats its bodies, another has others", async () => {
  const tokens = await list("x\n".repeat(200));
  const bodies = (seed: number) => {
    const write = claimWriter({ address, path: "/", tokens, seed });
    const into = new Uint8Array(1024);
    return Array.from(
      { length: 200 },
      (_, i) => new TextDecoder().decode(into.subarray(0, write(i, into))),
    );
  };
  assertEquals(bodies(1), bodies(1));
  assert(bodies(1).join() !== bodies(2).join());
  assert(new Set(bodies(1)).size > 40, "60 bodies are possible");
});
