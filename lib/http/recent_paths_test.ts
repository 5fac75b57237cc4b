import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import { RecentPaths } from "./recent_paths.ts";

function counted() {
  let searches = 0;
  const router = new TrieRouter<never>();
  const search = router.match.bind(router);
  router.match = (method, path) => (searches++, search(method, path));
  const app = new Hono({ router: new RecentPaths(router) });
  app.get("/sales/:sale", (c) => c.text(`read ${c.req.param("sale")}`));
  app.post("/sales/:sale", (c) => c.text(`claim ${c.req.param("sale")}`));
  const ask = async (path: string, method = "GET") =>
    await (await app.request(path, { method })).text();
  return { ask, searches: () => searches };
}

Deno.test("RecentPaths: a path asked for again leads to the same route without a search", async () => {
  const { ask, searches } = counted();
  for (let i = 0; i < 3; i++) assertEquals(await ask("/sales/a?n=1"), "read a");
  assertEquals(searches(), 1);
});

Deno.test("RecentPaths: methods and paths are told apart", async () => {
  const { ask } = counted();
  for (let i = 0; i < 2; i++) {
    assertEquals(await ask("/sales/a"), "read a");
    assertEquals(await ask("/sales/b"), "read b");
    assertEquals(await ask("/sales/a", "POST"), "claim a");
    assertEquals(await ask("/nothing"), "404 Not Found");
  }
});

Deno.test("RecentPaths: what anyone asks for does not gather in memory", async () => {
  const { ask, searches } = counted();
  for (let i = 0; i < 200; i++) assertEquals(await ask(`/sales/${i}`), `read ${i}`);
  assertEquals(await ask("/sales/0"), "read 0");
  assertEquals(searches(), 201, "the first is searched for again");
});
