/** What every chat gateway has to pass, whatever its vendor. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ChatGateway, type ChatMessage, ChatRefused } from "./port.ts";

export interface ChatUnderTest {
  readonly gateway: ChatGateway;
  /** What the group has read, the newest last. */
  readonly read: (group: string) => readonly {
    readonly title: string;
    readonly text: string;
    readonly actions: readonly { readonly url: string }[];
    readonly everybody: boolean;
  }[];
  readonly pass: (ms: number) => void;
  /** The vendor is away, or answers again. */
  readonly away: (is: boolean) => void;
}

const { signal } = new AbortController();

export const MESSAGE: ChatMessage = {
  title: "试驾预约",
  text: "### 试驾预约\n\n鹭，12 月 1 日 10:00",
  severity: "info",
  actions: [
    { title: "确认", url: "https://shop.example/alerts/x?a=1&b=2" },
    { title: "打开", url: "https://shop.example/staff/day" },
  ],
  everybody: false,
};

export function chatContract(vendor: string, open: () => ChatUnderTest): void {
  Deno.test(`${vendor}: a message arrives in its group alone, whole, with its links`, async () => {
    const { gateway, read } = open();
    await gateway.send("sales", MESSAGE, signal);
    assertEquals(read("service"), []);
    const [got, ...others] = read("sales");
    assertEquals(others, []);
    assertEquals(got!.title, MESSAGE.title);
    assertStringIncludes(got!.text, "12 月 1 日");
    assertEquals(got!.actions.map(({ url }) => url), MESSAGE.actions.map(({ url }) => url));
  });

  Deno.test(`${vendor}: everybody is called where that is wanted, and the links are still there`, async () => {
    const { gateway, read } = open();
    await gateway.send("alerts", { ...MESSAGE, everybody: true }, signal);
    const [got] = read("alerts");
    assertEquals(got!.everybody, true);
    assertStringIncludes(JSON.stringify(got), "https://shop.example/alerts/x?a=1&b=2");
  });

  Deno.test(`${vendor}: too much in a minute may be sent later, and arrives then`, async () => {
    const { gateway, read, pass } = open();
    for (let i = 0; i < 20; i++) await gateway.send("sales", MESSAGE, signal);
    const tooFast = await assertRejects(() => gateway.send("sales", MESSAGE, signal), Error);
    assert(!(tooFast instanceof ChatRefused), tooFast.message);
    // Other groups are not silenced by it.
    await gateway.send("service", MESSAGE, signal);
    pass(2 * 60_000);
    await assertRejects(() => gateway.send("sales", MESSAGE, signal), Error);
    pass(9 * 60_000);
    await gateway.send("sales", MESSAGE, signal);
    assertEquals(read("sales").length, 21);
  });

  Deno.test(`${vendor}: away is for later, a group that is not there is for good`, async () => {
    const { gateway, away, read } = open();
    away(true);
    const error = await assertRejects(() => gateway.send("sales", MESSAGE, signal), Error);
    assert(!(error instanceof ChatRefused));
    away(false);
    await gateway.send("sales", MESSAGE, signal);
    assertEquals(read("sales").length, 1);
    await assertRejects(() => gateway.send("elsewhere", MESSAGE, signal), ChatRefused);
  });

  Deno.test(`${vendor}: what no group takes is refused for good`, async () => {
    const { gateway } = open();
    const long = { ...MESSAGE, text: "长".repeat(8_000) };
    await assertRejects(() => gateway.send("sales", long, signal), ChatRefused);
  });
}
