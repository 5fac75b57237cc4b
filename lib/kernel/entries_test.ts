import { assertEquals } from "@std/assert";
import { counter, Stage } from "./_testing.ts";
import { entriesOf, lastEntries } from "./entries.ts";
import { readHead } from "./head.ts";
import { keys } from "./keys.ts";

const a = counter("a");

/** A journal of `count` entries, of which some have rows and the last lie in the head. */
async function journalOf(count: number) {
  const stage = new Stage();
  const { system, store } = stage.node({ actors: [counter] });
  for (let n = 1; n <= count; n++) await stage.until(system.ask(a, "add", { n }));
  const head = () => readHead(stage.disk.get(keys.head("counter", "a"))!.value);
  const seqs = (range = {}) =>
    stage.until(
      Array.fromAsync(entriesOf(store, "counter", "a", range)).then((all) =>
        all.map(({ seq }) => seq)
      ),
    );
  return { stage, system, store, head, seqs };
}

const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

Deno.test("entriesOf joins rows and head, from and up to any entry", async () => {
  const { stage, head, seqs } = await journalOf(8);
  await using _ = stage;
  const held = head().recent!.length;
  assertEquals(stage.rows("journal", "counter", "a").length, 8 - held);
  assertEquals(held > 0 && held < 8, true);
  assertEquals(await seqs(), from(1, 8));
  for (let after = 0; after <= 9; after++) {
    assertEquals(await seqs({ after }), from(after + 1, 8));
    assertEquals(await seqs({ after, upTo: 7 }), from(after + 1, 7));
    for (let limit = 0; limit <= 3; limit++) {
      assertEquals(await seqs({ after, limit }), from(after + 1, 8).slice(0, limit));
    }
  }
});

Deno.test("entriesOf goes on from a head that has been left behind", async () => {
  const { stage, system, head, seqs } = await journalOf(2);
  await using _ = stage;
  const old = head();
  for (let n = 3; n <= 9; n++) await stage.until(system.ask(a, "add", { n }));
  assertEquals(await seqs({ head: old, upTo: 2 }), [1, 2]);
  const rows = 9 - head().recent!.length;
  // Where the rows have to be read anyway, they may tell more than the old head knew of.
  assertEquals(await seqs({ head: { ...old, seq: 5, recent: [] } }), from(1, rows));
});

Deno.test("lastEntries tells the newest first", async () => {
  const { stage, store, head } = await journalOf(8);
  await using _ = stage;
  for (const limit of [1, 3, 8, 20]) {
    const last = await stage.until(lastEntries(store, "counter", "a", head(), limit));
    assertEquals(last.map(({ seq }) => seq), from(1, 8).reverse().slice(0, limit));
  }
});
