/** Sums of a test run, read from the JUnit report that the runner writes. */

export interface TestSums {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds up all `<testsuite>` elements of a JUnit report; an empty one has no tests. */
export function sumReport(xml: string): TestSums {
  const sums = { tests: 0, disabled: 0, errors: 0, failures: 0, skipped: 0 };
  for (const [, attributes] of xml.matchAll(/<testsuite\s([^>]*)>/g)) {
    for (const [, name, value] of attributes!.matchAll(/([\w-]+)="(\d+)"/g)) {
      if (name! in sums) sums[name as keyof typeof sums] += Number(value);
    }
  }
  const failed = sums.errors + sums.failures;
  const skipped = sums.disabled + sums.skipped;
  return { passed: sums.tests - failed - skipped, failed, skipped };
}

/** The line that ends a run. */
export const sumsLine = ({ passed, failed, skipped }: TestSums): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
