import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { App, csp, type CSPOptions } from "fresh";

const POLICY = "content-security-policy";

function ask(options: CSPOptions | undefined, path = "/"): Promise<Response> {
  const app = new App()
    .use(csp(options))
    .get("/", (ctx) => ctx.render(<style>{"a{}"}</style>))
    .get("/api", (ctx) => ctx.json({}))
    .get("/copied", async (ctx) => {
      const { body, headers } = await ctx.render(<style>{"a{}"}</style>);
      return new Response(body, { headers });
    });
  return app.handler()(new Request(`http://localhost${path}`));
}

Deno.test(
  "csp sets a strict policy, with the directives it was given in place of the defaults",
  async () => {
    const policy = (await ask({ csp: ["img-src 'self' https://img.example"] })).headers.get(
      POLICY,
    )!;
    assertStringIncludes(policy, "default-src 'self'; script-src 'self' 'unsafe-inline';");
    assertStringIncludes(policy, "img-src 'self' https://img.example");
    assertEquals(policy.match(/img-src/g)!.length, 1);
  },
);

Deno.test("csp with a nonce allows what the page rendered, and nothing else inline", async () => {
  for (const path of ["/", "/copied"]) {
    const response = await ask({ useNonce: true }, path);
    const policy = response.headers.get(POLICY)!;
    const [, nonce] = /script-src 'self' 'nonce-([0-9a-f]+)'/.exec(policy)!;
    assertStringIncludes(policy, `style-src 'self' 'nonce-${nonce}'`);
    assert(!policy.includes("unsafe-inline"));
    assertStringIncludes(await response.text(), `<style nonce="${nonce}">`);
  }
  const [one, other] = await Promise.all([ask({ useNonce: true }), ask({ useNonce: true })]);
  assert(one.headers.get(POLICY) !== other.headers.get(POLICY));
  assertStringIncludes(
    (await ask({ useNonce: true }, "/api")).headers.get(POLICY)!,
    "script-src 'self' 'unsafe-inline'",
  );
});

Deno.test("csp reports where it is told to, and only reports if asked", async () => {
  const { headers } = await ask({ reportOnly: true, reportTo: "/reports" });
  assertEquals(headers.get(POLICY), null);
  assertMatch(
    headers.get(`${POLICY}-report-only`)!,
    /report-to csp-endpoint; report-uri \/reports$/,
  );
  assertEquals(headers.get("reporting-endpoints"), 'csp-endpoint="/reports"');
});
