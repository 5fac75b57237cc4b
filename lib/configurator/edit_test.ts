import { assertEquals } from "@std/assert";
import { LAST_MOMENT } from "../time/last_moment.ts";
import { shippedTemplate } from "../showroom/shipped.ts";
import { templateProblems } from "./check_template.ts";
import { configure } from "./price.ts";
import { applyEdit, type Edit, editSchema } from "./edit.ts";
import { offeredAt, trimsOnSale } from "./offered.ts";
import { ruleBook } from "./rule_book.ts";
import type { Template } from "./template.ts";
import { templateChanges } from "./template_changes.ts";
import { problemWords } from "./template_problems.ts";
import { deadEnd } from "./walk.ts";

const lu = shippedTemplate("lu");
const option = (code: string, of: Template = lu) => of.options.find((one) => one.code === code)!;
const because = { zh: "试", en: "a test" };
const edited = (...edits: Edit[]) =>
  edits.reduce<Template>((template, edit) => applyEdit(template, edit)!, lu);
const words = (template: Template, at = 0) =>
  templateProblems(template, at).map((problem) => problemWords(problem, "en"));

Deno.test("applyEdit puts, moves and takes out; what is not there cannot go", () => {
  const moved = edited({ do: "put", list: "options", item: option("paint_maple"), place: 0 });
  assertEquals(moved.options[0]!.code, "paint_maple");
  assertEquals(moved.options.length, lu.options.length);
  const kept = edited({ do: "put", list: "options", item: { ...option("tow_bar"), priceFen: 7 } });
  assertEquals(kept.options.map(({ code }) => code), lu.options.map(({ code }) => code));
  assertEquals(applyEdit(lu, { do: "remove", list: "trims", code: "gold" }), undefined);
  assertEquals(applyEdit(lu, { do: "remove", list: "rules", at: 99 }), undefined);
  assertEquals(edited({ do: "remove", list: "rules", at: 0 }).rules, lu.rules.slice(1));
});

Deno.test("an edit names no moment that no calendar shows", () => {
  // It was taken, and the desk showed it as NaN.
  const onSale = (from: number) =>
    editSchema.safeParse({
      do: "put",
      list: "options",
      item: { ...option("tow_bar"), onSale: { from } },
    }).success;
  assertEquals([onSale(LAST_MOMENT), onSale(LAST_MOMENT + 1)], [true, false]);
});

Deno.test("templateChanges names what was added, removed, changed and moved, and nothing else", () => {
  assertEquals(templateChanges(lu, structuredClone(lu)), []);
  const next = edited(
    { do: "put", list: "options", item: { ...option("tow_bar"), priceFen: 650_000 } },
    { do: "put", list: "options", item: option("paint_maple"), place: 0 },
    { do: "remove", list: "rules", at: 0 },
    { do: "describe", model: { name: lu.name, line: lu.line, energy: lu.energy, seats: 4 } },
  );
  assertEquals(
    templateChanges(lu, next).map(({ list, code, kind, fields }) => [
      list,
      list === "rules" ? "" : code,
      kind,
      ...fields.filter(() => kind === "changed").map((
        { field, before, after },
      ) => [field, before, after]),
    ]),
    [
      ["model", "lu", "changed", ["seats", 5, 4]],
      ["options", "tow_bar", "changed", ["priceFen", 600_000, 650_000]],
      ["rules", "", "removed"],
      ["options", "paint_maple", "moved"],
    ].sort((a, b) => order(a) - order(b)),
  );
});

const order = ([list, , kind]: unknown[]): number =>
  ["model", "options changed", "options moved", "rules"].findIndex((one) =>
    one === list || one === `${list} ${kind}`
  );

Deno.test("templateProblems finds dangling references, contradictions and what nobody can choose", () => {
  const gone = words(edited({ do: "remove", list: "options", code: "roof_night" }));
  assertEquals(gone.some((one) => one.includes("unknown option “roof_night”")), true);
  const contradiction = edited(
    {
      do: "put",
      list: "rules",
      item: { when: "tow_bar", kind: "requires", options: ["v2l"], because },
    },
    {
      do: "put",
      list: "rules",
      item: { when: "tow_bar", kind: "excludes", options: ["v2l"], because },
    },
  );
  assertEquals(words(contradiction).some((one) => one.includes("does not go together")), true);
  assertEquals(
    words(edited({ do: "put", list: "options", item: { ...option("tow_bar"), trims: [] } })),
    ["no trim can have “tow_bar”"],
  );
  assertEquals(
    words(edited({
      do: "put",
      list: "groups",
      item: { code: "lights", name: because, kind: "any" },
    })),
    ["there is no option in “lights”"],
  );
  assertEquals(words(lu), []);
});

Deno.test("problemWords tells each flaw in Chinese as well, with the names that customers know", () => {
  const [problem] = templateProblems(
    edited({ do: "put", list: "options", item: { ...option("tow_bar"), trims: [] } }),
  );
  assertEquals(problemWords(problem!, "zh", () => "拖车钩"), "“拖车钩”在任何版本里都选不到");
});

Deno.test("deadEnd finds the clicks after which a car is not whole", () => {
  assertEquals(deadEnd(lu), undefined);
  // Standard and needed by nothing, but it brings a wheel along: not sound, and walked into.
  const broken = {
    ...lu,
    rules: [...lu.rules, {
      when: "roof_paint",
      kind: "requires" as const,
      options: ["wheels_ridge"],
      because,
    }],
  };
  assertEquals(deadEnd(broken)?.trim, lu.trims[0]!.code);
});

Deno.test("offeredAt takes an option off sale, what needs it too, and keeps every share code", () => {
  const timed = edited({
    do: "put",
    list: "options",
    item: { ...option("wheels_ridge"), onSale: { until: 1_000 } },
  });
  const before = offeredAt(timed, 999);
  const after = offeredAt(timed, 1_000);
  const trim = "performance";
  assertEquals(ruleBook(before, trim)!.has("wheels_ridge"), true);
  assertEquals(ruleBook(after, trim)!.has("wheels_ridge"), false);
  assertEquals(ruleBook(after, trim)!.has("pack_track"), false);
  assertEquals(offeredAt(timed, 5_000), after);
  const car = { trim, wishes: ["paint_maple", "tow_bar"] };
  assertEquals(configure(after, car)?.code, configure(lu, car)?.code);
});

Deno.test("offeredAt takes a trim off sale, and templateProblems wants one to be left", () => {
  const until = (code: string, until: number): Edit => ({
    do: "put",
    list: "trims",
    item: { ...lu.trims.find((one) => one.code === code)!, onSale: { until } },
  });
  const fewer = edited(until("core", 50));
  assertEquals(trimsOnSale(offeredAt(fewer, 50)).map(({ code }) => code), ["long", "performance"]);
  assertEquals(words(fewer), []);
  const none = edited(until("core", 50), until("long", 60), until("performance", 70));
  assertEquals(words(none).map((one) => one.endsWith("no trim is on sale")), [true]);
});
