import { assertEquals } from "@std/assert";
import { joinPath, Router } from "./router.ts";

const at = (router: Router<string>, path: string, method: "GET" | "HEAD" | "POST" = "GET") =>
  router.match(method, path);

Deno.test("Router takes exact paths before patterns, whatever the order", () => {
  const router = new Router<string>();
  router.add("GET", "/:id", "pattern");
  router.add("GET", "/all", "exact");
  assertEquals(at(router, "/all").item, "exact");
  assertEquals(at(router, "/other").item, "pattern");
});

Deno.test("Router gives decoded params and leaves what is badly encoded", () => {
  const router = new Router<string>();
  router.add("GET", "/:a/:b/c", "x");
  assertEquals(at(router, "/a%20a/%E5%AD%A6/c").params, { a: "a a", b: "学" });
  assertEquals(at(router, "/%E5%AD/b/c").params, { a: "%E5%AD", b: "b" });
});

Deno.test("Router tells a wrong method from a missing path", () => {
  const router = new Router<string>();
  router.add("GET", "/a", "x");
  assertEquals(at(router, "/a", "HEAD").item, "x");
  const wrong = at(router, "/a", "POST");
  assertEquals([wrong.pattern, wrong.item], ["/a", undefined]);
  assertEquals(wrong.allowed(), ["GET", "HEAD", "OPTIONS"]);
  assertEquals(at(router, "/b").pattern, null);
});

Deno.test("Router matches optional, rest and mixed segments, and paths beyond ASCII", () => {
  const router = new Router<string>();
  router.add("GET", "/shop{/:page}?", "optional");
  router.add("GET", "/files/:rest*", "rest");
  router.add("GET", "/a-:b", "mixed");
  router.add("GET", "/学校", "chinese");
  assertEquals(at(router, "/shop").params, { page: "" });
  assertEquals(at(router, "/shop/2").params, { page: "2" });
  assertEquals(at(router, "/files/x/y").params, { rest: "x/y" });
  assertEquals(at(router, "/a-1").params, { b: "1" });
  assertEquals(at(router, "/%E5%AD%A6%E6%A0%A1").item, "chinese");
});

Deno.test("joinPath puts a base in front of a pattern", () => {
  const cases: [string, string, string][] = [
    ["", "/foo", "/foo"],
    ["/", "/foo", "/foo"],
    ["/a/b", "/", "/a/b"],
    ["/a/b", "/c", "/a/b/c"],
    ["*", "/c", "/c"],
    ["/*", "/c", "/c"],
    ["/a", "*", "/a/*"],
    ["/a", "/*", "/a/*"],
    ["", "*", "*"],
    ["", "/", "/"],
  ];
  for (const [base, pattern, path] of cases) {
    assertEquals(joinPath(base, pattern), path);
  }
});
