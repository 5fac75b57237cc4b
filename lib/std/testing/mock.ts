// `any` stands where the original has it: a spy takes whatever the function under it takes.
// deno-lint-ignore-file no-explicit-any
/**
 * `@std/testing/mock`, answered from the tree: spies and stubs over `node:test`'s mock. Without
 * sessions: a stub is restored by `using`, or by its `restore`.
 *
 * @module
 */
import { mock } from "node:test";
import { assertEquals, AssertionError, assertIsError, assertRejects } from "@std/assert";

/** A mock was used in a way that it does not allow. */
export class MockError extends Error {
  override readonly name = "MockError";
}

/** One call of a spy: what it was given, and what came of it. */
export interface SpyCall<Self = any, Args extends unknown[] = any[], Return = any> {
  args: Args;
  /** Undefined where the call threw. */
  returned?: Return;
  /** Undefined where the call returned. */
  error?: Error;
  /** The `this` of the call. */
  self?: Self;
}

/** A function that keeps its calls. */
export interface Spy<Self = any, Args extends unknown[] = any[], Return = any> {
  (this: Self, ...args: Args): Return;
  /** What is spied on. */
  original: (this: Self, ...args: Args) => Return;
  /** All calls so far, the first one first. */
  calls: SpyCall<Self, Args, Return>[];
  /** Whether the original method has been put back. */
  restored: boolean;
  /** Puts the original method back. */
  restore(): void;
}

/** A spy in the place of a method; `using` puts the method back. */
export interface MethodSpy<Self = any, Args extends unknown[] = any[], Return = any>
  extends Spy<Self, Args, Return>, Disposable {}

/** A spy in the place of a method, with another implementation. */
export interface Stub<Self = any, Args extends unknown[] = any[], Return = any>
  extends MethodSpy<Self, Args, Return> {
  /** What runs instead of the method. */
  fake: (this: Self, ...args: Args) => Return;
}

type Fn<Self = any, Args extends unknown[] = any[], Return = any> = (
  this: Self,
  ...args: Args
) => Return;

/** Names of the methods of `Self`. */
export type MethodNames<Self> = {
  [Name in keyof Self]-?: Self[Name] extends Fn ? Name : never;
}[keyof Self];

/** Parameters of a method. */
export type MethodArgs<Self, Name extends keyof Self> = Self[Name] extends
  (...args: infer Args) => unknown ? Args : never;

/** What a method returns. */
export type MethodReturn<Self, Name extends keyof Self> = Self[Name] extends
  (...args: any[]) => infer Return ? Return : never;

/** What `node:test` adds to a function that it mocks. */
type Mocked = Fn & {
  mock: {
    calls: { arguments: any[]; result?: unknown; error?: unknown; this: unknown }[];
    restore(): void;
  };
};

function asSpy(mocked: Mocked, original: Fn, restore: () => void): Spy {
  let restored = false;
  return Object.defineProperties(mocked, {
    original: { value: original },
    restored: { get: () => restored },
    restore: {
      value() {
        if (restored) throw new MockError("Cannot restore: it has been restored already");
        restore();
        restored = true;
      },
    },
    calls: { get: () => mocked.mock.calls.map(spyCall) },
  }) as unknown as Spy;
}

function spyCall({ arguments: args, result, error, this: self }: Mocked["mock"]["calls"][number]) {
  return {
    args,
    ...(self === undefined ? {} : { self }),
    ...(error === undefined ? { returned: result } : { error: error as Error }),
  };
}

function inPlace(self: any, name: PropertyKey, fake: Fn | undefined): Stub {
  const original = self[name];
  if (typeof original !== "function") {
    throw new MockError(`Cannot spy: "${String(name)}" is not a method`);
  }
  if ("mock" in original) {
    throw new MockError(`Cannot spy: "${String(name)}" is already spied on`);
  }
  const mocked = mock.method(self, name, fake ?? original) as unknown as Mocked;
  const spied = asSpy(mocked, original, () => mocked.mock.restore());
  const dispose = () => {
    if (!spied.restored) spied.restore();
  };
  return Object.defineProperties(spied, {
    fake: { value: fake },
    [Symbol.dispose]: { value: dispose },
  }) as Stub;
}

/** A function that does nothing and keeps its calls. */
export function spy(): Spy<any, any[], undefined>;
/** A function that calls another and keeps its calls. */
export function spy<Self, Args extends unknown[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
/** Puts a spy in the place of a method, which it calls. */
export function spy<Self, Name extends MethodNames<Self>>(
  self: Self,
  property: Name,
): MethodSpy<Self, MethodArgs<Self, Name>, MethodReturn<Self, Name>>;
export function spy(first?: any, property?: PropertyKey): Spy {
  if (property !== undefined) return inPlace(first, property, undefined);
  const original: Fn = first ?? (() => undefined);
  return asSpy(mock.fn(original) as unknown as Mocked, original, () => {
    throw new MockError("Cannot restore: a function by itself has no place to go back to");
  });
}

/** Puts a spy that does nothing in the place of a method. */
export function stub<Self, Name extends MethodNames<Self>>(
  self: Self,
  property: Name,
): Stub<Self, MethodArgs<Self, Name>, MethodReturn<Self, Name>>;
/** Puts a spy with an implementation of its own in the place of a method. */
export function stub<Self, Name extends MethodNames<Self>>(
  self: Self,
  property: Name,
  func: (this: Self, ...args: MethodArgs<Self, Name>) => MethodReturn<Self, Name>,
): Stub<Self, MethodArgs<Self, Name>, MethodReturn<Self, Name>>;
export function stub(self: any, property: PropertyKey, func: Fn = () => undefined): Stub {
  return inPlace(self, property, func);
}

/** A function that returns the values one after the other; an error among them is thrown. */
export function returnsNext<Return, Self = any, Args extends unknown[] = any[]>(
  values: Iterable<Return | Error>,
): (this: Self, ...args: Args) => Return {
  const iterator = values[Symbol.iterator]();
  let calls = 0;
  return () => {
    const { done, value } = iterator.next();
    if (done) throw new MockError(`Not expected to be called more than ${calls} times`);
    calls += 1;
    if (value instanceof Error) throw value;
    return value;
  };
}

/** A function whose promises resolve to the values one after the other; an error rejects. */
export function resolvesNext<Return, Self = any, Args extends unknown[] = any[]>(
  values: Iterable<Return | Error>,
): (this: Self, ...args: Args) => Promise<Return> {
  const next = returnsNext<Return>(values);
  return async () => await next();
}

/** Asserts how often a spy was called. */
export function assertSpyCalls(spy: Spy<any, any, any>, expectedCalls: number): void {
  const { length } = spy.calls;
  if (length !== expectedCalls) {
    throw new AssertionError(`Expected ${expectedCalls} calls of the spy, got ${length}`);
  }
}

/** What a call is expected to have been; what is left out is not compared. */
export interface ExpectedSpyCall<Self = any, Args extends unknown[] = any[], Return = any> {
  args?: [...Args, ...unknown[]];
  self?: Self;
  /** Of a promise, what it resolves to where `assertSpyCallAsync` asks. */
  returned?: Return;
  error?: {
    Class?: abstract new (...args: any[]) => Error;
    msgIncludes?: string;
  };
}

function callAt<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  index: number,
): SpyCall<Self, Args, Return> {
  const call = spy.calls[index];
  if (call === undefined) {
    throw new AssertionError(`Expected a call ${index} of the spy, got ${spy.calls.length} calls`);
  }
  return call;
}

/** Asserts what a call was given and what came of it. */
export function assertSpyCall<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected: ExpectedSpyCall<Self, Args, Return> = {},
): void {
  const call = callAt(spy, callIndex);
  if (expected.args) assertEquals<unknown>(call.args, expected.args);
  if ("self" in expected) assertEquals<unknown>(call.self, expected.self);
  if ("returned" in expected) {
    if (call.error) throw new AssertionError("Expected the call to return, but it threw");
    assertEquals<unknown>(call.returned, expected.returned);
  }
  if (expected.error) {
    assertIsError(call.error, expected.error.Class, expected.error.msgIncludes);
  }
}

/** Asserts what a call was given and what its promise came to. */
export async function assertSpyCallAsync<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Promise<Return>>,
  callIndex: number,
  expected: ExpectedSpyCall<Self, Args, Promise<Return> | Return> = {},
): Promise<void> {
  const { returned, error, ...rest } = expected;
  assertSpyCall(spy, callIndex, rest as ExpectedSpyCall<Self, Args, Promise<Return>>);
  const call = callAt(spy, callIndex);
  const result = () => call.error ? Promise.reject(call.error) : call.returned!;
  if ("returned" in expected) assertEquals(await result(), await returned);
  if (error) await assertRejects(result, error.Class ?? Error, error.msgIncludes);
}

/** Asserts all that a call was given. */
export function assertSpyCallArgs<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected: Args,
): void {
  assertEquals(callAt(spy, callIndex).args, expected);
}

/** Asserts one argument of a call. */
export function assertSpyCallArg<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  argIndex: number,
  expected: unknown,
): void {
  assertEquals<unknown>(callAt(spy, callIndex).args[argIndex], expected);
}
