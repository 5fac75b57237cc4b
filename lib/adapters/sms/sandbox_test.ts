import { assertEquals } from "@std/assert";
import { DenoKvStore } from "../../kernel/mod.ts";
import { SmsSandbox } from "./sandbox.ts";

const { signal } = new AbortController();

Deno.test("SmsSandbox: a message is there on every node and after a restart, each once, the newest last", async () => {
  // Behind a load balancer the code of a sign-in could be read on one node of three.
  const store = await DenoKvStore.open(":memory:");
  const [one, other] = [new SmsSandbox(store, () => 1), new SmsSandbox(store, () => 2)];
  const phone = "13800138000";
  const send = (node: SmsSandbox, key: string) =>
    node.send({ phone, text: `code ${key}`, idempotencyKey: key, signal });
  await send(one, "a");
  await send(other, "a");
  await Promise.all([send(one, "b"), send(other, "b")]);
  assertEquals((await other.messages(phone)).map(({ messageId }) => messageId), ["a", "b"]);
  for (let i = 0; i < 30; i++) await send(one, `m${i}`);
  const messages = await new SmsSandbox(store, () => 3).messages(phone);
  assertEquals([messages.length, messages.at(-1)?.text], [20, "code m29"]);
  assertEquals(await one.messages("13900139000"), []);
  const unseen = new SmsSandbox(store, () => 4, { kept: false });
  await unseen.send({ phone: "13900139000", text: "x", idempotencyKey: "x", signal });
  assertEquals(await unseen.messages("13900139000"), []);
  store.close();
});
