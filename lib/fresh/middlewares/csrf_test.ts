import { assertEquals } from "@std/assert";
import { App, csrf, type CsrfOptions } from "fresh";

const status = async (headers: HeadersInit, method = "POST", options?: CsrfOptions) => {
  const app = new App().use(csrf(options)).all("/", (ctx) => ctx.text("ok"));
  return (await app.handler()(new Request("https://shop.example/", { method, headers }))).status;
};

Deno.test(
  "csrf lets the own site and clients that are no browsers in, and no other site",
  async () => {
    const cases: [Record<string, string>, number][] = [
      [{}, 200],
      [{ "sec-fetch-site": "same-origin" }, 200],
      [{ "sec-fetch-site": "none" }, 200],
      [{ "sec-fetch-site": "cross-site" }, 403],
      [{ "sec-fetch-site": "same-site", origin: "https://other.shop.example" }, 403],
      [{ "sec-fetch-site": "cross-site", origin: "https://shop.example" }, 200],
      [{ origin: "https://shop.example" }, 200],
      [{ origin: "https://evil.example" }, 403],
      [{ origin: "null" }, 403],
    ];
    for (const [headers, expected] of cases) {
      assertEquals(await status(headers), expected, JSON.stringify(headers));
    }
    assertEquals(await status({ origin: "https://evil.example" }, "GET"), 200);
  },
);

Deno.test("csrf takes other origins by name, by list and by a function", async () => {
  const origin = "https://partner.example";
  const options: CsrfOptions["origin"][] = [origin, ["x", origin], (one) => one === origin];
  for (const allowed of options) {
    assertEquals(await status({ origin }, "POST", { origin: allowed! }), 200);
    assertEquals(
      await status({ origin: "https://shop.example" }, "POST", { origin: allowed! }),
      403,
    );
  }
});
