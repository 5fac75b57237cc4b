import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createHmac } from "node:crypto";
import { Undeliverable } from "../../kernel/mod.ts";
import { chatContract, MESSAGE } from "./contract_testing.ts";
import { chatCourier } from "./courier.ts";
import { openDingTalk, type Robot, signature } from "./dingtalk.ts";
import { composed } from "./messages.ts";
import { ChatRefused, type ChatRequest } from "./port.ts";
import { DingTalkSandbox } from "./sandbox.ts";

const NOON = Date.UTC(2026, 10, 23, 4);
const GROUPS = ["sales", "service", "alerts"];
const { signal } = new AbortController();

function opened(
  change: { robots?: (real: ReadonlyMap<string, Robot>) => Map<string, Robot> } = {},
) {
  let now = NOON, ourClock = 0;
  const sandbox = new DingTalkSandbox(GROUPS, () => now);
  const gateway = openDingTalk({
    robots: change.robots?.(sandbox.robots) ?? sandbox.robots,
    now: () => now + ourClock,
    fetch: (request) => sandbox.fetch(request),
  });
  return {
    gateway,
    sandbox,
    read: (group: string) => sandbox.messages(group),
    pass: (ms: number) => void (now += ms),
    away: (is: boolean) => void (sandbox.failing = is ? 502 : undefined),
    clockOff: (ms: number) => void (ourClock = ms),
  };
}

chatContract("DingTalk", () => opened());

Deno.test("signature is base64 of HMAC-SHA256 over time, line end and secret, keyed with the secret", async () => {
  const [time, secret] = ["1577262236757", "SECtest"];
  const expected = createHmac("sha256", secret).update(`${time}\n${secret}`).digest("base64");
  assertEquals(await signature(time, secret), expected);
});

Deno.test("DingTalk: another's secret is refused for good; a clock an hour off may be set right", async () => {
  const stranger = (real: ReadonlyMap<string, Robot>) =>
    new Map([...real].map(([name, robot]) => [name, { ...robot, secret: "SECother" }]));
  const wrong = opened({ robots: stranger });
  await assertRejects(() => wrong.gateway.send("sales", MESSAGE, signal), ChatRefused, "310000");
  const off = opened();
  off.clockOff(-61 * 60_000);
  const error = await assertRejects(() => off.gateway.send("sales", MESSAGE, signal), Error);
  assert(!(error instanceof ChatRefused), error.message);
  off.clockOff(59 * 60_000);
  await off.gateway.send("sales", MESSAGE, signal);
});

Deno.test("DingTalk: a signature with + and / arrives as it was signed", async () => {
  const { gateway, pass, read } = opened();
  for (let i = 0; i < 40; i++) {
    await gateway.send("sales", MESSAGE, signal);
    pass(4_001);
  }
  assertEquals(read("sales").length, 40);
});

const LINKS = {
  acknowledge: (group: string, message: number) =>
    `https://shop.example/alerts/${group}.${message}`,
  page: (path: string) => `https://shop.example${path}`,
};

const request = (change: Partial<ChatRequest> = {}): ChatRequest => ({
  group: "sales",
  message: 7,
  lines: [{
    code: "drive_booked",
    values: { model: "lu", time: "2026-12-01 10:00", dealer: "晴川 徐汇" },
    href: "/staff/day?dealer=sh-xuhui",
    count: 1,
  }],
  more: [],
  everybody: false,
  ...change,
});

Deno.test("composed: one notice in both languages; many as a list with the numbers of the rest", () => {
  const one = composed(request(), LINKS);
  assertEquals(one.title, "试驾预约");
  assertStringIncludes(one.text, "新试驾预约：鹭，12月1日 周二 10:00，晴川 徐汇");
  assertStringIncludes(one.text, "Test drive booked: Lu");
  assertEquals(one.actions.map(({ url }) => url), [
    "https://shop.example/alerts/sales.7",
    "https://shop.example/staff/day?dealer=sh-xuhui",
  ]);
  const [line] = request().lines;
  const many = composed(
    request({ lines: [line!, line!], more: [{ code: "dead_letters", count: 400 }] }),
    LINKS,
  );
  assertEquals([many.title, many.severity], ["告警 · 试驾预约 2 · 死信 400", "alert"]);
  assertStringIncludes(many.text, "- 另有 死信 400 条");
});

Deno.test("composed: nothing in a value becomes markup", () => {
  const values = { places: "[tap](https://evil.example) **now** <b>\n# x", count: "9" };
  const { text } = composed(
    request({ lines: [{ code: "dead_letters", values, href: null, count: 2 }] }),
    LINKS,
  );
  assert(!/\]\(|\*\*|<b>|\n# /.test(text), text);
});

Deno.test("chatCourier: what is refused for good is undeliverable, all else is tried again", async () => {
  const { gateway, sandbox, read } = opened();
  const courier = chatCourier({ gateway, links: LINKS });
  const carry = (asked: ChatRequest) =>
    courier.carry(asked as never, { idempotencyKey: "k", attempt: 1, signal });
  assertEquals(await carry(request()), { sent: true });
  assertEquals(read("sales").length, 1);
  await assertRejects(() => carry(request({ group: "elsewhere" })), Undeliverable);
  sandbox.failing = 503;
  const error = await assertRejects(() => carry(request()), Error, "503");
  assert(!(error instanceof Undeliverable));
});

Deno.test("the sandbox takes nothing that DingTalk would not", async () => {
  const { sandbox } = opened();
  const { accessToken, secret } = sandbox.robots.get("sales")!;
  const ask = async (
    change: { token?: string; sign?: string; time?: string; body?: string; type?: string },
  ) => {
    const time = change.time ?? String(NOON);
    const sign = encodeURIComponent(change.sign ?? await signature(time, secret));
    const response = await sandbox.fetch(
      new Request(
        `https://oapi.dingtalk.com/robot/send?access_token=${
          change.token ?? accessToken
        }&timestamp=${time}&sign=${sign}`,
        {
          method: "POST",
          headers: { "content-type": change.type ?? "application/json" },
          body: change.body ?? '{"msgtype":"markdown","markdown":{"title":"a","text":"b"}}',
        },
      ),
    );
    return (await response.json()).errcode;
  };
  assertEquals(await ask({}), 0);
  assertEquals(await ask({ token: "x" }), 300005);
  assertEquals(await ask({ sign: "x" }), 310000);
  assertEquals(await ask({ time: String(NOON - 3_600_001) }), 310000);
  assertEquals(await ask({ type: "text/plain" }), 43004);
  for (const body of ["", "{}", '{"msgtype":"text","text":{"content":"x"}}', "[]"]) {
    assertEquals(await ask({ body }), 40035);
  }
});
