import { assertEquals, assertThrows } from "@std/assert";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";

const seen: string[] = [];
const note = (what: string) => () => void seen.push(what);

describe("describe", () => {
  beforeAll(note("before all"));
  beforeEach(note("before"));
  afterEach(note("after"));
  afterAll(() => {
    assertEquals(seen.slice(-4), ["before", "inner before", "after", "inner after all"]);
  });

  it("runs hooks around a case", () => assertEquals(seen, ["before all", "before"]));
  describe("within another", () => {
    beforeEach(note("inner before"));
    afterAll(note("inner after all"));
    it("runs the outer hooks too", () => {
      assertEquals(seen, ["before all", "before", "after", "before", "inner before"]);
    });
  });
  it("keeps the order in which groups and cases were written", () => {
    assertEquals(seen.at(-2), "inner after all");
    seen.length = 0;
  });
  it.skip("does not run what is skipped", note("skipped"));
  describe("keeps what was skipped out", () => {
    beforeEach(note("inner before"));
    afterAll(note("inner after all"));
    it("of the order", () => assertEquals(seen, ["after", "before", "inner before"]));
  });
});

it("outside of a group is a test", (t) => assertEquals(t.name, "outside of a group is a test"));

Deno.test("beforeEach belongs in a group", () => {
  assertThrows(() => beforeEach(() => {}), Error, "outside of describe");
});
