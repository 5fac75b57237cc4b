import { assertEquals, assertNotEquals } from "@std/assert";
import { counter, Stage } from "./_testing.ts";
import { currentEvents, type Entry, entryText, genesis } from "./journal.ts";

/** SHA-256 without the kernel's own code. */
async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const gather = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
};

Deno.test("genesis binds a journal to its actor's address", async () => {
  assertEquals(genesis("lot", "launch-2017"), await hash("forecourt:lot/launch-2017"));
  assertNotEquals(genesis("lot", "a"), genesis("lot", "b"));
});

Deno.test("entryText is the JSON of the entry", () => {
  const entry: Entry = {
    seq: 1,
    prev: "p",
    turn: "t",
    at: 2,
    schema: 3,
    events: [["added", { n: 1 }]],
  };
  assertEquals(entryText(1, "p", "t", 2, 3, JSON.stringify(entry.events)), JSON.stringify(entry));
});

Deno.test("journal is chained: each entry carries the SHA-256 of the one before", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  for (let turn = 0; turn < 5; turn++) {
    await stage.until(system.ask(counter("1-c"), "add", { n: turn }));
  }
  const address = counter("1-c");
  await stage.until(system.ask(address, "shout", { text: "晴川" }));
  const lines = await stage.until(gather(system.journal(address)));
  let prev = await hash("forecourt:counter/1-c");
  for (const [i, line] of lines.entries()) {
    const entry: Entry = JSON.parse(line);
    assertEquals([entry.seq, entry.prev], [i + 1, prev]);
    prev = await hash(line);
  }
  assertEquals(lines.length, 6);
  assertEquals(await stage.until(system.journalHead(address)), { seq: 6, hash: prev });
});

Deno.test("journal is read from an entry on, and up to a number of them", async () => {
  await using stage = new Stage();
  const { system } = stage.node({ actors: [counter] });
  for (let turn = 0; turn < 5; turn++) await stage.until(system.ask(counter("a"), "add", { n: 1 }));
  const seqs = async (after: number, limit?: number) =>
    (await stage.until(gather(system.journal(counter("a"), after, limit))))
      .map((line) => JSON.parse(line).seq);
  assertEquals(await seqs(2), [3, 4, 5]);
  assertEquals(await seqs(1, 2), [2, 3]);
  assertEquals(await seqs(5), []);
});

Deno.test("currentEvents brings events of another version through the upcasters", () => {
  const actor = {
    ...counter,
    version: 3,
    upcast: { added: (payload: unknown, from: number) => ({ n: payload as number, from }) },
  };
  const entry: Entry = {
    seq: 1,
    prev: "",
    turn: "",
    at: 0,
    schema: 2,
    events: [["added", 5], ["x", 1]],
  };
  // deno-lint-ignore no-explicit-any -- half an actor will do
  assertEquals(currentEvents(actor as any, entry), [["added", { n: 5, from: 2 }], ["x", 1]]);
  // deno-lint-ignore no-explicit-any -- half an actor will do
  assertEquals(currentEvents(actor as any, { ...entry, schema: 3 }), entry.events);
});
