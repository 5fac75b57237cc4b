import { assertEquals } from "@std/assert";
import { App, trailingSlashes } from "fresh";

Deno.test("trailingSlashes redirects to the one form of a path", async () => {
  const cases: ["always" | "never", string, string | null][] = [
    ["always", "/a?b=1", "/a/?b=1"],
    ["always", "/a/", null],
    ["never", "/a/?b=1", "/a?b=1"],
    ["never", "/a", null],
    ["never", "/", null],
    ["always", "/", null],
  ];
  for (const [mode, path, location] of cases) {
    const app = new App().use(trailingSlashes(mode)).get("*", (ctx) => ctx.text("ok"));
    const response = await app.handler()(new Request(`http://localhost${path}`));
    assertEquals(response.headers.get("location"), location, `${mode} ${path}`);
  }
});
