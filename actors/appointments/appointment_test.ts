import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { appointment } from "./appointment.ts";

const DAY = 86_400_000;
const START = 10 * DAY;
const opening = {
  memberId: "m",
  dealerId: "sh-xuhui",
  kind: "test_drive" as const,
  model: "lu",
  startAt: START,
};
const open = given(appointment).when("open", opening, { at: 0 });
const scores = { overall: 5, people: 4 };

Deno.test("APPOINTMENT-1: one reminder, a day before the start that holds", () => {
  assertEquals(open.reminders, { day_before: START - DAY });
  const moved = open.when("move", { startAt: START + DAY });
  assertEquals(moved.reminders, { day_before: START });
  assertEquals(moved.when("move", { startAt: DAY / 2 }).reminders, {});
  assertEquals(open.when("close", {}).reminders, {});
  const told = open.when("tell_day_before", {}, { at: START - DAY });
  assertEquals(told.events, [["day_before", opening]]);
  assertEquals(open.when("tell_day_before", {}, { at: START }).events, []);
  assertEquals(open.when("close", {}).when("tell_day_before", {}).events, []);
});

Deno.test("APPOINTMENT-2: a review is by who came, once", () => {
  const said = { memberId: "m", scores, hasText: true };
  const refused = (refusal: string) => ({ ok: false, refusal });
  assertEquals<unknown>(open.when("review", said).outcome, refused("not_visited"));
  const done = open.when("finish", {});
  assertEquals<unknown>(
    done.when("review", { ...said, memberId: "x" }).outcome,
    refused("unknown_booking"),
  );
  const reviewed = done.when("review", said, { at: START + DAY });
  assertEquals(reviewed.state.review, { scores, hasText: true, at: START + DAY });
  assertEquals<unknown>(reviewed.when("review", said).outcome, refused("reviewed_already"));
});

Deno.test("APPOINTMENT-3: a reply needs a review; a later one stands in its place", () => {
  const done = open.when("finish", {});
  assertEquals<unknown>(done.when("reply", { text: "谢谢" }).outcome, {
    ok: false,
    refusal: "not_reviewed",
  });
  const replied = done.when("review", { memberId: "m", scores, hasText: false })
    .when("reply", { text: "谢谢" }).when("reply", { text: "欢迎再来" });
  assertEquals(replied.state.reply?.text, "欢迎再来");
});

Deno.test("an appointment that is opened again, or closed before it is opened, stays as it is", () => {
  assertEquals(open.when("open", { ...opening, startAt: 5 }).events, []);
  assertEquals(given(appointment).when("close", {}).events, []);
  assertEquals(open.when("close", {}).when("finish", {}).state.status, "closed");
});
