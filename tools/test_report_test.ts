import { assertEquals } from "@std/assert";
import { sumReport, sumsLine } from "./test_report.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="8" failures="3" errors="0" time="0.020">
    <testsuite name="./a_test.ts" tests="7" disabled="2" errors="0" failures="3">
        <testcase name="fine" classname="./a_test.ts" time="0.001" line="1" col="6">
        </testcase>
        <testcase name="told &gt; in parts" classname="./a_test.ts" time="0.001" line="2" col="6">
        </testcase>
        <testcase name="fails" classname="./a_test.ts" time="0.001" line="3" col="6">
            <failure message="Uncaught Error: &lt;testcase name=&quot;z&quot;&gt;">&lt;skipped/&gt;</failure>
        </testcase>
        <testcase name="steps" classname="./a_test.ts" time="0.002" line="4" col="6">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="ignored" classname="./a_test.ts" time="0.000" line="5" col="6">
            <skipped/>
        </testcase>
        <testcase name="steps &gt; one" classname="./a_test.ts" time="0.000" line="6" col="43">
        </testcase>
        <testcase name="steps &gt; two &gt; three" classname="./a_test.ts" time="0.000" line="7" col="74">
            <failure message="Uncaught Error: s">Error: s</failure>
        </testcase>
    </testsuite>
    <testsuite name="./b_test.ts" tests="1" disabled="0" errors="0" failures="0">
        <testcase name="steps &gt; of another file" classname="./b_test.ts" time="0.000" line="1" col="6">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("sumReport counts tests, and steps as a part of theirs", () => {
  assertEquals(sumReport(REPORT), { passed: 3, failed: 2, skipped: 1 });
  assertEquals(sumsLine(sumReport(REPORT)), "3 passed, 2 failed, 1 skipped");
});

Deno.test("sumReport of no report, and of no tests, counts nothing", () => {
  assertEquals(sumsLine(sumReport("")), "0 passed, 0 failed");
  assertEquals(
    sumReport('<testsuites name="deno test" tests="0" failures="0" errors="0">\n</testsuites>'),
    { passed: 0, failed: 0, skipped: 0 },
  );
});
