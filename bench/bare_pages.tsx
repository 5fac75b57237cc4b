/**
 * The measure for pages, in a process of its own: the home page's own components by nothing but
 * `preact-render-to-string` and Hono, and the bytes of a sale's shell by nothing but `Deno.serve`.
 */
import { Hono } from "hono";
import type { ComponentType } from "preact";
import { renderToString } from "preact-render-to-string";
import { messagesIn } from "../lib/i18n/language.ts";
import { shopText } from "../lib/i18n/shop.ts";
import AppWrapper from "../routes/_app.tsx";
import Home from "../routes/index.tsx";

const origin = new URL(Deno.env.get("SHELL_FROM") ?? "http://127.0.0.1:8000/sales/launch-2017");
const shell = await fetch(origin, { headers: { "accept-encoding": "br" } });
const shellHeaders = [...shell.headers].filter(([name]) => name !== "content-encoding");
const shellBytes = await shell.bytes();
const sale = await (await fetch(`${origin.origin}/api${origin.pathname}`)).json();

type Props = Record<string, unknown>;
const Document = AppWrapper as unknown as ComponentType<Props>;
const Page = Home as unknown as ComponentType<Props>;

const app = new Hono();

app.get("/", (context) => {
  const url = new URL(context.req.url);
  const state = { language: "zh", text: messagesIn("zh"), shop: shopText("zh"), over: "light" };
  const props = { url, state, data: { sale, now: Date.now() } };
  const html = renderToString(
    <Document {...props} Component={() => <Page {...props} />} />,
  );
  return context.html(`<!DOCTYPE html>${html}`);
});

if (import.meta.main) {
  Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      onListen: ({ port }) => console.log(`Listening on http://127.0.0.1:${port}`),
    },
    (request) =>
      new URL(request.url).pathname === "/"
        ? app.fetch(request)
        : new Response(shellBytes, { headers: shellHeaders }),
  );
}
