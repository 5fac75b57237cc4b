import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PIECES } from "../news/news.ts";
import { brand, shippedTemplate } from "../showroom/shipped.ts";
import { fold } from "./fold.ts";
import { excerptOf, highlight, hitsIn } from "./highlight.ts";
import { type Document, SearchIndex } from "./search_index.ts";
import { shopDocuments } from "./shop_documents.ts";
import { type Asked, ShopSearch } from "./shop_search.ts";
import { pairsOf, runsOf } from "./terms.ts";

const NOW = Date.parse("2027-01-15T11:00:00+08:00");

const RANGE = brand.models.map((model) => shippedTemplate(model));
const searchShop = ({ now, ...asked }: Asked & { now: number }) =>
  new ShopSearch({ templates: () => RANGE, now: () => now }).find(asked);

const found = (texts: readonly (string | Document)[], query: string): string[] =>
  new SearchIndex(texts.map((one) => typeof one === "string" ? { title: one, text: "" } : one))
    .find(query).map(({ document }) => document.title);

Deno.test("SearchIndex: finds 中文 inside 支持中文吗, which word splitters of other software miss", () => {
  const texts = ["支持中文吗", "文中没有", "中午文具"];
  assertEquals(found(texts, "中文"), ["支持中文吗"]);
  assertEquals(found(texts, "支持中文"), ["支持中文吗"]);
  assertEquals(found(texts, "文"), texts.toSorted((a, b) => texts.indexOf(a) - texts.indexOf(b)));
});

Deno.test("SearchIndex: words by their beginning, in whatever case, width and accent", () => {
  const texts = ["Qingchuan Shanghai Xuhui", "鹭Lu 长续航版", "Xī'ān"];
  for (const query of ["shang", "SHANGHAI", "ｓｈａｎｇ", "xuhui qing"]) {
    assertEquals(found(texts, query), [texts[0]!], query);
  }
  assertEquals(found(texts, "lu"), [texts[1]!]);
  assertEquals(found(texts, "xi"), ["Xī'ān"]);
  assertEquals(found(texts, "hanghai"), []);
});

Deno.test("SearchIndex: every part of the query has to be there", () => {
  const texts = ["上海 徐汇 Xuhui", "上海 浦东", "徐汇 lu"];
  assertEquals(found(texts, "上海 徐汇"), ["上海 徐汇 Xuhui"]);
  assertEquals(found(texts, "上海 lu"), []);
});

Deno.test("SearchIndex: titles before other names before texts, whole words before beginnings", () => {
  const documents = [
    { title: "甲", text: "续航很远" },
    { title: "乙", text: "", also: "续航" },
    { title: "续航 702", text: "" },
    { title: "续航", text: "" },
  ];
  assertEquals(found(documents, "续航"), ["续航", "续航 702", "乙", "甲"]);
  assertEquals(found(["Luxury", "Lu"], "lu"), ["Lu", "Luxury"]);
  // Half of the pairs will do for a longer wish, and the whole is better.
  assertEquals(found(["冬天续航多少", "冬天的续航", "夏天"], "冬天续航"), [
    "冬天续航多少",
    "冬天的续航",
  ]);
});

Deno.test("SearchIndex: nothing, signs alone and very long queries are no defect", () => {
  for (const query of ["", "   ", "?!。，", "<>&\"'", "\u0000", "😀"]) {
    assertEquals(found(["中文"], query), []);
  }
  assertEquals(found(["中文"], "中文" + "很".repeat(10_000)), []);
  const many = Array.from({ length: 1_000 }, (_, at) => `w${at}`).join(" ");
  assertEquals(found([many], many), [many]);
});

Deno.test("SearchIndex: any piece of two or more characters of a Chinese title finds it", () => {
  const han = fc.string({
    unit: fc.constantFrom(..."江河湖海山水鹭汀岫帆晴川"),
    minLength: 2,
    maxLength: 12,
  });
  fc.assert(fc.property(han, fc.nat(), fc.nat(), (title, from, length) => {
    const start = from % (title.length - 1);
    const piece = title.slice(start, start + 2 + length % title.length);
    assert(found([title, "别的"], piece).includes(title), `${piece} in ${title}`);
  }));
});

Deno.test("runsOf: Chinese and Latin that touch are runs of their own", () => {
  assertEquals(runsOf("鹭lu长续航702km").map(({ text }) => text), ["鹭", "lu", "长续航", "702km"]);
  assertEquals(pairsOf("长续航"), ["长续", "续航"]);
  assertEquals(pairsOf("鹭"), []);
});

Deno.test("fold: one way to write the same, and each character knows where it came from", () => {
  assertEquals(fold("ＡＢＣ１２３ Éé").text, "abc123 ee");
  const { text, from, until } = fold("㎞中");
  assertEquals([text, from, until], ["km中", [0, 0, 1], [1, 1, 2]]);
});

Deno.test("highlight: marks what was found in the original's own characters, and loses none", () => {
  const hits = (text: string, query: string) =>
    highlight(text, query).filter(({ hit }) => hit).map(({ text }) => text);
  assertEquals(hits("支持中文吗？中文可以", "中文"), ["中文", "中文"]);
  assertEquals(hits("Qingchuan ＳＨＡＮＧＨＡＩ", "shang"), ["ＳＨＡＮＧ"]);
  assertEquals(hits("a shallow sham", "sha"), ["sha", "sha"]);
  assertEquals(hits("冬天的续航", "冬天续航"), ["冬天", "续航"]);
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, query) => {
    assertEquals(highlight(text, query).map((part) => part.text).join(""), text);
    for (const [from, until] of hitsIn(text, query)) assert(from < until);
  }));
});

Deno.test("excerptOf: shows where the words stand, from a sentence's beginning", () => {
  const text = `${"江水很静。".repeat(30)}零下二十度续航还有六成。${"山在远处。".repeat(30)}`;
  const excerpt = excerptOf(text, "续航", 60);
  assert(excerpt.startsWith("…零下二十度续航"), excerpt);
  assert(excerpt.length <= 62);
  assertEquals(excerptOf("短的", "续航", 60), "短的");
  assert(excerptOf(text, "江水", 60).startsWith("江水很静"));
});

Deno.test("shopDocuments: each has an address, a title and a text, in both languages", () => {
  for (const language of ["zh", "en"] as const) {
    const documents = shopDocuments(RANGE, language, NOW);
    assertEquals(new Set(documents.map(({ href }) => href)).size, documents.length);
    for (const { href, title, text } of documents) {
      assert(href.startsWith("/") && title !== "" && text !== "", href);
      assert(!/undefined|\[object|\{\w+\}/.test(title + text), `${href}: ${title} ${text}`);
    }
    assertEquals(
      documents.map(({ kind, href }) => `${kind} ${href.split("?")[0]}`).toSorted(),
      shopDocuments(RANGE, language === "zh" ? "en" : "zh", NOW)
        .map(({ kind, href }) => `${kind} ${href.split("?")[0]}`).toSorted(),
    );
  }
});

Deno.test("searchShop: what people look for comes first", () => {
  const first = (query: string, language: "zh" | "en" = "zh") =>
    searchShop({ query, language, now: NOW, most: 5 })[0]?.href;
  const cases: [query: string, href: string, language?: "zh" | "en"][] = [
    ["鹭", "/models/lu"],
    ["LU", "/models/lu"],
    ["帆", "/models/fan"],
    ["fan", "/models/fan", "en"],
    ["徐汇", "/dealers/sh-xuhui"],
    ["徐汇", "/dealers/sh-xuhui", "en"],
    ["xuhui", "/dealers/sh-xuhui"],
    ["wuhan", "/dealers/wh-hanyang", "en"],
    ["电池体检", "/service?items=battery_check"],
    ["battery check", "/service?items=battery_check", "en"],
    ["退款", "/orders"],
    ["积分", "/my/points"],
    ["试驾", "/test-drive"],
    ["掉头", "/news/ting-turns"],
    ["漠河", "/news/winter-range"],
    ["Mohe", "/news/winter-range", "en"],
  ];
  for (const [query, href, language] of cases) assertEquals(first(query, language), href, query);
});

Deno.test("searchShop: a piece of news is found from the moment it is out", () => {
  const { slug, at, title } = PIECES[0]!;
  const hrefs = (now: number) =>
    searchShop({ query: title.zh, language: "zh", now, most: 9 }).map(({ href }) => href);
  assert(!hrefs(at - 1).includes(`/news/${slug}`));
  assertEquals(hrefs(at)[0], `/news/${slug}`);
});

Deno.test("searchShop: one's own comes before what is everybody's, and stays one's own", () => {
  const own = [{
    kind: "order" as const,
    href: "/my/orders/v-1",
    title: "订单 鹭 长续航版",
    text: "",
  }];
  const ask = { query: "鹭", language: "zh" as const, now: NOW, most: 5 };
  assertEquals(searchShop({ ...ask, own })[0]?.href, "/my/orders/v-1");
  assert(searchShop(ask).every(({ href }) => href !== "/my/orders/v-1"));
});

// A fleet's buyer with sixty orders of the Lu found forty of them, and not the Lu.
Deno.test("searchShop: many orders of one's own leave the car itself to be found", () => {
  const own = Array.from({ length: 60 }, (_, at) => ({
    kind: "order" as const,
    href: `/my/orders/v-${at}`,
    title: "订单 鹭 长续航版",
    text: "",
  }));
  const found = searchShop({ query: "鹭", language: "zh", now: NOW, most: 40, own });
  assertEquals(found[0]?.kind, "order");
  assert(found.slice(0, 10).some(({ href }) => href === "/models/lu"), "the model is in sight");
  assertEquals(found.length, 40);
});

Deno.test("ShopSearch: a trim that is taken off sale is found no longer, without a new start", () => {
  let range = RANGE;
  const search = new ShopSearch({ templates: () => range, now: () => NOW });
  const trims = () =>
    search.find({ query: "鹭", language: "zh", most: 20 }).filter(({ kind }) => kind === "trim")
      .length;
  const before = trims();
  range = RANGE.map((template) => ({
    ...template,
    trims: template.trims.map((trim, at) => at === 0 ? { ...trim, off: true } : trim),
  }));
  assertEquals(trims(), before - 1);
});
