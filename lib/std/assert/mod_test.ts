import {
  assert,
  assertEquals,
  AssertionError,
  assertMatch,
  assertObjectMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";

Deno.test("assertEquals compares deeply and says what differs", () => {
  assertEquals({ a: [1, new Map([["b", 2]])] }, { a: [1, new Map([["b", 2]])] });
  const error = assertThrows(() => assertEquals<unknown>({ a: 1 }, { a: 2 }), AssertionError);
  assertMatch(error.message, /not equal/);
});

Deno.test("assert narrows, assertObjectMatch takes a part, assertRejects gives the reason", async () => {
  const value: string | undefined = Math.random() < 2 ? "x" : undefined;
  assert(value);
  assertEquals(value.length, 1);
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } });
  const reason = await assertRejects(
    () => Promise.reject(new TypeError("no such thing")),
    TypeError,
    "no such",
  );
  assertEquals(reason.message, "no such thing");
});
