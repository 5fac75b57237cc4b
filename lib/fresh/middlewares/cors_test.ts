import { assertEquals } from "@std/assert";
import { App, cors, type CORSOptions } from "fresh";

async function ask(
  options: Partial<CORSOptions<unknown>> | undefined,
  headers: HeadersInit,
  method = "GET",
) {
  const app = new App().use(cors(options)).get("/", (ctx) => ctx.text("ok"));
  const response = await app.handler()(new Request("http://localhost/", { method, headers }));
  await response.body?.cancel();
  return response;
}

Deno.test("cors allows everyone, or the origins it was given", async () => {
  const allowed = async (origin: CORSOptions<unknown>["origin"] | undefined, from: string) => {
    const { headers } = await ask(origin ? { origin } : undefined, { origin: from });
    return [headers.get("access-control-allow-origin"), headers.get("vary")];
  };
  assertEquals(await allowed(undefined, "https://a.example"), ["*", null]);
  const one = "https://a.example";
  for (const given of [one, ["x", one], (asked: string) => (asked === one ? asked : null)]) {
    assertEquals(await allowed(given, one), [one, "Origin"]);
    assertEquals(await allowed(given, "https://b.example"), [null, null]);
  }
});

Deno.test("cors answers a preflight itself", async () => {
  const response = await ask(
    { origin: "*", maxAge: 600, credentials: true, exposeHeaders: ["x-a"] },
    { origin: "https://a.example", "access-control-request-headers": "x-b, x-c" },
    "OPTIONS",
  );
  assertEquals(response.status, 204);
  assertEquals(Object.fromEntries(response.headers), {
    "access-control-allow-credentials": "true",
    "access-control-allow-headers": "x-b,x-c",
    "access-control-allow-methods": "GET,HEAD,PUT,POST,DELETE,PATCH",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-a",
    "access-control-max-age": "600",
    vary: "Access-Control-Request-Headers",
  });
});
