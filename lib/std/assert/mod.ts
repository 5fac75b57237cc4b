/**
 * `@std/assert`, answered from the tree: the names and signatures of JSR's package over the same
 * functions as npm carries them, without types. Leave out `links` in deno.json to take JSR's own.
 */
import * as std from "deno-std/assert/mod.js";

// deno-lint-ignore no-explicit-any
type Constructor<T = Error> = new (...args: any[]) => T;
// deno-lint-ignore no-explicit-any
const untyped = std as any;

/** Thrown by every assertion of this module that does not hold. */
export const AssertionError: new (message: string) => Error = untyped.AssertionError;

/** Asserts that `expr` is truthy. */
export const assert: (expr: unknown, msg?: string) => asserts expr = untyped.assert;
/** Asserts that `expr` is falsy. */
export const assertFalse: (
  expr: unknown,
  msg?: string,
) => asserts expr is false | 0 | "" | null | undefined = untyped.assertFalse;
/** Asserts deep equality. */
export const assertEquals: <T>(actual: T, expected: T, msg?: string) => void = untyped.assertEquals;
/** Asserts that two values are not deeply equal. */
export const assertNotEquals: <T>(actual: T, expected: T, msg?: string) => void =
  untyped.assertNotEquals;
/** Asserts equality by `Object.is`. */
export const assertStrictEquals: <T>(
  actual: unknown,
  expected: T,
  msg?: string,
) => asserts actual is T = untyped.assertStrictEquals;
/** Asserts that a value is neither null nor undefined. */
export const assertExists: <T>(actual: T, msg?: string) => asserts actual is NonNullable<T> =
  untyped.assertExists;
/** Asserts that `actual` is an instance of `expectedType`. */
export const assertInstanceOf: <T>(
  actual: unknown,
  expectedType: Constructor<T>,
  msg?: string,
) => asserts actual is T = untyped.assertInstanceOf;
/** Asserts that `actual` contains `expected`. */
export const assertStringIncludes: (actual: string, expected: string, msg?: string) => void =
  untyped.assertStringIncludes;
/** Asserts that `actual` contains all of `expected`. */
export const assertArrayIncludes: <T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
) => void = untyped.assertArrayIncludes;
/** Asserts that `actual` matches `expected`. */
export const assertMatch: (actual: string, expected: RegExp, msg?: string) => void =
  untyped.assertMatch;
/** Asserts that `actual` has at least what `expected` has. */
export const assertObjectMatch: (
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
) => void = untyped.assertObjectMatch;
/** Asserts `actual > expected`. */
export const assertGreater: <T>(actual: T, expected: T, msg?: string) => void =
  untyped.assertGreater;
/** Asserts `actual >= expected`. */
export const assertGreaterOrEqual: <T>(actual: T, expected: T, msg?: string) => void =
  untyped.assertGreaterOrEqual;
/** Asserts `actual < expected`. */
export const assertLess: <T>(actual: T, expected: T, msg?: string) => void = untyped.assertLess;
/** Asserts `actual <= expected`. */
export const assertLessOrEqual: <T>(actual: T, expected: T, msg?: string) => void =
  untyped.assertLessOrEqual;
/** Asserts that two numbers differ by at most `tolerance`. */
export const assertAlmostEquals: (
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
) => void = untyped.assertAlmostEquals;
/** Fails. */
export const fail: (msg?: string) => never = untyped.fail;
/** Fails where code runs that cannot. */
export const unreachable: (msg?: string) => never = untyped.unreachable;
/** Whether two values are deeply equal. */
export const equal: (a: unknown, b: unknown) => boolean = untyped.equal;

/** Asserts that `fn` throws, and returns what. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error>(
  fn: () => unknown,
  ErrorClass: Constructor<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(...args: unknown[]): unknown {
  return untyped.assertThrows(...args);
}

/** Asserts that `fn` returns a promise that rejects, and resolves to the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
export function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: Constructor<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export function assertRejects(...args: unknown[]): Promise<unknown> {
  return untyped.assertRejects(...args);
}
