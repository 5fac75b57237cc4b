import { assertEquals, assertThrows } from "@std/assert";
import { httpAddress, readArgs, UsageError, wholeNumber } from "./args.ts";

const OPTIONS = [{ name: "count" }, { name: "keep", flag: true }];

Deno.test("readArgs: reads both spellings of a value, and flags", () => {
  assertEquals({ ...readArgs(["--count", "3", "--keep"], OPTIONS) }, { count: "3", keep: true });
  assertEquals({ ...readArgs(["--count=3"], OPTIONS) }, { count: "3" });
  assertEquals({ ...readArgs([], OPTIONS) }, {});
});

for (const args of [["--cout", "3"], ["3"], ["--count"], ["--keep=yes"]]) {
  Deno.test(`readArgs: refuses ${args.join(" ")}`, () => {
    assertThrows(() => readArgs(args, OPTIONS), UsageError);
  });
}

for (const args of [["--count"], ["--count", "-3"], ["--count", "--keep"]]) {
  Deno.test(`readArgs: says what ${args.join(" ")} lacks, without advice that does not help`, () => {
    const expected = "--count takes a value, got none or one that begins with -";
    assertEquals(assertThrows(() => readArgs(args, OPTIONS), UsageError).message, expected);
  });
}

Deno.test("wholeNumber: falls back only where nothing was given", () => {
  assertEquals(wholeNumber({}, "count", { min: 1, fallback: 7 }), 7);
  assertEquals(wholeNumber({ count: "12" }, "count", { min: 1, fallback: 7 }), 12);
  assertThrows(() => wholeNumber({}, "count", { min: 1 }), UsageError, "got none");
});

for (const count of ["", "0", "101", "-1", "1.5", "1e2", "0x10", " 5", "999999999999999999"]) {
  Deno.test(`wholeNumber: refuses "${count}" for 1 to 100`, () => {
    assertThrows(
      () => wholeNumber({ count }, "count", { min: 1, max: 100, fallback: 7 }),
      UsageError,
      `--count takes a whole number from 1 to 100, got "${count}"`,
    );
  });
}

for (const text of ["", "nope", "http://", "localhost:8000", "file:///etc/passwd"]) {
  Deno.test(`httpAddress: refuses "${text}"`, () => {
    assertThrows(
      () => httpAddress("--url", text),
      UsageError,
      `--url takes an address like http://127.0.0.1:8000, got "${text}"`,
    );
  });
}

Deno.test("httpAddress: takes what a server is reached by", () => {
  assertEquals(httpAddress("--url", "https://shop.example").href, "https://shop.example/");
});
