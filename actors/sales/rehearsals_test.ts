import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { KEPT, type Rehearsal, rehearsals } from "./rehearsals.ts";

const staff = { id: "s1", role: "staff" };
const forecast = {
  ...{ sold: 2, returned: 0, asked: 2, waiting: 3, leads: 5, payments: 2, rounds: 1 },
  ...{ soldOutAt: 1, seconds: 0 },
};
const begun = (id: string) => ({
  id,
  saleId: "launch",
  title: "首发",
  forecast,
  plan: {
    ...{ mode: "first_come", participants: 5, cars: 2, abandon: 0, holdMs: 1, offerMs: 1 } as const,
    ...{ depositFen: 1, curve: "burst", arrivalMs: 1_000, room: null, seed: 1 } as const,
  },
});
const progress = { at: 3, participants: 5, held: 1, sold: 1, returned: 0 };
const end = (id: string) => ({ id, ending: { status: "cancelled" } as const });
const last = ({ state }: { state: { rehearsals: Rehearsal[] } }) => state.rehearsals.at(-1)!;

Deno.test("REHEARSAL-1: a second one is refused until the first has ended", () => {
  const first = given(rehearsals).when("start", begun("a"), { at: 1, by: staff });
  assertEquals(last(first).by, "s1");
  const second = first.when("start", begun("b"));
  assertEquals(second.outcome, { ok: false, refusal: "rehearsal_running" });
  assertEquals(first.when("end", end("a")).when("start", begun("b")).outcome.ok, true);
});

Deno.test("REHEARSAL-2: the oldest gives way", () => {
  let now = given(rehearsals).when("start", begun("r0"));
  for (let i = 1; i <= KEPT; i++) {
    now = now.when("end", end(`r${i - 1}`)).when("start", begun(`r${i}`));
  }
  assertEquals(now.state.rehearsals.map(({ id }: Rehearsal) => id), [
    ...Array.from({ length: KEPT }, (_, i) => `r${i + 1}`),
  ]);
  assertEquals(now.when("cancel", { id: "r0" }).outcome, {
    ok: false,
    refusal: "unknown_rehearsal",
  });
});

Deno.test("REHEARSAL-3: a report after a cancellation is told to stop", () => {
  const running = given(rehearsals).when("start", begun("a")).when("report", { id: "a", progress });
  assertEquals(running.outcome, { ok: true, value: { goOn: true } });
  assertEquals(last(running).progress, progress);
  const cancelled = running.when("cancel", { id: "a" });
  assertEquals(cancelled.outcome, { ok: true, value: { status: "stopping" } });
  const told = cancelled.when("report", { id: "a", progress });
  assertEquals(told.outcome, { ok: true, value: { goOn: false } });
});

Deno.test("REHEARSAL-4: after a minute of silence it counts as interrupted", () => {
  const running = given(rehearsals).when("start", begun("a"), { at: 1_000 });
  assertEquals(running.reminders, { miss: 61_000 });
  const reported = running.when("report", { id: "a", progress }, { at: 5_000 });
  assertEquals(reported.reminders, { miss: 65_000 });
  const missed = reported.when("miss", { id: "a" }, { at: 65_000 });
  assertEquals([last(missed).ending, last(missed).endedAt], [{ status: "interrupted" }, 65_000]);
});

Deno.test("REHEARSAL-5: what has ended is not ended, cancelled or reported again", () => {
  const ended = given(rehearsals).when("start", begun("a")).when("end", end("a"), { at: 9 });
  assertEquals(ended.reminders, {});
  const reason = { status: "failed", reason: "late" } as const;
  assertEquals(ended.when("end", { id: "a", ending: reason }).events, []);
  assertEquals(ended.when("miss", { id: "a" }).events, []);
  assertEquals(ended.when("report", { id: "a", progress }).outcome, {
    ok: true,
    value: { goOn: false },
  });
  assertEquals(ended.when("cancel", { id: "a" }).outcome, {
    ok: true,
    value: { status: "cancelled" },
  });
});
