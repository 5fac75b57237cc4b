import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { sale, type SaleState } from "./sale.ts";

const plan = {
  title: "鹭",
  model: "lu",
  capacity: 10,
  opensAt: 1_000,
  closesAt: 9_000,
  holdMs: 60_000,
  offerMs: 20_000,
  mode: "first_come",
  depositFen: 200_000,
} as const;
const scheduled = ["scheduled", plan] as const;
const opened = ["opened", {}] as const;
const paused = ["paused", {}] as const;
const closed = ["closed", {}] as const;

Deno.test("SALE-1: scheduling reminds of the opening, opening by hand forgets it", () => {
  const ahead = given(sale).when("schedule", plan, { at: 10 });
  assertEquals(ahead.reminders, { open: 1_000, close: 9_000 });
  const open = ahead.when("open", {}, { at: 500 });
  assertEquals([open.state.status, open.reminders], ["open", { close: 9_000 }]);
});

Deno.test("SALE-2: a closed sale stays closed and has no reminders", () => {
  const over = given(sale).when("schedule", plan).when("close", {}, { at: 5 });
  assertEquals([over.state.status, over.reminders], ["closed", {}]);
  for (const command of ["open", "pause", "resume"] as const) {
    assertEquals(over.when(command, {}).outcome, { ok: false, refusal: "closed" });
  }
});

Deno.test("SALE-3: only an open sale pauses, only a paused one resumes", () => {
  type Case = [
    SaleState["status"],
    Parameters<typeof given<typeof sale>>[1][],
    "pause" | "resume",
    string,
  ];
  const cases: Case[] = [
    ["draft", [], "pause", "unknown_sale"],
    ["scheduled", [scheduled], "pause", "not_open"],
    ["scheduled", [scheduled], "resume", "not_paused"],
    ["open", [scheduled, opened], "pause", "paused"],
    ["open", [scheduled, opened], "resume", "open"],
    ["paused", [scheduled, opened, paused], "resume", "open"],
    ["paused", [scheduled, opened, paused], "pause", "paused"],
    ["closed", [scheduled, opened, closed], "pause", "closed"],
  ];
  for (const [status, events, command, expected] of cases) {
    const { outcome } = given(sale, ...events).when(command, {}, { at: 999 });
    assertEquals(
      outcome.ok ? outcome.value.status : outcome.refusal,
      expected,
      `${command} when ${status}`,
    );
  }
});

Deno.test("SALE-1: from opensAt on a sale is open, though its reminder is still to come", () => {
  const due = given(sale).when("schedule", plan, { at: 10 });
  const pausedAtOnce = due.when("pause", {}, { at: 1_000 });
  assertEquals(pausedAtOnce.events.map(([name]) => name), ["opened", "paused"]);
  assertEquals([pausedAtOnce.state.status, pausedAtOnce.reminders], ["paused", { close: 9_000 }]);
  const resumed = due.when("resume", {}, { at: 1_000 });
  assertEquals([resumed.state.status, resumed.reminders], ["open", { close: 9_000 }]);
});

Deno.test("SALE-4: limits change until the sale is closed, and cars only become more", () => {
  const more = given(sale).when("schedule", plan).when("adjust", { capacity: 12, closesAt: null });
  assertEquals(more.events, [["adjusted", { capacity: 12, closesAt: null }]]);
  assertEquals(more.reminders, { open: 1_000 });
  assertEquals(more.state.status === "scheduled" && more.state.plan.capacity, 12);
  const cases: [string, Parameters<typeof given<typeof sale>>[1][], object][] = [
    ["unknown_sale", [], {}],
    ["fewer_cars", [scheduled], { capacity: 9 }],
    ["closes_before_it_opens", [scheduled], { closesAt: 1_000 }],
    ["closes_before_it_opens", [scheduled, opened], { closesAt: 1_400 }],
    ["closed", [scheduled, closed], { capacity: 12 }],
  ];
  for (const [expected, events, change] of cases) {
    const { outcome } = given(sale, ...events).when("adjust", change, { at: 1_500 });
    assertEquals(outcome.ok ? "adjusted" : outcome.refusal, expected);
  }
});

Deno.test("SALE-6: an English title comes with the plan or later, until the sale is closed", () => {
  const titleOf = ({ state }: { readonly state: SaleState }) =>
    state.status === "draft" ? undefined : state.plan.titleEn;
  const both = given(sale).when("schedule", { ...plan, titleEn: "Lu" });
  assertEquals(titleOf(both), "Lu");
  // Sales from before there were English titles have none in their journals.
  const old = given(sale, scheduled);
  const later = old.when("adjust", { titleEn: "The Lu" });
  assertEquals([titleOf(old.when("open", {})), titleOf(later)], [undefined, "The Lu"]);
  assertEquals(titleOf(later.when("open", {})), "The Lu");
  // What opens, pauses or closes says what it is called: messages to staff name it so.
  const name = { title: "鹭", titleEn: "The Lu" };
  const open = later.when("open", {});
  const told = [open, open.when("pause", {}), open.when("close", {})];
  assertEquals(told.flatMap(({ events }) => events), [
    ["opened", name],
    ["paused", name],
    ["closed", name],
  ]);
  const over = given(sale, scheduled, closed).when("adjust", { titleEn: "Lu" });
  assertEquals(over.outcome, { ok: false, refusal: "closed" });
});

Deno.test("SALE-5: earnest money is at most a fifth of the car's price, any other deposit its price", () => {
  const car = {
    model: "lu",
    trim: "plus",
    templateVersion: 1,
    code: "LU1-AZSVM",
    options: [],
    drive: "new_energy" as const,
    parts: [{ code: "base", kind: "base" as const, amountFen: 100_000 }],
    priceFen: 100_000,
  };
  // A larger one was taken as earnest money, of which the law gives the rest no effect.
  const cases = [
    ["earnest", 20_000, true],
    ["earnest", 20_001, false],
    [undefined, 100_000, true],
    ["reservation", 100_001, false],
  ] as const;
  for (const [depositAs, depositFen, ok] of cases) {
    const terms = { ...plan, car, depositFen, ...(depositAs ? { depositAs } : {}) };
    const { outcome } = given(sale).when("schedule", terms);
    assertEquals(outcome.ok || outcome.refusal, ok || "deposit_too_large");
  }
});

Deno.test("a sale is scheduled once, and closes after it opens", () => {
  assertEquals(given(sale, scheduled).when("schedule", plan).outcome, {
    ok: false,
    refusal: "already_scheduled",
  });
  const backwards = given(sale).when("schedule", { ...plan, closesAt: 1_000 });
  assertEquals(backwards.outcome, { ok: false, refusal: "closes_before_it_opens" });
});
