import { assert, assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import type { NoticeCode } from "../../lib/alerts/notices.ts";
import { chatGroup, type ChatGroupState } from "./chat_group.ts";

const MINUTE = 60_000;
const T0 = 1_000 * MINUTE;

const news = (id: string, code: NoticeCode = "drive_booked", about: string | null = null) => ({
  id,
  code,
  values: { model: "lu" },
  href: "/staff/day",
  count: 1,
  about,
});

const told = (...ids: string[]) => {
  let step = given(chatGroup).when("notify", news(ids[0]!), { at: T0 });
  for (const id of ids.slice(1)) step = step.when("notify", news(id));
  return step;
};

type Step = ReturnType<typeof told>;

const noticesOf = ({ state }: { readonly state: unknown }) => (state as ChatGroupState).notices;

/** What the message of this step says. */
const sent = ({ events }: Pick<Step, "events">) => {
  const found = events.find(([name]) => name === "message_due");
  return found?.[0] === "message_due" ? found[1] : undefined;
};

Deno.test("CHAT-1: a notice is told once by its id", () => {
  assertEquals(told("a").when("notify", news("a")).events, []);
});

Deno.test("CHAT-2: what comes while a message is on its way is gathered, five seconds apart", () => {
  const first = told("a");
  assertEquals(first.reminders, { flush: T0 + 1_000 });
  // What comes later does not put the message off.
  assertEquals(first.when("notify", news("b"), { at: T0 + 900 }).reminders, { flush: T0 + 1_000 });
  const message = first.when("flush", {}, { at: T0 + 1_000 });
  assertEquals(sent(message)?.keys, ["a"]);
  let on = message;
  for (const id of ["b", "c", "d"]) on = on.when("notify", news(id), { at: T0 + 1_500 });
  assertEquals(on.reminders, {});
  assertEquals(on.when("flush", {}).events, []);
  const after = on.when("delivered", { message: 1 }, { at: T0 + 2_000 });
  assertEquals(after.reminders.flush, T0 + 7_000);
  assertEquals(sent(after.when("flush", {}, { at: T0 + 7_000 }))?.keys, ["b", "c", "d"]);
});

Deno.test("CHAT-2: a burst of two hundred is twelve messages in a minute at most", () => {
  let step = told("0");
  let messages = 0;
  for (let ms = T0, n = 1; ms < T0 + MINUTE; ms += 300, n++) {
    step = step.when("notify", news(`${n}`), { at: ms });
    if ((step.reminders.flush ?? Infinity) <= ms) {
      step = step.when("flush", {}, { at: ms });
      if (sent(step)) messages++;
      step = step.when("delivered", { message: step.state.messages }, { at: ms });
    }
  }
  assert(messages > 8 && messages <= 12, String(messages));
});

Deno.test("CHAT-3: what did not arrive goes out again with what came since", () => {
  const away = told("a", "b").when("flush", {}, { at: T0 + 1_000 }).when("notify", news("c"))
    .when("undelivered", { message: 1, reason: "send too fast" }, { at: T0 + 2_000 });
  assertEquals(away.reminders, { flush: T0 + 2_000 + 10 * MINUTE });
  const again = away.when("flush", {}, { at: T0 + 2_000 + 10 * MINUTE });
  assertEquals(sent(again)?.keys, ["a", "b", "c"]);
  // The answer to the one before, which staff have sent again meanwhile, settles nothing.
  assertEquals(again.when("delivered", { message: 1 }).events, []);
});

Deno.test("CHAT-3: more than fit become numbers, and none is forgotten", () => {
  const step = told(...Array.from({ length: 230 }, (_, i) => `${i}`));
  const open = noticesOf(step);
  assertEquals(open.length, 201);
  assertEquals(open.reduce((sum, { count }) => sum + count, 0), 230);
  const message = sent(step.when("flush", {}, { at: T0 + 1_000 }))!;
  assertEquals(message.lines.length, 20);
  assertEquals(message.more, [{ code: "drive_booked", count: 210 }]);
});

Deno.test("CHAT-4: a newer notice of the same matter carries the number on, until it is acknowledged", () => {
  const leads = (id: string, count: number) => ({ ...news(id, "leads_grew", "leads s"), count });
  const grew = given(chatGroup).when("notify", leads("1", 300), { at: T0 })
    .when("flush", {}, { at: T0 + 1_000 }).when("delivered", { message: 1 })
    .when("notify", leads("2", 40), { at: T0 + MINUTE });
  assertEquals(noticesOf(grew).map(({ count, status }) => [count, status]), [[340, "waiting"]]);
  // Whoever answers the older message has not seen the forty.
  assertEquals(grew.when("acknowledge", { message: 1 }).outcome, {
    ok: false,
    refusal: "unknown_message",
  });
  const answered = grew.when("flush", {}, { at: T0 + MINUTE + 1_000 }).when("delivered", {
    message: 2,
  })
    .when("acknowledge", { message: 2 }).when("notify", leads("3", 5));
  assertEquals(noticesOf(answered).map(({ count }) => count), [340, 5]);
});

Deno.test("CHAT-4: who counts tells a number once, however many count", () => {
  const counted = (was: string | null, is: string, count: number) => ({
    ...news(`leads ${is}`, "leads_grew", "leads s"),
    count,
    mark: { name: "leads s", was, is },
  });
  const one = given(chatGroup).when("notify", counted(null, "10", 10), { at: T0 });
  assertEquals(one.when("notify", counted(null, "12", 12)).events, []);
  assertEquals(one.when("notify", counted("10", "12", 2)).state.notices[0]!.count, 12);
});

Deno.test("CHAT-5: the first who acknowledges is recorded, and it is not told again", () => {
  const by = (id: string) => ({ at: T0 + 5_000, by: { id, role: "staff" } });
  const message = told("a", "b").when("flush", {}, { at: T0 + 1_000 }).when("delivered", {
    message: 1,
  });
  const one = message.when("acknowledge", { message: 1 }, by("ming"));
  assertEquals(one.events, [["acknowledged", { keys: ["a", "b"], by: "ming" }]]);
  const two = one.when("acknowledge", { message: 1 }, by("hua"));
  assertEquals([two.events, two.outcome], [[], { ok: true, value: { acknowledged: 0 } }]);
  assertEquals(two.state.notices[0]!.acknowledged, { by: "ming", at: T0 + 5_000 });
  assertEquals(two.when("repeat", {}, { at: T0 + 100 * MINUTE }).events, []);
  // One of several, from the console.
  assertEquals(
    message.when("acknowledge", { key: "b" }, by("hua")).state.notices[0]!.status,
    "sent",
  );
});

Deno.test("CHAT-6: an alert is repeated three times, calls everybody at last, and stays open", () => {
  let step = given(chatGroup).when("notify", news("x", "bill_differs"), { at: T0 });
  const calls: boolean[] = [];
  let at = 0;
  for (let n = 1; n <= 4; n++) {
    step = step.when("flush", {}, { at: step.reminders.flush! });
    calls.push(sent(step)!.everybody);
    step = step.when("delivered", { message: n });
    if (n === 4) break;
    at = step.reminders.repeat!;
    step = step.when("repeat", {}, { at });
  }
  assertEquals(calls, [false, false, false, true]);
  assertEquals(step.reminders, {});
  assertEquals(step.state.notices[0]!.status, "sent");
  assert(at > T0 + 30 * MINUTE && at < T0 + 31 * MINUTE, String(at - T0));
});

Deno.test("CHAT-6: news is repeated once and calls nobody; what is more tells another group", () => {
  const repeated = (code: NoticeCode, times: number) => {
    let step = given(chatGroup).when("notify", news("x", code), { at: T0 });
    for (let n = 1; n <= times; n++) {
      step = step.when("flush", {}, { at: step.reminders.flush! }).when("delivered", {
        message: n,
      });
      step = step.when("repeat", {}, { at: step.reminders.repeat! });
    }
    return step;
  };
  const once = repeated("drive_booked", 1);
  assertEquals(once.events.map(([name]) => name), ["repeat_due"]);
  assertEquals(sent(once.when("flush", {}, { at: once.reminders.flush! }))!.everybody, false);
  assertEquals(repeated("review_low", 1).events.map(([name]) => name), ["repeat_due"]);
  assertEquals(repeated("review_low", 2).events.map(([name]) => name), ["repeat_due", "escalated"]);
});
