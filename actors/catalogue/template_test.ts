import { assertEquals } from "@std/assert";
import type { Edit } from "../../lib/configurator/edit.ts";
import type { Template } from "../../lib/configurator/template.ts";
import { given } from "../../lib/kernel/testing/given.ts";
import { shippedTemplate } from "../../lib/showroom/shipped.ts";
import { template, type TemplateState } from "./template.ts";

const lu = shippedTemplate("lu");
const maple = lu.options.find(({ code }) => code === "paint_maple")!;
const NOON = 1_000_000;

const priced = (priceFen: number): Edit => ({
  do: "put",
  list: "options",
  item: { ...maple, priceFen },
});
const seeded = () => given(template).when("seed", { template: lu });
const drafted = () => seeded().when("begin", { from: 1 }, { at: NOON });
const priceIn = (of: Template) => of.options.find(({ code }) => code === "paint_maple")!.priceFen;

Deno.test("TEMPLATE-1: a published version stays what it was, and the next has the next number", () => {
  const { state, outcome } = drafted()
    .when("edit", { revision: 1, edits: [priced(900_000)] })
    .when("publish", { revision: 2, note: "枫色调价", at: null }, { at: NOON });
  assertEquals(outcome, { ok: true, value: { version: 2, at: NOON } });
  assertEquals(state.versions[0]!.template, lu);
  assertEquals(priceIn(state.versions[1]!.template), 900_000);
  assertEquals([state.versions[1]!.template.version, state.draft], [2, null]);
  assertEquals(seeded().when("seed", { template: { ...lu, seats: 7 } }).state, seeded().state);
});

Deno.test("TEMPLATE-2: there is one draft, the copy of a version", () => {
  assertEquals(drafted().state.draft?.template, lu);
  assertEquals(drafted().when("begin", { from: 1 }).outcome, {
    ok: false,
    refusal: "draft_exists",
    detail: { revision: 1 },
  });
  assertEquals(seeded().when("begin", { from: 2 }).outcome, {
    ok: false,
    refusal: "unknown_version",
  });
  assertEquals(drafted().when("discard", { revision: 1 }).state.draft, null);
  for (const command of ["edit", "discard", "publish"] as const) {
    const payload = { revision: 1, edits: [priced(0)], note: "x", at: null };
    assertEquals(seeded().when(command, payload).outcome, { ok: false, refusal: "no_draft" });
  }
});

Deno.test("TEMPLATE-3: a change on a revision that has passed is refused, and what came between is kept", () => {
  const step = drafted().when("edit", { revision: 1, edits: [priced(800_000)] }, {
    by: { id: "ann", role: "staff" },
  });
  const stale = { ok: false, refusal: "changed_meanwhile", detail: { revision: 2 } } as const;
  assertEquals(step.when("edit", { revision: 1, edits: [priced(700_000)] }).outcome, stale);
  assertEquals(step.when("discard", { revision: 1 }).outcome, stale);
  assertEquals(step.when("publish", { revision: 1, note: "x", at: null }).outcome, stale);
  const { draft }: TemplateState = step.state;
  assertEquals(draft!.recent.map(({ revision, by }) => [revision, by]), [[2, "ann"]]);
});

Deno.test("TEMPLATE-3: edits of one command happen together or not at all", () => {
  const step = drafted().when("edit", {
    revision: 1,
    edits: [priced(1), { do: "remove", list: "options", code: "heliport" }],
  });
  assertEquals(step.outcome, { ok: false, refusal: "does_not_fit", detail: { edit: 1 } });
  assertEquals(step.state, drafted().state);
});

Deno.test("TEMPLATE-4: what has a flaw or changes nothing is not published", () => {
  assertEquals(drafted().when("publish", { revision: 1, note: "x", at: null }).outcome, {
    ok: false,
    refusal: "nothing_changed",
  });
  const broken = drafted()
    .when("edit", {
      revision: 1,
      edits: [{ do: "remove", list: "options", code: "roof_paint" }],
    })
    .when("publish", { revision: 2, note: "x", at: null });
  assertEquals(broken.outcome.ok, false);
  assertEquals(!broken.outcome.ok && broken.outcome.refusal, "template_unsound");
  assertEquals(broken.state.versions.length, 1);
});

Deno.test("TEMPLATE-4: an option that goes off sale while a trim has it as standard is a flaw", () => {
  const standard = lu.options.find(({ code }) => code === "roof_paint")!;
  const step = drafted()
    .when("edit", {
      revision: 1,
      edits: [{ do: "put", list: "options", item: { ...standard, onSale: { until: NOON + 9 } } }],
    })
    .when("publish", { revision: 2, note: "x", at: null }, { at: NOON });
  assertEquals(!step.outcome.ok && step.outcome.refusal, "template_unsound");
});

Deno.test("TEMPLATE-5: a publication ahead waits for its time; its draft stands still, or it is called off", () => {
  const waiting = drafted()
    .when("edit", { revision: 1, edits: [priced(900_000)] })
    .when("publish", { revision: 2, note: "新年", at: NOON + 60_000 }, { at: NOON });
  assertEquals(waiting.reminders, { publish: NOON + 60_000 });
  assertEquals(waiting.when("edit", { revision: 2, edits: [priced(1)] }).outcome, {
    ok: false,
    refusal: "publication_waits",
    detail: { at: NOON + 60_000 },
  });
  // A clock set back after the reminder had rung: it was refused, and never rang again.
  const early = waiting.when("publish_due", {}, { at: NOON + 59_999 });
  assertEquals([early.events, early.reminders], [[], { publish: NOON + 60_000 }]);
  const due: TemplateState = waiting.when("publish_due", {}, { at: NOON + 60_000 }).state;
  assertEquals(due.versions.map(({ template, at, note }) => [template.version, at, note]), [
    [1, null, ""],
    [2, NOON + 60_000, "新年"],
  ]);
  const off = waiting.when("call_off", {});
  assertEquals([off.reminders, off.state.scheduled], [{}, null]);
  assertEquals(priceIn(off.state.draft!.template), 900_000);
  assertEquals(off.when("publish_due", {}, { at: NOON + 60_000 }).outcome.ok, false);
  assertEquals(off.when("call_off", {}).outcome, { ok: false, refusal: "no_publication_waits" });
  for (const at of [NOON, NOON + 400 * 24 * 3_600_000]) {
    assertEquals(off.when("publish", { revision: 2, note: "x", at }, { at: NOON }).outcome, {
      ok: false,
      refusal: "begins_in_the_past",
    });
  }
});

Deno.test("TEMPLATE-6: an older version comes back as a new one", () => {
  const { versions }: TemplateState = drafted()
    .when("edit", { revision: 1, edits: [priced(900_000)] })
    .when("publish", { revision: 2, note: "up", at: null })
    .when("begin", { from: 1 })
    .when("publish", { revision: 1, note: "back", at: null }).state;
  assertEquals(versions.map(({ template }) => [template.version, priceIn(template)]), [
    [1, maple.priceFen],
    [2, 900_000],
    [3, maple.priceFen],
  ]);
  assertEquals(versions[2]!.basedOn, 1);
});
