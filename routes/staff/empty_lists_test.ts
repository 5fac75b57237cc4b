import { assert, assertStringIncludes } from "@std/assert";
import { withConsole } from "./_testing.ts";

// Walked: on a new shop's console both lists asked to change filters that nobody had set.
Deno.test("console: lists that are empty as yet say so, and those that are filtered say that", () =>
  withConsole(async ({ text }) => {
    for (
      const [path, filtered, yet, fits] of [
        ["/staff/leads", "?city=上海", "还没有线索", "没有符合条件的线索"],
        ["/staff/vehicle-orders", "?status=placed&model=", "还没有购车订单", "没有这样的订单"],
      ] as const
    ) {
      for (const [query, says, not] of [["", yet, fits], [filtered, fits, yet]] as const) {
        const page = await text(path + query);
        assertStringIncludes(page, says);
        assert(!page.includes(not), path + query);
      }
    }
  }));
