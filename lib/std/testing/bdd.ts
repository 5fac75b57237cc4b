/** `@std/testing/bdd`, answered from the tree: suites over Deno's own test runner. */

type Fn = () => void | Promise<void>;

interface Suite {
  readonly name: string;
  readonly beforeAll: Fn[];
  readonly beforeEach: Fn[];
  readonly afterEach: Fn[];
  readonly afterAll: Fn[];
  readonly cases: { name: string; fn: Fn }[];
  readonly suites: Suite[];
}

let current: Suite | undefined;

const newSuite = (name: string): Suite => ({
  name,
  beforeAll: [],
  beforeEach: [],
  afterEach: [],
  afterAll: [],
  cases: [],
  suites: [],
});

/** Groups cases; the outermost group is one Deno test with a step for each case. */
export function describe(name: string, fn: () => void): void {
  const outer = current;
  const suite = newSuite(name);
  current = suite;
  try {
    fn();
  } finally {
    current = outer;
  }
  if (outer) outer.suites.push(suite);
  else Deno.test(name, (t) => run(suite, t, []));
}

/** A case. */
export function it(name: string, fn: Fn): void {
  if (current) current.cases.push({ name, fn });
  else Deno.test(name, () => fn());
}

const hook = (list: "beforeAll" | "beforeEach" | "afterEach" | "afterAll") => (fn: Fn): void => {
  if (!current) throw new Error(`Cannot call ${list} outside of describe`);
  current[list].push(fn);
};

/** Runs once before the group's cases. */
export const beforeAll = hook("beforeAll");
/** Runs before each case of the group and of those within. */
export const beforeEach = hook("beforeEach");
/** Runs after each case, also a failed one. */
export const afterEach = hook("afterEach");
/** Runs once after the group's cases. */
export const afterAll = hook("afterAll");

async function run(suite: Suite, t: Deno.TestContext, outer: readonly Suite[]): Promise<void> {
  const path = [...outer, suite];
  for (const fn of suite.beforeAll) await fn();
  try {
    for (const { name, fn } of suite.cases) {
      await t.step(name, async () => {
        for (const { beforeEach } of path) for (const before of beforeEach) await before();
        try {
          await fn();
        } finally {
          for (const { afterEach } of path.toReversed()) {
            for (const after of afterEach) await after();
          }
        }
      });
    }
    for (const inner of suite.suites) await t.step(inner.name, (step) => run(inner, step, path));
  } finally {
    for (const fn of suite.afterAll) await fn();
  }
}
