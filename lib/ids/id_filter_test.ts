import { assert, assertEquals } from "@std/assert";
import { IdFilter } from "./id_filter.ts";
import { textHash } from "./text_hash.ts";

Deno.test("IdFilter: knows every id that was added, from the start or later", () => {
  const ids = Array.from({ length: 2_000 }, (_, i) => `m-${i}`);
  const filter = new IdFilter(ids.slice(0, 1_000));
  for (const id of ids.slice(1_000)) filter.add(id);
  for (const id of ids) assert(filter.mayHave(id) && filter.mayHave(id, textHash(id)), id);
});

Deno.test("IdFilter: of ids that were not added few seem to be there", () => {
  const filter = new IdFilter(Array.from({ length: 2_000 }, (_, i) => `m-${i}`));
  const others = Array.from({ length: 10_000 }, (_, i) => `n-${i}`);
  const seeming = others.filter((id) => filter.mayHave(id)).length;
  assert(seeming < 300, `${seeming} of ${others.length}`);
  assertEquals(new IdFilter().mayHave("n-1"), false);
});
