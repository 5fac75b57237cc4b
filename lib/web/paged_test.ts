import { assertEquals } from "@std/assert";
import { paged } from "./paged.ts";

const ALL = [1, 2, 3, 4, 5];

Deno.test("paged: each page in its turn, the last with what is left", () => {
  assertEquals(paged(ALL, null, 2), { shown: [1, 2], at: 1, pages: 3 });
  assertEquals(paged(ALL, "3", 2), { shown: [5], at: 3, pages: 3 });
  assertEquals(paged(ALL, null, 5), { shown: ALL, at: 1, pages: 1 });
  assertEquals(paged([], null, 5), { shown: [], at: 1, pages: 1 });
});

Deno.test("paged: a page that is none is the nearest that there is", () => {
  for (const asked of ["0", "-1", "x", "1.5", ""]) assertEquals(paged(ALL, asked, 2).at, 1, asked);
  for (const asked of ["4", "999999"]) assertEquals(paged(ALL, asked, 2).at, 3, asked);
});
