/** Sums of a test run, read from the JUnit report that the runner writes. */

export interface TestSums {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts the tests of a JUnit report as the runner itself does: a step belongs to its test, and is
 * named after it. A report that was never written has no tests.
 */
export function sumReport(xml: string): TestSums {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const [, suite] of xml.matchAll(/<testsuite\s[^>]*>(.*?)<\/testsuite>/gs)) {
    const cases = [...suite!.matchAll(/<testcase\s+name="([^"]*)"[^>]*>(.*?)<\/testcase>/gs)];
    const names = new Set(cases.map(([, name]) => name!));
    for (const [, name, body] of cases) {
      if (isStep(name!, names)) continue;
      if (/<(?:failure|error)[\s>]/.test(body!)) sums.failed++;
      else if (/<skipped[\s/>]/.test(body!)) sums.skipped++;
      else sums.passed++;
    }
  }
  return sums;
}

const BETWEEN = " &gt; ";

function isStep(name: string, names: ReadonlySet<string>): boolean {
  for (let end = name.indexOf(BETWEEN); end >= 0; end = name.indexOf(BETWEEN, end + 1)) {
    if (names.has(name.slice(0, end))) return true;
  }
  return false;
}

/** The line that ends a run. */
export const sumsLine = ({ passed, failed, skipped }: TestSums): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
