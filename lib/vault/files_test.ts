import { assert, assertEquals, assertRejects } from "@std/assert";
import { DenoKvStore } from "../kernel/mod.ts";
import { fileTypeOf, keepFile, MAX_FILE_BYTES, readFile, removeFile, sealOfFile } from "./files.ts";
import { Vault } from "./vault.ts";

const random = (length: number) => {
  const bytes = new Uint8Array(length);
  for (let from = 0; from < length; from += 65_536) {
    crypto.getRandomValues(bytes.subarray(from, from + 65_536));
  }
  return bytes;
};
const opening = async () => {
  const store = await DenoKvStore.open(":memory:");
  return { store, [Symbol.dispose]: () => store.close() };
};
const described = async (bytes: Uint8Array<ArrayBuffer>) => ({
  seal: await sealOfFile(bytes),
  bytes: bytes.length,
});

Deno.test("vault files: the largest comes back as it was, and nothing is readable in the store", async () => {
  using opened = await opening();
  const { store } = opened;
  const vault = new Vault(store, "s".repeat(32));
  const bytes = random(MAX_FILE_BYTES);
  await keepFile(vault, "a", "paper", bytes);
  assertEquals(await readFile(vault, "a", "paper", await described(bytes)), bytes);
  assertEquals(await readFile(vault, "b", "paper", await described(bytes)), undefined);
  const piece = bytes.subarray(0, 300).toBase64();
  for await (const { value } of store.list({ prefix: ["vault", "data"] })) {
    assert(value.byteLength <= 64 * 1024, "fits one value");
    assert(!new TextDecoder("latin1").decode(value).includes(piece), "is sealed");
  }
});

Deno.test("vault files: gone is gone, one piece or the whole person", async () => {
  using opened = await opening();
  const { store } = opened;
  const vault = new Vault(store, "s".repeat(32));
  const bytes = random(100_000);
  for (const name of ["one", "two"]) await keepFile(vault, "a", name, bytes);
  await removeFile(vault, "a", "one", await described(bytes));
  assertEquals(await readFile(vault, "a", "one", await described(bytes)), undefined);
  await vault.erase("a");
  assertEquals(await readFile(vault, "a", "two", await described(bytes)), undefined);
  for await (const { key } of store.list({ prefix: ["vault"] })) {
    throw new Error(`expected nothing to be left, got ${JSON.stringify(key)}`);
  }
});

Deno.test("vault files: more rows than one commit takes are erased as well", async () => {
  using opened = await opening();
  const { store } = opened;
  const vault = new Vault(store, "s".repeat(32));
  for (let nth = 0; nth < 1_100; nth++) await vault.put("a", `field ${nth}`, "x");
  await vault.erase("a");
  for await (const { key } of store.list({ prefix: ["vault"] })) {
    throw new Error(`expected nothing to be left, got ${JSON.stringify(key)}`);
  }
});

Deno.test("vault files: too large or empty is not kept; what it is shows in how it begins", async () => {
  using opened = await opening();
  const vault = new Vault(opened.store, "s".repeat(32));
  await assertRejects(() => keepFile(vault, "a", "x", new Uint8Array(0)), RangeError);
  await assertRejects(
    () => keepFile(vault, "a", "x", new Uint8Array(MAX_FILE_BYTES + 1)),
    RangeError,
  );
  assertEquals(fileTypeOf(new TextEncoder().encode("%PDF-1.7")), "application/pdf");
  assertEquals(fileTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])), "image/jpeg");
  assertEquals(fileTypeOf(new TextEncoder().encode("<script>")), undefined);
});
