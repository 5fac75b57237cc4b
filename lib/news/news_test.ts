import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { modelNames } from "../ui/cars/shapes.ts";
import { paintNames } from "../ui/cars/paints.ts";
import { newsAt, PIECES, readPieces } from "./news.ts";

const FILES = new URL("./pieces/", import.meta.url);
const [first] = PIECES;

const read = async (slug: string) =>
  JSON.parse(await Deno.readTextFile(new URL(`${slug}.json`, FILES)));

Deno.test("PIECES: each file is one, named after its address; the newest first, both languages whole", async () => {
  const files = (await Array.fromAsync(Deno.readDir(FILES))).map(({ name }) => name.slice(0, -5));
  assertEquals(PIECES.map(({ slug }) => slug).sort(), files.sort());
  assertEquals(PIECES.map(({ at }) => at), PIECES.map(({ at }) => at).sort((a, b) => b - a));
  for (const { slug, title, body, picture } of PIECES) {
    assert(/\p{Script=Han}/u.test(title.zh) && !/\p{Script=Han}/u.test(title.en), slug);
    assert(body.length >= 3, slug);
    const { model, paint } = picture.car ?? { model: picture.teaser!, paint: "mist" as const };
    assert(modelNames.includes(model) && paintNames.includes(paint), slug);
  }
});

Deno.test("readPieces: says which piece, where, and what was expected", async () => {
  const good = await read(first!.slug);
  const cases: [change: Record<string, unknown>, ...expected: string[]][] = [
    [{ date: "2026-13-01" }, "date"],
    [{ tags: ["gossip"] }, "tags.0"],
    [{ title: { zh: "有", en: "" } }, "title.en"],
    [{ picture: { hour: "noon" } }, "picture.hour"],
    [{ picture: { hour: "day" } }, "picture", "either a car or a teaser"],
    [{ action: { href: "https://elsewhere.example", zh: "看", en: "See" } }, "action.href"],
    [{ surprise: 1 }, "surprise"],
  ];
  for (const [change, ...expected] of cases) {
    const error = assertThrows(() => readPieces([{ ...good, ...change }]), Error);
    for (const words of [`"${good.slug}"`, ...expected]) assertStringIncludes(error.message, words);
  }
  assertStringIncludes(assertThrows(() => readPieces([null]), Error).message, "news piece 1");
  assertStringIncludes(assertThrows(() => readPieces([good, good]), Error).message, "two pieces");
});

Deno.test("newsAt: a piece is out from nine in the morning of its day in Beijing", () => {
  const { at, slug, date } = first!;
  assertEquals(at, Date.parse(`${date}T01:00:00Z`));
  assert(!newsAt(at - 1).some((one) => one.slug === slug));
  assertEquals(newsAt(at)[0]?.slug, slug);
});
