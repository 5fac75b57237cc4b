/**
 * `@std/testing/bdd`, answered from the tree: groups of cases over Deno's own test runner. Without
 * shared `this` contexts and `only`.
 *
 * @module
 */

/** A hook. */
export type HookFn = () => void | Promise<void>;
/** A case. */
export type TestFn = (t: Deno.TestContext) => void | Promise<void>;

interface Case {
  readonly kind: "case";
  readonly name: string;
  readonly ignore: boolean;
  readonly fn: TestFn;
}

interface Suite {
  readonly kind: "suite";
  readonly name: string;
  readonly ignore: boolean;
  readonly beforeAll: HookFn[];
  readonly beforeEach: HookFn[];
  readonly afterEach: HookFn[];
  readonly afterAll: HookFn[];
  readonly children: (Case | Suite)[];
}

/** The group whose body is being read. */
let current: Suite | undefined;

function describeWith(name: string, fn: () => void, ignore: boolean): void {
  const suite: Suite = {
    kind: "suite",
    name,
    ignore,
    beforeAll: [],
    beforeEach: [],
    afterEach: [],
    afterAll: [],
    children: [],
  };
  const outer = current;
  current = suite;
  try {
    fn();
  } finally {
    current = outer;
  }
  if (outer) outer.children.push(suite);
  else Deno.test({ name, ignore, fn: (t) => runSuite(suite, t, []) });
}

function itWith(name: string, fn: TestFn, ignore: boolean): void {
  if (current) current.children.push({ kind: "case", name, ignore, fn });
  else Deno.test({ name, ignore, fn });
}

/** Declares a group or a case; `skip` and `ignore` declare one that is not run. */
export interface Declare<Fn> {
  (name: string, fn: Fn): void;
  skip(name: string, fn: Fn): void;
  ignore(name: string, fn: Fn): void;
}

function declare<Fn>(
  declareWith: (name: string, fn: Fn, ignore: boolean) => void,
): Declare<Fn> {
  const ignored = (name: string, fn: Fn) => declareWith(name, fn, true);
  return Object.assign((name: string, fn: Fn) => declareWith(name, fn, false), {
    skip: ignored,
    ignore: ignored,
  });
}

/** Groups cases; the outermost group is one Deno test with a step for each case. */
export const describe: Declare<() => void> = declare(describeWith);
/** A case. */
export const it: Declare<TestFn> = declare(itWith);
/** The same as `it`. */
export const test: Declare<TestFn> = it;

function hook(list: "beforeAll" | "beforeEach" | "afterEach" | "afterAll") {
  return (fn: HookFn): void => {
    if (!current) throw new Error(`Cannot call ${list} outside of describe`);
    current[list].push(fn);
  };
}

/** Runs once before the cases of a group. */
export const beforeAll: (fn: HookFn) => void = hook("beforeAll");
/** The same as `beforeAll`. */
export const before: (fn: HookFn) => void = beforeAll;
/** Runs before each case of a group and of those within. */
export const beforeEach: (fn: HookFn) => void = hook("beforeEach");
/** Runs after each case, also one that failed. */
export const afterEach: (fn: HookFn) => void = hook("afterEach");
/** Runs once after the cases of a group. */
export const afterAll: (fn: HookFn) => void = hook("afterAll");
/** The same as `afterAll`. */
export const after: (fn: HookFn) => void = afterAll;

async function runSuite(
  suite: Suite,
  t: Deno.TestContext,
  outer: readonly Suite[],
): Promise<void> {
  const path = [...outer, suite];
  try {
    for (const fn of suite.beforeAll) await fn();
    for (const child of suite.children) {
      const { name, ignore } = child;
      const fn = (step: Deno.TestContext) =>
        child.kind === "case" ? runCase(child, step, path) : runSuite(child, step, path);
      await t.step({ name, ignore, fn });
    }
  } finally {
    for (const fn of suite.afterAll) await fn();
  }
}

async function runCase({ fn }: Case, t: Deno.TestContext, path: readonly Suite[]): Promise<void> {
  try {
    for (const { beforeEach } of path) for (const before of beforeEach) await before();
    await fn(t);
  } finally {
    for (const { afterEach } of path.toReversed()) for (const after of afterEach) await after();
  }
}
