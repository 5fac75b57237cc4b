import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { guestList } from "./guest_list.ts";

const MINUTE = 60_000;
const OPENS = 100 * MINUTE;
const announced = ["announced", { title: "鹭 Lu 首发", opensAt: OPENS }] as const;
const at = (minutes: number) => ({ at: minutes * MINUTE });
const registered = (...members: string[]) =>
  members.map((memberId, i) => ["registered", { memberId, number: i + 1 }] as const);

const said = (outcome: { ok: boolean; value?: unknown; refusal?: string }): unknown =>
  outcome.ok ? (outcome.value as { outcome?: string }).outcome : outcome.refusal;

type Step = ReturnType<ReturnType<typeof given<typeof guestList>>["when"]>;

/** Who is told what by the list's next turn. */
const told = ({ events }: Step) =>
  events.flatMap(([name, what]) =>
    name === "reminded" ? [[what.members.join(), what.open ? "open" : "soon"]] : []
  );

Deno.test("GUEST-1: a member registers once, until the moment of the opening", () => {
  const first = given(guestList, announced)
    .when("register", { memberId: "a", from: { source: "wechat", city: "杭州" } }, at(1));
  assertEquals(first.outcome, {
    ok: true,
    value: { outcome: "registered", number: 1, opensAt: OPENS },
  });
  const again = first.when("register", { memberId: "a" }, at(2));
  assertEquals([said(again.outcome), again.events], ["already", []]);
  const late = first.when("register", { memberId: "b" }, { at: OPENS });
  assertEquals(said(late.outcome), "registration_closed");
  assertEquals(said(given(guestList).when("register", { memberId: "a" }).outcome), "unknown_sale");
});

Deno.test("GUEST-2: a registration is withdrawn until the opening; another gets a new number", () => {
  const first = given(guestList, announced, ...registered("a"));
  assertEquals(
    said(first.when("withdraw", { memberId: "a" }, { at: OPENS }).outcome),
    "registration_closed",
  );
  assertEquals(said(first.when("withdraw", { memberId: "b" }, at(1)).outcome), "not_registered");
  const out = first.when("withdraw", { memberId: "a" }, at(1));
  assertEquals(said(out.when("withdraw", { memberId: "a" }, at(1)).outcome), "not_registered");
  const back = out.when("register", { memberId: "a" }, at(2));
  assertEquals(back.outcome.ok && back.outcome.value.number, 2);
  assertEquals(said(given(guestList).when("withdraw", { memberId: "a" }).outcome), "unknown_sale");
});

Deno.test("GUEST-3: everyone is reminded half an hour before, who comes later five minutes before", () => {
  const list = given(guestList).when("announce", { title: "s", opensAt: OPENS }, at(0));
  assertEquals(list.reminders.remind, OPENS - 30 * MINUTE);
  const first = given(guestList, announced, ...registered("a", "b", "c"))
    .when("withdraw", { memberId: "b" }, at(1))
    .when("remind", {}, at(70));
  assertEquals(told(first), [["a,c", "soon"]]);
  assertEquals(first.reminders.remind, OPENS - 5 * MINUTE);
  const second = first.when("register", { memberId: "d" }, at(80)).when("remind", {}, at(95));
  assertEquals(told(second), [["d", "soon"]]);
  const last = second.when("register", { memberId: "e" }, at(97));
  assertEquals(told(last.when("remind", {}, { at: OPENS })), []);
});

Deno.test("GUEST-3: a long list is told in batches, each once", () => {
  const members = Array.from({ length: 200 }, (_, i) => `m${i}`);
  let step = given(guestList, announced, ...registered(...members)).when("remind", {}, at(70));
  const all = [told(step)[0]![0]!];
  for (let turns = 0; turns < 2; turns++) {
    step = step.when("remind", {}, { at: step.reminders.remind! });
    all.push(told(step)[0]![0]!);
  }
  assertEquals(all.join(), members.join());
  assertEquals(step.reminders.remind, OPENS - 5 * MINUTE);
});

Deno.test("GUEST-3: a reminder has the English title that was given last", () => {
  const before = given(guestList, announced, ...registered("a"));
  const named = ({ events }: Step) =>
    events.flatMap(([name, what]) => name === "reminded" ? [[what.title, what.titleEn]] : []);
  assertEquals(named(before.when("remind", {}, at(70))), [["鹭 Lu 首发", undefined]]);
  const after = before.when("retitle", { titleEn: "The Lu launch" }, at(2));
  assertEquals(named(after.when("remind", {}, at(70))), [["鹭 Lu 首发", "The Lu launch"]]);
});

Deno.test("GUEST-4: a sale that staff open ahead of its time is told to everyone, the reminded as well", () => {
  const list = given(guestList, announced, ...registered("a")).when("remind", {}, at(70))
    .when("register", { memberId: "b" }, at(71))
    .when("open", {}, at(72));
  assertEquals(list.reminders.remind, 72 * MINUTE);
  const open = list.when("remind", {}, at(72));
  assertEquals(told(open), [["a,b", "open"]]);
  assertEquals(
    said(open.when("register", { memberId: "c" }, at(73)).outcome),
    "registration_closed",
  );
});

Deno.test("GUEST-5: a sale that has opened in its time, or was closed, reminds nobody", () => {
  const list = given(guestList, announced, ...registered("a"));
  for (const over of [list.when("open", {}, { at: OPENS }), list.when("close", {}, at(1))]) {
    assertEquals(over.reminders.remind, undefined);
    assertEquals(told(over.when("remind", {}, { at: OPENS })), []);
  }
});
