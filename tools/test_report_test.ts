import { assertEquals } from "@std/assert";
import { sumReport, sumsLine } from "./test_report.ts";

Deno.test("sumReport adds up suites, failures and skipped tests", () => {
  const xml = `<?xml version="1.0"?><testsuites name="deno test" tests="5" failures="1" errors="0">
    <testsuite name="./a_test.ts" tests="3" disabled="1" errors="0" failures="0"><testcase name="x" failures="9"></testcase></testsuite>
    <testsuite name="./b_test.ts" tests="2" disabled="0" errors="0" failures="1"></testsuite></testsuites>`;
  assertEquals(sumReport(xml), { passed: 3, failed: 1, skipped: 1 });
  assertEquals(sumsLine(sumReport(xml)), "3 passed, 1 failed, 1 skipped");
});

Deno.test("sumReport of no report counts nothing", () => {
  assertEquals(sumsLine(sumReport("")), "0 passed, 0 failed");
});
