import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { shippedTemplate, shippedTemplates } from "../showroom/shipped.ts";
import { templateProblems } from "./check_template.ts";
import { choose, chooseTrim } from "./choose.ts";
import { configure, priceOf } from "./price.ts";
import { pricedConfiguration } from "./priced.ts";
import { resolve, settle, wishesOf } from "./resolve.ts";
import { type RuleBook, ruleBook } from "./rule_book.ts";
import { openShareCode, readShareCode, shareCode } from "./share_code.ts";
import { type Template, templateSchema } from "./template.ts";
import { problemWords } from "./template_problems.ts";
import { brokenIn } from "./walk.ts";

const lu = shippedTemplate("lu");
const book = (trim: string, template = lu): RuleBook => ruleBook(template, trim)!;

const books = shippedTemplates().flatMap((template) =>
  template.trims.map(({ code }) => ruleBook(template, code)!)
);

/** A trim, and clicks on what it can have, in an order. */
const clicks = fc.constantFrom(...books).chain((book) =>
  fc.record({
    book: fc.constant(book),
    codes: fc.array(
      fc.constantFrom(...book.template.options.map(({ code }) => code).filter((c) => book.has(c))),
      { maxLength: 14 },
    ),
  })
);

const walk = (book: RuleBook, codes: readonly string[]): string[] =>
  codes.reduce<string[]>((wishes, code) => [...choose(book, wishes, code).next.wishes], []);

const assertWhole = (book: RuleBook, options: readonly string[]): void =>
  assertEquals(brokenIn(book, options), undefined);

Deno.test("choose reaches no dead end: after any clicks the car is whole and keeps every rule", () => {
  fc.assert(
    fc.property(clicks, ({ book, codes }) => {
      assertWhole(book, resolve(book, walk(book, codes)));
    }),
    { numRuns: 2_000, seed: 6 },
  );
});

Deno.test("choose can always have any option next, whatever was chosen", () => {
  fc.assert(
    fc.property(clicks, ({ book, codes }) => {
      const wishes = walk(book, codes);
      const had = resolve(book, wishes);
      for (const { code } of book.template.options) {
        if (!book.has(code) || had.includes(code)) continue;
        const { next } = choose(book, wishes, code);
        const options = resolve(book, next.wishes);
        assert(options.includes(code), `${code} after ${codes}`);
        assertWhole(book, options);
      }
    }),
    { numRuns: 300, seed: 6 },
  );
});

Deno.test("resolve gives the same car for wishes that go together, in any order of clicks", () => {
  const shuffled = clicks.chain(({ book, codes }) => {
    const together = settle(book, codes);
    return fc.record({
      book: fc.constant(book),
      together: fc.constant(together),
      order: fc.shuffledSubarray(together, {
        minLength: together.length,
        maxLength: together.length,
      }),
    });
  });
  fc.assert(
    fc.property(shuffled, ({ book, together, order }) => {
      // A click on what another one brought already would take it out again.
      const clicked = order.reduce<readonly string[]>(
        (wishes, code) =>
          resolve(book, wishes).includes(code) ? wishes : choose(book, wishes, code).next.wishes,
        [],
      );
      const car = resolve(book, together);
      assertEquals(resolve(book, order), car);
      assertEquals(resolve(book, clicked), car);
    }),
    { numRuns: 2_000, seed: 6 },
  );
});

Deno.test("choose tells of every change beside the click itself, and the difference in price", () => {
  fc.assert(
    fc.property(clicks, ({ book, codes }) => {
      const clicked = codes.at(-1);
      if (!clicked) return;
      const wishes = walk(book, codes.slice(0, -1));
      const choice = choose(book, wishes, clicked);
      const before = resolve(book, wishes);
      const after = resolve(book, choice.next.wishes);
      const group = book.option(clicked)!.group;
      const told = [...choice.adds, ...choice.removes].map(({ code }) => code);
      for (const { code } of book.template.options) {
        const changed = before.includes(code) !== after.includes(code);
        const own = code === clicked ||
          (book.isOneOf(clicked) && book.option(code)!.group === group);
        assertEquals(told.includes(code), changed && !own, `${code} on ${clicked}`);
      }
      const price = (options: readonly string[]) => priceOf(book, options).priceFen;
      assertEquals(price(before) + choice.differenceFen, price(after));
    }),
    { numRuns: 1_000, seed: 6 },
  );
});

Deno.test("shareCode is the same for the same car, and gives it again", () => {
  fc.assert(
    fc.property(clicks, ({ book, codes }) => {
      const options = resolve(book, walk(book, codes));
      const code = shareCode(book, options);
      const opened = openShareCode(book.template, code)!;
      assertEquals(opened.trim, book.trim.code);
      assertEquals(resolve(book, opened.wishes), options);
      assertEquals(resolve(book, wishesOf(book, options)), options);
      assertEquals(pricedConfiguration.parse(configure(book.template, opened)).code, code);
    }),
    { numRuns: 1_000, seed: 6 },
  );
});

Deno.test("readShareCode turns any one wrong character down", () => {
  const { code } = configure(lu, { trim: "performance", wishes: ["pack_track"] })!;
  for (let at = code.indexOf("-") + 1; at < code.length; at++) {
    for (const digit of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
      if (digit === code[at]) continue;
      assertEquals(readShareCode(code.slice(0, at) + digit + code.slice(at + 1)), undefined);
    }
  }
  assertEquals(readShareCode(` ${code.toLowerCase()} `)?.code, code);
});

Deno.test("choose says before the click what a rule adds and why", () => {
  const { adds, removes, differenceFen } = choose(book("performance"), ["tow_bar"], "pack_track");
  assertEquals(adds.map(({ code }) => code), ["wheels_ridge"]);
  assertEquals(adds[0]!.reason, {
    kind: "rule",
    by: "pack_track",
    because: lu.rules.find(({ when }) => when === "pack_track")!.because,
  });
  assertEquals(removes.map(({ code, reason }) => [code, reason.kind]), [
    ["wheels_aero", "rule"],
    ["tow_bar", "rule"],
  ]);
  assertEquals(differenceFen, (18_000 - 6_000) * 100);
});

Deno.test("choose takes out what cannot stay without the option, and says so", () => {
  const { removes } = choose(book("long"), ["pack_comfort"], "interior_sand");
  assertEquals(removes, [{
    code: "pack_comfort",
    reason: {
      kind: "rule",
      by: "pack_comfort",
      because: lu.rules.find(({ when }) => when === "pack_comfort")!.because,
    },
  }]);
});

Deno.test("choose leaves what is standard in a trim where it is", () => {
  const { next, adds, removes } = choose(book("long"), [], "v2l");
  assertEquals([next.wishes, adds, removes], [[], [], []]);
});

Deno.test("priceOf charges what a rule requires and not what it implies", () => {
  const { parts } = configure(lu, { trim: "core", wishes: ["glass_roof"] })!;
  assertEquals(parts.map(({ code, fen, ...rest }) => [code, fen, rest.with]), [
    ["core", 15_990_000, undefined],
    ["roof_night", 0, "glass_roof"],
    ["glass_roof", 500_000, undefined],
  ]);
});

Deno.test("chooseTrim keeps what the other trim has and names what it has not", () => {
  const choice = chooseTrim(lu, { trim: "long", wishes: ["tow_bar", "paint_maple"] }, "core")!;
  assertEquals(choice.next, { trim: "core", wishes: ["paint_maple"] });
  assertEquals(choice.removes, [{ code: "tow_bar", reason: { kind: "trim" } }]);
});

const problems = (template: Template): string[] =>
  templateProblems(template).map((problem) => problemWords(problem, "en"));

Deno.test("in no template that is shipped does a click lead to a dead end", () => {
  for (const template of shippedTemplates()) assertEquals(problems(template), []);
});

Deno.test("templateProblems names everything that is wrong, and where", () => {
  const broken = structuredClone(lu);
  broken.options[0]!.group = "colour";
  broken.trims[0]!.standard.push("heliport");
  assertEquals(problems(broken), [
    "option “paint_mist” names an unknown group “colour”",
    "trim “core” names an unknown option “heliport”",
  ]);
  const closed = structuredClone(lu);
  closed.rules.push({
    when: "sound",
    kind: "excludes",
    options: ["roof_paint"],
    because: { zh: "试", en: "test" },
  });
  assert(
    problems(closed).includes("trim “core”: “sound” does not go with its standard “roof_paint”"),
  );
  assertThrows(() => templateSchema.parse({ ...lu, version: 0 }), "version");
});
