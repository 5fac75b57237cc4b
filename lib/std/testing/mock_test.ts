import { assertEquals, AssertionError, assertRejects, assertThrows } from "@std/assert";
import {
  assertSpyCall,
  assertSpyCallArg,
  assertSpyCallArgs,
  assertSpyCallAsync,
  assertSpyCalls,
  MockError,
  resolvesNext,
  returnsNext,
  spy,
  stub,
} from "@std/testing/mock";

class Till {
  constructor(public sum = 0) {}
  add(price: number): number {
    if (price < 0) throw new RangeError("a price is not negative");
    return this.sum += price;
  }
  read(): Promise<number> {
    return Promise.resolve(this.sum);
  }
}

Deno.test("spy keeps the calls of a function", () => {
  const double = spy((x: number) => 2 * x);
  assertEquals([double(2), double(3)], [4, 6]);
  assertSpyCalls(double, 2);
  assertSpyCall(double, 1, { args: [3], returned: 6 });
  assertSpyCallArgs(double, 0, [2]);
  assertSpyCallArg(double, 0, 0, 2);
  assertThrows(() => assertSpyCalls(double, 1), AssertionError, "Expected 1 calls");
  assertThrows(() => assertSpyCall(double, 2), AssertionError, "Expected a call 2");
  assertThrows(() => assertSpyCall(double, 0, { returned: 5 }), AssertionError);
});

Deno.test("spy by itself takes anything", () => {
  const nothing = spy();
  nothing(1, "two");
  assertEquals(nothing.calls, [{ args: [1, "two"], returned: undefined }]);
  assertThrows(() => nothing.restore(), MockError);
});

Deno.test("spy in the place of a method calls it, and is restored", () => {
  const till = new Till(1);
  const add = spy(till, "add");
  till.add(2);
  assertThrows(() => till.add(-1), RangeError);
  assertSpyCall(add, 0, { self: till, args: [2], returned: 3 });
  assertSpyCall(add, 1, { error: { Class: RangeError, msgIncludes: "not negative" } });
  assertThrows(() => assertSpyCall(add, 1, { returned: 0 }), AssertionError, "it threw");
  assertThrows(() => spy(till, "add"), MockError, "already");
  add.restore();
  assertEquals(till.add(1), 4);
  assertSpyCalls(add, 2);
  assertThrows(() => add.restore(), MockError, "already");
});

Deno.test("stub answers instead of a method, until its scope ends", async () => {
  const till = new Till(1);
  {
    using add = stub(till, "add", returnsNext([7, new Error("no paper")]));
    using _read = stub(till, "read", resolvesNext([8]));
    assertEquals([till.add(2), await till.read()], [7, 8]);
    assertThrows(() => till.add(2), Error, "no paper");
    assertThrows(() => till.add(2), MockError, "more than 2 times");
    assertSpyCalls(add, 3);
  }
  assertEquals([till.add(2), await till.read()], [3, 3]);
});

Deno.test("assertSpyCallAsync looks into the promise", async () => {
  const next = spy(resolvesNext<number>([1, new TypeError("gone")]));
  await next();
  await assertRejects(() => next(), TypeError);
  await assertSpyCallAsync(next, 0, { returned: 1 });
  await assertSpyCallAsync(next, 1, { error: { Class: TypeError, msgIncludes: "gone" } });
  await assertRejects(() => assertSpyCallAsync(next, 0, { returned: 2 }), AssertionError);
});
