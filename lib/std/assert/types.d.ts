/** Types of `@std/assert`, as JSR's package declares them. */

// `any` stands where the original has it: a class is asserted whatever its constructor takes.
// deno-lint-ignore no-explicit-any
type AbstractConstructor<T = unknown> = abstract new (...args: any[]) => T;
type ArrayLikeArg<T> = ArrayLike<T> & object;
type Falsy = false | 0 | 0n | "" | null | undefined;

/** Thrown by every assertion of this module that does not hold. */
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions);
}

/** Asserts that `expr` is truthy. */
export function assert(expr: unknown, msg?: string): asserts expr;

/** Asserts that two numbers differ by at most `tolerance`, a ten-millionth of `expected` by default. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void;

/** Asserts that `actual` holds every element of `expected`, in any order. */
export function assertArrayIncludes<T>(
  actual: ArrayLikeArg<T>,
  expected: ArrayLikeArg<T>,
  msg?: string,
): void;

/** Asserts that two values are deeply equal; the error shows a diff. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void;

/** Asserts that `actual` is neither null nor undefined. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T>;

/** Asserts that `expr` is falsy. */
export function assertFalse(expr: unknown, msg?: string): asserts expr is Falsy;

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void;

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that `actual` is an instance of `expectedType`. */
export function assertInstanceOf<T extends AbstractConstructor>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T>;

/** Asserts that `error` is an error, of the given class and message where they are given. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: AbstractConstructor<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E;

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void;

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that `actual` matches `expected`. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void;

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;

/** Asserts that `actual` is no instance of `unexpectedType`. */
export function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: AbstractConstructor<T>,
  msg?: string,
): asserts actual is Exclude<A, T>;

/** Asserts that `actual` does not match `expected`. */
export function assertNotMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void;

/** Asserts that two values are not the same by `Object.is`. */
export function assertNotStrictEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that `actual` has at least what `expected` has, at every depth. */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void;

/** Asserts that the promise of `fn` rejects, and gives the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that the promise of `fn` rejects with such an error, and gives it. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: AbstractConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;

/** Asserts that two values are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T;

/** Asserts that `actual` contains `expected`. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void;

/** Asserts that `fn` throws, and gives what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws such an error, and gives it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: AbstractConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): E;

/** Whether two values are deeply equal. */
export function equal(a: unknown, b: unknown): boolean;

/** Fails. */
export function fail(msg?: string): never;

/** Fails where something is still to be written. */
export function unimplemented(msg?: string): never;

/** Fails where code runs that cannot. */
export function unreachable(msg?: string): never;
