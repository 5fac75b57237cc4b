import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { inbox } from "./inbox.ts";

const message = (id: string, topic: "points" | "offers" = "points") => ({
  id,
  topic,
  code: "points_end",
  values: { points: "5" },
  href: "/my/points",
});

Deno.test("INBOX-1: delivered once, the newest first, fifty at most", () => {
  let step = given(inbox).when("deliver", message("0")).when("deliver", message("0"));
  assertEquals(step.events, []);
  for (let i = 1; i <= 50; i++) step = step.when("deliver", message(`${i}`));
  const { messages } = step.state;
  assertEquals([messages.length, messages[0]!.id, messages.at(-1)!.id], [50, "50", "1"]);
});

Deno.test("INBOX-2: by text message only where it is wanted; offers never by themselves", () => {
  const sms = (step: { events: readonly (readonly [string, unknown])[] }) =>
    (step.events[0]![1] as { sms: boolean }).sms;
  assertEquals(sms(given(inbox).when("deliver", message("a"))), true);
  assertEquals(sms(given(inbox).when("deliver", message("a", "offers"))), false);
  const off = given(inbox).when("prefer", { topic: "points", sms: false });
  assertEquals(sms(off.when("deliver", message("a"))), false);
  assertEquals(off.when("prefer", { topic: "points", sms: false }).events, []);
});

Deno.test("INBOX-4: to devices unless it is not wanted; offers never by themselves, orders another way", () => {
  const pushed = (
    topic: "points" | "offers" | "orders",
    before = given(inbox).when("read", { ids: [] }),
  ) => {
    const [name, event] = before.when("deliver", { ...message("a"), topic }).events[0]!;
    return name === "delivered" && event.push;
  };
  assertEquals([pushed("points"), pushed("offers"), pushed("orders")], [true, false, false]);
  const chosen = given(inbox).when("prefer", { topic: "points", sms: true, push: false })
    .when("prefer", { topic: "offers", sms: false, push: true });
  assertEquals([pushed("points", chosen), pushed("offers", chosen)], [false, true]);
  // Who changes texts alone keeps what they chose for devices.
  const texts = chosen.when("prefer", { topic: "points", sms: false });
  assertEquals(pushed("points", texts), false);
});

Deno.test("INBOX-3: read once, and it stays read", () => {
  const two = given(inbox).when("deliver", message("a")).when("deliver", message("b"));
  assertEquals(two.when("read", { ids: ["a", "x"] }).outcome, { ok: true, value: { read: 1 } });
  const all = two.when("read", { ids: "all" });
  assertEquals(all.when("read", { ids: "all" }).outcome, { ok: true, value: { read: 0 } });
});

// After an upgrade a policy that was new read the journals of old orders: the inbox filled with last year.
Deno.test("INBOX-5: what happened more than three days ago is no news any more", () => {
  const day = 24 * 3_600_000;
  const at = 1_000 * day;
  const told = (happenedAt: number) =>
    given(inbox).when("deliver", { ...message("a"), happenedAt }, { at }).events;
  assertEquals(told(at - 3 * day).length, 1);
  assertEquals(told(at - 3 * day - 1), []);
  assertEquals("happenedAt" in told(at)[0]![1], false, "the message has the time at which it came");
});
