/**
 * `@std/testing/snapshot`, answered from the tree: Deno's own snapshots. They stand in
 * `__snapshots__` beside the test; `deno task test --update-snapshots` writes them.
 *
 * @module
 */

/** Asserts that `actual` is as in the snapshot of this test. */
export function assertSnapshot<T>(
  context: Deno.TestContext,
  actual: T,
  options?: Deno.TestSnapshotOptions<T> | string,
): Promise<void> {
  return typeof options === "string"
    ? context.assertSnapshot(actual, options)
    : context.assertSnapshot(actual, options);
}
