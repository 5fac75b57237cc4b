import { assertEquals } from "@std/assert";
import { asSearch, cameFrom } from "./came_from.ts";

Deno.test("cameFrom: takes our own names and those of analytics, and leaves out what does not fit", () => {
  assertEquals(cameFrom("?source=wechat&channel=spring&city=%E6%9D%AD%E5%B7%9E"), {
    ...{ source: "wechat", channel: "spring", city: "杭州" },
  });
  assertEquals(cameFrom("?utm_source=app&utm_campaign=launch&utm_medium=push"), {
    ...{ source: "app", channel: "launch" },
  });
  assertEquals(cameFrom("?source=13800138000&channel=a@b.cn&city="), {});
  assertEquals(cameFrom(`?source=${"x".repeat(33)}`), {});
  assertEquals(cameFrom("?source=%00&channel=a%0Ab&city=%E2%80%AEx"), {});
  assertEquals(cameFrom(""), {});
});

Deno.test("asSearch: what was found is found again", () => {
  const from = { source: "wechat", city: "杭州" };
  assertEquals(cameFrom(asSearch(from)), from);
  assertEquals(asSearch({}), "");
});
