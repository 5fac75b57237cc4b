import * as std from "@std/assert";
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotInstanceOf,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
  unimplemented,
  unreachable,
} from "@std/assert";

const one = { a: 1 };

const holds: Record<string, () => void> = {
  assert: () => assert(1),
  assertAlmostEquals: () => assertAlmostEquals(0.1 + 0.2, 0.3),
  assertArrayIncludes: () => assertArrayIncludes([1, 2, 3], [3, 1]),
  assertEquals: () => assertEquals({ a: [new Map([["b", 2]])] }, { a: [new Map([["b", 2]])] }),
  assertExists: () => assertExists(0),
  assertFalse: () => assertFalse(""),
  assertGreater: () => assertGreater(2, 1),
  assertGreaterOrEqual: () => assertGreaterOrEqual(2n, 2n),
  assertInstanceOf: () => assertInstanceOf(new TypeError(), Error),
  assertIsError: () => assertIsError(new TypeError("no such"), TypeError, /^no/),
  assertLess: () => assertLess("a", "b"),
  assertLessOrEqual: () => assertLessOrEqual(1, 1),
  assertMatch: () => assertMatch("abc", /b/),
  assertNotEquals: () => assertNotEquals<unknown>({ a: 1 }, { a: 2 }),
  assertNotInstanceOf: () => assertNotInstanceOf({}, Date),
  assertNotMatch: () => assertNotMatch("abc", /d/),
  assertNotStrictEquals: () => assertNotStrictEquals(one, { ...one }),
  assertObjectMatch: () => assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }),
  assertStrictEquals: () => assertStrictEquals(one, one),
  assertStringIncludes: () => assertStringIncludes("abc", "bc"),
  assertThrows: () => void assertThrows(() => fail("so"), AssertionError, "so"),
};

const fails: Record<string, () => unknown> = {
  assert: () => assert(0),
  assertAlmostEquals: () => assertAlmostEquals(1, 1.1),
  assertArrayIncludes: () => assertArrayIncludes([1], [2]),
  assertEquals: () => assertEquals(1, 2),
  assertExists: () => assertExists(null),
  assertFalse: () => assertFalse("x"),
  assertGreater: () => assertGreater(1, 1),
  assertGreaterOrEqual: () => assertGreaterOrEqual(1, 2),
  assertInstanceOf: () => assertInstanceOf({}, Date),
  assertIsError: () => assertIsError(new Error("a"), Error, "b"),
  assertLess: () => assertLess(1, 1),
  assertLessOrEqual: () => assertLessOrEqual(2, 1),
  assertMatch: () => assertMatch("abc", /d/),
  assertNotEquals: () => assertNotEquals(1, 1),
  assertNotInstanceOf: () => assertNotInstanceOf(new Date(), Date),
  assertNotMatch: () => assertNotMatch("abc", /b/),
  assertNotStrictEquals: () => assertNotStrictEquals(one, one),
  assertObjectMatch: () => assertObjectMatch({ a: 1 }, { a: 2 }),
  assertStrictEquals: () => assertStrictEquals({ ...one }, one),
  assertStringIncludes: () => assertStringIncludes("abc", "d"),
  assertThrows: () => assertThrows(() => 1),
  fail: () => fail(),
  unimplemented: () => unimplemented(),
  unreachable: () => unreachable(),
};

for (const [name, run] of Object.entries(holds)) {
  Deno.test(`${name} is silent where it holds`, run);
}

for (const [name, run] of Object.entries(fails)) {
  Deno.test(`${name} throws an AssertionError where it does not`, () => {
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    assert(thrown instanceof AssertionError, String(thrown));
  });
}

Deno.test("assertRejects gives the reason, and fails for what does not reject or rejects otherwise", async () => {
  const reason = await assertRejects(
    () => Promise.reject(new TypeError("no such thing")),
    TypeError,
    "no such",
  );
  assertEquals(reason.message, "no such thing");
  await assertRejects(
    () => assertRejects(() => Promise.resolve()),
    AssertionError,
  );
  await assertRejects(() => assertRejects(() => Promise.reject(new Error()), TypeError));
});

Deno.test("equal compares deeply", () => {
  assert(equal({ a: [1] }, { a: [1] }));
  assertFalse(equal(new Set([1]), new Set([2])));
});

Deno.test("assertions narrow", () => {
  const value: string | undefined = Math.random() < 2 ? "x" : undefined;
  assertExists(value);
  assertEquals(value.length, 1);
  const error: unknown = new AssertionError("so", { cause: one });
  assertInstanceOf(error, AssertionError);
  assertEquals([error.message, error.cause], ["so", one]);
});

Deno.test("types are written for all that there is", async () => {
  const types = await Deno.readTextFile(new URL("types.d.ts", import.meta.url));
  const typed = [...types.matchAll(/^export (?:class|function) (\w+)/gm)].map((
    [, name],
  ) => name!);
  assertEquals([...new Set(typed)].sort(), Object.keys(std).sort());
});
