import { assertEquals } from "@std/assert";
import { afterEach, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";

describe("describe", () => {
  const seen: string[] = [];
  beforeAll(() => void seen.push("all"));
  beforeEach(() => void seen.push("before"));
  afterEach(() => void seen.push("after"));

  it("runs hooks around a case", () => assertEquals(seen, ["all", "before"]));
  describe("within another", () => {
    it("runs the outer hooks too", () => assertEquals(seen, ["all", "before", "after", "before"]));
  });
});
