import { assertEquals, assertRejects } from "@std/assert";
import type { ActorSystem, Entry } from "../kernel/mod.ts";
import { Histories } from "./histories.ts";
import { JournalIndex } from "./journal_index.ts";

/** A journal that grows; counts what is read of it. */
function journalOf(said: [event: string, payload: Record<string, unknown>][][]) {
  const read = { entries: 0, fails: false };
  const lines = () =>
    said.map((events, i) => JSON.stringify({ seq: i + 1, at: 100 * (i + 1), events }));
  const system = {
    journalHead: () =>
      Promise.resolve(said.length === 0 ? undefined : { seq: said.length, hash: "" }),
    async *journal(_address: unknown, after = 0, limit = Infinity) {
      for (const line of lines().slice(after, after + limit)) {
        await Promise.resolve();
        if (read.fails) throw new Error("the store is away");
        read.entries++;
        yield line;
      }
    },
  } as unknown as ActorSystem;
  return { system, read };
}

const address = { kind: "lot", id: "spring" } as never;
const byMember = ({ events }: Entry, name: (key: string) => void) => {
  for (const [, payload] of events) name((payload as { memberId: string }).memberId);
};
const seqs = (entries: Entry[]) => entries.map(({ seq }) => seq);
const named = (...ids: string[]): [string, Record<string, unknown>][] =>
  ids.map((memberId) => ["named", { memberId }]);

Deno.test("JournalIndex: finds who is named, also in what has come since, and reads each entry once", async () => {
  // Each of 298,000 who asked why they had no car had the whole journal read for them.
  const said = Array.from({ length: 200 }, (_, i) => named(`m${i}`, `m${i + 1}`));
  const { system, read } = journalOf(said);
  const index = new JournalIndex(system, address, byMember);
  const asked = await Promise.all(
    Array.from({ length: 50 }, (_, i) => index.entriesOf(`m${i + 1}`)),
  );
  asked.forEach((entries, i) => assertEquals(seqs(entries), [i + 1, i + 2]));
  assertEquals(read.entries, 200 + 2 * 50);
  assertEquals(await index.entriesOf("nobody"), []);
  assertEquals(seqs(await index.entriesOf("m0", "m7", "m8")), [1, 7, 8, 9]);
  said.push(named("m7"));
  assertEquals(seqs(await index.entriesOf("m7")), [7, 8, 201]);
});

Deno.test("JournalIndex: a store that is away is told to who asks, and nothing is missed or doubled after it", async () => {
  const said = [named("a"), named("b")];
  const { system, read } = journalOf(said);
  const index = new JournalIndex(system, address, byMember);
  await index.entriesOf("a");
  said.push(named("a"), named("b"));
  read.fails = true;
  await assertRejects(() => index.entriesOf("a"), Error, "the store is away");
  read.fails = false;
  assertEquals(seqs(await index.entriesOf("a")), [1, 3]);
});

Deno.test("JournalIndex: nobody is confused with another, however many there are", async () => {
  const said = Array.from(
    { length: 3_000 },
    (_, i) => named(...Array.from({ length: 10 }, (_, j) => `t-${i * 10 + j}`)),
  );
  const { system } = journalOf(said);
  const index = new JournalIndex(system, address, byMember);
  for (let i = 0; i < 30_000; i += 997) {
    const found = await index.entriesOf(`t-${i}`);
    assertEquals(seqs(found).includes(Math.floor(i / 10) + 1), true);
    assertEquals(found.length <= 2, true, "a hash that two share is rare");
  }
});

Deno.test("Histories: counts who was answered before an entry, and tells when a car was first given", async () => {
  const { system } = journalOf([
    [["stocked", { capacity: 2 }]],
    [["claimed", { memberId: "a", number: 1 }], ["claimed", { memberId: "b", number: 2 }]],
    [["missed", { memberId: "c", place: 1 }]],
    [["released", { memberId: "a", number: 1 }], ["offered", { memberId: "c", number: 1 }]],
    [["claimed", { memberId: "d", number: 2 }]],
  ]);
  const { lot } = new Histories(system).of("spring");
  assertEquals(seqs(await lot.entriesOf("c")), [3, 4]);
  assertEquals([2, 3, 5].map((seq) => lot.answeredBefore(seq)), [0, 2, 3]);
  assertEquals([lot.firstGiven(2), lot.firstGiven(3)], [{ at: 200, seq: 2 }, null]);
});

Deno.test("Histories: of many sales those asked for last are remembered", () => {
  const { system } = journalOf([]);
  const histories = new Histories(system);
  const first = histories.of("s0");
  for (let i = 1; i < 16; i++) histories.of(`s${i}`);
  assertEquals(histories.of("s0"), first);
  histories.of("s16");
  assertEquals(histories.of("s0"), first);
});
