import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import * as z from "zod";
import { fromJson, jsonBytes, stateCodec, toBytes, toText, typeBeyondJson } from "./codec.ts";

const there = (schema: z.ZodType, state: unknown) => {
  const codec = stateCodec(schema);
  return codec.decode(JSON.parse(codec.encode(state)));
};

const collections = z.object({
  taken: z.map(z.string(), z.object({ at: z.set(z.int()) })),
  plain: z.record(z.string(), z.array(z.int())),
});

Deno.test("toBytes and toText keep text beyond ASCII", () => {
  for (const text of ["", "晴川", "🚗", "\0"]) assertEquals(toText(toBytes(text)), text);
  assertEquals(fromJson(jsonBytes({ 车: 1 })), { 车: 1 });
});

Deno.test("stateCodec gives plain states back", () => {
  const state = { a: [1, null, { b: "晴" }] };
  assertEquals(there(z.object({ a: z.array(z.json()) }), state), state);
});

Deno.test("stateCodec gives Map and Set back, nested as well", () => {
  const state = { taken: new Map([["m1", { at: new Set([1, 2]) }]]), plain: { x: [1] } };
  const back = there(collections, state) as typeof state;
  assertEquals(back, state);
  assert(back.taken.get("m1")!.at instanceof Set);
});

Deno.test("stateCodec does not take a record with a telling key for a collection", () => {
  const plain = { $map: [1], $set: [2], $own: [3], x: [4] };
  assertEquals(there(collections, { taken: new Map(), plain }), { taken: new Map(), plain });
});

Deno.test("stateCodec gives back whatever JSON, Map and Set can hold", () => {
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(fc.constantFrom("$map", "$set", "$own"), fc.stringMatching(/^[a-z]{1,3}$/)),
        tie("any"),
        { maxKeys: 3, noNullPrototype: true },
      ),
      fc.array(fc.tuple(fc.string(), tie("any")), { maxLength: 3 }).map((list) => new Map(list)),
      fc.array(fc.integer(), { maxLength: 3 }).map((list) => new Set(list)),
    ),
  }));
  fc.assert(
    fc.property(
      any,
      (value) => assertEquals(there(z.object({ v: z.any() }), { v: value }), { v: value }),
    ),
    { seed: 7, numRuns: 300 },
  );
});

Deno.test("typeBeyondJson finds what JSON does not give back, wherever it lies", () => {
  const cases: [string | undefined, z.ZodType][] = [
    [undefined, z.object({ a: z.int(), b: z.string().optional(), c: z.enum(["x"]).nullable() })],
    ["date", z.object({ a: z.array(z.date()) })],
    ["bigint", z.union([z.string(), z.bigint()])],
    ["map", z.object({ a: z.map(z.string(), z.int()).optional() })],
    ["set", z.discriminatedUnion("t", [z.object({ t: z.literal("a"), s: z.set(z.int()) })])],
    [undefined, z.date().transform((date) => date.getTime())],
    ["date", z.string().pipe(z.coerce.date())],
  ];
  for (const [expected, schema] of cases) assertEquals(typeBeyondJson(schema), expected);
  assertEquals(typeBeyondJson(z.set(z.int()), { collections: true }), undefined);
});

Deno.test("typeBeyondJson finds it again in a schema that was looked at for something else", () => {
  const id = z.string();
  const shared = z.object({ id, marks: z.set(id) });
  assertEquals(typeBeyondJson(z.object({ shared }), { collections: true }), undefined);
  assertEquals(typeBeyondJson(z.object({ id, shared: z.array(shared) })), "set");
  assertEquals(typeBeyondJson(z.object({ id })), undefined);
  assertEquals(there(z.object({ shared }), { shared: { id: "a", marks: new Set(["b"]) } }), {
    shared: { id: "a", marks: new Set(["b"]) },
  });
});

Deno.test("toBytes gives each text bytes of its own, however many there are and of whatever size", () => {
  const texts = Array.from({ length: 300 }, (_, i) => `${i} 车 🚗 `.repeat(1 + (i * 37) % 600));
  const all = texts.map(toBytes);
  assertEquals(all.map(toText), texts);
  assertEquals(toText(toBytes("")), "");
});
