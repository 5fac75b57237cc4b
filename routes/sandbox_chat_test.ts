import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { openDingTalk } from "../lib/adapters/chat/dingtalk.ts";
import { DingTalkSandbox } from "../lib/adapters/chat/sandbox.ts";
import { addChatSandbox } from "./sandbox_chat.ts";

const { signal } = new AbortController();

Deno.test("/sandbox/chat shows what groups were told, links within this server, nothing as markup", async () => {
  const now = () => Date.UTC(2026, 10, 23, 4);
  const sandbox = new DingTalkSandbox(["sales", "service.sh-xuhui"], now);
  const fetch = (request: Request) => sandbox.fetch(request);
  const gateway = openDingTalk({ robots: sandbox.robots, now, fetch });
  await gateway.send("service.sh-xuhui", {
    title: "保养 <b>预约</b>",
    text: "### 保养\n\n- [看一看](https://shop.example/staff/day?a=1)\n> English",
    severity: "info",
    actions: [{ title: "确认", url: "https://shop.example/alerts/x~1" }],
    everybody: false,
  }, signal);
  const app = new Hono();
  addChatSandbox(app, sandbox);
  const page = await app.request("/sandbox/chat", { headers: { accept: "text/html" } });
  const text = await page.text();
  assertStringIncludes(text, "售后群");
  assertStringIncludes(text, '<a href="/staff/day?a=1">看一看</a>');
  assertStringIncludes(text, '<a href="/alerts/x~1">确认</a>');
  assert(!text.includes("<b>预约") && !text.includes("销售群"));
  const data = await (await app.request("/sandbox/chat?group=sales")).json();
  assertEquals(data, { groups: [{ name: "sales", messages: [] }] });
});
