import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { differenceKey, openDifferences, reconciliation } from "./reconciliation.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Noon of 16 January in Beijing. */
const NOON = Date.parse("2027-01-16T12:00:00+08:00");
const ELEVEN = NOON - HOUR_MS + DAY_MS;
const lost = { kind: "missing_with_us" as const, paymentId: "p1", theirsFen: 5 };
const result = { lines: 1, ours: 0, billFen: 5, oursFen: 0, differences: [lost], more: 0 };
const at = (time: number) => ({ at: time });

Deno.test("RECON-1: a day is compared at eleven on the day after, and each hour until that works", () => {
  const begun = given(reconciliation).when("begin", {}, at(NOON));
  assertEquals(begun.reminders, { due: ELEVEN });
  assertEquals(begun.when("begin", {}, at(NOON + 5)).events, [], "each start tells it again");
  const due = begun.when("run_due", {}, at(ELEVEN));
  assertEquals(due.events, [["run_begun", { day: "2027-01-16", due: true }]]);
  assertEquals(due.reminders.due, ELEVEN + DAY_MS);
  const late = due.when("run_failed", { day: "2027-01-16", reason: "away" }, at(ELEVEN + 9));
  assertEquals(late.reminders["again 2027-01-16"], ELEVEN + 9 + HOUR_MS);
  assertEquals(late.state.days.get("2027-01-16")?.status, "late");
  const again = late.when("run", { day: "2027-01-16" }, at(ELEVEN + HOUR_MS));
  const done = again.when("ran", { day: "2027-01-16", result }, at(ELEVEN + HOUR_MS));
  assertEquals(done.state.days.get("2027-01-16")?.status, "done");
  assertEquals(done.when("run_failed", { day: "2027-01-16" }, at(ELEVEN + DAY_MS)).events, []);
});

Deno.test("RECON-1: a day that is not over has no bill", () => {
  const asked = given(reconciliation).when("run", { day: "2027-01-16" }, at(NOON));
  assertEquals(asked.outcome.ok, false);
});

Deno.test("RECON-2: days that were missed are made up for", () => {
  const away = given(reconciliation, ["begun", { through: "2027-01-12" }]);
  const due = away.when("run_due", {}, at(NOON));
  assertEquals(due.events.map(([, event]) => (event as { day: string }).day), [
    "2027-01-13",
    "2027-01-14",
    "2027-01-15",
  ]);
});

Deno.test("RECON-3: compared again, what was settled stays settled", () => {
  const day = "2027-01-15";
  const compared = given(reconciliation, ["run_begun", { day, due: true }], [
    "compared",
    { day, result },
  ]);
  const key = differenceKey(lost);
  const settled = compared.when("settle", { day, key, note: "paid back by hand" }, at(NOON));
  assertEquals(openDifferences(settled.state.days.get(day)!), []);
  const other = { kind: "missing_there" as const, paymentId: "p2", oursFen: 7 };
  const again = settled.when("run", { day }, at(NOON))
    .when("ran", { day, result: { ...result, differences: [lost, other] } }, at(NOON));
  assertEquals(openDifferences(again.state.days.get(day)!), [other]);
});

Deno.test("RECON-4: a difference is settled once, with a note, by who is named", () => {
  const day = "2027-01-15";
  const compared = given(reconciliation, ["run_begun", { day, due: true }], [
    "compared",
    { day, result },
  ]);
  const key = differenceKey(lost);
  const by = { id: "staff-1", role: "staff" as const };
  const settled = compared.when("settle", { day, key, note: "by hand" }, { at: NOON, by });
  assertEquals(settled.state.days.get(day)?.settled.get(key), {
    by: "staff-1",
    note: "by hand",
    at: NOON,
  });
  assertEquals(settled.when("settle", { day, key, note: "again" }, at(NOON)).events, []);
  const refused = compared.when("settle", { day, key: "other", note: "by hand" }, at(NOON));
  assertEquals(refused.outcome.ok, false);
  const unknown = compared.when("settle", { day: "2027-01-01", key, note: "by hand" }, at(NOON));
  assertEquals(unknown.outcome.ok, false);
});
